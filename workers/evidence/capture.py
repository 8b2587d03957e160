"""Evidence of a person's own: the page fetched by the guarded fetcher, or the file read in a process of its own,
and frozen.
"""

from datetime import date, datetime
from urllib.parse import urlsplit

from celery import shared_task

import tracing
from checks.retrieval.fetch.web import WHOLE
from checks.retrieval.passages import relevant_snippets
from checks.suggestion.findings import find
from checks.types.page import Page
from checks.types.passage import Passage
from checks.types.stance import Finding
from settings import settings
from store.articles.fetched import ArticleAddress
from store.claims import claims
from store.claims.claims import StoredClaim
from store.db import Connection, tell, transaction
from store.lookups import evidence_requests
from store.lookups.evidence import LONGEST
from store.lookups.evidence_requests import KIND, EvidenceTask
from store.people import Refused
from workers import job
from workers.evidence.quotes import find_quote
from workers.tasks import fetch

_UNMEASURED = 0.5  # the stance is a person's, so no machine measured how sure it is


@shared_task(name=f"workers.{KIND}")
def run(request_id: int) -> None:
    """Fetch or read one piece of evidence, if that is still to be done."""
    job.run(KIND, request_id, _compute, _on_exhausted)


def _compute(request_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        task = evidence_requests.get_evidence_task(conn, request_id)
        stored = claims.load_claim(conn, task.claim_id)
        tracing.concern(claim=task.claim_id)
    page, address = _read(task)
    if not page.text.strip():
        raise job.CannotBeDone(str(page.reason or "no text was found in it"))
    finding = _finding(task, stored, cut_passage(task, stored, page, address))

    def write(conn: Connection) -> job.Hints:
        try:
            evidence_requests.finish_request(conn, request_id, task, finding)
        except Refused as error:
            raise job.CannotBeDone(str(error)) from None
        return ()

    return write


def _read(task: EvidenceTask) -> tuple[Page, str | None]:
    """What stands at the address, or in the file, and where it was in the end; a person asked, so robots.txt does
    not.
    """
    if task.content is not None:
        return fetch.read_document(task.content, task.declared, task.name or ""), None
    answer = fetch.ask(ArticleAddress(0, task.url or "", by_hand=True))
    if answer.status not in WHOLE:
        raise job.CannotBeDone(fetch.refusal(answer))
    return fetch.read(answer), answer.url


def cut_passage(task: EvidenceTask, stored: StoredClaim, page: Page, address: str | None) -> Passage:
    """The wanted passage of a page with the whole text that it stands in.

    Raises:
        CannotBeDone: the page does not contain the words to be quoted, or nothing on it bears on the claim.
    """
    if task.quote:
        place = find_quote(page.text, task.quote)
        if place is None:
            raise job.CannotBeDone("the words that you quoted do not stand in its text")
    else:
        cuts = relevant_snippets(page.text, stored.claim, title=page.title or "", most=1)
        if not cuts:
            raise job.CannotBeDone("no passage of it has the words of the claim; quote the words yourself")
        place = (cuts[0].start, cuts[0].end)
    start, end = place
    host = urlsplit(address).hostname if address else None
    publisher = task.publisher or page.site or host or task.name or "a file"
    return Passage(
        text=page.text[start:end],
        locator=(page.title or task.name or "the page")[: LONGEST["locator"]],
        publisher=publisher[: LONGEST["publisher"]],
        url=address,
        published=_day(page.published),
        author=", ".join(page.authors)[: LONGEST["author"]] or None,
        captured=page.text,
        start=start,
        end=end,
    )


def _finding(task: EvidenceTask, stored: StoredClaim, passage: Passage) -> Finding:
    if task.stance == evidence_requests.JUDGED:
        return find(stored.claim, passage, stored.reference_date)
    return Finding(task.stance, task.reason or "added by hand", _UNMEASURED, passage)  # type: ignore[arg-type]


def _day(published: date | datetime | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def _on_exhausted(conn: Connection, request_id: int) -> job.Hints:
    tell(conn, "claim", evidence_requests.get_evidence_task(conn, request_id).claim_id)
    return ()
