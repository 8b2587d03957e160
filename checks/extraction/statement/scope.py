"""Words that bind others around them: a statement that lost one of them would say something else, or too much.

"Perhaps there are grounds for hope" tells of no grounds, "it was no accident but a part of the plan" of no accident,
and "would not have the cash [to pay its pensions]" is no bankruptcy.
"""

from collections.abc import Set
from itertools import pairwise
from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS
from checks.lexicon import load_words
from checks.nlp.tree import FINITE, VERBAL, Sentence, Word

UNSURE: Final = load_words("extraction", "unsure")
# Verbs whose past is written like their base.
_SAME: Final = load_words("extraction", "same")
_DENYING: Final = frozenset("not n't n’t never".split())
_AGAINST: Final = frozenset(["but", "rather"])
_DENIED: Final = ("prep", "advcl", "xcomp", "acl", "relcl", "npadvmod", "agent")
_STANDING: Final = ("ROOT", "conj", "parataxis", "relcl")
# These only set a clause beside another one, so that it may stand without it.
BESIDE: Final = frozenset("while whereas although though".split())
_JOINING: Final = frozenset("( ) ; : that".split())
_OWN: Final = ("det", "poss", "nummod", "amod", "predet")


def lost_scope(sentence: Sentence, kept: Set[int]) -> str | None:
    """Which binding word a statement lost, in words; None where it lost none.

    Args:
        sentence: the sentence of the article.
        kept: the places of its words that the statement tells; what was filled in has none.

    Returns:
        The first fault found, as it is noted beside the claim: doubt and denial come before rows and clauses.
    """
    if _lost_doubt(sentence, kept):
        return "a word of doubt is left out"
    for word in (sentence.words[i] for i in sorted(kept)):
        if word.dep == "conj" and word.head not in kept:
            if _against_what(sentence, word, kept):
                return "what it is told against is left out"
            if _lost_possessor(sentence, word, kept):
                return "whose it is is left out"
            if _lost_preposition(sentence, word, kept):
                return "its preposition is left out"
        if word.dep == "mark" and word.lower not in BESIDE and _hangs(sentence, word, kept):
            return "it hangs on a conjunction"
        if word.tag in ("JJR", "RBR") and any(
            w.lower == "than" and w.i not in kept for w in sentence.children(word)
        ):
            return "what it is more than is left out"
        if word.lower == "it" and _stands_for_nothing(sentence, word, kept):
            return "what “it” stands for is left out"
    if _two_in_one(sentence, kept):
        return "two sentences are joined"
    return "who does it is not settled" if _misfits(sentence, kept) else None


def denied_goes_on(sentence: Sentence, word: Word) -> bool:
    """Whether a phrase without a pause before it belongs to what is denied: "would not have the cash [to pay]".

    `word` heads the phrase. Quirk et al. (1985), 10.64: the scope of a negation reaches to the end of the clause.
    """
    if word.dep not in _DENIED or sentence.words[word.left].dep == "punct":
        return False
    clause = next((w for w in sentence.ancestors(word) if w.tag[:2] in VERBAL), None)
    return clause is not None and any(w.lower in _DENYING for w in sentence.children(clause) if w.i < word.i)


def _lost_doubt(sentence: Sentence, kept: Set[int]) -> bool:
    """Whether a "perhaps" of a verb that is told, or of the one that this goes on, was left out.

    A verb that shares its subject with a doubted one is doubted too: "reportedly came and bought a house".
    """
    for word in sentence.words:
        if word.lower not in UNSURE or word.i in kept or word.dep != "advmod":
            continue
        verb = sentence.words[word.head]
        if verb.tag[:2] in VERBAL and any(_first_of_row(sentence, sentence.words[i]) is verb for i in kept):
            return True
    return False


def _first_of_row(sentence: Sentence, word: Word) -> Word:
    """The verb that a predicate without a subject of its own goes on; the word itself where it goes on none."""
    return sentence.first_conjunct(word, lambda w: sentence.subject(w) is None)


def _against_what(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether what stands before a "but" was denied and left out: "was not [an infection but] a part of it"."""
    other = sentence.words[word.head]
    between = sentence.words[other.i : word.i]
    denied = any(sentence.words[i].lower in _DENYING for i in kept if other.left - 3 < i < other.i)
    return denied and any(w.lower in _AGAINST for w in between)


def _lost_possessor(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether a bare noun of a row lost the possessor before the first: "(Lund's wife and) children"."""
    first = sentence.first_conjunct(word)
    owner = next((w for w in sentence.children(first) if w.i < first.i and _is_possessor(sentence, w)), None)
    bare = word.tag in ("NN", "NNS") and sentence.child(word, *_OWN) is None
    return bare and owner is not None and owner.i not in kept


def _is_possessor(sentence: Sentence, word: Word) -> bool:
    """Whether a word says whose something is, whatever the parser calls it."""
    return word.dep == "poss" or any(w.tag == "POS" for w in sentence.children(word))


def _lost_preposition(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether a part of a row behind a preposition lost it: "a role in war, but (in peace and) trade"."""
    first = sentence.first_conjunct(word)
    preposition = sentence.words[first.head]
    if word.tag[:2] == "NN" and first.tag == "IN":
        return True  # the parser joined the noun to the preposition of another
    return first.dep == "pobj" and preposition.dep == "conj" and preposition.i not in kept


def _hangs(sentence: Sentence, mark: Word, kept: Set[int]) -> bool:
    """Whether an "as" or "because" leads into all that is told: "as the trip is a duty, [millions arrive]"."""
    verb = sentence.words[mark.head]
    leads = verb.dep == "advcl" and verb.i in kept and verb.head not in kept
    return leads and not any(i < mark.i and sentence.words[i].dep != "punct" for i in kept)


def _stands_for_nothing(sentence: Sentence, word: Word, kept: Set[int]) -> bool:
    """Whether an "it" that only leads to a "that" lost what is said there: "it is worth noting [that …]"."""
    verb = sentence.words[word.head]
    content = [w for w in sentence.children(verb, "ccomp") if w.i > verb.i > word.i]
    judged = sentence.child(verb, "acomp", "attr")
    return bool(content) and judged is not None and verb.i in kept and not any(w.i in kept for w in content)


def _two_in_one(sentence: Sentence, kept: Set[int]) -> bool:
    """Whether two clauses are told in one without what joins them: "it has 22 games, the addition was announced"."""
    heads = [sentence.words[i] for i in sorted(kept)]
    clauses = [
        (subject.left, w)
        for w in heads
        if w.dep in _STANDING
        and (w.tag in FINITE or any(c.tag in FINITE for c in sentence.children(w, "aux", "auxpass")))
        and (subject := sentence.subject(w)) is not None
        and subject.i in kept
        and subject.i < w.i
    ]
    for (_, one), (begin, _other) in pairwise(clauses):
        before = max((i for i in kept if i < begin), default=-1)
        between = sentence.words[before + 1 : begin]
        if one.i <= before and any(w.dep in ("cc", "mark") or w.lower in _JOINING for w in between):
            return True
    return False


def _misfits(sentence: Sentence, kept: Set[int]) -> bool:
    """Whether a bare verb is told of a subject that its form does not fit.

    "Firms agree that Orland has gained and support the plan": Orland does not.
    """
    for word in (sentence.words[i] for i in kept):
        first = sentence.words[word.head]
        if word.dep != "conj" or word.tag not in ("VB", "VBP") or word.lower in _SAME or first.i not in kept:
            continue
        helped = sentence.child(first, "aux", "auxpass")
        if first.tag not in ("VBN", "VBG") or helped is None or helped.tag in ("MD", "TO"):
            continue
        above = sentence.words[first.head]
        says = above.lower in ASSERTS or above.lower in ACTS
        bare = sentence.child(word, "aux", "auxpass") is None and sentence.subject(word) is None
        if bare and first.dep == "ccomp" and says and above.i not in kept:
            return True
    return False
