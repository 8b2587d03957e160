"""The page of an article fetched again: by its schedule, because its feed says that it was edited, or because
somebody asks.

What was read before stays whatever comes of it; a page that is gone, or is not a article now, is said at the article.
"""

from dataclasses import dataclass
from typing import Final

from celery import shared_task

import tracing
from checks.documents.addresses import address_key
from checks.retrieval.fetch.web import WHOLE
from checks.types.page import Page
from settings import settings
from store import articles, dispatch, queue
from store.articles import refetching
from store.articles.fetched import ArticleAddress
from store.articles.refetching import FetchedPage, FetchResult
from store.db import Connection, transaction
from store.feeds import leases
from workers import job
from workers.tasks import fetch

_WHOLE_EVERY: Final = 3  # fetches: some servers answer "not modified" for ever
_WHILE_FACT_CHECKED: Final = 30 * 86_400.0  # seconds between two fetches of what is too old otherwise
_GONE: Final = (404, 410)
_GONE_FOR_GOOD: Final = 410


@shared_task(name=f"workers.{refetching.KIND}")
def run(article_id: int) -> None:
    """Fetch one article's page again, if that is due."""
    task = _Refetch()
    job.run(refetching.KIND, article_id, task.compute, _on_exhausted, finish=task.finish)


@dataclass
class _Refetch:
    """One fetch; `after` are the seconds until the next, None if there is none any more."""

    after: float | None = None

    def compute(self, article_id: int) -> job.Write:
        """Ask for the page, read it, and say what is to be written."""
        tracing.concern(article=article_id)
        with transaction(settings().database_url) as conn:
            page = refetching.get_fetched_page(conn, article_id)
            self.after = _pause(conn, page)
        answer = fetch.ask(ArticleAddress(page.id, page.url, page.by_hand), _conditions(page))
        if answer.status in _GONE:
            self.after = None if answer.status == _GONE_FOR_GOOD else self.after
            return self._only(article_id, FetchResult("gone", fetch.refusal(answer)))
        if answer.status == 304:
            return self._only(article_id, FetchResult("unchanged"))
        if answer.status not in WHOLE:
            return self._only(article_id, FetchResult("could not ask", fetch.refusal(answer)))
        read = fetch.read(answer)
        if not read.is_article:
            return self._only(article_id, FetchResult("no article", str(read.reason)))

        def write(conn: Connection) -> job.Hints:
            if other := _belongs_to(conn, article_id, read, answer.url):
                reason = f"its address leads to another article now, article {other}"
                refetching.write_fetch(conn, article_id, FetchResult("no article", reason))
                return []
            refetching.write_fetch(conn, article_id, fetch.whole(answer, read))
            turn = job.current_lease().turn
            written = articles.write_page(conn, article_id, read, answer.url, turn)
            return [("split", dispatch.list_jobs_to_send(conn, "split", written.to_split, turn))]

        return write

    def finish(self, conn: Connection, lease: queue.Lease) -> None:
        """Have the page fetched again when it is due; not at all where it is gone or old. Raises `LeaseLost`."""
        if self.after is None:
            queue.finish_job(conn, lease)
        else:
            leases.reschedule_job(conn, lease, self.after)

    def _only(self, article_id: int, result: FetchResult) -> job.Write:
        def write(conn: Connection) -> job.Hints:
            refetching.write_fetch(conn, article_id, result)
            return []

        return write


def _conditions(page: FetchedPage) -> dict[str, str]:
    """The headers of a conditional request; every now and then the page is asked for whole."""
    if page.by_hand or page.fetches % _WHOLE_EVERY == 0:
        return {}
    headers = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in headers.items() if value}


def _belongs_to(conn: Connection, article_id: int, page: Page, found_at: str) -> int | None:
    """The other article that a page belongs to, by the address it gives itself or by where it was found; None if it is
    of none.
    """
    keys = (address_key(address) for address in (page.address, found_at) if address)
    owners = (articles.find_article_at(conn, key) for key in keys)
    return next((owner for owner in owners if owner not in (None, article_id)), None)


def _on_exhausted(conn: Connection, article_id: int) -> job.Hints:
    """Note that a page could not be asked for; the next fetch of its schedule is due all the same."""
    failed = queue.find_job(conn, refetching.KIND, article_id)
    reason = failed.reason if failed is not None and failed.reason else "it failed"
    page = refetching.get_fetched_page(conn, article_id)
    refetching.write_fetch(conn, article_id, FetchResult("could not ask", reason))
    queue.drop_job(conn, refetching.KIND, article_id)
    refetching.schedule_refetch(conn, article_id, _pause(conn, page))
    return []


def _pause(conn: Connection, page: FetchedPage) -> float | None:
    """Seconds until a page is fetched again; also of an old one while a fact-check of what it says is public."""
    after = fetch.pause(page.published, page.arrived_at)
    if after is None and settings().refetch_ages and refetching.is_fact_checked(conn, page.id):
        return _WHILE_FACT_CHECKED
    return after
