"""What one is said to be: whether a passage's sentence says another people, kind or rank, or the same of somebody
else.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from checks.lexicon import load_named_lines, load_words
from checks.nlp.names import names
from checks.nlp.tree import Sentence, Word
from checks.stance.predicates import entailed_by
from checks.stance.result import Contradiction
from checks.stance.wording.alignment import Alignment
from checks.stance.wording.clauses import clauses
from checks.stance.wording.noun_phrases import is_people, name_of
from checks.stance.wording.verbal_clauses import PredicateClause

_MODIFIERS: Final = ("amod", "compound", "nmod")


def other_people(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """The claim and the source say that one is of two peoples: "a Swedish novelist", "a Danish novelist".

    Only where the claim says what somebody is. Those of Britain exclude none of each other (`british` of
    predicates.toml).
    """
    ours, theirs = peoples(alignment.clause), peoples(clause)
    if not ours or not theirs or not alignment.clause.copula:
        return None
    mine, other = (names(" ".join(w.text for w in side), include_first=True) for side in (ours, theirs))
    if mine & other or {w.lower for w in (*ours, *theirs)} <= load_words("predicates", "british"):
        return None
    return Contradiction("people", f"source says {theirs[0].text}", frozenset(w.i for w in ours))


def peoples(clause: PredicateClause) -> list[Word]:
    """The peoples that a clause says somebody or something is of.

    Adjectives with a capital: what one is itself, or what stands before it, in the order of the sentence.
    """
    said = [clause.sentence.words[i] for i in sorted(clause.said)]
    found = [w for head in said for w in (head, *clause.sentence.children(head, *_MODIFIERS)) if is_people(w)]
    return list(dict.fromkeys(found))


def other_kind(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What nobody can be who is what the source says: a drummer beside a bassist, a comedy beside a horror film.

    By the sets of kinds that exclude each other and by occupations of other fields, both in the lexicon
    (`exclusive` and `fields` of predicates.toml); a more general word ("musician") excludes nothing.
    """
    if not alignment.clause.copula:
        return None
    ours = [w for w in _kinds(alignment.clause) if _not_met(alignment, w)]
    theirs = [w for c in _said_of_the_same(alignment, clause) for w in _kinds(c)]
    for mine in ours:
        if shown := _excluding(mine, theirs, defined=_defines(clause)):
            text = alignment.source.text_between(shown.i, shown.i)
            return Contradiction(
                "kind", f"source says “{text}”, the claim “{mine.text}”", frozenset(w.i for w in ours)
            )
    return _other_sort(alignment, clause)


def _not_met(alignment: Alignment, word: Word) -> bool:
    """Whether the source has no word that entails this one."""
    if word.i in alignment.found:
        return False
    return not any(entailed_by(word.lower, w.lower) for w in alignment.source.words)


def _kinds(clause: PredicateClause) -> list[Word]:
    """The words that say what one is: the nouns, what stands before them, and of which party a member."""
    said = [
        clause.sentence.words[i] for i in sorted(clause.said) if not clause.sentence.words[i].tag.startswith("VB")
    ]
    found = [w for head in said for w in (head, *clause.sentence.children(head, *_MODIFIERS))]
    if any(w.lower in load_words("predicates", "of_a_party") for w in said):
        found += [w for i in clause.roles.get("of", ()) for w in _phrase(clause.sentence, i)]
    return list(dict.fromkeys(found))


def _phrase(sentence: Sentence, i: int) -> Iterator[Word]:
    """The words of a phrase up to its head."""
    yield from sentence.words[sentence.words[i].left : i + 1]


def _said_of_the_same(alignment: Alignment, clause: PredicateClause) -> Iterator[PredicateClause]:
    """The clause, and all else that its sentence says of what the claim's is about, or of whom."""
    who = alignment.clause.roles.get("agent", ())
    for other in (clause, *(c for c in clauses(alignment.source) if c is not clause)):
        if other.copula and alignment.any_same(who, other.roles.get("agent", ())):
            yield other


def _excluding(mine: Word, theirs: list[Word], *, defined: bool) -> Word | None:
    """The first word that excludes the claim's; one of another field does only in a sentence that defines."""
    for members in _groups():
        here = [w for w in theirs if w.lower in members]
        if mine.lower in members and here:
            return None if any(entailed_by(w.lower, mine.lower) for w in here) else here[-1]
    field = _fields().get(mine.lower)
    known = [w for w in theirs if w.lower in _fields()]
    if not defined or not field or not known or any(_fields()[w.lower] == field for w in known):
        return None
    if any(entailed_by(w.lower, mine.lower) for w in theirs):  # the more general word excludes nothing
        return None
    return known[-1]


def _defines(clause: PredicateClause) -> bool:
    """Whether a clause says outright what something is: "X is a painter"."""
    return clause.copula and clause.verb.i == clause.sentence.root.i


def is_occupation(word: str) -> bool:
    """Whether a noun, in lower case, is what somebody does for a living.

    By the occupations of the lexicon, which stand there by their field.
    """
    return word in _fields()


@cache
def _groups() -> tuple[frozenset[str], ...]:
    """The sets of kinds of which nothing can be two."""
    return tuple(frozenset(words.split()) for _, words in load_named_lines("predicates", "exclusive"))


@cache
def _fields() -> dict[str, str]:
    """By an occupation, the field that it belongs to."""
    return {word: name for name, words in load_named_lines("predicates", "fields") for word in words.split()}


def _other_sort(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """What stands before the same noun: "a chess player", "a horror novel"."""
    if not clause.copula:
        return None
    for head in alignment.clause.said:
        mine = [
            w for w in alignment.claim.children(alignment.claim.words[head], "compound") if w in alignment.unmet
        ]
        if head not in alignment.found or not mine or alignment.found[head] not in clause.said:
            continue
        there = alignment.source.words[alignment.found[head]]
        other = [w for w in alignment.source.children(there, "compound") if w.tag in ("NN", "NNS")]
        if other and not any(entailed_by(a.lower, b.lower) for a in mine for b in other):
            return Contradiction(
                "kind", f"source says “{other[-1].text} {there.text}”", frozenset(w.i for w in mine)
            )
    return None


def other_holder(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Somebody or something else that is what there is one of alone: "the capital, Mirona".

    Only of what has one holder (`one_holder` of predicates.toml), and where the source's sentence names what it is of.
    """
    ours, sentence = alignment.clause, alignment.source
    nouns = [
        w for i in ours.said if (w := alignment.claim.words[i]).lower in load_words("predicates", "one_holder")
    ]
    of = [name_of(alignment.claim, i) for i in ours.roles.get("of", ())]
    if not ours.copula or not nouns or not any(named <= {w.lower for w in sentence.words} for named in of):
        return None
    for other in clauses(sentence):
        holds = other.copula and any(sentence.words[i].lower == nouns[0].lower for i in other.said)
        if holds and alignment.any_same(ours.roles.get("agent", ()), other.roles.get("agent", ())) is False:
            head = other.roles["agent"][0]
            return Contradiction("holder", f"source says that the {nouns[0].text} is {sentence.words[head].text}",
                            frozenset((*(w.i for w in nouns), *_agent_words(alignment))))  # fmt: skip
    return None


def other_whole(alignment: Alignment, clause: PredicateClause) -> Contradiction | None:
    """Of what else it is what can be of one thing alone: "a tributary of".

    Both must say it of the same thing (`of_one` of predicates.toml), and what it is of must be named on both sides.
    """
    ours, theirs = alignment.clause, clause
    said = {alignment.claim.words[i].lower for i in ours.said} & {
        alignment.source.words[i].lower for i in theirs.said
    }
    if not (ours.copula and theirs.copula) or said.isdisjoint(load_words("predicates", "of_one")):
        return None
    mine, other = ours.roles.get("of", ()), theirs.roles.get("of", ())
    same = alignment.any_same(ours.roles.get("agent", ()), theirs.roles.get("agent", ()))
    if not same or alignment.any_same(mine, other) is not False:
        return None
    named = {w for i in mine for w in name_of(alignment.claim, i)}
    shown = " ".join(
        w.text for i in other for w in alignment.source.words if w.lower in name_of(alignment.source, i)
    )
    return Contradiction(
        "kind", f"source says of {shown}", frozenset(w.i for w in alignment.claim.words if w.lower in named)
    )


def _agent_words(alignment: Alignment) -> Iterator[int]:
    """The places of the words of the claim's subject."""
    named = {w for i in alignment.clause.roles.get("agent", ()) for w in name_of(alignment.claim, i)}
    yield from (w.i for w in alignment.claim.words if w.lower in named)
