"""The years that a claim speaks of.

A claim's figures are looked up for these years, and for the newest ones where there are none.
"""

import re

from checks.types.claim import Claim

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "Since 2010", "between the end of 2010 and 2015"; not "from two percent in 2020".
_SPAN = re.compile(r"\b(?:since|between|from) (?:(?!in |per)[a-z]+ ){0,3}(?:19|20)\d\d\b", re.IGNORECASE)

# "More than in 2010", "as many as in 2010".
_AGAINST_YEAR = re.compile(r"\b(?:as|than) (?:it was |they were )?in (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)


def claim_years(claim: Claim) -> tuple[int, ...]:
    """The years that a claim itself names, in its dates or its wording; those only assumed are left out.

    Rising, each once. They narrow the search of sources that keep figures by year.
    """
    named = {d.first.year for d in claim.dates if d.first and YEAR.search(d.text)}
    return tuple(sorted(named | {int(y) for y in YEAR.findall(claim.statement)}))


def years_spanned(claim: Claim) -> tuple[int, int | None] | None:
    """The first and the last year of the time over which a claim says how something was or changed; None without one.

    "Between 2010 and 2015", "from 2010 to 2015"; the last year is None where the claim says "since 2010".
    """
    years = claim_years(claim)
    if len(years) not in (1, 2) or not _SPAN.search(claim.statement):
        return None
    return years[0], years[1] if len(years) > 1 else None


def years_compared(claim: Claim) -> tuple[int, int] | None:
    """The two years that a claim holds against each other, that behind "than" or "as" last; None for other claims."""
    years, against = claim_years(claim), _AGAINST_YEAR.search(claim.statement)
    if len(years) != 2 or against is None or int(against["year"]) not in years:
        return None
    other = int(against["year"])
    return next(year for year in years if year != other), other
