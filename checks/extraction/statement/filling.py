"""The words of a statement, with pronouns and times filled in where they are beyond doubt."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from checks.dates import spoken_date
from checks.extraction.attribution import ACTS, ASSERTS
from checks.extraction.clauses.clause import SO_FAR
from checks.extraction.clauses.subjects import shared_subject
from checks.extraction.coreference import Mention, PronounReading, gender_of, read_pronoun, sort_of
from checks.extraction.quotations import NO_QUOTATIONS, Quotations
from checks.extraction.statement.asides import asides, names_noun
from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import class_verb_forms
from checks.nlp.tree import RELATIVE, SUBJECT, Sentence, Word
from checks.types.quantity import Date

_AGO: Final = re.compile(r"\b(?:a|one) year (?:ago|earlier|before)\b", re.IGNORECASE)
_OBJECTS: Final = ("dobj", "pobj", "dative")
_FOCUSING: Final = word_set("particularly especially notably including")
_FIRST_PERSON: Final = word_set("i me my we us our")
_TEXTS: Final = load_words("extraction", "texts")
_SHOWS: Final = class_verb_forms("saying", "shows")
_CLITICS: Final = {"s": "is", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_WITHIN: Final = ("amod", "compound", "nmod", "nummod", "poss")
_SPEAKING: Final = ASSERTS | ACTS.keys()
_BEING: Final = load_words("extraction", "being")


@dataclass(frozen=True, slots=True)
class StatementContext:
    """What is known where a sentence stands: the names before it, its number, the times of its clause, and which
    stretches are quoted."""

    number: int = 0
    mentions: Sequence[Mention] = ()
    dates: Sequence[Date] = ()
    quotes: Quotations = NO_QUOTATIONS

    def heard(self, word: Word) -> list[Mention]:
        """The names that `word` may mean: those before it by the same voice, the article's or that of a quotation.

        "He" in a quotation is never whoever the article spoke of, nor the other way round.
        """
        voice = self.quotes.around(word.start)
        return [m for m in self.mentions if m.end <= word.start and self.quotes.around(m.start) == voice]

    def read(self, word: Word, mentions: Sequence[Mention]) -> PronounReading:
        """What `word` means of `mentions`; in "he described Montalvo", he is somebody else than Montalvo.

        `mentions` are those that it may mean, oldest first.
        """
        reading = read_pronoun(word.lower, self.number, mentions)
        later = {m.name for m in self.mentions if m.start > word.start}
        return PronounReading(None, reading.others) if word.dep in SUBJECT and reading.name in later else reading


@dataclass(slots=True)
class StatementDraft:
    """A statement being written: where the words that it takes begin in the article, and the notes on them.

    `begin` is an offset in the article: names from there on stand in the statement themselves. `subject` heads a
    subject that stands outside the stretch.
    """

    sentence: Sentence
    context: StatementContext
    begin: int
    subject: Word | None = None
    notes: list[str] = field(default_factory=list)

    def lead_of(self, first: int, last: int, needed: Set[int] = frozenset()) -> str:
        """The text of words `first` to `last` without what is told besides, unless that holds a place of `needed`."""
        return self.wording_of(first, last, asides(self.sentence, first, last, needed))

    def wording_of(self, first: int, last: int, without: Set[int] = frozenset()) -> str:
        """The text of words `first` to `last`, with pronouns and times filled in, without the places `without`.

        Both places inclusive; empty for an empty stretch. Notes say what was filled in and what was left open.
        """
        sentence = self.sentence
        if first > last:
            return ""
        filled = {**_pronouns(self, first, last), **_times(self, first, last)}
        out, i = [], first
        while i <= last:
            if i in without:
                out.append(" ")
                i += 1
                continue
            end, text = filled.get(i, (i, sentence.words[i].text))
            gap = (
                sentence.words[end + 1].start > sentence.words[end].end if end + 1 < len(sentence.words) else False
            )
            out.append(text + (" " if gap else ""))
            i = end + 1
        return " ".join("".join(out).split()).replace(" ,", ",")

    def phrase(self, noun: Word, without: Word | None = None) -> str:
        """The noun phrase that `noun` heads, without clauses and appositions behind it; a pronoun as it is read.

        `without` is a part of the phrase that is left out with all that hangs on it.
        """
        sentence = self.sentence
        if noun.tag in RELATIVE and noun.dep in SUBJECT:
            noun = named_for(sentence, sentence.words[sentence.words[noun.head].head])
        last = noun.right
        for word in sentence.children(noun, "relcl", "appos", "acl", "punct"):
            cut = word.dep == "relcl" or word.text in ",–—(" or word == without
            if word.i > noun.i and cut and word.left - 1 < last:
                last = word.left - 1 if word.dep != "punct" else word.i - 1
        if without is None and any(w.i > last for w in sentence.children(noun, "conj")):
            last = noun.right  # "Tom Hill, who is 40, and his wife": both of them
        opening = sentence.words[noun.left].lower
        so_far = opening == "far" and sentence.previous(noun.left) in SO_FAR
        start = noun.left + ((opening in _FOCUSING or so_far) and noun.left < noun.i)
        wording = self.lead_of(start, max(noun.i, last), frozenset([noun.i])).rstrip(" ,;–—-")
        name = sentence.child(noun, "appos")
        if name is None or name == without or not names_noun(sentence, noun, name) or name.left <= last:
            return wording
        end = name.i if sentence.child(name, "conj") is None else name.right  # "two banks, Orrin and Norwick,"
        return f"{wording}, {sentence.text_between(name.left, end)},"  # "her deputy, Ivan Berg,"


def _times(draft: StatementDraft, first: int, last: int) -> dict[int, tuple[int, str]]:
    """From the first word of a time to its last one, and the words for it."""
    filled = {}
    for each in draft.context.dates:
        if _AGO.search(each.text) and any(_named_month(other, each) for other in draft.context.dates):
            continue  # "sold 4,212 tractors in May, down 9 percent from a year ago": from May, not from all of the year
        spoken = spoken_date(each)
        inside = [w.i for w in draft.sentence.words[first : last + 1] if each.start <= w.start < each.end]
        if spoken is None or not inside or draft.sentence.words[inside[0]].start != each.start:
            continue
        if _is_part_of_phrase(draft.sentence, inside):
            continue
        if draft.sentence.words[inside[-1]].dep in SUBJECT:
            spoken = spoken.removeprefix("on ").removeprefix("in ")  # "Tuesday will be hot"
        filled[inside[0]] = inside[-1], spoken
        draft.notes.append(f"“{each.text}” is read as {spoken}" + (f": {each.assumed}" if each.assumed else ""))
    return filled


def _is_part_of_phrase(sentence: Sentence, places: Sequence[int]) -> bool:
    """Whether other words of the same noun phrase stand beside a time: "the third quarter ended May 2", "its late-May
    report"; `places` are those of the time."""
    before = any(w.dep in _WITHIN and w.i < places[0] and w.head in places for w in sentence.words[: places[0]])
    inner = sentence.words[places[-1]]
    behind = inner.dep in _WITHIN and inner.head > inner.i and sentence.words[places[0]].tag != "IN"
    return before or (behind and inner.dep != "poss")


def _named_month(date: Date, ago: Date) -> bool:
    """Whether a date tells a month or a day of which "a year ago" is the one a year before."""
    if date is ago or date.first is None or date.last is None:
        return False
    return (date.last - date.first).days < 100


def _pronouns(draft: StatementDraft, first: int, last: int) -> dict[int, tuple[int, str]]:
    """The pronouns that can mean one name only, and that name; notes on all others.

    "It" and "they" stay unless they are who says so: of those in GUM that one name only fitted, 27 of 57 and 13 of 93
    meant something else; of "he" and "she" it is 3 of 116.
    """
    filled: dict[int, tuple[int, str]] = {}
    sentence = draft.sentence
    for word in sentence.words[first : last + 1]:
        if (
            word.tag not in ("PRP", "PRP$")
            or sort_of(word.lower) is None
            or word.lower.endswith(("self", "selves"))
        ):
            continue
        if stands_for_nothing(sentence, word) or _named_before(draft, word):
            continue
        reading = draft.context.read(word, _candidates(draft, word))
        name = _who_says_it(draft, word, first) or (reading.name if sort_of(word.lower) == "person" else None)
        if name is None:
            may_be = (reading.name,) if reading.name is not None else reading.others
            others = f"; it may be {' or '.join(may_be)}" if may_be else ""
            draft.notes.append(f"“{word.text}” is left as it stands{others}")
            continue
        if any(other in (name, possessive(name)) for _, other in filled.values()):
            continue  # "Orlov lost his fortune": named once is enough
        draft.notes.append(f"“{word.text}” is read as {name}")
        filled[word.i] = word.i, possessive(name) if word.tag == "PRP$" else name
        verb = sentence.words[word.i + 1] if word.i < last else word
        if word.tag == "PRP" and (full := _written_out(sentence, verb)) is not None:
            filled[word.i] = verb.i, f"{name} {full}"
    return filled


def _written_out(sentence: Sentence, verb: Word) -> str | None:
    """An "’s" or "’ll" as a word, as it stands behind a name: "has", "will"; None for any other word."""
    full = _CLITICS.get(verb.lower[1:]) if verb.text[:1] in "’'" else None
    head = sentence.words[verb.head]
    done = head.tag in ("VBN", "VBD") and head.i > verb.i and sentence.child(verb, "attr", "acomp") is None
    if full == "is" and done and (verb.dep == "aux" or sentence.child(head, "dobj") is not None):
        return "has"
    return "had" if full == "would" and done else full


def _who_says_it(draft: StatementDraft, word: Word, first: int) -> str | None:
    """The name of who says so where a pronoun is the subject of what is said: "Reed said he had resigned".

    Also of "Reed said his firm had grown". None where somebody else who may be meant is named between the two, and
    where the words from `first` on tell who says it.
    """
    sentence = draft.sentence
    noun = sentence.words[word.head] if word.tag == "PRP$" else word
    verb = sentence.words[noun.head]
    saying = sentence.words[verb.head]
    speaker = sentence.subject(saying)
    if speaker is None:
        speaker = shared_subject(sentence, saying, [])  # "The union protested and said it had not known"
    if speaker is not None and speaker.tag == "WP":
        speaker = sentence.words[saying.head]  # "Devocht, who had said he would help"
    said = noun.dep in SUBJECT and verb.dep == "ccomp" and saying.lower in ASSERTS
    if speaker is not None and not _speaks(speaker, saying) and word.lower in ("it", "its", "they", "their"):
        return None  # "the firm's report shows that it carried fewer people": the firm did
    if not said or speaker is None or speaker.left <= word.i <= speaker.right or first <= speaker.i < word.i:
        return None
    near, far = sorted((speaker.start, word.start))
    sort, gender = sort_of(word.lower), gender_of(word.lower)
    begin, end = sentence.words[speaker.left].start, sentence.words[speaker.right].end
    fitting = [m for m in draft.context.mentions if m.sort == sort and gender in (None, m.gender or gender)]
    # No name that only stands in the phrase: of "the papers, seen by the Post, show she had left" nobody is meant.
    heads = {speaker.start, *(w.start for w in sentence.children(speaker, "appos"))}
    own = [m for m in fitting if m.start in heads]
    names = {m.name for m in own}
    if word.i < speaker.i and any(m.start < word.start and m.name not in names for m in fitting):
        return None  # "A man went missing. His body was found, said Ann Lund"
    between = {m.name for m in fitting if near < m.start < far and not begin <= m.start < end}
    return names.pop() if len(names) == 1 and not between else None


def _speaks(speaker: Word, saying: Word) -> bool:
    """Whether who says something is no text, and no thing that only shows it: "images indicate that they fired"."""
    named = speaker.tag[:3] == "NNP"
    return named or (speaker.lower not in _TEXTS and saying.lower not in _SHOWS)


def named_for(sentence: Sentence, noun: Word) -> Word:
    """The name that a noun stands beside to say what it is: Fortress, of "Fortress, a firm that …"; else the noun."""
    name = sentence.words[noun.head]
    party = sentence.child(noun, "compound", "nmod")
    beside = noun.tag in ("NN", "NNS") or (party is not None and len(party.text) == 1)  # "Ann Lee, R-Ohio, who …"
    beside = beside and noun.dep == "appos" and name.tag in ("NNP", "NNPS")
    return name if beside and name.i < noun.left else noun


def possessive(name: str) -> str:
    """The name with the mark of a possessive: "Lind’s", "the Greens’"."""
    return name + ("’" if name.endswith("s") else "’s")


def _candidates(draft: StatementDraft, word: Word) -> list[Mention]:
    """The names that a pronoun may mean: none of whoever does something to "him", none for a speaker's "her"."""
    sentence = draft.sentence
    if sort_of(word.lower) == "person" and _first_person(draft, word):
        return []
    if word.lower == "it" and word.dep == "dobj" and sentence.words[word.head].lower in _SPEAKING:
        return []  # "he denied it": what was said, none of the things that were named
    heard = draft.context.heard(word)
    if word.tag == "PRP" and word.dep in _OBJECTS:
        verb = next((w for w in sentence.ancestors(word) if w.tag[:2] in ("VB", "MD")), None)
        doer = sentence.subject(verb) if verb is not None else None
        if doer is not None:
            start, end = sentence.words[doer.left].start, sentence.words[doer.right].end
            return [m for m in heard if not start <= m.start < end]
    return heard


def _first_person(draft: StatementDraft, word: Word) -> bool:
    """Whether the voice that says the pronoun says "I" beside it: a witness, whose name may be the one before."""
    voice = draft.context.quotes.around(word.start)
    return any(
        w.lower in _FIRST_PERSON and draft.context.quotes.around(w.start) == voice for w in draft.sentence.words
    )


def stands_for_nothing(sentence: Sentence, word: Word) -> bool:
    """Whether an "it" means nothing that was named: "it rained", "it is time to …", "it was the third accident"."""
    head = sentence.words[word.head]
    if word.dep == "expl":
        return True
    if word.lower != "it" or word.dep not in SUBJECT:
        return False
    if head.lower in _BEING and sentence.child(head, "attr") is not None:
        return True
    later = any(w.i > head.i for w in sentence.children(head, "ccomp", "xcomp", "csubj", "advcl"))
    return later and sentence.child(head, "acomp", "oprd") is not None


def _named_before(draft: StatementDraft, word: Word) -> bool:
    """Whether the same stretch names, before the pronoun, somebody of its sort: then it stands by itself."""
    sort, subject = sort_of(word.lower), draft.subject
    if subject == word:
        return False  # the statement begins with it
    shared = (
        range(0) if subject is None else range(*(draft.sentence.words[i].start for i in (subject.left, subject.i)))
    )
    return any(
        (draft.begin <= m.start or m.start in shared or (subject is not None and m.start == subject.start))
        and m.end <= word.start
        and m.sort == sort
        for m in draft.context.mentions
    )
