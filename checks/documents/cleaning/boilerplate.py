"""Lines that a page puts around its article: share lines, bylines, credits, links to other articles.

Precision comes first: a pattern must take the whole line, and says so by its own words ("Share this story", never
"Share prices fell."). Lines are looked up by their first word, so that prose costs one look.
"""

import re
from collections import defaultdict

from checks.documents.cleaning.bylines import BRACKETED_CREDIT
from checks.lexicon import alternatives, load_table, load_words, whole_pattern
from checks.nlp.datelines import is_date_line

_LONGEST = 220
_PIECES = re.compile(r"\s[|·•]\s")
_NUMBERED = re.compile(
    r"(?:about )?\d{1,3}[ -]?min(?:ute)?s?[ -](?:read|listen|watch)|\d{1,6} (?:comments?|shares?|views?|likes?)",
    re.IGNORECASE,
)
_SOURCES = re.compile(rf"(?:{alternatives('documents', 'sources_headings')})\s?:?", re.IGNORECASE)
_LISTS_OTHERS = re.compile(rf"(?:{alternatives('documents', 'related_headings')})\s?:?", re.IGNORECASE)
_BY = re.compile(rf"(?:(?:{alternatives('documents', 'by_what')}) )?by:? |from ", re.IGNORECASE)
_BETWEEN = re.compile(r"[,/;]")
_NAME = re.compile(r"(?:(?:al|el|bin|ben|d|o)[-'’])?[^\W\d_a-z][\w.'’-]{0,30}")
_BYLINE_WORDS = load_words("documents", "byline_words")
_DESK = re.compile(r"(?i:\(?(?:additional |further )?(?:reporting|writing|editing|compiled) by )(?=[A-Z])")
_IN_PLACE = re.compile(
    rf"{_NAME.pattern}(?: {_NAME.pattern}){{1,3}} in {_NAME.pattern}(?:[ ,]{{1,2}}{_NAME.pattern}){{0,2}}"
)


def _by_first_word() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """The rules of the lexicon by the first word of the lines that they are tried on: (reason, pattern)."""
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for rule in load_table("boilerplate")["rule"]:
        for word in rule["first_words"].split():
            table[word].append((rule["reason"], re.compile(whole_pattern(rule["pattern"]), re.IGNORECASE)))
    return dict(table)


_TABLE = _by_first_word()


def why_boilerplate(line: str) -> str | None:
    """Why `line`, a whole paragraph, belongs to the page and not to its article; None if it is prose.

    The rules are those of the lexicon's `boilerplate.toml`, and beside them bylines, date lines, image credits,
    reading times and lists of networks. Lines of more than `_LONGEST` characters are always prose.
    """
    if len(line) > _LONGEST:
        return None
    pieces = _PIECES.split(line)
    if len(pieces) > 1 and all(pieces) and None not in (reasons := [why_boilerplate(piece) for piece in pieces]):
        return reasons[0]
    first = line.split(None, 1)[0].rstrip(":;,.!|/").lower()
    first = first.partition("/")[0]
    for reason, pattern in _TABLE.get(first, ()):
        if pattern.fullmatch(line):
            return reason
    if _is_byline(line):
        return "byline"
    if is_date_line(line):
        return "dateline"
    if line[0] in "([" and BRACKETED_CREDIT.fullmatch(line):
        return "image credit"
    if line[0].isdigit() and _NUMBERED.fullmatch(line):
        return "reading time" if "min" in line.lower() else "share line"
    return "share line" if first in _NETWORKS and _names_media(line) else None


def opens_sources(line: str) -> bool:
    """Whether `line` is the heading of the list of sources behind an article.

    What follows is left out up to the next paragraph that reads as prose.
    """
    return len(line) < 30 and _SOURCES.fullmatch(line) is not None


def opens_related(line: str) -> bool:
    """Whether `line` is the heading of a list of other articles.

    What follows is left out up to the next paragraph that reads as prose.
    """
    return len(line) < 40 and _LISTS_OTHERS.fullmatch(line) is not None


def _is_byline(line: str) -> bool:
    """Whether a line only says who wrote or reported it, and from where."""
    if _IN_PLACE.fullmatch(line):
        return True
    desk = _DESK.match(line)
    if desk:
        return _names_people(line[desk.end() :].rstrip(".)"))
    by = _BY.match(line)
    return by is not None and line[-1] not in ".!?" and _names_people(line[by.end() :])


def _names_people(text: str) -> bool:
    """Whether `text` holds names and the words of bylines, and nothing else."""
    words = _BETWEEN.sub(" ", text).split()
    names = sum(_NAME.fullmatch(word) is not None for word in words)
    others = sum(word.lower() in _BYLINE_WORDS for word in words)
    return names > 0 and len(words) <= names + others


def _names_media(line: str) -> bool:
    """Whether the line holds the names of networks and nothing else: "Facebook Twitter LinkedIn"."""
    words = line.lower().replace("|", " ").replace(",", " ").split(None, 12)
    return len(words) > 1 and all(word in _NETWORKS for word in words)


_NETWORKS = load_words("documents", "networks")
