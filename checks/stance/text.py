"""A text of a comparison with what is read out of it, each thing once and only when it is asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from checks.amounts.amounts import AGE, LENGTH, Amount, amounts
from checks.amounts.tables import linearize_tables
from checks.nlp.content_words import content_tokens, content_words
from checks.nlp.names import names, place_names
from checks.quantities import singular
from checks.stance.derived_amounts import changes, durations, parts
from checks.stance.normalize import normalize_spelling
from checks.stance.syntax.clauses import sentence_names

# "3-1", "52 votes to 48".
SCORE = re.compile(r"\b(\d{1,3})(?:\s?[-–—]\s?|\s(?:votes\s)?to\s)(\d{1,3})\b")

# What of a text does not depend on the amounts that are asked for.
_OF_TEXT_ALONE: Final = ("words", "tokens", "names", "all_names", "parsed_names", "places")
_KEPT: Final = 256  # texts: those of a claim's passages, which other claims of its article find too


@dataclass(frozen=True)
class AnalyzedText:
    """A claim or a passage; days in it count from `reference_date`, the day that it was written, if that is known.

    `is_source` says that it is a passage, in which the time between two days that it names is an amount too.
    `with_durations` adds the ages and lengths that follow from its days.
    """

    text: str
    reference_date: date | None = None
    is_source: bool = False
    with_durations: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, normalized."""
        return content_words(self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its content words in lower case and in order."""
        return tuple(word.lower() for word in content_tokens(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names, without a first word that need not be one."""
        return names(self.text)

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Its names, with the first word if that has a capital."""
        return names(self.text, include_first=True)

    @cached_property
    def parsed_names(self) -> frozenset[str]:
        """Its names, with the first word where the parser takes it for a name."""
        return sentence_names(self.text)

    @cached_property
    def places(self) -> frozenset[str]:
        """Its names that stand where places stand."""
        return place_names(self.text)

    @cached_property
    def amounts(self) -> Sequence[Amount]:
        """Its amounts, with those that follow from them; of a claim without "no access", which counts nothing."""
        found = amounts(self.text, self.reference_date, lasting=self.is_source)
        stated = found if self.is_source else [each for each in found if not _is_denial(each)]
        more = durations(self.text, self.reference_date) if self.with_durations else ()
        return [*stated, *changes(stated), *parts(stated), *more]

    @property
    def asks_how_long(self) -> bool:
        """Whether one of its amounts is an age, or how long something lasted."""
        return any(amount.noun in (AGE, LENGTH) for amount in self.amounts)

    def with_rows_as_lines(self) -> "AnalyzedText":
        """The same text with its tables and lists as lines, each figure with its label; itself where it has none."""
        text = linearize_tables(self.text)
        return self if text == self.text else replace(self, text=text)

    def with_ages_and_lengths(self) -> "AnalyzedText":
        """The same text with the ages and lengths that follow from its days; what else was read of it is kept."""
        made = replace(self, with_durations=True)
        vars(made).update({name: value for name, value in vars(self).items() if name in _OF_TEXT_ALONE})
        return made


def _is_denial(amount: Amount) -> bool:
    """Whether an amount is none of what is not counted: "no access"; "no deaths" is a number."""
    denial, _, noun = amount.quantity.text.lower().partition(" ")
    return denial == "no" and amount.quantity.counted == noun == singular(noun)


@lru_cache(_KEPT)
def analyzed_claim(statement: str, reference_date: date | None) -> AnalyzedText:
    """A claim's statement, spelled as the rules expect; kept, for it is held against one passage after another."""
    return AnalyzedText(normalize_spelling(statement), reference_date)


@lru_cache(_KEPT)
def analyzed_passage(text: str, published: date | None) -> AnalyzedText:
    """A passage, spelled as the rules expect; kept, for several claims of an article find it."""
    return AnalyzedText(normalize_spelling(text), published, is_source=True)
