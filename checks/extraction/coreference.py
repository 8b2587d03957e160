"""Whom or what a pronoun means, where that is beyond doubt.

A wrong answer is worse than none: a pronoun is filled in only where a single name of the right kind was spoken of
just before, and otherwise left as it stands with a note.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal

from checks.lexicon import load_words
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.tree import NOUN, SUBJECT, Sentence, Word

Sort = Literal["person", "body", "several"]
_SORTS: Final[dict[str, Sort]] = {"PERSON": "person", "ORG": "body", "GPE": "body", "NORP": "several"}
_PRONOUNS: Final[dict[str, Sort]] = {
    **dict.fromkeys(load_words("extraction", "pronouns"), "person"),
    **dict.fromkeys(word_set("it its itself"), "body"),
    **dict.fromkeys(word_set("they them their theirs themselves"), "several"),
}
_WOMAN: Final = load_words("extraction", "woman")
_MAN: Final = load_words("extraction", "man")
_GIVEN: Final = dict.fromkeys(class_words("given_names", "women"), "f") | dict.fromkeys(
    class_words("given_names", "men"), "m"
)
_PEOPLE: Final = class_words("people", "nouns")
_BODIES: Final = class_words("people", "bodies")
_NO_THINGS: Final = frozenset(["DATE", "TIME", "PERCENT", "CARDINAL", "ORDINAL"])
_TIMES: Final = load_words("extraction", "coreference_times")
_WHERE: Final = word_set("of at from in")
_SURE: Final = frozenset(["GPE", "NORP", "DATE", "TIME", "EVENT", "LAW"])
_THINGS: Final = (*SUBJECT, "dobj", "pobj", "attr", "dative", "oprd", "conj")
_SUFFIXES: Final = load_words("extraction", "suffixes")
WINDOW: Final = 3  # sentences: how far back a name is still in mind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or plural noun phrase that a pronoun may mean: where it stands, and the number of its sentence.

    `gender` is "f" or "m" where a title, a word such as "mother" beside it, or a given name tells. One that is not
    `clear` ("his brother", or a person spoken of in passing) makes a pronoun doubtful and is never its reading.
    """

    name: str
    sort: Sort
    sentence: int
    subject: bool
    start: int = 0
    end: int = 0
    gender: str | None = None
    clear: bool = True
    place: bool = False


@dataclass(frozen=True, slots=True)
class PronounReading:
    """What a pronoun is read as; no name where it is left as it stands, and then `others` could be meant.

    The notes of a claim name up to three of the others.
    """

    name: str | None
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class MentionMemory:
    """The mentions of an article's last sentences, oldest first, and the full names that its surnames stand for.

    `number` counts the sentences from 1.
    """

    number: int = 0
    recent: list[Mention] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _named: Counter[str] = field(default_factory=Counter)
    _genders: dict[str, str | None] = field(default_factory=dict)

    def remember(self, sentence: Sentence) -> None:
        """Take the mentions of the next sentence; those of more than `WINDOW` sentences ago are forgotten.

        Must be called for every sentence of the article in its order, also for those without a claim.
        """
        self.number += 1
        self.recent = [mention for mention in self.recent if self.number - mention.sentence < WINDOW]
        for mention in mentions(sentence, self.number, self._names):
            named = " " in mention.name and mention.name[0].isupper()  # no "the new leader"
            if mention.sort == "person" and named:
                self._names.setdefault(surname(mention.name), mention.name)
            if mention.sort == "person":
                key = surname(mention.name)
                self._named[key] += 1
                self._genders.setdefault(key, mention.gender)
                mention = replace(mention, clear=mention.clear and not self._in_passing(key))
            self.recent.append(mention)

    def _in_passing(self, key: str) -> bool:
        """Whether a person is named for the first time, and another one who may be meant was named more often before.

        In GUM 5 of 8 wrongly read pronouns were such, and 15 of 128 rightly read ones (docs/models/claims.md).
        """
        gender = self._genders[key]
        return self._named[key] == 1 and any(
            n > 1 and other != key and (gender is None or self._genders[other] in (None, gender))
            for other, n in self._named.items()
        )


def surname(name: str) -> str:
    """The last word of a full name that is no suffix: "Delvane" of "Victor L. Delvane Jr.".

    A name of suffixes alone comes back as it is.
    """
    words = [word for word in name.split() if word.rstrip(".,").lower() not in _SUFFIXES]
    return words[-1] if words else name


def sort_of(pronoun: str) -> Sort | None:
    """The sort of thing that a pronoun stands for; None for a word that is none.

    A person, a body ("it"), or several ("they").
    """
    return _PRONOUNS.get(pronoun)


def gender_of(word: str) -> str | None:
    """ "f" for "she" or "mrs", "m" for "he" or "mr"; None for a word that tells no gender."""
    return "f" if word in _WOMAN else "m" if word in _MAN else None


def given_gender(name: str) -> str | None:
    """ "f" or "m" for a common given name; None for any other word."""
    return _GIVEN.get(name.lower())


def mentions(sentence: Sentence, number: int, known: Mapping[str, str]) -> list[Mention]:
    """The names and plural subjects of a sentence; a bare surname gets the full name that `known` has for it.

    `number` is the sentence's, counted from 1. What may be a person's or a body's name makes two mentions, so that
    neither "he" nor "it" is read carelessly.
    """
    found: list[Mention] = []
    for word in sentence.words:
        if word.entity in _NO_THINGS or word.lower in _TIMES:
            continue  # "this year", "their seventies", "3.8%" do nothing that "it" or "they" could tell
        if word.tag in ("NNP", "NNPS") and word.dep not in ("compound", "amod", "nmod"):
            found.extend(_named(sentence, word, number, known))
        elif word.tag == "NN" and word.dep in _THINGS:
            # A thing that "it" may mean as well as a name: with it in the list, doubt is seen.
            if (mention := _common_one(sentence, word, number)) is not None:
                found.append(mention)
        elif word.tag == "NNS" and word.dep not in ("compound", "npadvmod"):
            name = _common(sentence, word)
            found.append(
                Mention(
                    name=name,
                    sort="several",
                    sentence=number,
                    subject=word.dep in SUBJECT,
                    start=word.start,
                    end=word.end,
                )
            )
    return found


def _common_one(sentence: Sentence, word: Word, number: int) -> Mention | None:
    """The mention that a common noun makes; none beside the name that says who the captain is."""
    if word.lower not in _PEOPLE:
        return Mention(
            name=_common(sentence, word), sort="body", sentence=number, subject=word.dep in SUBJECT, start=word.start,
            end=word.end,
        )  # fmt: skip
    if any(name.tag[:3] == "NNP" for name in sentence.children(word, "appos")):
        return None
    gender = "f" if word.lower in _WOMAN else "m" if word.lower in _MAN else None
    subject = word.dep in SUBJECT
    clear = subject and not any(w.tag == "PRP$" for w in sentence.words[word.left : word.i])
    return Mention(
        name=_common(sentence, word), sort="person", sentence=number, subject=subject, start=word.start, end=word.end,
        gender=gender, clear=clear,
    )  # fmt: skip


def _common(sentence: Sentence, word: Word) -> str:
    """The phrase of a common noun, as it stands within a sentence: "the agency".

    A short "of" or "in" with a name behind it belongs to the phrase ("the ministry of Norway"). A capital that
    only opens the sentence is written small.
    """
    of = next((w for w in sentence.children(word, "prep") if w.i == word.i + 1 and w.lower in _WHERE), None)
    named = of is not None and of.right - of.i < 6 and sentence.words[of.right].tag == "NNP"
    phrase = sentence.text_between(word.left, of.right if named and of is not None else word.i)
    return phrase if sentence.words[word.left].tag[:3] == "NNP" else phrase[:1].lower() + phrase[1:]


def _named(sentence: Sentence, word: Word, number: int, known: Mapping[str, str]) -> Iterator[Mention]:
    """The mention that a proper noun makes; a known surname is that person, whatever the parser took it for.

    What may be the name of a body or of somebody is both, so that neither "it" nor "he" is filled in carelessly.
    """
    name = _name(sentence, word)
    full = known.get(word.text, name) if " " not in name else name
    given = given_gender(re.split("[ -]", full, maxsplit=1)[0]) if " " in full else None  # "Sarah-Ann Lund"
    sort: Sort | None = "person" if word.text in known or given is not None else _SORTS.get(word.entity)
    if sort == "person" and word.lower in _BODIES and word.text not in known:
        sort = "body"  # "the Arthur Chung Convention Center"
    subject = word.dep in SUBJECT or (word.dep == "appos" and sentence.words[word.head].dep in SUBJECT)
    if sort is None and subject:
        sort = "body"
    mention = partial(Mention, sentence=number, subject=subject, start=word.start, end=word.end)
    if sort == "person":
        gender = _gender(sentence, word) or given or given_gender(full)
        yield mention(name=full, sort=sort, gender=gender)
        return
    if " " in full and word.entity not in _SURE and not _BODIES & set(full.lower().split()):
        yield mention(name=full, sort="person", clear=False)
    if sort is None and not word.entity and word.text.isalpha() and not word.text.isupper():
        yield mention(name=full, sort="person", clear=False)  # "advice for Swift": no name that is known, but one
    if sort is not None:
        yield mention(name=_whole_name(sentence, word, full), sort=sort, place=word.entity in _SURE)


def _whole_name(sentence: Sentence, word: Word, name: str) -> str:
    """A body's name with "the" before it and "of …" behind it: "the Church of Norway"."""
    of = next((w for w in sentence.children(word, "prep") if w.i == word.i + 1 and w.lower == "of"), None)
    article = sentence.child(word, "det")
    name = f"{name} {sentence.text_between(of.i, of.right)}" if of is not None and of.right - of.i < 4 else name
    return f"the {name}" if article is not None and article.lower == "the" else name


def read_pronoun(pronoun: str, sentence: int, before: Iterable[Mention]) -> PronounReading:
    """What `pronoun` means, given the mentions before it, oldest first.

    `sentence` is the number of the pronoun's sentence; mentions of the last `WINDOW` sentences count. A person is read
    only where one alone agrees and no other name that may be somebody's stands nearer; "it" only for the one subject
    of the last sentence that has one.
    """
    sort, gender = _PRONOUNS[pronoun], gender_of(pronoun)
    recent = [m for m in before if sentence - m.sentence < WINDOW]
    near = [m for m in recent if _fits(m, sort, gender)]
    names = tuple(dict.fromkeys(m.name for m in near))
    doubt = PronounReading(None, names[-3:])
    if sort != "person":
        subject = _parallel(near)
        # What "they" are may also be many things that were named in passing: only the sentence before tells.
        near_enough = sort == "body" or (near and sentence - near[-1].sentence < 2)
        return PronounReading(subject) if subject is not None and near_enough else doubt
    if not near or not near[-1].clear:
        return doubt
    if any(_may_be_person(m, gender) and m.name not in names for m in recent if m.sentence >= near[-1].sentence):
        return (
            doubt  # "… said. Delvane is …, prosecutors said. He was": a name that may be somebody's stands nearer
        )
    people = {m.name for m in recent if m.sort == "person"}
    # Of whom it is not known whether "she" can be said, nothing is sure beside another person.
    alone = len(people) == 1 and any(m.subject for m in near)
    if len(names) == 1 and (alone or near[-1].gender is not None):
        return PronounReading(names[0])
    return doubt


def _may_be_person(mention: Mention, gender: str | None) -> bool:
    """Whether a name that was taken for a body's may be a person's: a subject of one word, without "the" before it."""
    single = mention.sort == "body" and mention.subject and mention.name[:1].isupper() and " " not in mention.name
    return single and not mention.place and gender is not None


def _fits(mention: Mention, sort: Sort, gender: str | None) -> bool:
    """Whether a mention is of the pronoun's sort, and nothing known of it speaks against the pronoun's gender."""
    if mention.sort != sort:
        return False
    return gender is None or mention.gender in (None, gender)


def _parallel(near: Sequence[Mention]) -> str | None:
    """The one subject of the last sentence that names anything fitting; None where two would do.

    Pronouns tend to mean what stood in the same role of the sentence before (parallelism; Mitkov, Anaphora
    Resolution, 2002).
    """
    last = [m for m in near if m.sentence == near[-1].sentence] if near else []
    subjects = {m.name for m in last if m.subject}
    return subjects.pop() if len(subjects) == 1 and len({m.name for m in last}) == 1 else None


def _name(sentence: Sentence, word: Word) -> str:
    """The name that ends in `word`: the names right before it belong to it."""
    first = word.i
    while first:
        before = sentence.words[first - 1]
        joined = before.tag == "HYPH" and first > 1 and sentence.words[first - 2].tag in NOUN  # "El-Hassan"
        if before.entity != word.entity or not (joined or before.tag in NOUN):
            break
        first -= 1
    return sentence.text_between(first, word.i)


def _gender(sentence: Sentence, word: Word) -> str | None:
    """ "f" or "m" where a title or a word such as "mother" right before the name tells; else None."""
    before = {w.lower.rstrip(".") for w in sentence.words[max(0, word.left) : word.i]}
    return "f" if before & _WOMAN else "m" if before & _MAN else None
