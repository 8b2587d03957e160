"""What is left out of a received text, and why; the paragraphs of what stays."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checks.documents.cleaning.boilerplate import opens_related, opens_sources, why_boilerplate
from checks.documents.cleaning.bylines import bylines_and_credits, without_credit
from checks.documents.cleaning.captions import is_caption, why_no_sentence
from checks.documents.cleaning.layout import Span, find_paragraphs, is_bulleted, pieces, printable, trimmed
from checks.documents.cleaning.repeats import repeated
from checks.types.claim import RemovedPart

_MARKERS = re.compile(r"\[(?:ad|advert|advertisement|sponsored)[ _-]?\d{0,3}\]", re.IGNORECASE)
# Rules and ornaments ("-----"), and what no one reads, such as data in base 64. The look-behind tries a word once.
_NO_WORDS = re.compile(r"[^\w\s]{30,}|_{30,}|(?<![!-~])[!-~]{1000,}")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
# Paragraphs in which a dateline may stand: the first may be a headline, the second a line that leads in.
_AT_THE_TOP = 3
_CITES = re.compile(r"https?://|www\.|[”\"’'] ?[—–-] |, \w+ \d{1,2}, \d{4}\.?$")


@dataclass(frozen=True, slots=True)
class Clean:
    """The text with what was removed blanked out, character for character as long as the raw one.

    `paragraphs` are the stretches to be parsed, none longer than `LONGEST_PIECE`; those of one paragraph follow
    each other, each with its own offset. Newlines inside them are blanked.
    """

    text: str
    removed: tuple[RemovedPart, ...]
    paragraphs: tuple[Span, ...]


def clean(raw: str) -> Clean:
    """Blank out what scraping left behind: advert markers, share lines, bylines, headings, site names …

    Returns a text exactly as long as `raw`, so offsets stay true, with the stretches left out and why.
    """
    text = printable(raw)
    removed = [RemovedPart(m.start(), m.end(), "advert marker") for m in _MARKERS.finditer(text)]
    text = _blank(text, removed)
    signs = [RemovedPart(m.start(), m.end(), "no words") for m in _NO_WORDS.finditer(text)]
    text = _blank(text, signs)
    removed += signs
    spans = find_paragraphs(text)
    reasons = _reasons([text[start:end] for start, end in spans])
    prose: list[Span] = []
    for (start, end), reason in zip(spans, reasons, strict=True):
        if reason:
            removed.append(RemovedPart(start, end, reason))
        else:
            parts, rest = _prose(text, start, end, at_the_top=len(prose) < _AT_THE_TOP)
            removed += parts
            prose += [rest] if rest else []
    removed = _apart(removed)
    text = _joined(_blank(text, removed), prose)
    return Clean(text, tuple(removed), tuple(p for span in prose for p in pieces(text, *span)))


def _reasons(texts: list[str]) -> list[str | None]:
    """For each paragraph why it is removed, or None."""
    reasons: list[str | None] = [why_boilerplate(text) for text in texts]
    _drop_lists(texts, reasons)
    for index in repeated(texts):
        reasons[index] = reasons[index] or "repeated"
    bare = [without_credit(text) for text in texts]
    ends = [_SENTENCE_END.search(text[-4:]) is not None for text in bare]
    if any(end for end, reason in zip(ends, reasons, strict=True) if reason is None):
        _drop_headings(bare, reasons, ends)
    return reasons


def _drop_lists(texts: list[str], reasons: list[str | None]) -> None:
    """Lists of other articles, and the list of sources behind the article, with their headings."""
    why: str | None = None
    for index, text in enumerate(texts):
        if opens_sources(text):
            why = "sources"
        elif opens_related(text):
            why = "related articles"
        elif why and reasons[index] is None and not _is_item(text):
            why = None
        if why:
            reasons[index] = reasons[index] or why


def _is_item(text: str) -> bool:
    """Whether a paragraph may be an item of a list of articles or sources.

    It is short, and no sentence or one that cites.
    """
    return len(text) <= 300 and (_SENTENCE_END.search(text[-4:]) is None or _CITES.search(text) is not None)


def _drop_headings(texts: list[str], reasons: list[str | None], ends: list[bool]) -> None:
    """Headings, names and captions without a verb; a list's items are kept, for they may be facts."""
    listing, first = False, True
    for index, text in enumerate(texts):
        if reasons[index] is not None:
            continue
        if ends[index]:
            reasons[index] = "caption" if is_caption(text) else None
            listing = False
        elif text.endswith(":"):
            listing = True
        elif not listing and not is_bulleted(text):
            reasons[index] = why_no_sentence(text, first)
        first = False


def _prose(text: str, start: int, end: int, at_the_top: bool) -> tuple[list[RemovedPart], Span | None]:
    """The parts of a paragraph that are left out, and the stretch that stays, if any does."""
    parts = _apart(list(bylines_and_credits(text, start, end, at_the_top)))
    if not parts:
        return [], (start, end)
    left, right = trimmed(_blank(text[start:end], [_moved(p, -start) for p in parts]), 0, end - start)
    rest = text[start + left : start + right]
    if not any(c.isalnum() for c in rest) or (parts[-1].reason == "image credit" and is_caption(rest)):
        return [RemovedPart(start, end, parts[-1].reason)], None
    return parts, (start + left, start + right)


def _apart(removed: list[RemovedPart]) -> list[RemovedPart]:
    """The stretches in order, without those that begin inside of another one."""
    apart: list[RemovedPart] = []
    for part in sorted(removed, key=lambda d: (d.start, -d.end)):
        if not apart or part.start >= apart[-1].end:
            apart.append(part)
    return apart


def _moved(part: RemovedPart, by: int) -> RemovedPart:
    """The removed part with its offsets moved by `by` code points."""
    return RemovedPart(part.start + by, part.end + by, part.reason)


def _joined(text: str, prose: list[Span]) -> str:
    """The text with the newlines inside of its paragraphs as spaces."""
    return "".join(_with(text, prose, lambda stretch: stretch.replace("\n", " ")))


def _blank(text: str, removed: list[RemovedPart]) -> str:
    """The text with blanks in place of what is removed, so that offsets stay what they were."""
    spans = [(part.start, part.end) for part in removed]
    return "".join(_with(text, spans, lambda stretch: " " * len(stretch)))


def _with(text: str, spans: list[Span], change: Callable[[str], str]) -> Iterator[str]:
    """The pieces of a text in their order, those of `spans` changed; spans must be in order and lie apart."""
    at = 0
    for start, end in spans:
        yield text[at:start]
        yield change(text[start:end])
        at = end
    yield text[at:]
