"""The page at an article's address, or an article's file: read in a process of its own, and stored, so that it is
split next.

The documents of feeds are fetched in `workers/feeds/fetching.py`; what is read here `store/articles/fetched.py` and
`store/articles/files.py` write.
"""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from celery import shared_task

import tracing
from checks.feeds.schedule import retry_after
from checks.retrieval.fetch.host_turns import HostTurns
from checks.retrieval.fetch.robots import RobotsFiles, RobotsUnreachable
from checks.retrieval.fetch.web import WHOLE, FetchFailed, NotItsTurn, Web, WebResponse
from checks.revisions.schedule import pause_until_refetch
from checks.types.address import InsideHosts
from checks.types.page import Page
from settings import settings
from store import articles, dispatch
from store.articles import files, refetching
from store.articles.fetched import ArticleAddress
from store.articles.files import ArticleFile
from store.articles.refetching import FetchResult
from store.db import Connection, tell, transaction
from workers import job
from workers.sandbox import reader

_SECONDS: Final = 30.0  # of an exchange, redirects included
_LARGEST: Final = 30_000_000  # bytes, unpacked: a page of 20 MB is the largest that is read, a PDF may be larger
_ACCEPT: Final = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.1"
_AGAIN: Final = (408, 425, 429)  # and all from 500 on: may go better later
_WORDS: Final = {
    401: "it wants a password (401)",
    403: "it refuses programs (403)",
    404: "there is no page at this address (404)",
    410: "the page is gone (410)",
    451: "it may not be shown for legal reasons (451)",
}
_LONGEST_PAUSE: Final = 3600.0  # seconds
PROGRAM: Final = "Factdesk"  # the name that robots.txt knows it by


@shared_task(name="workers.fetch")
def run(article_id: int) -> None:
    """Fetch one article's page, if that is still to be done."""
    job.run("fetch", article_id, _compute, _on_exhausted)


def _compute(article_id: int) -> job.Write:
    tracing.concern(article=article_id)
    with transaction(settings().database_url) as conn:
        if (file := files.find_file(conn, article_id)) is not None:
            return _read_file(article_id, file)
        article = articles.get_address(conn, article_id)
    if job.current_lease().turn:  # one of many that a program sends: nobody asked for it by hand
        article = replace(article, by_hand=False)
    answer = ask(article)
    if answer.status not in WHOLE:
        raise job.CannotBeDone(refusal(answer))
    page = read(answer)
    if not page.is_article:
        raise job.CannotBeDone(str(page.reason))

    def write(conn: Connection) -> job.Hints:
        turn = job.current_lease().turn
        written = articles.write_page(conn, article_id, page, answer.url, turn)
        if written.article_id == article_id:  # that of another article is fetched again as it is already
            refetching.write_fetch(conn, article_id, whole(answer, page))
            row = refetching.get_fetched_page(conn, article_id)
            refetching.schedule_refetch(conn, article_id, pause(row.published, row.arrived_at))
        return [("split", dispatch.list_jobs_to_send(conn, "split", written.to_split, turn))]

    return write


def _read_file(article_id: int, file: ArticleFile) -> job.Write:
    page = read_document(file.content, file.declared, file.name)
    if not page.is_article:
        raise job.CannotBeDone(str(page.reason))
    return lambda conn: [("split", files.replace_file_by_text(conn, article_id, file.name, page))]


def read(answer: WebResponse) -> Page:
    """What was answered as a page. Raises `TryAgain` where the process that read it was cut off."""
    return read_document(answer.content, answer.headers.get("content-type"), answer.url)


def read_document(content: bytes, media_type: str | None, place: str) -> Page:
    """A document as a page, read in a process of its own; the name at the end of its `place` (an address,
    or a file's name) tells what it is where nothing else does.

    Raises `TryAgain` where that process was cut off.
    """
    try:
        return reader.read_page(content, media_type, place, datetime.now(UTC).date() + timedelta(days=1))
    except reader.CutOff as error:
        raise job.TryAgain(str(error)) from None


def ask(article: ArticleAddress, conditions: Mapping[str, str] = MappingProxyType({})) -> WebResponse:
    """What the site answers, below 500; asked with `conditions` as headers.

    Raises `TryAgain` where that may go better later, and `CannotBeDone`.
    """
    web = _web(article.by_hand)
    try:
        if not article.by_hand and not _robots().may_fetch(article.url):
            raise job.CannotBeDone("its site asks programs not to fetch this page (robots.txt)")
        answer = web.get(article.url, {"Accept": _ACCEPT, **conditions})
    except RobotsUnreachable as error:
        raise job.TryAgain(str(error)) from None
    except NotItsTurn as early:
        raise job.TryAgain(str(early), after=early.after, busy=True) from None
    except FetchFailed as error:
        raise (job.CannotBeDone if error.refused else job.TryAgain)(str(error)) from error
    if answer.status >= 500 or answer.status in _AGAIN:
        raise job.TryAgain(f"the site answered {answer.status}", after=_pause(answer))
    return answer


def refusal(answer: WebResponse) -> str:
    """Why an answer is no page, in words."""
    return _WORDS.get(answer.status, f"the site answered {answer.status}")


def whole(answer: WebResponse, page: Page) -> FetchResult:
    """A page that was read, with the validators for the next conditional request."""
    return FetchResult(
        outcome="read",
        reason=None,
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
        title=page.title,
    )


def pause(published: datetime | None, arrived_at: datetime) -> float | None:
    """Seconds until an article's page is fetched again, by the settings; None if it is not."""
    first = min(published, arrived_at) if published else arrived_at
    age = (datetime.now(UTC) - first).total_seconds()
    return pause_until_refetch(age, settings().refetch_ages, random.random())  # noqa: S311


def _pause(answer: WebResponse) -> float:
    """The seconds that a site asks to wait (`Retry-After`), an hour at most."""
    return min(retry_after(answer.headers, datetime.now(UTC)), _LONGEST_PAUSE)


@cache
def _robots() -> RobotsFiles:
    """The robots.txt of sites, as this process knows them."""
    return RobotsFiles(PROGRAM, lambda place: _web(by_hand=True).get(place))


@cache
def _web(by_hand: bool) -> Web:
    """The way out: at once for a page that a person asked for, else each host in its turn."""
    contact = settings().contact or settings().base_url
    turns = HostTurns(settings().redis_url, settings().queue_prefix, settings().host_seconds)
    return Web(
        f"{PROGRAM}/{version('factdesk')} ({contact})",
        _SECONDS,
        _LARGEST,
        inside=InsideHosts.parse(settings().inside_hosts),
        await_turn=(lambda host: None) if by_hand else turns.await_turn,
    )


def _on_exhausted(conn: Connection, article_id: int) -> job.Hints:
    tell(conn, "article", article_id)
    return ()
