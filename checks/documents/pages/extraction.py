"""The article's text in a page.

trafilatura finds it (docs/decisions/page-reading.md compares it with others and gives the figures). It runs with its
setting for precision, because text around an article makes claims that the article does not state; where that loses
the article, with its balanced one; and where both find next to nothing, the publisher's own `articleBody` or what is
readable is taken.
"""

from html import unescape
from typing import Final

from checks.documents.html import as_paragraphs, to_text
from checks.documents.pages.markup import SafePage

_LOST: Final = 0.5  # of the words that the balanced setting finds: with fewer, precision has lost the article
_FEW: Final = 60  # words: with fewer, other readings are asked
_MORE: Final = 1.5  # times as many words make another reading the better one
_LEAST_PROSE: Final = 6  # words of a paragraph of prose


def article_text(page: SafePage) -> str:
    """The text of the article, a blank line between paragraphs; "" where none is found.

    A fragment (no `<html>`, `<head>`, `<body>`) is what its sender has already cut out of its page, and is read whole.
    """
    readable = as_paragraphs(page.text())
    if page.is_fragment:
        return readable
    found = _extracted(page.markup())
    stated = _stated(page)
    if _count(found) < _FEW and _count(stated) > _MORE * _count(found):
        found = stated
    if _count(found) < _FEW:
        prose = _prose(readable)
        found = prose if _count(prose) > _MORE * _count(found) else found
    return found


def _extracted(markup: str | None) -> str:
    """What trafilatura takes for the article in a page's safe markup; "" where there is none.

    The precise reading, unless it loses too much of the balanced one.
    """
    if markup is None:
        return ""
    precise = _trafilatura(markup, precise=True)
    balanced = _trafilatura(markup)
    return balanced if _count(precise) < _LOST * _count(balanced) else precise


def _trafilatura(markup: str, *, precise: bool = False) -> str:
    """What trafilatura takes for the article; "" where it finds none or fails."""
    from trafilatura import extract  # loads 60 MB, which a reader of a text file does not need

    try:
        found = extract(
            markup,
            include_comments=False,
            include_tables=False,
            favor_precision=precise,
            output_format="txt",
            deduplicate=False,
        )
    except Exception:  # it raises whatever lxml and regular expressions raise
        return ""
    return as_paragraphs(found or "")


def _stated(page: SafePage) -> str:
    """The article as JSON-LD states it (`articleBody`), which publishers put there whole or cut."""
    body = page.article.get("articleBody")
    if not isinstance(body, str):
        return ""
    body = unescape(body)
    return to_text(body) if "<p" in body or "<br" in body else as_paragraphs(body)


def _prose(text: str) -> str:
    """The paragraphs that read as prose: sentences, or more than a label."""
    lines = text.split("\n\n")
    return "\n\n".join(
        line for line in lines if len(line.split()) >= _LEAST_PROSE or line.endswith((".", "!", "?", "”", '"'))
    )


def _count(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
