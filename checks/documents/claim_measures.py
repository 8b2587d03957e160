"""The measures that a claim speaks of: those that its words name, else the one that it means."""

from typing import Final

from checks.dates.claim_years import years_spanned
from checks.documents.measures import Measure, measures
from checks.documents.measures_meant import measure_meant
from checks.quantities.conversion import dimension
from checks.types.claim import Claim

# Two things, or two years, held against each other may be of any unit.
_OF_ANY_UNIT: Final = frozenset({"times", "points"})


def named_measures(claim: Claim) -> list[str]:
    """The measures that a claim speaks of: those in a unit of its own amounts, if there are any such.

    In the order of the lexicon. What has grown by so many percent over several years is what adds up, and no rate of
    one year. Where no words of the lexicon name one, it is found by meaning, among those of the claim's units alone.
    """
    fitting = [measure for measure in measures().values() if _is_in_units(measure, claim)]
    named = [measure.name for measure in measures().values() if measure.named_in(claim.statement)]
    if named:
        return [measure.name for measure in fitting if measure.name in named] or named
    meant = measure_meant(claim, {each.name for each in fitting if not each.excluded_in(claim.statement)})
    return [meant] if meant else []


def _is_in_units(measure: Measure, claim: Claim) -> bool:
    """Whether an amount of a claim is in the unit of a measure, or the claim has none."""
    amounts = [(dimension(quantity), quantity.unit) for quantity in claim.quantities]
    units = {"percent" if kind == "percent" else unit for kind, unit in amounts if kind not in _OF_ANY_UNIT}
    if "percent" in units and years_spanned(claim) is not None:
        return measure.sums and measure.grows_in(claim.statement)
    return not units or measure.unit in units
