"""Who has spoken in an article so far, and whom "she said" means.

A wrong answer is worse than none: blaming one person for what another said. So a pronoun that says something is read as
whoever the sentence before was about, else as who spoke last where nobody else was named since, and else left open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from checks.extraction.attribution import Attribution
from checks.extraction.coreference import WINDOW, Mention, Sort, gender_of, sort_of, surname
from checks.extraction.statement import StatementContext
from checks.lexicon.word_classes import class_words
from checks.nlp.inflection import singular
from checks.nlp.tree import SUBJECT, Sentence, Word

_SPEAKING: Final = class_words("people", "nouns") | class_words("people", "bodies")


@dataclass(frozen=True, slots=True)
class PastSpeaker:
    """Who has said something: the words that name who, the number of the sentence, and where the words end.

    `sorts` and `gender` are those of the pronouns that may mean who spoke; `clear` is False for "his doctor", of whom
    it is not told who that is.
    """

    name: str
    sentence: int
    end: int
    sorts: frozenset[Sort]
    gender: str | None = None
    clear: bool = True


@dataclass(slots=True)
class SpeakerMemory:
    """Who has said something in the sentences so far, in the order of the text."""

    spoken: list[PastSpeaker] = field(default_factory=list)

    def note(self, sentence: Sentence, speaker: Word, name: str, context: StatementContext) -> None:
        """Remember that `speaker`, a word of `sentence`, says something; `name` are the words that name who it is."""
        sort, first = sort_of(speaker.lower), sentence.words[speaker.left]
        heads = {head.start: head.end for head in (speaker, *sentence.children(speaker, "appos"))}
        named = [m for m in context.mentions if m.start in heads]
        sorts = {m.sort for m in named} or {"body"}
        if sort is not None:
            sorts = {sort}
        elif sentence.child(speaker, "conj") is not None:
            sorts = {"several"}
        elif "body" in sorts:
            sorts = {"body"}  # what may be a firm's name or somebody's is nobody's
        gender = next((m.gender for m in named if m.gender is not None), gender_of(speaker.lower))
        plain = name[:1].lower() + name[1:] if first.tag == "DT" else name
        self.spoken.append(
            PastSpeaker(
                name=plain, sentence=context.number, end=max(heads.values()), sorts=frozenset(sorts), gender=gender,
                clear=first.tag != "PRP$",
            )
        )  # fmt: skip

    def read(self, sentence: Sentence, pronoun: Word, context: StatementContext) -> str | None:
        """Whom or what a pronoun of a sentence that says something means; None where several may be meant.

        Whom any such pronoun would mean, else the body that can speak, who spoke last, or the subject before.
        """
        heard = context.heard(pronoun)
        near = [m for m in heard if context.number - m.sentence < 2]
        name = context.read(pronoun, near).name or context.read(pronoun, heard).name
        # Many things can be meant by "they", but only what can speak says something.
        if name is not None and (sort_of(pronoun.lower) == "person" or self._has_spoken(name)):
            return name
        reported = _reported_by(sentence, pronoun)
        if sort_of(pronoun.lower) != "person":
            others = [m for m in near if not any(a <= m.start < b for a, b in reported)]
            return self._body(pronoun, others) or self._last(pronoun, heard, context.number)
        if _another_before(sentence, pronoun):
            return None
        name = self._last(pronoun, heard, context.number) or _subject_before(pronoun, near, reported)
        # In "he described Novak" he is somebody else.
        later = {surname(m.name) for m in context.mentions if m.start > pronoun.start}
        return name if name is not None and surname(name) not in later else None

    def _has_spoken(self, name: str) -> bool:
        return any(each.name == name for each in self.spoken)

    def _body(self, pronoun: Word, near: Sequence[Mention]) -> str | None:
        """The one agency, firm or group of people that "it" or "they" may be, of all that can speak: that of which its
        own sentence and the one before tell something."""
        sort = sort_of(pronoun.lower)
        able = [m for m in near if m.sort == sort and (self._has_spoken(m.name) or _can_speak(m))]
        names = {m.name for m in able}
        return able[0].name if len(names) == 1 and any(m.subject for m in able) else None

    def _last(self, pronoun: Word, heard: Sequence[Mention], number: int) -> str | None:
        """Whoever of the pronoun's sort spoke last, in the last sentences; None where somebody else was named since.

        What is no person must have spoken in this sentence or the one before: it alone, of all things that may be
        meant, was just heard to speak.
        """
        sort, gender = sort_of(pronoun.lower), gender_of(pronoun.lower)
        before = [each for each in self.spoken if each.end <= pronoun.start and sort in each.sorts]
        last = before[-1] if before else None
        if last is None or not last.clear or number - last.sentence >= (WINDOW if sort == "person" else 2):
            return None
        if sort != "person":
            return last.name
        since = [m for m in heard if m.sort == "person" and m.start >= last.end]
        others = [m for m in since if m.gender == gender or (m.subject and m.gender is None)]
        same = all(surname(m.name) == surname(last.name) for m in others)
        return last.name if same and last.gender in (None, gender) else None


def speaking_in(said: Iterable[Attribution]) -> list[Word]:
    """Who says something in a sentence, in the order of the text; none whose saying somebody else tells of.

    `said` are the attributions of the sentence. Of "Lund said Berg had apologised" Lund alone speaks.
    """
    sourced = [each for each in said if each.source is not None]
    inner = [
        each
        for each in sourced
        for other in sourced
        if other.content is not None and other.cue != each.cue
        and other.content.left <= each.cue.i <= other.content.right
        and not each.cue.left <= other.cue.i <= each.cue.right
    ]  # fmt: skip
    return sorted({e.source for e in sourced if e.source is not None and e not in inner and not e.counted})


def _can_speak(mention: Mention) -> bool:
    """Whether a mention is of an agency, a firm or people, not of a thing or a place."""
    last = mention.name.split(" of ")[0].split()[-1].lower()
    named = mention.name[:1].isupper() or (mention.name.startswith("the ") and mention.name[4:5].isupper())
    return not mention.place and (named or not {last, singular(last)}.isdisjoint(_SPEAKING))


def _another_before(sentence: Sentence, pronoun: Word) -> bool:
    """Whether a sentence speaks of somebody without a name before a pronoun, who may be the one: "a diplomat", "he"."""
    before = (w for w in sentence.words[: pronoun.i] if w.dep in SUBJECT and w.tag == "NN")
    return any(sort_of(w.lower) == "person" for w in before)


def _reported_by(sentence: Sentence, pronoun: Word) -> list[tuple[int, int]]:
    """Where in the text that begins and ends which a pronoun says."""
    heads = sentence.children(sentence.words[pronoun.head], "ccomp")
    return [(sentence.words[w.left].start, sentence.words[w.right].end) for w in heads]


def _subject_before(pronoun: Word, near: Sequence[Mention], reported: Sequence[tuple[int, int]]) -> str | None:
    """The one person whom the nearest of this sentence and the one before tells of, as a subject.

    `near` are the names of the two. None where what is `reported` tells of somebody: of "the suspect had a weapon, he
    said" it is not known who said it. Those spoken of in passing count for nothing.
    """
    people = [m for m in near if m.sort == "person" and m.clear and m.gender in (None, gender_of(pronoun.lower))]
    people = [m for m in people if m.sentence == people[-1].sentence]
    names = {m.name for m in people}
    if len(names) != 1 or any(a <= m.start < b for m in people for a, b in reported):
        return None
    return names.pop() if any(m.subject for m in people) else None
