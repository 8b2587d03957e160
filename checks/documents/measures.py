"""What figure tables measure: how people call it, in which unit, and by which words a claim names it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Required, TypedDict

from checks.documents.groups import group_named, of_a_group
from checks.lexicon import alternatives, load_table, whole_pattern
from checks.quantities.intervals import spoken
from checks.types.claim import Claim
from checks.types.document import Figure

# "More than Spain", and not "more than a third".
_COMPARING: Final = re.compile(
    rf"\bthan\b(?! (?:{alternatives('documents', 'no_comparison')})\b| [\d$€£])"
    r"|\bas \w+ as\b|\bas (?:many|much|large|big|populous)\b|\bcompared\b|\beach\b|\bboth\b",
    re.IGNORECASE,
)
# Growth of an economy is told in real terms, unless it is said to be in money.
_NOMINAL: Final = re.compile(r"\b(?:dollars?|dollar terms|nominal(?:ly)?|current prices)\b", re.IGNORECASE)
_MOST_ENTITIES: Final = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; `counts` is what a claim may count, None for anything; `change`: it is itself a change.

    `worldbank` and `wikidata` are what these sources call it; the World Bank's values times `scale` are in `unit`.
    `columns` are what tables call it. One that is worked out of others names them in `of`, and how in `rule`.
    `sums`: the figures of two entities add up. `needs` are words without which those of `words` do not name it.
    """

    name: str
    title: str
    unit: str | None
    words: "re.Pattern[str]"
    unless: "re.Pattern[str] | None"
    needs: "re.Pattern[str] | None"
    counts: frozenset[str] | None
    change: bool
    worldbank: str | None
    scale: float
    wikidata: str | None
    columns: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    rule: str = ""
    sums: bool = False

    def named_in(self, text: str) -> bool:
        """Whether the words of `text` name it."""
        if self.needs and not self.needs.search(text):
            return False
        return bool(self.words.search(text)) and not self.excluded_in(text)

    def excluded_in(self, text: str) -> bool:
        """Whether words of `text` make what else would be this measure another one."""
        return bool(self.unless and self.unless.search(text))

    def grows_in(self, text: str) -> bool:
        """Whether its growth in `text` is that of the figures: for money only if "in dollars" or the like is said."""
        return self.unit != "USD" or bool(_NOMINAL.search(text))

    def whole_in(self, text: str) -> str | None:
        """The group of whose whole a share is stated in `text`: "a third of the European Union's inhabitants"."""
        match = self.words.search(text) if self.rule == "share" else None
        return group_named(match[0]) if match else None


class _Row(TypedDict, total=False):
    """A measure as the lexicon writes it; lists of words are separated by blanks, or arrays."""

    title: Required[str]
    words: Required[str | list[str]]
    unit: str
    unless: str | list[str]
    needs: str | list[str]
    counts: str
    change: bool
    worldbank: str
    scale: float
    wikidata: str
    columns: list[str]
    of: list[str]
    rule: str
    sums: bool


@cache
def measures() -> dict[str, Measure]:
    """Every measure that is known, by its name; a figure table may have others.

    Described in `figure_measures.toml` of the lexicon, which says what each field means. Read once a process.
    """
    rows = load_table("figure_measures")
    return {name: _measure(name, row) for name, row in rows.items()}


def _measure(name: str, row: _Row) -> Measure:
    """The measure that a table of the lexicon describes; what is not given has the value that `Measure` names."""
    counts = row.get("counts")
    return Measure(
        name=name, title=row["title"], unit=row.get("unit"),
        words=_share_pattern(row["words"]) if row.get("rule") == "share" else _pattern(row["words"]),
        unless=_pattern(row["unless"]) if "unless" in row else None,
        needs=_pattern(row["needs"]) if "needs" in row else None,
        counts=None if counts is None else frozenset(counts.split()), change=row.get("change", False),
        worldbank=row.get("worldbank"), scale=row.get("scale", 1.0), wikidata=row.get("wikidata"),
        columns=tuple(row.get("columns", ())), of=tuple(row.get("of", ())), rule=row.get("rule", ""),
        sums=row.get("sums", False),
    )  # fmt: skip


def _pattern(words: str | list[str]) -> "re.Pattern[str]":
    """What matches one of the words as a whole, in any case."""
    return re.compile(rf"\b(?:{whole_pattern(words)})\b", re.IGNORECASE)


def _share_pattern(words: str | list[str]) -> "re.Pattern[str]":
    """What matches a part of the whole of a group's, whose words are given."""
    return re.compile(rf"(?:{of_a_group(whole_pattern(words))})\b", re.IGNORECASE)


def title(measure: str) -> str:
    """What people call a measure; its own name, where it is not known."""
    known = measures().get(measure)
    return known.title if known else measure[:1].upper() + measure[1:]


def unit_of(measure: str) -> str | None:
    """The unit of a known measure's values; None for a count, and for a measure that is not known."""
    known = measures().get(measure)
    return known.unit if known else None


def counts_people(measure: str) -> bool:
    """Whether a measure is of people, or worked out of how many there are.

    A ratio to inhabitants ("GDP per head") is not: it counts money.
    """
    known = measures().get(measure)
    return measure == "inhabitants" or (known is not None and known.rule != "ratio" and "inhabitants" in known.of)


def is_additive(measure: str) -> bool:
    """Whether two entities' figures add up to that of both: counts, amounts of money, and shares of one whole.

    Rates and changes do not, nor does a measure that is not known.
    """
    known = measures().get(measure)
    return known is not None and not known.change and (known.rule == "share" or (not known.rule and known.sums))


def canonical_measure(called: str) -> str:
    """The measure that a table means by `called`: one that is known, or the words themselves, in small letters.

    Known by its name, with or without underscores, and by the names of columns in the lexicon.
    """
    words = " ".join(called.split()).lower()
    of = (m for m in measures().values() if words in (m.name, m.name.replace("_", " ")) or words in m.columns)
    return next((m.name for m in of), words)


def in_words(figure: Figure) -> str:
    """A figure as a line of text: what, whose, when, how much."""
    if figure.since is not None:
        years = f"change from {figure.since} to {figure.year}"
        return f"{title(figure.measure)}, {figure.entity}, {years}: {spoken(figure.value, figure.unit)}"
    return f"{title(figure.measure)}, {figure.entity}, {figure.year}: {spoken(figure.value, figure.unit)}"


def compares(statement: str) -> bool:
    """Whether a statement compares things: "more than in Spain", "as many as", "compared with".

    "More than a third" bounds a figure and compares nothing.
    """
    return bool(_COMPARING.search(statement))


def compared_entities(claim: Claim, entities: Sequence[str]) -> Sequence[str]:
    """Those of the entities that a claim names, in their order, whose figures bear on it.

    "Poland, a member of the European Union, has …" is about Poland; "more than in Spain" about both.
    """
    return entities[: _MOST_ENTITIES if compares(claim.statement) else 1]
