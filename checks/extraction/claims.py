"""The sentences of one article to its claims, in reading order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from checks.dates import dates
from checks.extraction.attribution import ACTS, ASSERTS, NOBODY, Saying
from checks.extraction.checkability import FIRST_PERSON, own_word, why_not
from checks.extraction.clauses import Clause, clauses
from checks.extraction.coreference import WINDOW, Mention, Reading, mentions, sort_of, surname
from checks.extraction.enumerations import divided, left_over
from checks.extraction.kinds import kind_of
from checks.extraction.quotations import Quotes
from checks.extraction.statement import Context, statement
from checks.extraction.worthiness.score import Candidate, weigh
from checks.nlp.tree import FINITE, NOUN, RELATIVE, Sentence, Word
from checks.quantities import quantities
from checks.types.claim import Claim, PassedOver
from checks.types.quantity import Date, Quantity

_UNWEIGHED = 0.0
SAYING = ASSERTS | ACTS.keys() | {"according"}
_LABEL = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){1,4}): ")
SENTENCE_MARKS = frozenset(", ; : . ! ? - – —".split())
_SOME = 5  # words that are too many to be left without a word about them
NOT_READ = "not read: it is built in a way that was not understood"
_ASIDE = 90  # characters that may stand between two parts of a speaker's words


@dataclass(slots=True)
class Reader:
    """Reads an article sentence by sentence and remembers what later ones need: names, and who is speaking.

    `text` is the clean text that all offsets count in, `quotes` its quotations, `published` the day that "yesterday"
    is counted from.
    """

    text: str
    quotes: Quotes
    published: date | None
    passed_over: list[PassedOver] = field(default_factory=list)
    _found: dict[tuple[int, int], tuple[Claim, Candidate]] = field(default_factory=dict)
    _days: tuple[Date, ...] = ()
    _number: int = 0
    _recent: list[Mention] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)
    _speakers: set[str] = field(default_factory=set)
    _speaker: tuple[tuple[int, int], str] | None = None

    def take(self, sentences: Iterable[Sentence]) -> None:
        """Read the next sentences of the article."""
        for sentence in sentences:
            for claim in self._of(sentence):
                candidate = Candidate(
                    claim.text, sentence.text, claim.kind, claim.quantities, claim.claimant, claim.manner
                )
                self._found.setdefault((claim.start, claim.end), (claim, candidate))

    def claims(self) -> tuple[Claim, ...]:
        """All claims read so far, each stretch once, in the order of the text, weighed."""
        in_order = [self._found[stretch] for stretch in sorted(self._found)]
        worths = weigh([candidate for _, candidate in in_order])
        return tuple(
            replace(claim, worth=worth.value, reasons=worth.reasons)
            for (claim, _), worth in zip(in_order, worths, strict=True)
        )

    def _of(self, sentence: Sentence) -> Iterator[Claim]:
        self._remember(sentence)
        amounts = [_moved(q, sentence.start) for q in quantities(sentence.text)]
        # Over the whole sentence, for its verb may tell whether "on Thursday" is to come.
        self._days = dates(self.text, sentence.start, sentence.end, self.published)
        stated = clauses(sentence)
        if not stated:
            yield from self._without_verb(sentence, amounts)
        self._listen(sentence, stated)
        parts = [part for clause in stated for part in divided(sentence, clause, amounts)]
        if stated:
            parts += left_over(sentence, [(part.first, part.last) for part in parts], amounts)
        parts = [_whole_phrase(sentence, part, parts) for part in parts]
        self.passed_over.extend(_unread(sentence, parts) if parts else ())
        for part in parts:
            quoted = self.quotes.around(part.head.start) is not None
            if reason := why_not(sentence, part, quoted):
                words = sentence.words
                self.passed_over.append(PassedOver(words[part.first].start, words[part.last].end, reason))
            else:
                yield self._claim(sentence, part, amounts, quoted)

    def _context(self) -> Context:
        return Context(self._number, self._recent, self._days, self.quotes)

    def _claim(self, sentence: Sentence, clause: Clause, amounts: list[Quantity], quoted: bool) -> Claim:
        start, end = sentence.words[clause.first].start, sentence.words[clause.last].end
        own = tuple(q for q in amounts if start <= q.start and q.end <= end)
        wording, notes = statement(sentence, clause, self._context())
        claimant, doubt = self._claimant(sentence, clause.saying, quoted, clause.head.start)
        manner, kind = (
            clause.saying.manner if clause.saying is not None else "asserts",
            kind_of(sentence, clause, own),
        )
        if quoted and (word := own_word(sentence, clause)) is not None:
            manner, kind = word, kind if kind == "quantity" else "statement"
        if claimant is None and (label := self._label(clause.head.start)) is not None:
            claimant, quoted = label, True
        if quoted and claimant is not None and (spoken := _first_person(sentence, clause)) is not None:
            who = claimant[:1].upper() + claimant[1:] + ("," if ", " in claimant else "")
            wording = f"{who} said: {wording}"
            doubt = (*doubt, f"“{spoken}” is whoever speaks")
        return Claim(
            start, end, self.text[start:end], wording, kind, claimant, _UNWEIGHED, (),
            own, tuple(d for d in self._days if start <= d.start and d.end <= end),
            manner, quoted, (clause.rule, *notes, *doubt),
        )  # fmt: skip

    def _without_verb(self, sentence: Sentence, amounts: list[Quantity]) -> Iterator[Claim]:
        """A line such as "12 dead in Homs" can be checked for its figure; without one it states nothing."""
        counted = [q for q in amounts if q.counted is not None or q.unit is not None]
        if not counted or len(sentence.words) < 4:
            verb = any(word.tag in FINITE for word in sentence.words)
            reason = NOT_READ if verb else "no verb: states nothing by itself"
            self.passed_over.append(PassedOver(sentence.start, sentence.end, reason))
            return
        whole = Clause(0, len(sentence.words) - 1, sentence.root, "a figure without a verb")
        yield self._claim(sentence, whole, amounts, self.quotes.around(sentence.start) is not None)

    def _remember(self, sentence: Sentence) -> None:
        self._number += 1
        self._recent = [m for m in self._recent if self._number - m.sentence < WINDOW]
        for mention in mentions(sentence, self._number, self._names):
            self._recent.append(mention)
            if mention.sort == "person" and " " in mention.name:
                self._names.setdefault(surname(mention.name), mention.name)

    def _listen(self, sentence: Sentence, stated: Iterable[Clause]) -> None:
        """Note who speaks in the quotation that this sentence introduces, closes or goes on."""
        for clause in stated:
            span, saying = self.quotes.around(clause.head.start), clause.saying
            if span is None or saying is None or saying.speaker is None:
                continue
            if self.quotes.around(saying.verb.start) is None:
                self._speaker = span, self._name(sentence, saying.speaker)[0]

    def _claimant(
        self, sentence: Sentence, saying: Saying | None, quoted: bool, at: int
    ) -> tuple[str | None, tuple[str, ...]]:
        """Who says it; in a quotation that goes on over sentences, whoever began it."""
        if saying is not None and (saying.counted or _nobody(sentence, saying)):
            return None, ()
        if saying is not None and saying.speaker is not None and saying.speaker.text[0].isalnum():
            return self._name(sentence, saying.speaker)
        span = self.quotes.around(at)
        if quoted and span is not None and self._speaker is not None and self._goes_on(self._speaker[0], span):
            return self._speaker[1], ("in a quotation that goes on",)
        return None, ()

    def _label(self, at: int) -> str | None:
        """Who speaks where a transcript's paragraph begins with the name in capitals: "MAYOR LIND: We cut …"."""
        begin = self.text.rfind("\n", 0, at) + 1
        label = _LABEL.match(self.text, begin)
        return label[1].title() if label is not None and label.end() <= at else None

    def _goes_on(self, attributed: tuple[int, int], span: tuple[int, int]) -> bool:
        """Whether a quotation is the one whose speaker was `attributed`, or takes it up again right behind "she said."."""
        if self.quotes.first_of(span) == attributed:
            return True  # the next paragraph opens it again
        between = self.text[attributed[1] : span[0]]
        return span == attributed or (0 < len(between) < _ASIDE and "\n" not in between)

    def _speaks(self, pronoun: Word) -> Reading:
        """Whom "she said" means: whoever the sentence before was about, else as any pronoun is read."""
        context = self._context()
        heard = context.heard(pronoun)
        last = context.read(pronoun, [m for m in heard if self._number - m.sentence < 2])
        return last if last.name is not None else context.read(pronoun, heard)

    def _name(self, sentence: Sentence, speaker: Word) -> tuple[str, tuple[str, ...]]:
        """The words that name a speaker, without what is told of him or her; a pronoun as it is read."""
        if sort_of(speaker.lower) is not None:
            reading = self._speaks(speaker)
            # Many things can be meant by "they", but only what can speak says something.
            speaks = sort_of(speaker.lower) == "person" or reading.name in self._speakers
            if reading.name is not None and speaks:
                return reading.name, (f"“{speaker.lower}”, who says so, is read as {reading.name}",)
            return speaker.text, (f"who “{speaker.lower}” is, is left open",)
        if speaker.tag in RELATIVE:
            speaker = sentence.words[sentence.words[speaker.head].head]
        if (named := _name_behind(sentence, speaker)) is not None:
            return named, ()
        last = _end_of_name(sentence, speaker)
        for word in sentence.below(speaker, "prep", "case"):
            place = word.i == last + 1 and word.lower in ("of", "for", "in", "at", "from")
            if place and sentence.first(word, "pobj") and not sentence.words[last + 2].lower.endswith("ing"):
                last = word.right
        name = sentence.stretch(speaker.left, last)
        self._speakers.add(name[:1].lower() + name[1:] if sentence.words[speaker.left].tag == "DT" else name)
        return name, ()


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
            behind.text == "." and word.text[:1].isupper() and len(word.text) < 5 and _named_at(words, last + 2)
        )
        goes_on = inverted and (behind.tag in NOUN or hyphen or title) and behind.tag != "NNS"
        if not goes_on and not _one_name(word, behind):
            return last
        last += 1
    return last


def _named_at(words: Sequence[Word], i: int) -> bool:
    return i < len(words) and words[i].tag in ("NNP", "NNPS")


def _one_name(word: Word, behind: Word) -> bool:
    """ "Diabetes UK", of which the parser may have seen the half."""
    return word.text[:1].isupper() and behind.tag in ("NNP", "NNPS") and behind.head != word.head


def _first_person(sentence: Sentence, clause: Clause) -> str | None:
    """The first "I", "we", "my" … of a clause, which only a speaker's name makes clear."""
    within = sentence.words[clause.first : clause.last + 1]
    return next((w.text for w in within if w.lower in FIRST_PERSON), None)


def _whole_phrase(sentence: Sentence, part: Clause, parts: Sequence[Clause]) -> Clause:
    """The part with what goes on right behind it and was read as nothing: "ended MSU's title" | "hopes in the East".

    Only where neither a mark nor a word that opens another phrase parts the two.
    """
    words, last = sentence.words, part.last
    taken = {i for other in parts for i in range(other.first, other.last + 1)}
    behind = words[last + 1] if last + 1 < len(words) else None
    if behind is None or behind.i in taken or behind.dep != "dep" or not behind.tag[:1].isalpha():
        return part
    while last < behind.right and last + 1 not in taken and words[last + 1].lower not in SENTENCE_MARKS:
        last += 1
    whole = part.whole if part.whole is None or part.whole[1] > last else (part.whole[0], last)
    return replace(part, last=last, whole=whole)


def _nobody(sentence: Sentence, saying: Saying) -> bool:
    """Whether it is said that nobody says so."""
    return saying.speaker is not None and sentence.words[saying.speaker.left].lower in NOBODY


def _unread(sentence: Sentence, taken: Iterable[Clause]) -> Iterator[PassedOver]:
    """What is neither a claim, nor passed over, nor says who speaks, where it holds a verb and some words more."""
    covered = {i for part in taken for i in range(part.first, part.last + 1)}
    for open_, run in groupby(sentence.words, key=lambda word: word.i not in covered):
        words = [word for word in run if word.tag[:1].isalpha()]
        verbs = [word.lower for word in words if word.tag[:2] == "VB"]
        if open_ and len(words) >= _SOME and verbs and not any(verb in SAYING for verb in verbs):
            yield PassedOver(words[0].start, words[-1].end, NOT_READ)


def _name_behind(sentence: Sentence, speaker: Word) -> str | None:
    """ "The union's president, Ivan Petrov": the description with the name; after "her" or "its" the name alone."""
    name = sentence.first(speaker, "appos")
    if name is None or name.tag[:3] != "NNP" or speaker.tag[:3] == "NNP" or name.i < speaker.i:
        return None
    first = name.left if sentence.words[speaker.left].tag == "PRP$" else speaker.left
    return sentence.stretch(first, name.i)


def _moved(quantity: Quantity, by: int) -> Quantity:
    return replace(quantity, start=quantity.start + by, end=quantity.end + by)
