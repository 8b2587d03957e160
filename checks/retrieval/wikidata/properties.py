"""Wikidata's properties by which claims can be checked, and which of them a claim speaks of.

What a claim speaks of is found by its measures (`figure_measures.toml`) and by the words of
`wikidata_properties.toml`.
"""

import re
from dataclasses import dataclass
from functools import cache

from checks.documents.claim_measures import named_measures
from checks.documents.measures import Measure, measures
from checks.lexicon import load_table, whole_pattern
from checks.types.claim import Claim


@dataclass(frozen=True, slots=True)
class Property:
    """A property; `says` is the sentence for one statement of it, `measure` the one of figure tables that it is."""

    id: str
    title: str
    says: str
    words: "re.Pattern[str] | None" = None
    measure: Measure | None = None


def properties(claim: Claim) -> list[Property]:
    """The properties that a claim speaks of, measures first.

    In the order in which they are worth asking: a measure with a number can decide, a mention is most often
    context.
    """
    known = (measures()[name] for name in named_measures(claim))
    mentioned = [p for p in _table() if p.words and p.words.search(claim.statement)]
    return [*(_measured(m) for m in known if m.wikidata), *mentioned]


def _measured(measure: Measure) -> Property:
    """The property of a measure, told as "{entity}, {measure}: {value}"."""
    called = measure.title.split(",")[0]
    return Property(measure.wikidata or "", called, f"{{entity}}, {called}: {{value}}", measure=measure)


@cache
def _table() -> tuple[Property, ...]:
    """Every property of the lexicon, with its pattern; read once a process."""
    rows = load_table("wikidata_properties")
    return tuple(
        Property(
            id, row["title"], row["says"], re.compile(rf"\b(?:{whole_pattern(row['words'])})\b", re.IGNORECASE)
        )
        for id, row in rows.items()
    )
