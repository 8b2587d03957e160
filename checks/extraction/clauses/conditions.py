"""Which verbs of a sentence a condition binds, so that none of them is told as a fact by itself."""

from collections.abc import Iterator
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import VERBAL, Sentence, Word

# Behind these nothing is told as so. "When" is one of them beside a present or a modal ("when it rains, …").
CONDITIONS: Final = load_words("extraction", "conditions")
_WHENEVER: Final = frozenset(["when", "once"])


def bound_verbs(sentence: Sentence) -> dict[int, int]:
    """The verbs that a condition binds, and the one that heads them all: none of them is told as so by itself.

    In "when landlords don't test boilers, tenants may fall ill, and leaks are found too late" the condition holds for
    both; so does "if there is no lifeguard and the beach has no flags".
    """
    bound: dict[int, int] = {}
    for word in sentence.words:
        top = _head_of_condition(sentence, word)
        if top is not None:
            within = (w for w in (word, top) for w in _coordinated(sentence, w))
            bound.update((w.i, top.i) for w in within if w.tag[:2] in VERBAL or w is top)
    return bound


def _head_of_condition(sentence: Sentence, word: Word) -> Word | None:
    """The verb that holds only if the clause which `word` heads does; None where that sets no condition."""
    if word.dep != "advcl" or word.head == word.i:
        return None
    mark = next((w for w in sentence.children(word, "mark", "advmod") if w.i < word.i), None)
    top = sentence.words[word.head]
    if mark is None or (top.i < mark.i and mark.lower in ("until", *_WHENEVER)):
        return None
    generic = mark.lower in _WHENEVER and _present(sentence, word) and _present(sentence, top)
    conditional = mark.lower in ("if", "unless", "whenever", "provided", "providing", "supposing")
    if not (generic or conditional):
        return None
    while top.dep == "conj" and top.head != top.i:
        before = sentence.words[top.head]
        # A condition in front binds all that is coordinated; one behind may bind all that is not told as done.
        if before.tag[:2] not in VERBAL or not (word.i < before.i or _present(sentence, before)):
            break
        top = before
    return top


def _present(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb is in the present, a base form or behind a modal: not told as done."""
    tensed = sentence.child(verb, "aux", "auxpass") or verb
    return tensed.tag in ("VBZ", "VBP", "MD", "VB")


def _coordinated(sentence: Sentence, verb: Word) -> Iterator[Word]:
    """A verb and all that are coordinated with it, one behind the other."""
    waiting = [verb]
    while waiting:
        word = waiting.pop()
        yield word
        waiting += sentence.children(word, "conj")
