"""One clause of a passage against what a claim states: what is met, what is missing, what contradicts.

Only what is said of the same decides. What cannot be true beside the claim refutes it, and supports a claim that
denies just that.

obstacle → contradiction → gaps → support

An obstacle is asked first, since a clause of somebody else can neither contradict nor support; a gap last, for a
contradiction decides even where words of the claim are missing.
"""

from functools import cached_property
from typing import Final

from checks.lexicon import load_table, load_words
from checks.nlp.relations.predicates import MARRY, WIN, entailed_by
from checks.nlp.relations.word_groups import opposites
from checks.nlp.tree import NOUN, Word
from checks.stance.result import Contradiction, Judgement
from checks.stance.syntax.noun_phrases import NAMES, is_back_reference
from checks.stance.syntax.roles import PredicateClause, denied_below
from checks.stance.wording.alignment import Alignment, predicate_words
from checks.stance.wording.contradiction_rules import contradictions, time_agreement
from checks.stance.wording.gap_rules import doubt, is_of_another, misplaced, narrows, says_more

# Relations of words without which the claim is the same.
_LIGHT: Final = ("appos", "advmod", "prt")
_CONTRARY: Final = (("for", "against"), ("against", "for"), ("before", "after"), ("after", "before"))
_ADJECTIVES: Final = ("JJ", "JJR", "JJS")
# Why a clause decides nothing: it says something else, or it does not say enough.
OBSTACLE: Final = "obstacle"
UNSAID: Final = "unsaid"
# Contradictions by which it is of somebody else.
_OF_WHOM: Final = ("who", "holder", "partner")
_WILL: Final = ("will", "would")  # "said she would not resign": she did not
# The strength of what decides nothing.
_LITTLE: Final = 0.3


def judge_clause(alignment: Alignment, clause: PredicateClause) -> Judgement:
    """What one clause of the source says of the claim, by the steps of `ClauseJudge` in their order.

    `clause` is one of the source's; the claim's own is `alignment.clause`. Always gives a judgement, most often
    context.
    """
    judge = ClauseJudge(alignment, clause)
    steps = (judge.obstacle, judge.contradiction, judge.gaps)
    return next((found for step in steps if (found := step()) is not None), judge.support())


class ClauseJudge:
    """A claim beside one clause of a source, with what of the claim the clause meets.

    Its questions are asked in the order of `judge_clause`.
    """

    def __init__(self, alignment: Alignment, clause: PredicateClause) -> None:
        self.alignment, self.clause = alignment, clause
        self.negated, self.there_negated = alignment.clause.negated, clause.negated

    @cached_property
    def differ(self) -> list[Contradiction]:
        """What the source says instead; what it says is not so stands for nothing else."""
        return [] if self.there_negated else list(contradictions(self.alignment, self.clause))

    @cached_property
    def opposed(self) -> tuple[str, str] | None:
        """A word of the claim and its opposite in the source, of the same thing; None where both express one
        predicate.
        """
        alignment, clause = self.alignment, self.clause
        one = frozenset() if alignment.clause.predicates.isdisjoint(clause.predicates) else alignment.clause.said
        met = set(alignment.found.values())
        ours = " ".join(
            w.lower
            for w in alignment.unmet
            if (w.i in alignment.clause.said and w.i not in one) or w.tag in _ADJECTIVES
        )
        theirs = " ".join(
            w.lower
            for w in alignment.source.words
            if w.i not in met and (w.i in clause.said or w.tag in _ADJECTIVES)
        )
        if found := opposites(ours, theirs) if ours and theirs else None:
            return found
        predicates = opposites(" ".join(alignment.clause.predicates), " ".join(clause.predicates))
        return (alignment.clause.shown, clause.shown) if predicates else None

    @cached_property
    def unmet(self) -> list[Word]:
        """The claim's words that the source lacks, but for those that it says in other words or says the contrary
        of.
        """
        known = predicate_words(self.alignment, self.clause) | {i for c in self.differ for i in c.instead_of}
        contrary = self.opposed[0] if self.opposed else None
        return [w for w in self.alignment.unmet if w.i not in known and w.lower != contrary]

    @cached_property
    def heavy(self) -> list[Word]:
        """Of these, those without which it is not the same.

        More than one of them, and not even a contradiction decides: the clause is then of something else.
        """
        return [w for w in self.unmet if not self._light(w)]

    def obstacle(self) -> Judgement | None:
        """Why the clause decides nothing: a name that is missing, only planned, said of somebody else.

        None where nothing stands in the way of a decision. The reason is told in words, as all reasons are.
        """
        against = {i for c in self.differ for i in c.instead_of}
        missing = [run for run in self.alignment.other_names if not any(w.i in against for w in run)]
        if missing:
            names = ", ".join(" ".join(w.text for w in run) for run in missing)
            return _context(f"speaks of the matter, but does not name {names}")
        irrealis = None if self.there_negated and self.clause.irrealis in _WILL else self.clause.irrealis
        if irrealis and irrealis != self.alignment.clause.irrealis:
            return _context(f"“{irrealis}”: not said to be so")
        if not (self.differ and self.differ[0].ground in _OF_WHOM) and is_of_another(self.alignment, self.clause):
            return _context("speaks of somebody or something else")
        return None

    def contradiction(self) -> Judgement | None:
        """What the clause says that can't be true beside the claim, or beside what the claim denies.

        Where the claim denies what the source says otherwise, the source supports it, if both cannot be true: "X
        was not born in Rome", "X was born in Paris".
        """
        if self.differ and len(self.heavy) <= 1:
            first = self.differ[0]
            if not self.negated:
                return self._decide("refutes", first.reason, first.ground)
            if all(c.excludes for c in self.differ) and not self.heavy:
                return self._decide("supports", f"{first.reason}; the claim denies the other", first.ground)
        if self.differ:
            return None
        if (word := self._contrary_place()) and not (self.heavy or self.opposed):
            agree = self.negated == self.there_negated
            return self._decide(
                "refutes" if agree else "supports", f"“{word}” here, the contrary there", "opposite"
            )
        if inner := self._denied_within():
            reason = f"one of the two denies “{inner.text}”"
            decides = not (self.heavy or self._contrary)
            return self._decide("refutes", reason, "denial") if decides else _context(reason)
        if self._contrary and not self.heavy:
            if self.opposed and not self._at_one_time():
                return _context("may both be so, at different times")
            if self.opposed:
                return self._decide("refutes", f"“{self.opposed[1]}” there, “{self.opposed[0]}” here", "opposite")
            return self._decide("refutes", "one of the two denies it", "denial")
        return None

    def gaps(self) -> Judgement | None:
        """What of the claim the source does not say.

        A time of the claim must be met as well: the source that leaves it out has not said it.
        """
        if self.heavy:
            lacks = ", ".join(w.text for w in self.heavy)
            return _context(f"speaks of the matter, but says nothing of “{lacks}”", UNSAID)
        scope = says_more(self.alignment) or narrows(self.alignment)
        if self._contrary or self.differ or scope or not self._states_the_predicate():
            return _context("mentions the matter", UNSAID)
        if any(map(self._displaced, ("agent", "patient"))) or misplaced(self.alignment, self.clause):
            return _context("says it of something else")
        times = (t for t in self.alignment.claim_times if time_agreement(self.alignment, t)[0] != "agrees")
        unsaid = next(times, None)
        return _context(f"does not say that it was {unsaid.text}") if unsaid else None

    def support(self) -> Judgement:
        """All is met, unless the source's sentence denies or doubts something that the claim does not."""
        if self.there_negated:
            return self._decide("supports", "says the same", "denial")
        if (word := doubt(self.alignment)) is not None:
            return _context(f"“{word}”: not said to be so")
        return self._decide("supports", "says the same", "same words")

    def _denied_within(self) -> Word | None:
        """A word of the claim that one side denies below the verb of its clause, and the other says: "pleaded not
        guilty".
        """
        ours, theirs = self.alignment.clause, self.clause
        for mine, there in self.alignment.found.items():
            word, other = self.alignment.claim.words[mine], self.alignment.source.words[there]
            if denied_below(ours.sentence, word, ours.verb) != denied_below(theirs.sentence, other, theirs.verb):
                return word
        return None

    @property
    def _contrary(self) -> bool:
        """Whether exactly one of the two is so: one side denies, or they have opposite words."""
        return (self.negated != self.there_negated) != (self.opposed is not None)

    def _decide(self, stance: str, reason: str, ground: str) -> Judgement:
        """A judgement that decides, as strong as the part of the claim that is met."""
        of = max(1, len(self.alignment.words) + len(self.alignment.names))
        strength = 1 - len(self.unmet) / of
        return Judgement("supports" if stance == "supports" else "refutes", reason, strength, ground)

    def _light(self, word: Word) -> bool:
        """Whether a word says little that is not said without it: an adverb, or what somebody named is."""
        claim = self.alignment.claim
        if word.dep == "compound":
            return claim.words[word.head].tag in NAMES
        if (
            word.dep == "advmod"
            and word.lower.endswith("ly")
            and word.lower not in load_words("predicates", "light_adverbs")
        ):
            return False
        return word.dep in _LIGHT or any(w.tag in NAMES for w in claim.children(word, "appos"))

    def _displaced(self, role: str) -> bool:
        """Whether the source gives a role of the predicate to something else than the claim does.

        Winning and marrying are left out, for they have rules of their own.
        """
        alignment = self.alignment
        ours, theirs = alignment.clause.roles.get(role, ()), self.clause.roles.get(role, ())
        if (
            not ours
            or not theirs
            or alignment.clause.copula
            or alignment.clause.predicates.isdisjoint(self.clause.predicates)
        ):
            return False
        if WIN in alignment.clause.predicates or MARRY in alignment.clause.predicates:
            return False
        same = alignment.any_same(ours, theirs)
        return same is False or (same is None and all(self._unlike(a, b) for a in ours for b in theirs))

    def _unlike(self, mine: int, theirs: int) -> bool:
        """Whether two common nouns are of different things; not known of names, or of what points back.

        What the claim names beside it is known: "the mayor" is not "the mayor's deputy".
        """
        a, b = self.alignment.claim.words[mine], self.alignment.source.words[theirs]
        if not all(w.tag in NOUN and w.tag not in NAMES for w in (a, b)):
            return False
        if any(place == theirs and word != mine for word, place in self.alignment.found.items()):
            return mine not in self.alignment.found or self.alignment.found[mine] != theirs
        if is_back_reference(self.alignment.source, theirs):
            return False
        source = self.alignment.source
        of = (
            w for prep in source.children(b, "prep") if prep.lower == "of" for w in source.children(prep, "pobj")
        )
        return not any(entailed_by(a.lower, w.lower) for w in (b, *of))

    def _contrary_place(self) -> str | None:
        """A preposition of the claim of which the source has the contrary before the same: "before Norway"."""
        ours, theirs = self.alignment.clause.roles, self.clause.roles
        for mine, other in _CONTRARY:
            if mine in ours and other in theirs and not (other in ours or mine in theirs):
                heads = [(a, b) for a in ours[mine] for b in theirs[other]]
                if any(self.alignment.same(a, b) or self.alignment.found.get(a) == b for a, b in heads):
                    return mine
        return None

    def _states_the_predicate(self) -> bool:
        """Whether the clause states what the claim does, and does not only mention it: "the launch was put off"."""
        ours = self.alignment.clause
        if ours.copula and self.clause.copula:  # "the suspect is a teacher; the victim was a nurse"
            places = [self.alignment.found[i] for i in ours.said - {ours.verb.i} if i in self.alignment.found]
            words = self.alignment.source.words
            heads = [words[i] for i in self.clause.said if not words[i].tag.startswith("VB")]
            return not places or any(w.left <= place <= w.right for w in heads for place in places)
        if ours.copula or predicate_words(self.alignment, self.clause):
            return True
        place = self.alignment.found.get(ours.verb.i)
        return place is None or place in self.clause.said

    def _at_one_time(self) -> bool:
        """Whether of two predicates that may follow one another the source has the one at the claim's time."""
        predicates = self.alignment.clause.predicates | self.clause.predicates | set(self.opposed or ())
        if predicates.isdisjoint(load_words("predicates", "in_turn")):
            return True
        here, there = ({w.lower for w in s.words} for s in (self.alignment.claim, self.alignment.source))
        return here & load_table("calendar")["weekdays"].keys() <= there and all(
            time_agreement(self.alignment, t)[0] == "agrees" for t in self.alignment.claim_times
        )


def _context(reason: str, ground: str = OBSTACLE) -> Judgement:
    """A judgement that decides nothing."""
    return Judgement("context", reason, _LITTLE, ground)
