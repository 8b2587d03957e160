"""The years that a claim speaks of.

A claim's figures are looked up for these years, and for the newest ones where there are none.
"""

import re

from checks.types.claim import Claim

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def claim_years(claim: Claim) -> tuple[int, ...]:
    """The years that a claim itself names, in its dates or its wording; those only assumed are left out.

    Rising, each once. They narrow the search of sources that keep figures by year.
    """
    named = {d.first.year for d in claim.dates if d.first and _YEAR.search(d.text)}
    return tuple(sorted(named | {int(y) for y in _YEAR.findall(claim.statement)}))
