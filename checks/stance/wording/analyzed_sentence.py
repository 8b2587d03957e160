"""A parsed sentence with what is read out of it, each thing once and only when it is asked for."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checks.nlp.tree import Sentence, Word
from checks.stance.wording.clauses import main_clause, restatements
from checks.stance.wording.noun_phrases import is_back_reference, name_of
from checks.stance.wording.times import NamedTime, times
from checks.stance.wording.verbal_clauses import PredicateClause


@dataclass(frozen=True)
class AnalyzedSentence:
    """A sentence of a claim or of a passage; days in it count from `reference_date`, if that is known.

    What is read out of it is read at the first question and kept.
    """

    sentence: Sentence
    reference_date: date | None = None

    @cached_property
    def main_clause(self) -> PredicateClause:
        """What it states."""
        return main_clause(self.sentence)

    @cached_property
    def restatements(self) -> tuple[PredicateClause, ...]:
        """What it states, its main clause first, then the same in other words ("Y wrote X" for "X is a novel by Y")."""
        return tuple(restatements(self.sentence))

    @cached_property
    def times(self) -> tuple[NamedTime, ...]:
        """The times that it names."""
        return times(self.sentence, self.reference_date)

    @cached_property
    def subject(self) -> Word | None:
        """The subject of its main clause; None without one."""
        return self.sentence.subject(self.main_clause.verb)

    @property
    def points_back(self) -> bool:
        """Whether it is about somebody or something that it does not name: "He …", "The city …"."""
        if self.subject is None:
            return False
        place = self.subject.i
        return is_back_reference(self.sentence, place) and not name_of(self.sentence, place)

    @property
    def topic(self) -> tuple[frozenset[str], ...]:
        """The names that it is about, each as its words in lower case.

        Those of its subject and of two more arguments. The sentences behind it may point back to these ("it", "the
        company").
        """
        roles = self.main_clause.roles
        heads = (*roles.get("agent", ()), *roles.get("patient", ()))[:2]
        heads = (self.subject.i, *heads) if self.subject is not None else heads
        return tuple(dict.fromkeys(named for i in heads if (named := name_of(self.sentence, i))))
