"""Where the sentences of a paragraph begin, decided before the parser reads it.

A full stop ends a sentence unless something speaks against it: an abbreviation, an initial, a list's number, or a
lower-case word behind it (a stray full stop). The decision needs the text alone; the component "factdesk_sentences"
writes it on the tokens, and the parser keeps to it. Where a capital behind an abbreviation can mean either
("at 10 a.m. Police", "U.S. Senate"), the parser decides.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span

from checks.lexicon import alternatives, load_words
from checks.nlp.datelines import DATE

# What a token's SENT_START may be: it begins a sentence, it does not, the parser decides.
_YES, _NO, _OPEN = numpy.array([1, -1, 0]).astype("uint64")
COMPONENT = "factdesk_sentences"
LONGEST_SENTENCE = 160  # words; the longest of GUM's 4,369 sentences has 134

# An end mark with what closes behind it, and the foot-note numbers of wikis. The look-behind lets a run of marks
# be tried once only, so that time stays linear.
_MARK = r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<closing>[\"'”’»)\]]*+(?: ?\[\d{1,3}\]){0,4}+)(?P<mark>)(?=\s)"
_OPENING = "\"'“‘«([„—–- "
_QUOTES = frozenset("\"”’'»")

# Words that begin a sentence and hardly ever a name: behind an abbreviation they tell that a sentence ended.
_STARTERS = load_words("nlp", "starters") - {"A", "May", "Will"}

# A name follows these, never a new sentence (titles and forms of address; AP style).
_BEFORE_NAMES = load_words("nlp", "before_names")
# A number follows these ("No. 5", "Art. 12", "Jan. 3").
_BEFORE_NUMBERS = load_words("nlp", "before_numbers")
# These stand inside a sentence or at its end: companies, suffixes, streets, places, US states (AP style).
_EITHER = load_words("nlp", "either")
_COMPANIES = frozenset("inc ltd co corp llc plc bros".split())
_LONGEST_BEFORE = 30  # characters that are looked at before a full stop
_STATES = load_words("nlp", "states")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,5}[^\W\d_]{1,2}|Ph\.D")
_HYPHENS = re.compile("[-–/]")
_WORD = re.compile(r"\w")
_SAYS = alternatives("nlp", "sentences_says")
_ATTRIBUTION = re.compile(
    rf"(?:[A-Z][\w.’'-]{{0,25}}\s){{1,4}}(?:{_SAYS})(?=[.,;:]|\Z|\s(?:in|at|on|of|during)\b)"
)
_GLUED = rf"(?<=[a-z]{{2}})[.!?][\"”’)]?(?=(?:{'|'.join(sorted(_STARTERS))})\s)"
# A caption's image credit, which stands on a line of its own where the layout is kept.
_CREDITS = ("Image:", "Photo:", "Video:", "Audio:")
_CREDIT = rf"(?<=[\w.)]) (?=(?:{'|'.join(_CREDITS)}) )"
_PLACE = re.compile(f"{_MARK}|{_GLUED}|\\n\\s*\\n\\s*|{_CREDIT}")
# About 250 words, more than any sentence of the news.
_LONGEST = 1_500
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
# Who said it, behind a quotation at the end of its paragraph: "… for ever. — Jane Roe".
_SIGNATURE = re.compile(r"(?:[—–-]{1,2}\s?)?[A-Z][\w.’'-]{0,20}(?:\s[A-Z][\w.’'-]{0,20}){1,3}(?<!\.)\Z")
_DATE_FIRST = re.compile(rf"{DATE}(?=\s+[A-Z\"“])")
# The result that a report of a match opens with: "Bruins 5, Devils 1: David Pastrnak …", "Leeds 2, Hull 2 (OT): …".
_SIDE = r"[A-Z][\w.’'-]{0,20}(?: [A-Z][\w.’'-]{0,20}){0,3} \d{1,3}"
_RESULT_FIRST = re.compile(rf"{_SIDE}, {_SIDE}(?:,? \(?[A-Z\d]{{2,3}}\)?)?:(?=\s+[A-Z\"“])")
_DATE_LAST = re.compile(rf"(?<![,;:])\s({DATE})\s*\Z")
_BEFORE_DATE = load_words("nlp", "before_date")


def boundaries(text: str) -> list[int]:
    """The offsets in `text`, one paragraph, at which sentences begin; what is left to the parser is not among them.

    Rising, the first one at the first character that is no white space.
    """
    return [offset for offset, begins in decisions(text) if begins]


def decisions(text: str) -> Iterator[tuple[int, bool | None]]:
    """Each place of `text` where a sentence may begin, with True, or None where the parser is to decide.

    Offsets rise. Everywhere else no sentence begins.
    """
    begun = len(text) - len(text.lstrip())
    if begun == len(text):
        return
    yield begun, True
    lower = text.islower()
    last, worded, searched = (
        begun,
        False,
        begun,
    )  # "[...] The talks" begins with its ellipsis: no sentence is without a word
    for offset, kind, mark in _places(text, begun):
        if not last < offset < len(text):
            continue
        worded = worded or _WORD.search(text, searched, mark.start()) is not None
        searched = mark.end()
        begins = kind if kind is not None else worded and _ends(text, begun, mark, offset)
        if begins is False and lower:
            begins = None
        if begins is not False:
            yield offset, begins
            last = offset
        if begins:
            begun, worded = offset, False


def _places(text: str, begun: int) -> Iterator[tuple[int, bool | None, re.Match[str]]]:
    """Every place where a new sentence could begin, in order, with the match in front of it."""
    opening = _DATE_FIRST.match(text, begun) or _RESULT_FIRST.match(text, begun)
    if opening:
        yield _next_word(text, opening.end()), True, opening
    for match in _PLACE.finditer(text):
        if match.lastgroup == "mark":
            offset = _next_word(text, match.end())
            if offset < len(text):
                yield offset, None, match
        else:
            yield match.end(), True, match
    date = _DATE_LAST.search(text, max(begun, len(text) - 40))
    if date and text[: date.start()].rsplit(None, 1)[-1].lower() not in _BEFORE_DATE:
        yield date.start(1), True, date


def _ends(text: str, begun: int, mark: re.Match[str], offset: int) -> bool | None:
    """Whether the sentence that began at `begun` ends with `mark`, the next word standing at `offset`."""
    following = text[offset : offset + 120].lstrip(_OPENING)
    if not following:
        return False
    word = following.split(None, 1)[0]
    if (word.islower() and word[0] in _LOWER) or text[offset] in ":;),":
        return False
    starts = word.rstrip(",.;:") in _STARTERS or word in _CREDITS
    stop, closing = mark["stop"], mark["closing"]
    if not _QUOTES.isdisjoint(closing) and stop[-1] in "?!" and _ATTRIBUTION.match(following):
        return False
    if len(text) - offset < 60 and _SIGNATURE.match(text, offset):
        return False
    if len(stop) > 1 and not closing:
        return None
    if stop == ".":
        return _full_stop(text[max(begun, mark.start() - _LONGEST_BEFORE) : mark.start()], word, starts)
    return True


def _full_stop(before: str, word: str, starts: bool) -> bool | None:
    """Whether the full stop between `before` (the sentence's last 30 characters) and `word` ends a sentence."""
    pieces = before.rsplit(None, 1)
    last = pieces[-1].lstrip(_OPENING) if pieces else ""
    lower = last.lower()
    if len(pieces) < 2 and (len(last) == 1 or (len(last) < 4 and last.replace(".", "").isdigit())):
        return False  # a list's number: "1. Turnout", "2.1. Voters", "b. Costs"
    if lower in _BEFORE_NAMES:
        return False
    if lower == "al" and len(pieces) > 1 and pieces[0].rsplit(None, 1)[-1].lower() == "et":
        return starts  # "Hobb et al. [2009] measured", "Hobb et al. The"
    if lower in _COMPANIES and len(pieces) > 1 and not starts and _is_name(before):
        return False  # "Delta Inc. Latin America hired": without a verb before it, no sentence ended
    if word[0].isdigit() and (lower in _BEFORE_NUMBERS or lower == "c"):
        return False
    if len(last) == 1 and last.isalpha():
        return starts  # an initial ("J. K. Roe"), "(b. 1950)"; but "than I. He", "vitamin C. The"
    if lower in _EITHER or last in _STATES or _DOTTED.fullmatch(_HYPHENS.split(last)[-1]):  # also "Japan-U.S."
        return True if starts else None
    return True


def _is_name(words: str) -> bool:
    """Whether a sentence holds nothing but words with capitals so far."""
    return len(words) < _LONGEST_BEFORE and all(
        word[:1].isupper() or word in ("&", "of", "and") for word in words.split()
    )


def _next_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


@Language.component(COMPONENT)
def set_sentences(doc: Doc) -> Doc:
    """Write the boundaries of `doc`'s text on its tokens, before the parser.

    In a stretch too long for a sentence the text lacks its full stops; there the parser decides.
    """
    begins = dict(decisions(doc.text))
    sure = [offset for offset, decided in begins.items() if decided]
    overlong = [(a, b) for a, b in pairwise([*sure, len(doc.text)]) if b - a > _LONGEST]
    offsets = doc.to_array("IDX")
    marks = numpy.full(len(offsets), _NO, dtype="uint64")
    for start, end in overlong:
        marks[(offsets > start) & (offsets < end)] = _OPEN
    for place, offset in enumerate(offsets.tolist()):
        if offset in begins:
            marks[place] = _YES if begins[offset] else _OPEN
    # All at once: a mark set on one token makes the document look through all of them first.
    return doc.from_array(["SENT_START"], marks)  # type: ignore[arg-type]


def sentences(doc: Doc) -> Iterator[Span]:
    """The sentences of `doc` that hold more than white space.

    One of more than `LONGEST_SENTENCE` words comes in pieces, cut where it pauses.

    No writer means such a sentence: it is a text without full stops, and what is read later takes time that grows
    with the square of a sentence's length.
    """
    for sentence in doc.sents:
        if sentence.text.isspace():
            continue
        first = sentence.start
        while sentence.end - first > LONGEST_SENTENCE:
            cut = _pause(doc, first + LONGEST_SENTENCE // 2, first + LONGEST_SENTENCE)
            yield doc[first:cut]
            first = cut
        yield doc[first : sentence.end]


def _pause(doc: Doc, first: int, last: int) -> int:
    """The last place from `first` to `last` that stands behind a comma or before an "and"; else `last`."""
    return next(
        (i for i in range(last, first, -1) if doc[i - 1].dep_ == "punct" or doc[i].dep_ == "cc"),
        last,
    )
