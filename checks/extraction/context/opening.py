"""What an article is about and where it is from in its own words: headline, or what it says first, and dateline."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from checks.dates import spoken_date
from checks.extraction.statement.filling import StatementContext, StatementDraft
from checks.lexicon import load_words
from checks.lexicon.country_names import country_of_people
from checks.lexicon.word_classes import word_set
from checks.nlp.tree import FINITE, Sentence
from checks.types.claim import RemovedPart

POINTING: Final = load_words("extraction", "pointing")
_HEADING: Final = "heading"  # what the cleaning calls a line that is no prose
_DATELINE: Final = "dateline"
_LONGEST: Final = 200  # characters of a headline
_FEWEST: Final = 4  # words of a headline
_LEADS: Final = 5  # sentences, of which one tells what the article is about
_LONGEST_LEAD: Final = 40  # words
_PICTURES: Final = load_words("extraction", "pictures")
_READER: Final = word_set("you your we our i my")
_SHORT: Final = 3  # letters of a function word
_CLEARLY: Final = 0.1  # of a headline's words
_ENDINGS_OF_FORMS: Final = ("ing", "ed", "es", "s", "e")
_ANY_WORD: Final = re.compile(r"\w+")
_SHORTEST_LEAD: Final = 7
_MARKS: Final = " .,;:•–—-"
_ENDINGS: Final = (".", ",", ";", ":", "…", ".”", '."')
# Credits, paths of a site, several sentences.
_NO_HEADLINE: Final = re.compile(r"[|·>•*@]|https?:|\A(?:by|from|photo|image) |[a-z]{3}\. [A-Z]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
_CAPITALS: Final = r"[A-Z][A-Z.'’-]{2,25}(?:[ /][A-Z][A-Z.'’-]{1,25}){0,3}"
_PLACE: Final = re.compile(
    rf"({_CAPITALS}(?:, (?![A-Z][a-z]+\.? \d)[A-Z][\w.]+(?: [A-Z][\w.]+)?)?)(?=,? ?[(—–-]|, )"
)
_SHOUTED: Final = re.compile(r"\b[A-Z][A-Z'’-]{2,}\b")


def headline_of(text: str, removed: Sequence[RemovedPart], title: str | None = None) -> str | None:
    """The headline of a text: the `title` of its page, else its first line, where that is one and no sentence.

    None for a text without. `removed` are the parts that the cleaning left out: a credit or a place and date in the
    line make it none.
    """
    if title is not None and _is_headline(title.strip()):
        return title.strip()
    start = len(text) - len(text.lstrip())
    line, _, rest = text[start:].partition("\n")
    others = any(p.start < start + len(line) and p.end > start and p.reason != _HEADING for p in removed)
    return line.strip() if rest.strip() and not others and _is_headline(line.strip()) else None


def _is_headline(line: str) -> bool:
    """Whether a line can be a headline by its words and by how it ends."""
    if len(line) > _LONGEST or line.endswith(_ENDINGS) or _NO_HEADLINE.search(line):
        return False
    words = _WORD.findall(line)
    return len(words) >= _FEWEST and any(word.islower() for word in words)


def lead_of(read: Sequence[tuple[Sentence, StatementContext]], headline: str | None) -> str | None:
    """The sentence that tells first what an article is about, with the days that it means; None without.

    It is one of the first that have a finite verb, point at nothing before them, and do not speak to the
    reader: the first of them, or the one that tells clearly more of the headline.
    """
    fitting = [each for each in read[:_LEADS] if _is_lead(each[0])]
    shares = [_share(headline or "", sentence.text) for sentence, _ in fitting]
    near = (each for each, share in zip(fitting, shares, strict=True) if share >= max(shares) - _CLEARLY)
    lead = next(near, None)
    return _lead_wording(*lead) if lead is not None else None


def _is_lead(sentence: Sentence) -> bool:
    """Whether a sentence can tell what an article is about to who has read nothing before it."""
    root, words = sentence.root, sentence.words
    subject = sentence.subject(root)
    shown = subject is not None and subject.lower in _PICTURES
    finite = any(word.tag in FINITE for word in words) and words[-1].text != "?" and len(words) >= _SHORTEST_LEAD
    back = words[0].lower in POINTING or words[0].dep == "cc"
    return finite and not shown and not back and not any(word.lower in _READER for word in words)


def is_covered(stretch: str, said: str, share: float) -> bool:
    """Whether a share of the words of a stretch that are no function words stands in what is said already."""
    return _share(stretch, said) >= share


def _share(stretch: str, said: str) -> float:
    """The share of the words of a stretch, function words apart, that stand in what is said; 1 where it has none."""
    words, there = ({_stem(w) for w in words_of(each) if len(w) > _SHORT} for each in (stretch, said))
    return len(words & there) / len(words) if words else 1.0


def _stem(word: str) -> str:
    """A word without the ending of its form: "urg" for "urged" and "urge"."""
    return next((word.removesuffix(end) for end in _ENDINGS_OF_FORMS if word.endswith(end)), word)


def words_of(text: str) -> set[str]:
    """The words of a text in lower case, each once; a people is its country."""
    peoples = country_of_people()
    return {peoples.get(word.lower(), word.lower()) for word in _ANY_WORD.findall(text)}


def dated_wording(sentence: Sentence, context: StatementContext, last: int) -> str:
    """A sentence up to a word, with its times filled in, and with a sign where it goes on."""
    text = StatementDraft(sentence, context, sentence.start).wording_of(0, last).strip(_MARKS)
    return f"{text} …" if any(w.text[:1].isalnum() for w in sentence.words[last + 1 :]) else text


def _lead_wording(sentence: Sentence, context: StatementContext) -> str:
    """A sentence with its times filled in; a long one without what it tells besides, or up to a comma."""
    last = len(sentence.words) - 1
    wording = dated_wording(sentence, context, last)
    if wording.count(" ") >= _LONGEST_LEAD:
        wording = StatementDraft(sentence, context, sentence.start).lead_of(0, last).strip(_MARKS)
    words = wording.split(" ")
    if len(words) <= _LONGEST_LEAD:
        return wording
    commas = [n + 1 for n, word in enumerate(words[:_LONGEST_LEAD]) if word.endswith((",", ";"))]
    cut = commas[-1] if commas and commas[-1] > _LONGEST_LEAD // 2 else _LONGEST_LEAD
    wording = f"{' '.join(words[:cut]).strip(_MARKS)} …"
    times = [spoken for day in context.dates if (spoken := spoken_date(day)) is not None and spoken not in wording]
    return " ".join([wording, *times[:1]])


def place_of(removed: Iterable[RemovedPart], text: str) -> str | None:
    """The place that an article is reported from, by its first dateline: "Turin, Italy"; None without one."""
    lines = (text[part.start : part.end] for part in removed if part.reason == _DATELINE)
    place = next((_PLACE.match(line) for line in lines if line.endswith(("—", "–", "-"))), None)
    return None if place is None else _SHOUTED.sub(lambda word: word[0].title(), place[1])
