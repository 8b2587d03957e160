"""What the words of a statement may point at that stands before it, for its context line: "they", "the deal", "that".

A phrase that is named here may be another one than is meant: of GUM's pronouns that begin a clause, one of two phrases
is right for 0.72 of "he" and "she", 0.59 of "they" and 0.45 of "it"; of its bare "the deal" three in four. So such a
phrase stands beside the statement, as a candidate in the article's own words, and never in it.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Final, TypeAlias

from checks.extraction.coreference import gender_of, sort_of
from checks.extraction.statement.filling import stands_for_nothing
from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.tree import SUBJECT, Sentence, Word

Phrase: TypeAlias = tuple[Sentence, Word]
NO_GENDERS: Final[Mapping[str, str]] = MappingProxyType({})
MOST: Final = 2  # phrases of one pronoun, and bare nouns of one statement that are told in full
_BACK: Final = 3  # sentences, that of the statement among them, in which a pronoun's phrase is looked for
_AHEAD: Final = 40  # sentences behind that may say whose a thing is
_FAR: Final = 10  # the same for "the deal"
_LONGEST: Final = 12  # words of a phrase
_POINTING: Final = load_words("extraction", "pointing")
_DEFINITE: Final = word_set("the this that these those")
_AGAIN: Final = word_set("same two three other")  # with one of these "the two firms" still points back
_PEOPLE: Final = class_words("people", "nouns")
_BODIES: Final = load_words("extraction", "named_bodies")
_GROUPS: Final = class_words("people", "bodies") | word_set("team family couple duo pair staff crew")
_NO_THINGS: Final = ("DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL")
_WITHIN: Final = ("compound", "nmod", "amod", "npadvmod", "poss")
_OBJECTS: Final = ("dobj", "attr")
_BEFORE: Final = ("amod", "compound", "nmod", "nummod", "poss")
_BEHIND: Final = ("prep", "acl", "relcl")
_BESIDE: Final = ("relcl", "appos", "acl", "punct", "parataxis", "cc")
_LOOSE: Final = ("punct", "cc", "conj", "case")
_MARKS: Final = " .,;:•([])–—-‘’“”\"'"


def antecedents(
    sentences: Sequence[Sentence],
    n: int,
    start: int,
    end: int,
    statement: str,
    genders: Mapping[str, str] = NO_GENDERS,
) -> list[str]:
    """The phrases that a statement's pronoun may point at, in the article's words, the likeliest first.

    The pronoun is the one that it begins with, else that of who says it.

    Args:
        sentences: those of the article, in their order.
        n: the place of the one that the claim stands in.
        start, end: the claim's stretch, as offsets in the article.
        statement: how it is told.
        genders: "f" or "m" by the surnames of those of whom it is known.
    """
    found: list[str] = []
    opening = statement.split(" ", 1)[0].split("’")[0].split("'")[0].lower()
    words = sentences[n].words
    if opening in _POINTING:
        inside = [w for w in words if w.lower == opening]
        pointing = next((w for w in inside if start <= w.start < end), inside[-1] if inside else None)
        if pointing is not None:
            found.extend(_of_pronoun(sentences[: n + 1], pointing, genders))
    if not found and (speaker := _speaker_behind(words, statement)) is not None:
        found.extend(_of_pronoun(sentences[: n + 1], speaker, genders))
    return found


def bare_nouns(sentence: Sentence, start: int, end: int, statement: str) -> list[Word]:
    """The nouns of a statement of which it does not say which one is meant: "the deal", "police".

    `start` and `end` are the claim's stretch, as offsets in the article; a subject may stand outside of it.
    """
    wording = statement.lower()
    words = (w for w in sentence.words if start <= w.start < end or w.dep in SUBJECT)
    return [w for w in words if _is_bare(sentence, w) and _text(sentence, w).lower() in wording]


def is_definite(sentence: Sentence, noun: Word) -> bool:
    """Whether a "the" or "that" stands before a noun."""
    return any(w.lower in _DEFINITE and w.i < noun.i for w in sentence.children(noun))


def kinds_of(sentence: Sentence, noun: Word) -> list[str]:
    """The words that say of which kind a noun is, itself the last: "inflation", "rate" of "the inflation rate"."""
    return [w.lower for w in (*sentence.children(noun), noun) if w is noun or _is_kind(w)]


def phrases_of(sentences: Sequence[Sentence], n: int, noun: Word) -> list[str]:
    """The phrases that tell more of a noun of the n-th sentence."""
    return list(_of_noun(sentences, n, noun))


def _speaker_behind(words: Sequence[Word], statement: str) -> Word | None:
    """The pronoun of who says it at the end of a statement: "the road is closed, they say"."""
    _, comma, tail = statement.rpartition(", ")
    ending = tail.lower().split()
    if not comma or len(ending) < 2 or sort_of(ending[0]) is None:
        return None
    return next((w for w in words if w.lower == ending[0] and words[w.head].lower in ending), None)


def _of_pronoun(before: Sequence[Sentence], pronoun: Word, genders: Mapping[str, str]) -> list[str]:
    """What a pronoun of the last of the sentences may mean; nothing for an "it" that stands for no noun."""
    if sort_of(pronoun.lower) is None or stands_for_nothing(before[-1], pronoun):
        return []
    gender = gender_of(pronoun.lower)
    fitting = [
        _text(sentence, word)
        for sentence, word in _candidates(before, pronoun)
        if gender is None or genders.get(word.text, gender) == gender
    ]
    return list(dict.fromkeys(fitting))[:MOST]


def _candidates(before: Sequence[Sentence], pronoun: Word) -> Iterator[Phrase]:
    """Nouns that agree with a pronoun: subjects first, those of main clauses before others, then objects.

    Those of the pronoun's own sentence stand before those of the last sentences; objects of its own sentence count
    only where that has no fitting subject.
    """
    back = 0
    for sentence in reversed(before[-_FAR:]):
        root = sentence.subject(sentence.root)
        if sentence is not before[-1] and root is not None and root.lower == pronoun.lower:
            continue  # "They cut jobs. They also closed a mill": who they are was said before
        if back >= _BACK:
            return
        nouns = [
            w
            for w in sentence.words
            if (back or w.i < pronoun.i) and w.dep not in _WITHIN and _agrees(sentence, w, pronoun.lower)
        ]
        subjects = [w for w in nouns if w.dep in SUBJECT]
        main = [w for w in subjects if back and sentence.words[w.head].dep == "ROOT"]
        yield from ((sentence, w) for w in (*main, *reversed(subjects)))
        if back or not subjects:
            objects = [w for w in nouns if w.dep in _OBJECTS]
            others = [w for w in nouns if w.dep == "pobj"][-1:]
            yield from ((sentence, w) for w in (*others, *reversed(objects)))
        back += 1


def _agrees(sentence: Sentence, noun: Word, pronoun: str) -> bool:
    """Whether a noun is of the sort of a pronoun: somebody, one thing or body, several."""
    if noun.tag[:2] != "NN" or noun.entity in _NO_THINGS:
        return False
    sort = sort_of(pronoun)
    person = noun.entity == "PERSON" or (noun.lower in _PEOPLE and noun.tag in ("NN", "NNP"))
    several = noun.tag in ("NNS", "NNPS") or sentence.child(noun, "conj") is not None
    if sort == "person":
        return person
    if sort == "body":
        return not several and not person
    collective = noun.entity in ("ORG", "NORP") or noun.lower in _GROUPS
    return several or (collective and noun.dep in SUBJECT)


def _is_bare(sentence: Sentence, noun: Word) -> bool:
    """Whether a noun is told by no more than a "the" or "that", or by nothing: another sentence says which is meant."""
    within = noun.dep in _WITHIN and noun.dep != "poss"
    if noun.tag not in ("NN", "NNS") or within or noun.entity in _NO_THINGS:
        return False
    beside = [w for w in sentence.children(noun) if w.dep not in _LOOSE and not _is_kind(w)]
    return all(w.lower in _DEFINITE or w.lower in _AGAIN for w in beside)


def _is_kind(word: Word) -> bool:
    """Whether a word before a noun says of which kind it is: "inflation" of "the inflation rate"."""
    return word.dep == "compound" and word.tag == "NN"


def _of_noun(sentences: Sequence[Sentence], n: int, noun: Word) -> Iterator[str]:
    """The nearest phrase before a bare noun that tells more of the same noun; for "the firm" else the nearest body.

    Where nothing before tells more of "the inflation rate", the first phrase behind it that says whose it is:
    "Bhutan’s inflation rate".
    """
    before = sentences[: n + 1]
    kinds = {w.lower for w in sentences[n].children(noun) if _is_kind(w)}
    near = list(enumerate(reversed(before[-_FAR:])))
    for back, sentence in near:
        for word in reversed(sentence.words if back else sentence.words[: noun.i]):
            if (
                word.lower == noun.lower
                and _is_described(sentence, word, kinds)
                and _may_be(before, sentence, word, noun)
            ):
                yield _text(sentence, _named(sentence, word))
                return
    for sentence in sentences[n + 1 : n + 1 + _AHEAD] if kinds else ():
        for word in sentence.words:
            owner = sentence.child(word, "poss") if word.lower == noun.lower else None
            if owner is not None and owner.tag[:3] == "NNP" and _has_kinds(sentence, word, kinds):
                yield _text(sentence, word)
                return
    if noun.lower not in _BODIES:
        return
    for back, sentence in near[:_BACK]:
        for word in reversed(sentence.words if back else sentence.words[: noun.i]):
            if (
                word.entity == "ORG"
                and word.tag == "NNP"
                and word.dep in (*SUBJECT, "pobj", "dobj", "poss", "conj")
            ):
                yield _text(sentence, word)
                return


def _may_be(before: Sequence[Sentence], sentence: Sentence, word: Word, noun: Word) -> bool:
    """Whether the same noun told in full may be what a bare noun means: of the same number, or a name's title.

    One who is named beside somebody who was named more often is passed over: "the president" is none of a club then.
    """
    name = _named(sentence, word)
    if name is word:
        return word.tag == noun.tag
    of = sentence.child(word, "prep")
    times = sum(w.text == name.text for each in before for w in each.words)
    return noun.tag == "NN" and (word.tag != "NN" or of is None or times > 1)


def _has_kinds(sentence: Sentence, noun: Word, kinds: Set[str]) -> bool:
    """Whether all of some words that say of which kind it is stand before a noun."""
    return kinds <= {w.lower for w in sentence.children(noun)}


def _is_described(sentence: Sentence, noun: Word, kinds: Set[str]) -> bool:
    """Whether a phrase tells which one is meant: by a name, an adjective, a number, or what stands behind it.

    All of `kinds` stand before it, and they alone tell nothing more.
    """
    if not _has_kinds(sentence, noun, kinds):
        return False
    if noun.dep in _WITHIN and sentence.words[noun.head].tag[:3] != "NNP":
        return False
    if _named(sentence, noun) is not noun or any(w.tag[:3] == "NNP" for w in sentence.children(noun, "appos")):
        return True
    more = [
        w
        for w in sentence.children(noun, *_BEFORE)
        if w.i < noun.i and w.lower not in _AGAIN and w.tag != "PRP$" and w.lower not in kinds
    ]
    return bool(more) or any(w.i > noun.i for w in sentence.children(noun, *_BEHIND))


def _named(sentence: Sentence, noun: Word) -> Word:
    """The name that a noun stands beside to say what it is: "Webb" of "Webb, the suspect"; else the noun itself."""
    head = sentence.words[noun.head]
    return head if noun.dep in ("appos", "compound") and head.tag[:3] == "NNP" else noun


def _text(sentence: Sentence, noun: Word) -> str:
    """The phrase of a noun without clauses and times behind it, and of at most a dozen words.

    A name behind "the suspect" belongs to it.
    """
    name = next((w for w in sentence.children(noun, "appos") if w.tag[:3] == "NNP"), None)
    last = noun.right
    for word in sentence.children(noun):
        timed = word.dep == "prep" and any(w.entity in _NO_THINGS[:2] for w in sentence.children(word, "pobj"))
        if word.i > noun.i and (word.dep in _BESIDE or timed or word.tag == "POS") and word.left <= last:
            last = word.left - 1
    if name is not None and noun.tag[:3] != "NNP" and name.right - noun.left < _LONGEST:
        last = max(last, name.i)
    last = max(noun.i, last if last - noun.left < _LONGEST else noun.i)
    return sentence.text_between(max(noun.left, last - _LONGEST), last).strip(_MARKS)
