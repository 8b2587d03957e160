"""The claimant of a claim: the words that name who says it, in a quotation that goes on whoever began it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from checks.extraction.attribution import ACTS, ASSERTS, NOBODY, Attribution
from checks.extraction.claimants.closing_speakers import closing_speech, speaker_of_all
from checks.extraction.claimants.speaker_memory import SpeakerMemory, speaking_in
from checks.extraction.claimants.speakers import SpokenParagraphs, asks, named_speaker
from checks.extraction.claimants.stated_speakers import (
    denies_saying,
    explains_name,
    is_named_at,
    may_speak,
    outer_speaker,
    says_nothing,
    speaker_of_part,
    stated_speaker,
)
from checks.extraction.clauses import FactClause
from checks.extraction.coreference import sort_of
from checks.extraction.quotations import Quotations
from checks.extraction.statement import StatementContext
from checks.extraction.statement.filling import named_for
from checks.lexicon import load_words
from checks.nlp.tree import NOUN, QUOTES, RELATIVE, VERBAL, Sentence, Word

SAYING: Final = ASSERTS | ACTS.keys() | {"according"}
_LEADING_IN: Final = 4  # words from who says it to the colon
_LONGEST_ROW: Final = 12  # words that name two who say something together
_ASIDE: Final = 90  # characters that may stand between two parts of a speaker's words
_OPEN_PRONOUNS: Final = load_words("extraction", "open_pronouns")
_SPEAKING_THEMSELVES: Final = frozenset(["i", "we", "you"])  # "“We found that it helps,” she said": she says so
_WORDS_OF: Final = frozenset(["words", "word", "account", "view", "opinion"])
Named = tuple[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with what was read in it.

    Attributes:
        clauses: those of the sentence, with their attributions.
        said: all its attributions, also those of no clause.
        context: what its pronouns may mean.
    """

    sentence: Sentence
    clauses: Sequence[FactClause]
    said: Sequence[Attribution]
    context: StatementContext


@dataclass(slots=True)
class Claimants:
    """Finds who says what in one article, sentence by sentence, and remembers who is speaking.

    `text` is the article's clean text, `quotations` the quoted stretches of it, `spoken` the paragraphs that somebody
    speaks, `sentences` all of the article.
    """

    text: str
    quotations: Quotations
    spoken: SpokenParagraphs = field(default_factory=SpokenParagraphs)
    sentences: Sequence[Sentence] = ()
    _memory: SpeakerMemory = field(default_factory=SpeakerMemory)
    _speaking: tuple[tuple[int, int], str] | None = None
    _named: dict[str, str | None] = field(default_factory=dict)
    _ahead: dict[tuple[int, int], tuple[Sentence, Word, StatementContext]] = field(default_factory=dict)

    def note_ahead(self, read: ReadSentence) -> None:
        """Note whom a sentence names as the speaker of a quotation, which may have begun some sentences before it.

        "“It rained. We left,” said Anna Berg": she says both. To be called for all sentences before any claim.
        Of "“We found that it helps,” she said" only the attributions of the sentence hold hers, no clause does.
        """
        for head, attribution in _heads_said(read):
            span = self.quotations.around(head.start)
            if span is None or attribution is None or attribution.source is None or attribution.counted:
                continue
            if self.quotations.around(attribution.cue.start) is None:
                first = self.quotations.first_of(span)
                self._ahead.setdefault(first, (read.sentence, attribution.source, read.context))

    def note_speakers(self, read: ReadSentence) -> None:
        """Note who says something in a sentence, and who speaks in the quotation that it introduces, closes or goes on.

        To be called for every sentence, in the order of the text: later sentences of the same quotation are ascribed to
        the last speaker that was noted, and "she said" to whom it may mean of those who spoke.
        """
        for source in speaking_in(_said_in(read)):
            name, _ = self._name(read.sentence, source, read.context)
            if name is not None:
                self._memory.note(read.sentence, source, name, read.context)
        for head, attribution in _heads_said(read):
            span = self.quotations.around(head.start)
            if span is None or attribution is None or attribution.source is None:
                continue
            if self.quotations.around(attribution.cue.start) is None:
                name, _ = self._name(read.sentence, attribution.source, read.context)
                self._speaking = (span, name) if name is not None else None

    def find(self, sentence: Sentence, clause: FactClause, quoted: bool, context: StatementContext) -> Named:
        """Who says a clause, None where the article itself does, and notes on how that was read.

        `quoted` tells that the clause stands in a quotation.
        """
        attribution, at = clause.attribution, clause.head.start
        if attribution is not None and (attribution.counted or _nobody(sentence, attribution)):
            return None, ()
        if attribution is not None and attribution.act and denies_saying(sentence, attribution):
            return None, ()  # "she has not said whether …" is what the article tells
        if attribution is not None and says_nothing(sentence, attribution):
            return None, ()
        if attribution is not None and attribution.act and _is_relative(attribution.source):
            return None, ()  # "who has admitted it": that he did is what the article tells
        if attribution is not None and not quoted and not attribution.act and explains_name(sentence, clause):
            return None, ()
        source = outer_speaker(sentence, attribution.source) if attribution is not None else None
        speaking = quoted and source is not None and source.lower in _SPEAKING_THEMSELVES
        if source is not None and source.text[0].isalnum() and not speaking:
            return self._name(sentence, source, context)
        span = self.quotations.around(at)
        if quoted and span is not None and self._speaking is not None and self._goes_on(self._speaking[0], span):
            self._speaking = span, self._speaking[1]
            return self._speaking[1], ("in a quotation that goes on",)
        if quoted and span is not None and (later := self._ahead.get(self.quotations.first_of(span))) is not None:
            return self._name(*later)
        speaker = _before_colon(sentence, clause) or (source if speaking else None)
        return self._name(sentence, speaker, context) if speaker is not None else (None, ())

    def of_statement(
        self,
        sentence: Sentence,
        clause: FactClause,
        found: Named,
        said: Sequence[Attribution],
        statement: str,
        context: StatementContext,
    ) -> Named:
        """Who says a clause by what its statement and the end of its sentence tell; else `found`.

        `said` are the attributions of the sentence. Nobody does where somebody only says something in a part of the
        statement ("it met after residents threatened to leave").
        """
        speaker = stated_speaker(sentence, clause, found[0] is not None, said, statement)
        if speaker is not None:
            return self._name(sentence, speaker, context)
        of_part = speaker_of_part(sentence, said, statement)
        if of_part is not None and self._name(sentence, of_part, context)[0] == found[0]:
            return None, ()
        over = speaker_of_all(sentence, clause, said) if found == (None, ()) else None
        return self._name(sentence, over, context) if over is not None else found

    def label(self, at: int) -> str | None:
        """Who speaks in the paragraph at a place of the text, by its label or the line before the speech.

        None where the article itself speaks, or whoever puts the questions.
        """
        spoken = self.spoken.at(at)
        if spoken is None or asks(spoken.label):
            return None
        if spoken.label not in self._named:
            first = self.spoken.paragraphs[0].start
            before = [sentence for sentence in self.sentences if sentence.start < first]
            self._named[spoken.label] = named_speaker(spoken.label, before)
        return self._named[spoken.label]

    def _goes_on(self, attributed: tuple[int, int], span: tuple[int, int]) -> bool:
        """Whether a quotation is the one whose speaker was `attributed`, or takes it up again.

        Both are (start, end) in the article. A paragraph that opens quotation marks anew goes on with the one
        before; within a line up to 90 characters ("she said") may stand between. So does a paragraph that is a
        quotation and no more, right behind the one that names who speaks.
        """
        if self.quotations.first_of(span) == attributed:
            return True  # the next paragraph opens it again
        between = self.text[attributed[1] : span[0]]
        if span == attributed or (0 < len(between) < _ASIDE and "\n" not in between):
            return True
        rest = self.text[span[1] : self.text.find("\n", span[1]) if "\n" in self.text[span[1] :] else None]
        attribution, _, opened = between.rpartition("\n")
        # A paragraph that is a quotation and nothing else, right behind the one that names who speaks.
        return (
            bool(attribution.strip())
            and "\n" not in attribution.strip()
            and not opened.strip()
            and not rest.strip(" .")
        )

    def _name(self, sentence: Sentence, speaker: Word, context: StatementContext) -> Named:
        """The words that name a speaker, without what is told of him or her; a pronoun as it is read.

        No name comes back where a pronoun may mean several, with a note that says so: a claim is ascribed to
        nobody rather than to the wrong person. `speaker` heads the words.
        """
        if speaker.tag in RELATIVE:  # "a study, which found that …"
            speaker = named_for(sentence, sentence.words[sentence.words[speaker.head].head])
        if sort_of(speaker.lower) is not None:
            name = self._memory.read(sentence, speaker, context)
            if name is None:
                return None, (f"who “{speaker.lower}”, who says so, is, is left open",)
            return name, (f"“{speaker.lower}”, who says so, is read as {name}",)
        initials = speaker.text.isupper() and len(speaker.text) > 1  # "the WHO says"
        if (speaker.lower in _OPEN_PRONOUNS and not initials) or speaker.tag in ("DT", "EX"):
            return None, (f"who “{speaker.lower}”, who says so, is, is left open",)
        if (named := _name_behind(sentence, speaker)) is not None:
            return named, ()
        last = _end_of_name(sentence, speaker)
        for word in sentence.children(speaker, "prep", "case"):
            place = word.i == last + 1 and word.lower in ("of", "for", "in", "at", "from")
            if place and sentence.child(word, "pobj") and not sentence.words[last + 2].lower.endswith("ing"):
                last = word.right
        last = _with_row(sentence, speaker, last)
        mark = next((i for i in range(speaker.i, speaker.left, -1) if sentence.words[i - 1].text in QUOTES), None)
        name = sentence.text_between(speaker.left if mark is None else mark, last)
        if sentence.words[speaker.left].tag == "PRP$" and speaker.lower in _WORDS_OF:
            return None, (f"whose “{speaker.lower}” is meant, is left open",)
        return name, ()


def _said_in(read: ReadSentence) -> list[Attribution]:
    """The attributions of a sentence, with that of its end where the parser did not see it."""
    closing = closing_speech(read.sentence)
    seen = closing is None or any(each.cue == closing.cue and each.source is not None for each in read.said)
    return [*read.said] if closing is None or seen else [*read.said, closing]


def _heads_said(read: ReadSentence) -> list[tuple[Word, Attribution | None]]:
    """The heads of the clauses of a sentence with who says them, and those of what is said that is no clause."""
    heads = [(clause.head, clause.attribution) for clause in read.clauses]
    return heads + [(each.content, each) for each in _said_in(read) if each.content is not None and not each.act]


def _is_relative(source: Word | None) -> bool:
    """Whether who says something is only named by a "who" or "which"."""
    return source is not None and source.tag in RELATIVE


def _before_colon(sentence: Sentence, clause: FactClause) -> Word | None:
    """Who leads into a clause by a verb of saying and a colon: "“Untrue”, replied Sunil Raghavan: reserves stood
    at £8.7m".

    The colon must stand right behind the two, with at most some words of a name or a time between, and something
    must be quoted before, or "so" be said: "boys read less: …" names no speaker.
    """
    colon = next((i for i in range(clause.first - 1, 1, -1) if sentence.words[i].text == ":"), None)
    if colon is None:
        return None
    for verb in reversed(sentence.words[:colon]):
        if verb.tag[:2] in VERBAL and verb.dep not in ("aux", "auxpass"):
            named = sentence.child(verb, "dobj")  # in "replied Sunil Raghavan" the parser may see an object
            inverted = named if named is not None and named.tag == "NNP" and named.left == verb.i + 1 else None
            speaker = sentence.subject(verb) or inverted
            near = speaker is not None and speaker.i < colon and colon - max(verb.i, speaker.i) <= _LEADING_IN
            before = (
                any(w.text in QUOTES for w in sentence.words[: verb.i]) or sentence.words[colon - 1].lower == "so"
            )
            denied = sentence.child(verb, "neg") is not None
            return speaker if near and before and verb.lower in ASSERTS and not denied else None
    return None


def _end_of_name(sentence: Sentence, speaker: Word) -> int:
    """The last word of the name that begins with `speaker`, of which the parser may have seen the half.

    Behind "said" all of "report co-writer Lena Aho" or "Sgt. Bo Finch" names who speaks, wherever the parser hung it.
    """
    words, last = sentence.words, speaker.i
    while last + 1 < len(words):
        word, behind = words[last], words[last + 1]
        inverted = words[speaker.left - 1].lower in SAYING if speaker.left else False
        hyphen = behind.text == "-" and word.end == behind.start
        title = (
            behind.text == "." and word.text[:1].isupper() and len(word.text) < 5 and is_named_at(words, last + 2)
        )
        goes_on = title or (inverted and (behind.tag in NOUN or hyphen) and behind.tag != "NNS")
        if not goes_on and not _one_name(word, behind):
            return last
        last += 2 if title else 1
    return last


def _with_row(sentence: Sentence, speaker: Word, last: int) -> int:
    """The last word of all who say it together: "rebels and a hospital"; `last` where somebody says it alone."""
    row = [w for w in sentence.children(speaker, "conj") if w.tag in NOUN and w.i > last]
    joined = sentence.child(speaker, "cc")
    if not row or joined is None or joined.lower != "and" or joined.i < last:
        return last
    second = row[0]
    plain = sentence.child(second, "relcl", "appos", "acl", "conj") is None
    own = sentence.child(second, "poss") is not None  # "Lund and her team"
    plain = plain and (second.tag != "NN" or own or may_speak(second))  # "accused of rape by a woman and assault"
    return second.right if plain and second.right - speaker.left < _LONGEST_ROW else last


def _one_name(word: Word, behind: Word) -> bool:
    """ "Diabetes UK", of which the parser may have seen the half."""
    return word.text[:1].isupper() and behind.tag in ("NNP", "NNPS") and behind.head != word.head


def _nobody(sentence: Sentence, attribution: Attribution) -> bool:
    """Whether it is said that nobody says so."""
    return attribution.source is not None and sentence.words[attribution.source.left].lower in NOBODY


def _name_behind(sentence: Sentence, speaker: Word) -> str | None:
    """ "The union's president, Ivan Petrov": the description with the name; after "her" or "its" the name alone."""
    name = sentence.child(speaker, "appos")
    if name is None or name.tag[:3] != "NNP" or speaker.tag[:3] == "NNP" or name.i < speaker.i:
        return None
    first = name.left if sentence.words[speaker.left].tag == "PRP$" else speaker.left
    return sentence.text_between(first, name.i)
