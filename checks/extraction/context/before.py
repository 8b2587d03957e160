"""The words of an article that a statement goes on from, where it cannot be said for sure what it points at.

"They were following instructions" means the police or those whom they locked out; the words right before it tell.
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from checks.extraction.attribution import ASSERTS
from checks.extraction.checkability import FIRST_PERSON
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.tree import SUBJECT, Sentence, Word

Stretch: TypeAlias = tuple[int, int]  # the place of a sentence and that of a word in it, up to which it is told
LONGEST_STRETCH: Final = 36  # words
_BACK: Final = 3  # sentences
_SAYING: Final = 8  # words that may say no more than who says what follows
POINTING: Final = load_words("extraction", "pointing")
_DETERMINERS: Final = word_set("this these that those both such")
_ALL_OF_IT: Final = word_set("this that")  # mean what was said right before, of whomever
_BESIDE: Final = ("det", "predet")
_TIMES: Final = ("DATE", "TIME")
_SPECIFYING: Final = ("relcl", "acl", "prep", "appos")  # behind a noun: it is told there which one is meant
_ENDS: Final = frozenset(".!?")


def pointer_of(sentence: Sentence, start: int, end: int, statement: str) -> Word | None:
    """The word that a statement cannot be understood by without what stands before it; None where it has none.

    The pronoun that it begins with, the noun of "these places", of "both events" or of a "the city" that it begins
    with, or a figure of which it does not say what is counted ("needs 270"). `start` and `end` are the claim's stretch
    in the article.
    """
    opening = statement.split(" ", 1)[0].split("’")[0].split("'")[0].lower()
    wording = statement.lower()
    within = [w for w in sentence.words if start <= w.start < end]
    if opening in POINTING or opening in _DETERMINERS:
        inside = [w for w in sentence.words if w.lower == opening]
        word = next((w for w in inside if w in within), inside[-1] if inside else None)
        return sentence.words[word.head] if word is not None and word.dep in _BESIDE else word
    known = next((w for w in sentence.words if opening == "the" and _is_known(sentence, w, wording)), None)
    pointing = (sentence.words[w.head] for w in within if _points(sentence, w, wording))
    return known or next(pointing, None) or next((w for w in within if _counts_nothing(sentence, w)), None)


def words_before(sentences: Sequence[Sentence], n: int, start: int, pointer: Word) -> list[Stretch]:
    """The words that the claim from `start` of the n-th sentence goes on from where it says `pointer`.

    Those of its own sentence where they have a subject, else the sentence before; what itself begins with a pronoun,
    with the same noun, or with what somebody says of "us" tells no more and is passed over, but for the words right
    before "those findings", which stand behind the ones that tell more. Empty where there is nothing, or it is long.
    """
    passed: list[Stretch] = []
    for k, last in _stretches(sentences, n, start, pointer):
        if pointer.lower in _ALL_OF_IT or not _tells_no_more(sentences[k], last, pointer):
            return [(k, last), *passed] if last < LONGEST_STRETCH else passed
        if not passed and last < LONGEST_STRETCH and _is_pointed_at(sentences[n], pointer):
            passed.append((k, last))
    return passed


def _is_pointed_at(sentence: Sentence, noun: Word) -> bool:
    """Whether a "those" or "such" stands beside a noun, for what was said right before."""
    return any(w.lower in _DETERMINERS for w in sentence.children(noun, *_BESIDE, "amod"))


def words_with(sentences: Sequence[Sentence], n: int, start: int, noun: Word) -> Stretch | None:
    """The nearest words before a claim that tell of the same noun, and begin with no "it"; None without, or if long."""
    stem = noun.lower.removesuffix("s")
    for k, last in _stretches(sentences, n, start, noun):
        mentioned = any(
            w.lower.removesuffix("s") == stem and w.i != noun.i for w in sentences[k].words[: last + 1]
        )
        if mentioned and not _tells_no_more(sentences[k], last, noun):
            return (k, last) if last < LONGEST_STRETCH else None
    return None


def _stretches(sentences: Sequence[Sentence], n: int, start: int, pointer: Word) -> Iterator[Stretch]:
    """The words of a sentence before a claim and its pointer, and the sentences before; each with its last place.

    Who says it alone, "Both firms said that", tells nothing.
    """
    own = sentences[n]
    first = min(next((w.i for w in own.words if w.start >= start), 0), pointer.left)
    saying = any(w.lower in ASSERTS for w in own.words[:first])
    if any(w.dep in SUBJECT and w.i < first for w in own.words) and not (saying and first < _SAYING):
        yield n, first - 1
    for k in range(n - 1, max(0, n - _BACK) - 1, -1):
        last = len(sentences[k].words) - 1
        while last and sentences[k].words[last].text in _ENDS:
            last -= 1
        yield k, last


def _tells_no_more(sentence: Sentence, last: int, pointer: Word) -> bool:
    """Whether what is told up to a word is told of "it" or "them", of the same bare noun, or by "us"."""
    words = sentence.words[: last + 1]
    subject = sentence.subject(sentence.root)
    heads = [words[0], *([subject] if subject is not None and subject.i <= last else [])]
    if any(w.i < heads[-1].i for w in sentence.children(sentence.root, "ccomp")):
        heads = heads[:1]  # who says so at the end: "governments must tax coal, they argue"
    same = any(w.lower == pointer.lower and w.left >= w.i - 1 for w in heads[1:])
    again = any(w.lower in POINTING or (w.lower in _DETERMINERS and w.dep not in _BESIDE) for w in heads)
    return again or same or any(w.dep in SUBJECT and w.lower in FIRST_PERSON for w in words)


def _points(sentence: Sentence, word: Word, wording: str) -> bool:
    """Whether a "these" stands beside a noun that is told before."""
    noun = sentence.words[word.head]
    if word.lower not in _DETERMINERS or word.dep not in _BESIDE or noun.tag not in ("NN", "NNS"):
        return False
    specified = any(w.i > noun.i for w in sentence.children(noun, *_SPECIFYING))
    return not specified and noun.entity not in _TIMES and f"{word.lower} " in wording


def _is_known(sentence: Sentence, noun: Word, wording: str) -> bool:
    """Whether a noun is the subject that a statement begins with and only a "the" says which one is meant."""
    if noun.dep not in SUBJECT or noun.tag not in ("NN", "NNS") or noun.entity in _TIMES:
        return False
    phrase = sentence.text_between(noun.left, noun.i).lower()
    names = any(w.tag[:3] == "NNP" for w in sentence.words[noun.left : noun.right + 1])
    return wording.startswith(phrase) and not names and not any(sentence.children(noun, *_SPECIFYING))


def _counts_nothing(sentence: Sentence, word: Word) -> bool:
    """Whether a figure stands alone where what is counted would stand: "needs 270", "is trailing at 214"."""
    if word.tag != "CD" or word.entity != "CARDINAL" or sentence.child(word) is not None:
        return False
    head = sentence.words[word.head]
    return (word.dep in ("dobj", "attr") and head.tag[:2] == "VB") or (word.dep == "pobj" and head.lower == "at")
