"""The received text as paragraphs: line breaks of all kinds, hard-wrapped lines, pieces of bearable length."""

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

# A parser's working memory grows with the length of what it is given; no honest paragraph is longer.
LONGEST_PIECE = 20_000
_LINE = re.compile(r"\S[^\n]*")
_LONGEST_WORD = 1_000
_ENDLESS = re.compile(rf"(?<!\S)\S{{{_LONGEST_WORD},}}")  # the look-behind tries a word once
_BREAKS = {ord(c): "\n" for c in "\r\v\f\x85\u2028\u2029"}
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
_BULLET = re.compile(r"(?:[-*•·▪–—●◦‣>]|\d{1,3}[.)]|\([a-z\d]\))\s")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s")
# Widths that people and programs wrap prose at; a wider line is a paragraph.
_NARROWEST, _WIDEST = 40, 130
_FARTHEST = 200
# Characters that a line has at least which ends in mid-sentence; a shorter one may be an item of a list.
_LONG_LINE = 60


def printable(raw: str) -> str:
    """`raw` with every kind of line break as a newline and what cannot be printed as a space, as long as before.

    Control characters and direction marks would end up in quotes, and PostgreSQL takes no NUL.
    """
    text = raw.replace("\r\n", " \n").translate(_BREAKS)
    hidden = [c for c in set(text) if not c.isprintable() and c != "\n"]
    return text.translate({ord(c): " " for c in hidden}) if hidden else text


def find_paragraphs(text: str) -> list[Span]:
    """Where the paragraphs of `text` stand, without the white space around them.

    A line is a paragraph, except in hard-wrapped text, whose lines are joined where they break in mid-sentence. A
    blank line always ends a paragraph.
    """
    lines = list(_lines(text))
    width = _wrapped_at(text, lines)
    joined: list[Span] = []
    for start, end in lines:
        if joined and _goes_on(text, joined[-1], (start, end), width):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def is_bulleted(line: str) -> bool:
    """Whether `line` is an item of a list by its bullet, number or letter, with a blank behind it."""
    return _BULLET.match(line) is not None


def pieces(text: str, start: int, end: int, longest: int = LONGEST_PIECE) -> Iterator[Span]:
    """Cut the paragraph from `start` to `end` into stretches of at most `longest` characters.

    Cut behind the last full stop of the second half of a stretch, else at the last space, else through the word. A
    word of more than a thousand characters is cut too: a tokenizer's time may grow with a word's length squared.
    """
    for endless in _ENDLESS.finditer(text, start, end):
        for cut in range(endless.start() + _LONGEST_WORD, endless.end(), _LONGEST_WORD):
            yield from _cuts(text, start, cut, longest)
            start = cut
    yield from _cuts(text, start, end, longest)


def _cuts(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """A stretch without endless words cut into pieces of at most `longest` characters; nothing for an empty one."""
    while end - start > longest:
        cut = _cut(text, start, start + longest)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends; empty at `end` where nothing else is in it.

    Offsets count in `text`.
    """
    stretch = text[start:end]
    left = start + len(stretch) - len(stretch.lstrip())
    return (left, left + len(stretch.strip())) if left < end else (end, end)


def _lines(text: str) -> Iterator[Span]:
    """The lines of a text that hold anything, without white space at their ends."""
    for match in _LINE.finditer(text):
        start = match.start()
        yield start, start + len(match[0].rstrip())


def _wrapped_at(text: str, lines: list[Span]) -> int | None:
    """The width at which the text is wrapped, or None where every line is a paragraph.

    Wrapped text has lines of about one length, and a good part of those that follow begin in lower case, in
    mid-sentence; a list of headings has none that do.
    """
    followed = [(a, b) for a, b in pairwise(lines) if _adjoin(text, a, b)]
    if not followed:
        return None
    lengths = sorted(end - start for (start, end), _ in followed)
    width = lengths[len(lengths) * 9 // 10]
    even = lengths[len(lengths) // 2] >= 0.7 * width
    in_mid_sentence = sum(text[start].islower() for _, (start, _) in followed)
    if _NARROWEST <= width <= _WIDEST and even and in_mid_sentence >= 0.3 * len(followed):
        return width
    return None


def _adjoin(text: str, before: Span, after: Span) -> bool:
    """Whether two lines follow one another: one line break between them, and not far."""
    return after[0] - before[1] < _FARTHEST and text.count("\n", before[1], after[0]) == 1


def _goes_on(text: str, before: Span, after: Span, width: int | None) -> bool:
    """Whether the line `after` continues the sentence that the paragraph `before` ends with."""
    if not _adjoin(text, before, after):
        return False
    if width is None:
        return _breaks_off(text, before, after)
    last_line = text.rfind("\n", before[0], before[1])
    length = before[1] - (before[0] if last_line < 0 else last_line + 1)
    opening = text[after[0] : min(after[1], after[0] + _FARTHEST)]
    if _SENTENCE_END.search(text, max(before[0], before[1] - 4), before[1]) or is_bulleted(opening):
        return False
    return opening[0].islower() or length + 1 + len(opening.split(None, 1)[0]) > 0.9 * width


def _breaks_off(text: str, before: Span, after: Span) -> bool:
    """Whether a long line ends with a comma and the next one goes on in lower case, in text that is not wrapped."""
    return before[1] - before[0] >= _LONG_LINE and text[before[1] - 1] == "," and text[after[0]].islower()


def _cut(text: str, start: int, limit: int) -> int:
    """Where to cut a stretch that ends at `limit` at the latest.

    In its second half, behind the last full stop, else behind the last blank, else at `limit`.
    """
    half = (start + limit) // 2
    stops = [m.end() for m in _STOP.finditer(text, half, limit)]
    if stops:
        return stops[-1]
    space = text.rfind(" ", half, limit)
    return space + 1 if space >= 0 else limit
