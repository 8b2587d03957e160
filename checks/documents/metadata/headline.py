"""Which of a page's titles is its headline."""

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from checks.documents.formats.parts import plain
from checks.documents.metadata import linked_data
from checks.lexicon import load_list

if TYPE_CHECKING:
    from checks.documents.metadata.reader import PageReader

SHARED: Final = load_list("pages", "titles")
_SEPARATORS: Final = "-–—|:·»•/"
_ENDING: Final = re.compile(r"\s+[-–—|·»•]\s+")
_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 0.6  # of the words of the shorter one
_LEAST_WORDS: Final = 3


def headline(page: "PageReader") -> str | None:
    """The headline as the page shows it, without the site's name; None if the page has no title.

    The heading of the first rank that one of the page's own titles confirms: that of JSON-LD, those for social
    networks, and `<title>`. Without such a heading the title that is given, without the name of the site behind or
    before it.
    """
    headings = [each for each in map(plain, page.headings) if each]
    stated = plain(unescape(linked_data.text(page.article.get("headline"))))
    shared = page.each(SHARED)
    title = plain(page.title)
    titles = [each for each in (stated, *shared, title) if each]
    for same in (_is_heading, _alike):
        for each in titles:
            if found := next((heading for heading in headings if same(each, heading)), None):
                return found
    best = next(iter(titles if not shared or stated in shared else [*shared, *titles]), None)
    if best is None:
        return headings[0] if len(headings) == 1 else None
    alone = headings[0] if len(headings) == 1 and not shared and not stated else None
    return alone or without_site(best, site_names(page))


def site_names(page: "PageReader") -> list[str]:
    """What the page calls its site, in lower case; for telling it from the headline.

    From Open Graph, the application's name, the account on a network, and the publisher in JSON-LD.
    """
    publisher = page.article.get("publisher")
    named = linked_data.text(publisher.get("name")) if isinstance(publisher, dict) else ""
    given = [*page.each(("og:site_name", "application-name", "twitter:site")), named]
    return [name.lstrip("@").lower() for name in given if name]


def without_site(title: str, sites: list[str]) -> str:
    """A title without the name of its site behind or before a dash or a bar.

    `sites` are names in lower case; a title that holds none of them stays as it is.
    """
    parts = list(_ENDING.finditer(title))
    if not parts:
        return title
    first, last = parts[0], parts[-1]
    if title[last.end() :].lower() in sites:
        return title[: last.start()].strip()
    if title[: first.start()].lower() in sites:
        return title[first.end() :].strip()
    return title


def _is_heading(title: str, heading: str) -> bool:
    """Whether a title is a heading, or one with the name of a site behind it, parted by a dash, a bar or a colon."""
    rest = title[len(heading) :].lstrip()
    return title.lower().startswith(heading.lower()) and (not rest or rest[0] in _SEPARATORS)


def _alike(title: str, heading: str) -> bool:
    """Whether a title and a heading say one thing in other words, as titles for search engines do."""
    one, other = (set(_WORD.findall(each.lower())) for each in (title, heading))
    shorter = min(len(one), len(other))
    return shorter >= _LEAST_WORDS and len(one & other) >= _ALIKE * shorter
