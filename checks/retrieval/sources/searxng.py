"""SearXNG: a newsroom's own metasearch, for pages anywhere on the web.

Built to docs/dev/search_api and searx/webutils.py of https://github.com/searxng/searxng (2026). The instance must
allow `json` under `search.formats`. What it gives are excerpts that engines cut out of pages: they lead to a page and
are context at most; the page itself is what can be cited.
"""

import re
from collections.abc import Iterable
from typing import Final

from checks.documents.html import to_text
from checks.retrieval.passages import relevant_snippets
from checks.retrieval.queries import queries
from checks.retrieval.response_schemas import Line, Link, Shape, day, line, shaped, site
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option
from checks.retrieval.words import search_words
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

NAME = "searxng"
TITLE = "SearXNG"
LIMITS = Limits(per_minute=30, seconds=15, largest=2_000_000)
OPTIONS = (
    Option("address", "the address of your SearXNG, such as https://search.example.org", address=True),
    Option("categories", "what it searches, with commas between", "general,news"),
    Option("language", "the language of the pages", "en"),
)
_MOST_QUERIES: Final = 3
_ENOUGH: Final = 3
_MOST: Final = 8
_LONG_PAUSE: Final = 300.0  # seconds; engines that refuse are left alone by SearXNG for minutes
_NO_JSON: Final = (
    "it refuses (403): it must allow json (in its settings.yml under search, formats), or its limiter is on"
)
# In a query "!news" chooses an engine, ":de" a language, "<3" a time, "!!g" leads away from SearXNG.
_COMMANDS: Final = re.compile(r"(?<!\S)[!:<?]+")
_LONGEST_EXCERPT: Final = 2000


class _Result(Shape):
    url: Link | None = None
    title: Line | None = None
    content: str | None = None
    engine: Line | None = None
    engines: list[Line] | None = None
    publishedDate: Line | None = None  # noqa: N815 - as it is written there


class _Results(Shape):
    results: list[_Result]
    unresponsive_engines: tuple[list[Line | None], ...] = ()


def applies(claim: Claim) -> bool:
    """Any claim that has words to search for."""
    return bool(search_words(claim.statement))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Excerpts of pages that bear on the claim, from the exact query to looser ones until there are enough."""
    log = SearchLog()
    found: dict[str, Passage] = {}
    for query in _queries(claim):
        try:
            results = _search(query, context)
        except SearchFailed as failure:
            if not found:
                return log.failed(failure, query)
            log.asked(f"{query} (not answered: {failure})", 0)
            break
        log.searched(query + _silent(results), map(_hit, results.results))
        found |= {_page(p.url): p for p in passages(claim, results.results, log) if _page(p.url) not in found}
        if len(found) >= _ENOUGH:
            break
    kept = dict(list(found.items())[:_MOST])
    for page in kept:
        log.keep(page)
    return log.answer(kept.values())


def _queries(claim: Claim) -> Iterable[str]:
    """The first three queries, without what SearXNG would read as a command."""
    made = queries(claim) or (claim.statement,)
    return dict.fromkeys(_COMMANDS.sub("", query) for query in made[:_MOST_QUERIES])


def _search(query: str, context: SourceContext) -> _Results:
    """What the engines found. Raises `SearchFailed` if nothing was found and some engine gave no answer."""
    base = context.options["address"].rstrip("/").removesuffix("/search")
    params = {name: context.options[name] for name in ("categories", "language")} | {"q": query, "format": "json"}
    try:
        # Its limiter, where it is on, lets nobody through who doesn't take web pages as well.
        answer = context.fetch.json(
            f"{base}/search", params, headers={"Accept": "application/json, text/html;q=0.1"}
        )
    except SearchFailed as failure:
        if failure.status == 403:
            raise SearchFailed(_NO_JSON, status=403) from None
        raise
    results = shaped(_Results, answer)
    if not results.results and results.unresponsive_engines:
        raise SearchFailed(f"its search engines gave no answer{_silent(results)}", after=_LONG_PAUSE)
    return results


def _silent(results: _Results) -> str:
    """Which engines gave no answer, in words; empty if all did."""
    engines = [": ".join(part for part in pair[:2] if part) for pair in results.unresponsive_engines]
    return f" (without {'; '.join(engines[:5])[:200]})" if engines else ""


def passages(claim: Claim, results: Iterable[_Result], log: SearchLog | None = None) -> list[Passage]:
    """The results that bear on the claim, the nearest first.

    Each is an excerpt of its page, or its title where that is nearer; what is set aside is noted in `log` with the
    reason.
    """
    near: list[tuple[float, Passage]] = []
    for result in results:
        if (pair := _nearest(claim, result)) is not None:
            near.append(pair)
        elif log is not None:
            why = (
                "neither its excerpt nor its title bears on the claim"
                if result.url
                else "it has no address of the web"
            )
            log.set_aside(_hit(result).key, why)
    return [passage for _, passage in sorted(near, key=lambda pair: -pair[0])]


def _hit(result: _Result) -> Hit:
    """A result under the address of its page, so that two engines with one page count as one hit."""
    key = _page(result.url) or f"{result.title} {result.content}"
    return Hit(key, result.title or result.content or "(no text)", site(result.url or ""), result.url)


def _nearest(claim: Claim, result: _Result) -> tuple[float, Passage] | None:
    """What an engine cut out of a page, or else the page's title, if it bears on the claim, and how much.

    The excerpt counts before the title. The score orders the results; the part tells the desk that it is no more
    than an excerpt.
    """
    engines = ", ".join(sorted({*(result.engines or ()), result.engine or ""} - {""})) or "a search engine"
    title = result.title or site(result.url or "")
    texts = (
        (
            line(to_text((result.content or "")[:_LONGEST_EXCERPT])),
            f"excerpt by {engines} of “{title}”",
            "a search engine's excerpt",
        ),
        (result.title or "", f"title, by {engines}", "a title"),
    )
    for text, where, part in texts:
        if result.url and (cuts := relevant_snippets(text, claim, title=title, most=1)):
            when = day(result.publishedDate)
            return cuts[0].score, Passage(
                text=text,
                locator=where,
                publisher=site(result.url),
                url=result.url,
                published=when,
                origin=NAME,
                part=part,
            )
    return None


def _page(url: str | None) -> str:
    """One name for all addresses of a page that differ in what does not lead elsewhere."""
    return (url or "").split("#")[0].split("://")[-1].rstrip("/")
