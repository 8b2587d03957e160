"""Where the parser lost its way in a sentence, so that nothing there tells what belongs to what."""

from collections.abc import Iterator
from typing import Final

from checks.nlp.tree import FINITE, NOUN, QUOTES, VERBAL, Sentence, Word

_HELPING: Final = frozenset(["has", "have", "had", "will", "would"])
_LEADING_TO_THAT: Final = frozenset(["so", "such", "now", "given", "provided", "in", "except"])
_PAUSES: Final = frozenset([",", "—", "–", "--"])
COMPLEMENTS: Final = ("dobj", "xcomp", "attr", "acomp", "oprd")


def misread(sentence: Sentence) -> Iterator[int]:
    """The places of a sentence that the parser lost its way in: nothing there tells what is whose.

    "Data showed temperatures, boosted by the wind, are high" (the verb has no subject); "three units, its head, Ann
    Bo, MD, told the Sun", "as the train, going east, hit a car" (no conjunction joins the second verb to the first).
    """
    root = sentence.root
    content = sentence.child(root, "ccomp")
    if root.tag in FINITE and content is not None and content.i < root.i and sentence.subject(root) is None:
        quoted = any(w.text in QUOTES for w in sentence.words[: root.i])
        if not quoted and sentence.child(content, "dobj") is not None:
            yield from range(1, len(sentence.words))
    if _has_lost_subject(sentence, root):
        yield from range(1, len(sentence.words))
    for verb in sentence.words:
        if verb.dep == "mark" and verb.lower == "that" and (noun := _verbless(sentence, verb)) is not None:
            yield from range(noun.left, noun.right + 1)
        if verb.dep == "advcl" and (that := _that(sentence, verb)) is not None:
            yield from range(that.i, verb.right + 1)
        if verb.tag in ("VBD", "VBN") and verb.dep in ("conj", "advcl") and _is_unjoined(sentence, verb):
            yield from range(verb.head + 1, verb.i + 1)
        if verb.lower in _HELPING and verb.dep not in ("aux", "auxpass") and _breaks_off(sentence, verb):
            rest = sentence.words[verb.i + 1 :]
            yield from range(verb.i + 1, next((w.i for w in rest if w.tag in ("VBD", "VBN", "VB")), verb.i) + 1)


def _has_lost_subject(sentence: Sentence, root: Word) -> bool:
    """Whether what leads to a sentence was read as the subject of its verb, and its subject as an apposition in that.

    "Using scans of Maui, a team tracked the reefs": a comma stands before the noun phrase and none behind it.
    """
    leading = sentence.child(root, "csubj")
    if leading is None or leading.left or leading.tag != "VBG":
        return False
    within = sentence.words[leading.i : leading.right + 1]
    return sentence.previous(root.i) not in _PAUSES and any(
        w.dep == "appos" and w.tag in NOUN and sentence.previous(w.left) == "," and w.right == leading.right
        for w in within
    )


def _verbless(sentence: Sentence, that: Word) -> Word | None:
    """The noun that a "that" leads to in place of its verb: "he hopes that the plea that is before it will help"."""
    noun = sentence.words[that.head]
    inside = sentence.words[that.i + 1 : noun.right + 1]
    verbless = noun.dep == "ccomp" and noun.tag in ("NN", "NNS") and sentence.child(noun, "det") is not None
    return noun if verbless and any(w.tag in FINITE for w in inside) else None


def _that(sentence: Sentence, verb: Word) -> Word | None:
    """The "that" of a clause which only a "so" or "such" could lead to, and does not: a relative clause in truth."""
    that = next((w for w in sentence.children(verb, "mark") if w.lower == "that"), None)
    before = sentence.words[: that.i] if that is not None else ()
    led = any(w.lower in _LEADING_TO_THAT for w in before)
    return None if led or sentence.previous(that.i if that else 0) not in _PAUSES else that


def _breaks_off(sentence: Sentence, verb: Word) -> bool:
    """Whether a "has" stands before a comma and nothing of its own: "the number has, for the first time, exceeded"."""
    after = sentence.words[verb.i + 1 : verb.i + 2]
    comma = bool(after) and after[0].text == ","
    return comma and not any(w.i > verb.i for w in sentence.children(verb, *COMPLEMENTS, "ccomp"))


def _is_unjoined(sentence: Sentence, verb: Word) -> bool:
    """Whether a past form behind a comma has neither subject nor conjunction, and stands behind a noun with asides."""
    head = sentence.words[verb.head]
    between = sentence.words[head.i + 1 : verb.i]
    if head.i > verb.i or sentence.previous(verb.i) != "," or [w.text for w in between].count(",") < 2:
        return False
    if sentence.subject(verb) is not None or any(w.dep in ("cc", "mark") and w.lower != "as" for w in between):
        return False
    behind = any(w.dep == "cc" for w in sentence.children(verb))  # "cut the tree, sawed it, and left"
    noun = any(w.dep == "appos" and w.tag[:3] == "NNP" for w in between) and verb.tag == "VBD"
    nouns = [sentence.child(w, "pobj") for w in between if w.lower == "as" and w.dep == "prep"]
    led = any(
        n is not None and [w.text for w in sentence.words[n.right + 1 : n.right + 2]] == [","] for n in nouns
    )
    return not behind and (noun or led)


def misjoined(sentence: Sentence, conjunction: Word) -> Word | None:
    """What an "and" joins to a word of another kind, which the parser does where it does not see to which one it
    belongs: "helped by cold weather and a later harvest" (joined to "helped"), "with many trapped, and in need".

    None for what has a figure: "taxes rose by 15 percent and rents by 22 percent".
    """
    first = sentence.words[conjunction.head]
    joined = next((w for w in sentence.children(first, "conj") if w.left > conjunction.i), None)
    if joined is None or any(w.tag in ("CD", "$") for w in sentence.words[joined.left : joined.right + 1]):
        return None
    noun = first.tag[:2] in VERBAL and joined.tag in NOUN
    return joined if noun or (first.lower == "with" and joined.tag == "IN") else None
