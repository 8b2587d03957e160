"""Wikipedia: its articles searched, and the passages of them that bear on a claim, each with its revision.

Built to the Action API of MediaWiki with the extension TextExtracts (mediawiki.org, API:Search, API:Query,
Extension:TextExtracts), as recorded answers of March 2026 have it. An extract is always of the present revision, so
text and revision are asked for at once; it holds no tables and no infoboxes. Snippets of a search are never quoted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from checks.retrieval.mediawiki import Map, Params, asked, revision_url
from checks.retrieval.passages import Snippet, relevant_snippets
from checks.retrieval.queries import queries
from checks.retrieval.response_schemas import Shape
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option, searched
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "wikipedia"
TITLE = "Wikipedia"
LIMITS = Limits(per_minute=60, at_once=1, seconds=10.0, largest=4_000_000, kept_seconds=6 * 3600)
OPTIONS = (
    Option("language", "the Wikipedia that is asked, by its code", "en"),
    Option("address", "its api.php", "https://{language}.wikipedia.org/w/api.php", address=True),
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8}){0,2}")
_SYNTAX: Final = re.compile(r"[^\w\s'’.-]|(?<!\w)-|\.(?!\w)")
_LONGEST_SEARCH: Final = 250  # characters; the search refuses above 300
_HITS, _PAGES, _MOST_READ, _PASSAGES = 5, 3, 5, 3
_SEARCH: Final[Params] = {
    "action": "query", "list": "search", "srnamespace": 0, "srlimit": _HITS, "srprop": "", "srinfo": "",
}  # fmt: skip
_READ: Final[Params] = {
    "action": "query", "prop": "extracts|revisions|pageprops", "redirects": 1, "explaintext": 1,
    "rvprop": "ids|timestamp", "ppprop": "disambiguation",
}  # fmt: skip

_Title = Annotated[str, Field(max_length=300)]


class _Hit(Shape):
    title: _Title


class _Hits(Shape):
    search: tuple[_Hit, ...]


class _Searched(Shape):
    query: _Hits


class _Revision(Shape):
    revid: int
    timestamp: str = ""


class _Page(Shape):
    """`missing` and `invalid` are flags: it is their being there that counts."""

    title: _Title
    extract: str = ""
    revisions: tuple[_Revision, ...] = ()
    pageprops: Map[object] = Field(default_factory=dict)
    missing: object = None
    invalid: object = None

    @property
    def is_article(self) -> bool:
        """Whether there is such a page and it speaks of one thing."""
        return not {"missing", "invalid"} & self.model_fields_set and "disambiguation" not in self.pageprops


class _Pages(Shape):
    pages: Map[_Page]


class _Read(Shape):
    query: _Pages


@dataclass(frozen=True, slots=True)
class _Article:
    """An article as it was read.

    `asked` is the title that was asked for, from which a redirect may have led on.
    """

    asked: str
    title: str
    text: str
    revision: int
    edited: str
    url: str


def applies(claim: Claim) -> bool:
    """Any claim may be treated in an encyclopedia."""
    return True


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Passages of the articles that a search for the claim brings, from exact queries to loose ones."""
    return searched(lambda log: _passages(claim, context, log))


def _passages(claim: Claim, context: SourceContext, log: SearchLog) -> Iterator[Passage]:
    """Articles in the order of the search, until `_PAGES` of them have been read; one that a redirect leads to twice
    is read once.
    """
    url = _address(context)
    read: list[str] = []
    for title in _titles(claim, context, url, log)[:_MOST_READ]:
        article = _article(title, context, url)
        cuts = (
            () if article is None else relevant_snippets(article.text, claim, title=article.title, most=_PASSAGES)
        )
        log.asked(f"article: {title}{_led_on(article)}", len(cuts))
        if article is None:
            log.set_aside(title, "there is no such article, or it only tells several things apart")
            continue
        if article.title in read:
            log.set_aside(title, f"it leads to the article “{article.title}”, which was read already")
            continue
        if cuts:
            log.keep(title)
        else:
            log.set_aside(title, "no passage of it bears on the claim")
        yield from (_passage(article, cut) for cut in cuts)
        read.append(article.title)
        if len(read) == _PAGES:
            return


def _address(context: SourceContext) -> str:
    """The address of the API for the language that the operator has set. Raises `SearchFailed` if it is not a language
    code, which must not reach a host name.
    """
    language = context.options["language"]
    if not _LANGUAGE.fullmatch(language):
        raise SearchFailed(f"its option language is “{language[:40]}”, which is no code of a language, such as en")
    return context.options["address"].replace("{language}", language)


def _titles(claim: Claim, context: SourceContext, url: str, log: SearchLog) -> list[str]:
    """Titles of articles, the hits of the most exact search first, until there are enough.

    Signs that CirrusSearch reads as commands are taken out of the words. A title with "|" would be read as two,
    and is set aside.
    """
    titles: dict[str, None] = {}
    for words in queries(claim) or (claim.statement,):
        search = " ".join(_SYNTAX.sub(" ", words).split())[:_LONGEST_SEARCH]
        hits = asked(context.fetch, url, {**_SEARCH, "srsearch": search}, _Searched).query.search
        log.searched(f"search: {search}", (Hit(hit.title, hit.title, TITLE) for hit in hits))
        for title in (hit.title for hit in hits):
            if "|" in title:
                log.set_aside(title, "its title can't be asked for")
            else:
                titles[title] = None
        if len(titles) >= _PAGES:
            break
    return list(titles)


def _article(title: str, context: SourceContext, url: str) -> _Article | None:
    """The article of that title with its revision; None if there is none, or a page that only tells apart.

    `asked` keeps the title before a redirect. Raises `SearchFailed` where the answer leaves out the page or its
    revision, without which the evidence could not be frozen.
    """
    pages = asked(context.fetch, url, {**_READ, "titles": title}, _Read).query.pages
    if not pages:
        raise SearchFailed(f"its answer says nothing of the page “{title[:100]}”, which was asked for")
    page = next((page for page in pages.values() if page.is_article), None)
    if page is None:
        return None
    if not page.revisions:
        raise SearchFailed(f"its answer names no revision of “{page.title[:100]}”")
    last = page.revisions[0]
    address = revision_url(url, last.revid)
    return _Article(
        asked=title, title=page.title, text=page.extract, revision=last.revid, edited=last.timestamp[:10],
        url=address,
    )  # fmt: skip


def _passage(article: _Article, cut: Snippet) -> Passage:
    """A stretch of the article with its section, at the address of the revision that was read."""
    section = f", section “{cut.heading}”" if cut.heading else ""
    edited = f", as edited on {article.edited}" if article.edited else ""
    return Passage(
        cut.text, f"“{article.title}”{_led_on(article)}{section}{edited}", TITLE, article.url, origin=NAME,
        author="Wikipedia contributors", captured=article.text, start=cut.start, end=cut.end,
        version=str(article.revision),
    )  # fmt: skip


def _led_on(article: _Article | None) -> str:
    """A redirect can change the subject, so it is said."""
    if article is None or article.asked == article.title:
        return ""
    return f" (redirected from “{article.asked}” to “{article.title}”)"
