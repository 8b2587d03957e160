"""Where the forms of words contradict what the parser makes of them, or their order binds a clause together.

A parser gives an answer for every sentence. Some of its answers cannot be right: a "gives … and expand" of one subject,
a "to" before a past form, a verb behind a comma that nothing joins. Such a sentence is told whole.
"""

from collections.abc import Callable, Iterator
from typing import Final

from checks.lexicon import load_words
from checks.nlp.tree import FINITE, NOUN, SUBJECT, VERBAL, Sentence, Word

# Verbs whose past is written like their base.
_SAME: Final = load_words("extraction", "same")
_HELPING: Final = ("aux", "auxpass")
_DOING: Final = frozenset(["do", "does", "did"])
_SEVERAL: Final = frozenset(["they", "we", "you", "i"])
_LEADING: Final = frozenset("after before since until than like".split())


def mismatched(sentence: Sentence) -> Iterator[int]:
    """The places that no claim begins at: what goes on behind a reading that cannot be right, and inverted clauses."""
    for word in sentence.words:
        if any(contradicts(sentence, word) for contradicts in _CONTRADICTIONS):
            yield from _around(sentence, word)
        yield from _inverted(sentence, word)
        yield from _second_of_phrase(sentence, word)
        yield from _when_doing(sentence, word)


def _around(sentence: Sentence, word: Word) -> range:
    """The places from a word or its head on, without the first of them, to a semicolon or the end of the sentence."""
    begin = 0 if word.dep == "punct" else min(word.left, word.head)
    semicolons = (w.i for w in sentence.words[word.i :] if w.text == ";")
    return range(begin + 1, next(semicolons, len(sentence.words)))


def _is_bare_behind_tensed(sentence: Sentence, word: Word) -> bool:
    """Whether a bare form goes on a tensed verb: "gives to groups to defund it, expand the court" (gives and expand).

    Behind an "and" it may tell of several: "the laws were passed and represent a change".
    """
    first = sentence.words[word.head]
    bare = word.dep == "conj" and word.tag == "VB" and word.lower not in _SAME and first.tag in ("VBZ", "VBD")
    if not bare or first.lower in _SAME or sentence.child(word, *SUBJECT, *_HELPING) is not None:
        return False
    subject = sentence.subject(first)
    several = subject is not None and (subject.tag == "NNS" or subject.lower in _SEVERAL)
    if several and any(w.dep == "cc" for w in sentence.words[max(0, word.left - 1) : word.left]):
        return False
    return not any(w.tag in ("MD", "TO") or w.lower in _DOING for w in sentence.children(first, "aux"))


def _is_tensed_behind_to(sentence: Sentence, word: Word) -> bool:
    """Whether a "to" stands before a past form: "urged him to pledged that …"."""
    past = word.tag in ("VBD", "VBZ") and word.lower not in _SAME
    return past and any(w.tag == "TO" for w in sentence.children(word, "aux"))


def _is_unjoined(sentence: Sentence, word: Word) -> bool:
    """Whether a tensed verb stands right behind a comma without a subject, and nothing joins it to another one.

    "He dealt with Bo and Cy, who turns 18, came on for his debut", "as Lund, all slices, began to tire". In a row that
    ends with an "and" nothing is missing: "he came, saw and left".
    """
    helping = list(sentence.children(word, *_HELPING))
    tensed = word.tag in FINITE or bool(helping)
    if word.dep not in ("conj", "ccomp") or not tensed or word.tag[:2] not in VERBAL or word.head > word.i:
        return False
    first = min([word, *helping], key=lambda w: w.i)
    if sentence.subject(word) is not None or first.i != word.left or sentence.previous(first.i) != ",":
        return False
    row = (w for w in sentence.words[word.i + 1 :] if w.dep == "conj" and w.head in (word.i, word.head))
    ends = [w for w in row if w.tag[:2] in VERBAL and sentence.words[w.left - 1].dep == "cc"]
    return not any(sentence.subject(w) is None for w in ends)


def _is_helping_noun(sentence: Sentence, word: Word) -> bool:
    """Whether a possessive ending was read as a verb, or a "has" as one of a noun: "Japan's taking part"."""
    head = sentence.words[word.head]
    if word.tag == "POS":
        return word.dep in _HELPING and head.tag == "VBG"
    helped = head.tag in NOUN and not head.lower.endswith("ing")  # a participle may be called a noun
    return word.dep in _HELPING and word.tag[:2] in VERBAL and helped


def _is_named_action(sentence: Sentence, word: Word) -> bool:
    """Whether the name of a person was read as a part of what the person does: "but Lund acts and talks"."""
    noun = sentence.words[word.head]
    named = word.tag == "NNP" and word.entity == "PERSON" and word.dep in ("amod", "compound")
    joined = noun.dep == "conj" and sentence.words[noun.head].tag[:2] in VERBAL
    return named and joined and noun.tag == "NNS" and not noun.entity


def _closes_speech(sentence: Sentence, word: Word) -> bool:
    """Whether a single mark ends what somebody says, which is read as no quotation: "it broke,' Ann Lund said"."""
    before = sentence.words[word.i - 1] if word.i else word
    goes_on = any(w.text[0].isalnum() for w in sentence.words[word.i + 1 :])
    return word.text in ("'", "’") and before.text in (",", "?", "!") and before.end == word.start and goes_on


def _lacks_main_clause(sentence: Sentence, word: Word) -> bool:
    """Whether a "while" leads into all of a sentence that has no other verb: "While most lost, workers in Leeds."."""
    clause = sentence.words[word.head]
    leads = word.i == 0 and word.dep == "mark" and sentence.words[clause.head] is sentence.root
    return leads and clause is not sentence.root and sentence.root.tag in NOUN


def _disagrees(sentence: Sentence, word: Word) -> bool:
    """Whether several "was": "the trips that A; B and two others joined, was indeed …"."""
    tensed = sentence.child(word, *_HELPING) or word
    subject = sentence.subject(word) if word.tag[:2] in VERBAL else None
    if subject is None or tensed.lower not in ("was", "is", "has") or subject.tag not in ("NN", "NNS"):
        return False
    other = sentence.child(subject, "conj")
    joined = any(w.lower == "and" for w in sentence.children(subject, "cc"))
    return joined and other is not None and other.tag == "NNS" and subject.i < other.i < tensed.i


_CONTRADICTIONS: Final[tuple[Callable[[Sentence, Word], bool], ...]] = (
    _is_bare_behind_tensed,
    _is_tensed_behind_to,
    _is_unjoined,
    _is_helping_noun,
    _is_named_action,
    _closes_speech,
    _lacks_main_clause,
    _disagrees,
)


def _inverted(sentence: Sentence, word: Word) -> Iterator[int]:
    """The places of a clause whose auxiliary stands before its subject: "only after a raid did it close the shop".

    What stands before binds it: Quirk et al. (1985), 18.24. Questions are no claims in any case.
    """
    verb = sentence.words[word.head]
    if word.dep in _HELPING and word.tag in FINITE:
        subject = sentence.child(verb, *SUBJECT)
        own = sentence.child(word, *SUBJECT)  # some parsers hang it there: "that they could one day be used"
        if subject is not None and own is None and word.i < subject.i < verb.i:
            others = (w.left for w in sentence.children(verb, "conj") if sentence.subject(w) is not None)
            yield from range(verb.left + 1, min([verb.right + 1, *(i - 1 for i in others if i > verb.i)]))


def _second_of_phrase(sentence: Sentence, word: Word) -> Iterator[int]:
    """The places of an "and" that may join a noun to one behind a preposition: "after A and B sued over it"."""
    before = sentence.words[word.i - 1] if word.i else word
    first = next((w for w in (before, *sentence.ancestors(before)) if w.dep == "pobj"), None)
    if word.dep != "cc" or first is None or first.right != before.i or first.entity in ("DATE", "TIME"):
        return
    preposition = sentence.words[first.head]
    verb = next((w for w in sentence.children(sentence.words[word.head], "conj") if w.i > word.i), None)
    subject = sentence.subject(verb) if verb is not None else None
    if preposition.lower in _LEADING and subject is not None and subject.left == word.i + 1:
        yield from (word.i, word.i + 1)


def _when_doing(sentence: Sentence, word: Word) -> Iterator[int]:
    """The places up to the subject behind a "when" with a participle: "when racing, the party runs 30 metres ahead"."""
    main = sentence.words[word.head]
    subject = sentence.subject(main)
    led = any(w.lower in ("when", "if") for w in sentence.children(word, "advmod", "mark"))
    if word.dep == "advcl" and word.tag == "VBG" and led and subject is not None and word.right < subject.i:
        yield from range(word.left + 1, subject.left + 1)
