"""Where the parser lost its way in a sentence, so that nothing there tells what belongs to what."""

from collections.abc import Iterator
from typing import Final

from checks.extraction.sentence_dates import said_without_that
from checks.nlp.tree import FINITE, NOUN, QUOTES, SUBJECT, VERBAL, Sentence, Word

_HELPING: Final = frozenset(["has", "have", "had", "will", "would"])
_LEADING_TO_THAT: Final = frozenset(["so", "such", "now", "given", "provided", "in", "except"])
_SEVERAL: Final = frozenset(["both", "all", "each"])
_PAUSES: Final = frozenset([",", "—", "–", "--"])
_PLACES: Final = ("GPE", "LOC", "FAC")
_BEFORE_NOUN: Final = ("amod", "compound", "nmod", "nummod", "poss")
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
    if _is_verb_after_aside(sentence, root):
        yield from range(1, len(sentence.words))
    yield from _lost_nouns(sentence)
    yield from _of_several(sentence)
    yield from _of_saying_or_said(sentence)
    for verb in sentence.words:
        if verb.tag in FINITE and _is_half(sentence, verb):
            yield verb.left
        if verb.dep == "advcl" and verb.tag == "VBN" and _tells_of_fronted(sentence, verb):
            yield from range(verb.left - 1, verb.left + 1)
        if verb.dep == "conj":
            yield from _fronted(sentence, verb)
        if verb.dep == "mark" and verb.lower == "that" and (noun := _verbless(sentence, verb)) is not None:
            yield from range(noun.left, noun.right + 1)
        if verb.dep == "advcl" and (that := _that(sentence, verb)) is not None:
            yield from range(that.i, verb.right + 1)
        if verb.tag in ("VBD", "VBN") and verb.dep in ("conj", "advcl") and _is_unjoined(sentence, verb):
            yield from range(verb.head + 1, verb.i + 1)
        if verb.lower in _HELPING and verb.dep not in ("aux", "auxpass") and _breaks_off(sentence, verb):
            rest = sentence.words[verb.i + 1 :]
            yield from range(verb.i + 1, next((w.i for w in rest if w.tag in ("VBD", "VBN", "VB")), verb.i) + 1)


def _of_saying_or_said(sentence: Sentence) -> Iterator[int]:
    """The places from a verb of saying to a clause without a "that" where a phrase between may belong to either.

    "Said in the third quarter sales rose", "said in Orrin 300 people had fled"; a day is that of the saying.
    """
    for verb, begin, end in said_without_that(sentence):
        tops = [w for w in sentence.words[begin:end] if not begin <= w.head < end and w.dep != "punct"]
        placed = any(w.entity in _PLACES for w in sentence.words[begin:end])
        if placed or any(w.head != verb.i for w in tops):
            yield from range(verb.i, end + 1)


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


def _is_half(sentence: Sentence, verb: Word) -> bool:
    """Whether half a word was read as a verb: the "co" of "a podcast, which he co-hosts"."""
    behind = sentence.words[verb.i + 1 : verb.i + 2]
    return bool(behind) and behind[0].text == "-" and behind[0].start == verb.end


def _fronted(sentence: Sentence, verb: Word) -> range:
    """The places within a phrase that a clause begins with, where it was hung on the clause before.

    "It went on, but [in Turin, the club] won"; none for any other clause.
    """
    subject = sentence.subject(verb)
    if subject is None or subject.i > verb.i or sentence.previous(subject.left) != ",":
        return range(0)
    phrases = (w for w in sentence.words[verb.head : subject.left] if w.dep == "conj" and w.tag == "IN")
    ending = (w for w in phrases if w.right in (subject.left - 2, subject.left - 1))
    phrase = next((w for w in ending if sentence.words[w.left - 1].dep == "cc"), None)
    return range(phrase.left + 1, subject.left + 1) if phrase is not None else range(0)


def _tells_of_fronted(sentence: Sentence, verb: Word) -> bool:
    """Whether a participle tells of the noun before it, in a fronted phrase: "At a meeting, held in Turin, he left"."""
    main = sentence.words[verb.head]
    before = sentence.words[verb.left - 2] if verb.left > 1 else verb
    phrases = (w for w in sentence.children(main, "prep") if w.left < verb.left)
    apart = verb.left == verb.i < main.i and sentence.previous(verb.left) == ","
    return apart and before.tag in NOUN and any(w.left <= before.i <= w.right for w in phrases)


def _of_several(sentence: Sentence) -> Iterator[int]:
    """The places from the second of two on of which a relative clause tells: "Nadella | and Kotick, who both left"."""
    for verb in (w for w in sentence.words if w.dep == "relcl"):
        noun = sentence.words[verb.head]
        if noun.dep == "conj" and any(w.lower in _SEVERAL for w in sentence.words[verb.left : verb.i]):
            yield from range(noun.left - 1, verb.left + 1)


def _is_verb_after_aside(sentence: Sentence, root: Word) -> bool:
    """Whether a noun heads a sentence of which one of two past forms behind commas must be the verb.

    "The poll, published on Monday, put her at 55 percent": read as two participles.
    """
    apart = [w for w in sentence.children(root, "acl") if w.tag == "VBN" and sentence.previous(w.left) == ","]
    return root.tag in NOUN and len(apart) > 1


def _lost_nouns(sentence: Sentence) -> Iterator[int]:
    """The places where a noun was not found that the words before need.

    "To block its looming takeover" ("its" read as what is blocked), "delaying the return-to-office due to a lack" (the
    return read into "due to"), "spent two terms and 14 years expanding it" (nothing read as joined by the "and").
    """
    for word in sentence.words:
        if word.tag == "PRP$" and word.dep not in ("poss", "ROOT"):
            yield word.i + 1
        elif word.dep == "prep" and sentence.child(word, "nmod") is not None:
            yield from range(word.left, word.i + 1)
        elif word.dep == "cc" and (noun := _unjoined_noun(sentence, word)) is not None:
            yield from range(word.i, max(noun.right + 1, noun.head) + 1)


def _unjoined_noun(sentence: Sentence, conjunction: Word) -> Word | None:
    """The noun behind an "and" that joins it to no other by the parse, though nothing begins with it."""
    first = sentence.words[conjunction.head]
    if first.tag not in NOUN or any(w.i > conjunction.i for w in sentence.children(first, "conj")):
        return None
    heads = (w for w in sentence.words[conjunction.i + 1 :] if w.tag in NOUN and w.dep not in _BEFORE_NOUN)
    noun = next(heads, None)
    if noun is None or noun.left != conjunction.i + 1 or noun.dep in SUBJECT:
        return None
    return noun if noun.head > noun.i or noun.dep == "npadvmod" else None


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

    A count is no place: "10 floors at 30 Slater Street and 2 floors at 18 Kent Street". Else None for what has a
    figure: "taxes rose by 15 percent and rents by 22 percent".
    """
    first = sentence.words[conjunction.head]
    joined = next((w for w in sentence.children(first, "conj") if w.left > conjunction.i), None)
    if joined is None:
        return None
    counted = sentence.child(joined, "nummod") is not None
    if first.tag == "NNP" and joined.tag == "NNS" and counted:
        return joined
    if counted or any(w.tag in ("CD", "$") for w in sentence.words[joined.i : joined.right + 1]):
        return None
    noun = first.tag[:2] in VERBAL and joined.tag in NOUN
    return joined if noun or (first.lower == "with" and joined.tag == "IN") else None
