"""Which amount of a claim is the one that a figure of a table is held against: of its measure, unit and year."""

import re
from typing import Final

from checks.amounts.derived_quantities import merge_rates, text_before
from checks.dates.claim_years import YEAR, claim_years, years_compared, years_spanned
from checks.documents.measures import Measure, measures
from checks.lexicon import alternatives
from checks.lexicon.country_names import entity_of_people
from checks.nlp.content_words import content_words
from checks.quantities import quantities
from checks.quantities.conversion import dimension
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.quantity import Quantity

PER_100_000: Final = "per 100,000"
# Verbs that make a number behind them a change: "fell by 3 percent".
_CHANGED_BY: Final = re.compile(
    rf"\b(?:{alternatives('stance', 'table_cell_moved')}) (?:by )?(?:\w+ ){{0,2}}\Z",
    re.IGNORECASE,
)
# "Fell to 3 percent": a level all the same.
UP_TO: Final = re.compile(r"\b(?:to|at|from|past) (?:\w+ ){0,2}\Z", re.IGNORECASE)
# A year behind one of these is told of another amount.
_BREAK: Final = re.compile(r"[;,:.]|\b(?:and|but|to)\b")
_FAR: Final = 1000  # characters; more than any year of the same phrase is away


def claimed_amount(claim: Claim, figure: Figure, measure: Measure | None) -> Quantity | None:
    """The claim's amount of a figure's measure and year; None where it has none.

    Of several amounts the one whose year is the figure's ("81 million in 2005; by 2022 it had 113 million"). One alone
    that a claim tells over years ("bled a million inhabitants between 2010 and 2022") is no level of one of them.
    """
    fitting = [each for each in _in_unit(claim, figure) if _is_of(each, claim, figure, measure)]
    if not fitting or figure.since is not None:
        return next(iter(fitting), None)
    if len(fitting) > 1 and len(claim_years(claim)) > 1:
        return next((each for each in fitting if _year_of(each, claim) == figure.year), None)
    is_change = measure is not None and measure.change
    over_years = (
        years_spanned(claim) is not None and not is_change and not UP_TO.search(words_before(fitting[0], claim))
    )
    return None if over_years else fitting[0]


def _in_unit(claim: Claim, figure: Figure) -> list[Quantity]:
    """The claim's amounts, with "25 per 100,000" as one where the figure is such a rate."""
    return (
        merge_rates(claim.statement, quantities(claim.statement))
        if figure.unit == PER_100_000
        else list(claim.quantities)
    )


def _is_of(stated: Quantity, claim: Claim, figure: Figure, measure: Measure | None) -> bool:
    """Whether an amount is one of the figure's measure: of its dimension, of what it counts, a level for a level."""
    if dimension(stated) != dimension(as_quantity(figure)):
        return False
    if figure.unit == "times":  # two entities held against each other, or two years
        return figure.since is None or "fold" in stated.text or years_compared(claim) is not None
    if figure.since is not None:
        moved = stated.role == "change" or bool(_CHANGED_BY.search(words_before(stated, claim)))
        return moved and measure is not None and not measure.change
    if measure is None:  # one of the newsroom's own, which may be named in a claim that counts something else
        return stated.counted is None or bool(content_words(stated.counted) & content_words(figure.measure))
    if measure.counts is not None and stated.counted is not None:
        of_its_people = entity_of_people().get(f"{stated.counted.title()}s") == figure.entity
        if stated.counted not in measure.counts and not of_its_people:
            return False
    if measure.change and stated.counted is not None:  # "six in ten Italians"
        return False
    before = words_before(stated, claim)
    to_a_level = bool(UP_TO.search(before)) or stated.text.lower().startswith(("above", "below"))
    return measure.change or to_a_level or (stated.role == "amount" and not _CHANGED_BY.search(before))


def _year_of(stated: Quantity, claim: Claim) -> int:
    """The year that a claim tells of an amount: the nearest one of its phrase, of two as near the one behind it.

    "From 3 percent in 2021 to 14 percent in 2022"; the claim names a year.
    """
    before, _, behind = claim.statement.partition(stated.text)
    far = [
        (_distance(text), side, int(year[0]))
        for side, text, year in (
            *((0, behind[: year.start()], year) for year in YEAR.finditer(behind)),
            *((1, before[year.end() :], year) for year in YEAR.finditer(before)),
        )
    ]
    return min(far)[-1]


def _distance(between: str) -> int:
    """How far a year is from an amount, by what stands between them."""
    return len(between) + _FAR * bool(_BREAK.search(between))


def words_before(stated: Quantity, claim: Claim) -> str:
    """What stands before an amount in the claim's statement."""
    return text_before(claim.statement, max(0, claim.statement.find(stated.text)))


def as_quantity(figure: Figure) -> Quantity:
    """A figure as a quantity."""
    measure = measures().get(figure.measure)
    unit = figure.unit or (measure.unit if measure else None)
    return Quantity(0, 0, "", comparator="=", low=figure.value, high=figure.value, unit=unit)
