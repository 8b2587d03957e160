"""Where something is or was: whether the place that a passage's sentence gives can't be the claim's."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from checks.lexicon import load_named_lines, load_rows, load_words
from checks.nlp.names import names
from checks.nlp.tree import Sentence, Word
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.contradictions.kind import peoples
from checks.stance.wording.noun_phrases import NAMES, name_of
from checks.stance.wording.verbal_clauses import PredicateClause

# Prepositions before where something is.
_AT: Final = ("in", "at", "near", "from", "on")
# And before where something goes.
_INTO: Final = ("into", "to")


def other_place(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The source gives another place of the same size for what is or was at one place alone.

    A town beside a country, or beside a state, decides nothing.

    What is at one place is in `at_one_place` and `lying` of `predicates.toml`: a birth, a building, a seat.
    """
    if not _is_at_one_place(alignment.clause):
        return None
    preps = _INTO if "into" in alignment.clause.roles else (*_AT, "of") if clause.copula else _AT
    about = alignment.clause.roles.get("agent") or alignment.clause.roles.get("patient", ())
    given = [
        i
        for i in _places(clause, preps)
        if _names_within(clause.sentence, i) and not alignment.any_same(about, [i])
    ]
    beside = [w.text for w in peoples(clause) if alignment.clause.copula]
    there = [*_chain(alignment.source, given), *beside]
    for i in _places(alignment.clause, preps):
        run = next((run for run in alignment.names if any(w.i == i for w in run)), ())
        here = names(" ".join(w.text for w in run), include_first=True)
        if not run or here <= names(" ".join(there), include_first=True) or _not_there(alignment, run):
            continue
        level = _level(" ".join(w.text for w in run))
        same_level = [name for name in there if _level(name) == level]
        if same_level:
            shown = same_level[0] if level or not given else _shown(alignment.source, given[0])
            return Contradiction("place", f"place differs: source gives {shown}", frozenset(w.i for w in run))
    return None


def _not_there(alignment: Alignment, run: tuple[Word, ...]) -> bool:
    """Whether a place of the claim is in the source's sentence by another way than its letters: "the city"."""
    here = names(" ".join(w.text for w in run), include_first=True)
    return alignment.has_name(run) and not here & names(alignment.source.text, include_first=True)


def _is_at_one_place(clause: PredicateClause) -> bool:
    """Whether what a clause states is at one place alone: a birth, a building, or where something lies."""
    if not clause.copula:
        return not clause.predicates.isdisjoint(load_words("predicates", "at_one_place"))
    nouns = {clause.sentence.words[i].lower for i in clause.said} - {clause.verb.lower}
    return not nouns or not nouns.isdisjoint(load_words("predicates", "lying"))


def _places(clause: PredicateClause, preps: Collection[str]) -> list[int]:
    """The heads behind prepositions of place that stand, however deep, within a clause.

    What stands deeper counts too: in "born in a village near Leeds" both places are given.
    """
    sentence = clause.sentence
    deep = (w for w in sentence.words if w.dep == "pobj" and sentence.words[w.head].lower in preps)
    own = [w.i for w in deep if _clause_of(sentence, w) == clause.verb.i]
    return own + [i for prep in preps for i in clause.roles.get(prep, ()) if i not in own]


def _clause_of(sentence: Sentence, word: Word) -> int:
    """The place of the verb that governs a word."""
    return next((w.i for w in sentence.ancestors(word) if w.tag.startswith("VB") or w.head == w.i), word.i)


def _names_within(sentence: Sentence, i: int) -> bool:
    """Whether a phrase has a name."""
    return any(True for _ in _chain(sentence, [i]))


def _chain(sentence: Sentence, given: list[int]) -> Iterator[str]:
    """The names of places with those that they lie in: "Leeds, England", "the coast of Greece"."""
    for i in given:
        word = sentence.words[i]
        yield from (w.text for w in sentence.words[word.left : word.right + 1] if w.tag in NAMES)


def _shown(sentence: Sentence, i: int) -> str:
    """The name of a phrase as it is written."""
    own = [w for w in sentence.words if w.lower in name_of(sentence, i) and w.tag in NAMES]
    return " ".join(w.text for w in own) or next(_chain(sentence, [i]))


def _level(name: str) -> str:
    """How large what a name means is: "continent", "country", "state"; empty for what is not known, mostly towns.

    Two towns exclude each other, as do two countries; a town lies within a country.

    Empty for two places means two towns, so that they exclude each other.
    """
    known = names(name, include_first=True)
    return next((level for level, members in _levels().items() if known and known <= members), "")


@cache
def _levels() -> dict[str, frozenset[str]]:
    """The names of large places, as `names` gives them; countries by the starter figures' list of what each is
    called.
    """
    countries = " ".join(row["entity"] for row in load_rows("country_names"))
    called = [*load_named_lines("predicates", "large_places"), ("country", countries)]
    return {level: frozenset(names(text, include_first=True)) for level, text in called}
