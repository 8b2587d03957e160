"""Every list of the desk as CSV, with the filters of its page; read page by page, so that memory stays small."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, TypeAlias, cast

from flask import Blueprint, Response, request, stream_with_context

from service import auth
from service.desk import forms
from service.desk.articles import read_article_filters
from service.desk.references.shelf import read_shelf_filters
from service.errors import Problem
from service.language.catalogues import ENGLISH
from service.language.choice import current
from service.language.messages import known_word
from service.public.fact_checks import read_filters
from service.request import claim_filters, inputs
from service.request.cursors import Identified
from service.request.transaction import transaction
from store import audit, people, progress
from store.accounts.roles import PERSON_ROLES
from store.claims import claims
from store.claims.claims import ClaimRecord
from store.claims.tables import SORTS
from store.db import Connection
from store.external.fact_checks import list_external_fact_checks
from store.feeds import feeds
from store.lookups import sources
from store.newsroom import error_reports, profile
from store.people import Refused
from store.shelf import documents
from store.transfer.csv_cells import csv_cell, csv_line
from store.verdicts import public_list
from store.verdicts.fact_checks import FactCheck

blueprint = Blueprint("csv_lists", __name__)
_PAGE: Final = 500  # rows that are read at a time
_MOST: Final = 100_000  # rows of a file; a whole desk is exported by the API
Read: TypeAlias = Callable[
    [Connection, object], Sequence[object]
]  # the page after this row, None at the beginning


@dataclass(frozen=True, slots=True)
class CsvList:
    """A list: its columns, and what makes the function that reads its pages, with the filters of the request."""

    columns: tuple[str, ...]
    reader: Callable[[], Read]
    roles: tuple[str, ...] = PERSON_ROLES
    paged: bool = True


@blueprint.get("/csv/<name>.csv")
@auth.desk()
def download_list(name: str) -> Response:
    """A list as a CSV file, at most 100,000 rows."""
    wanted = _LISTS.get(name)
    if wanted is None:
        raise Problem(404, f"there is no list “{name}”; there are {', '.join(_LISTS)}")
    if auth.actor().role not in wanted.roles:
        raise Problem(403, f"this list is for {' and '.join(wanted.roles)}s")
    read = wanted.reader()
    today = datetime.now(UTC).date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{today}.csv"'}
    lines = stream_with_context(_lines(wanted, read))
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(wanted: CsvList, read: Read) -> Iterator[str]:
    yield csv_line(_heading(column) for column in wanted.columns)
    last, count = None, 0
    while count < _MOST:
        with transaction() as conn:
            rows = read(conn, last)
        yield "".join(csv_line(_cell(getattr(row, column)) for column in wanted.columns) for row in rows)
        count += len(rows)
        if not wanted.paged or len(rows) < _PAGE:
            return
        last = rows[-1]


def _heading(column: str) -> str:
    """The name of a column: in English as programs know it, else in words in the reader's language."""
    return column if current() == ENGLISH else known_word(column.replace("_", " "))


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else csv_cell(value)


def _by_id(read: Callable[[Connection, int | None], Sequence[Identified]]) -> Read:
    """Reads a list that is ordered by id; `read` gives the page before an id."""

    def page(conn: Connection, last: object) -> Sequence[Identified]:
        return read(conn, cast(Identified, last).id if last else None)

    return page


def _claims() -> Read:
    with transaction() as conn:
        threshold = profile.get_worth_threshold(conn)
    if request.args.get("list") == "triage":  # as triage shows it, whose address without a state is of what waits
        filters = claim_filters.read_triage_filters(request.args, threshold)
    else:
        filters = claim_filters.from_query(threshold=threshold)
    sort = request.args.get("sort", "") or SORTS[0]
    if sort not in SORTS:
        raise Refused("sort", f"the sort is one of {', '.join(SORTS)}")

    def read(conn: Connection, last: object) -> Sequence[ClaimRecord]:
        after = last.position(sort) if isinstance(last, ClaimRecord) else None
        return claims.list_claims(conn, filters, sort=sort, after=after, limit=_PAGE)

    return read


def _articles() -> Read:
    stage, day, filters = read_article_filters()
    return _by_id(
        lambda conn, before: progress.list_articles(
            conn, before=before, limit=_PAGE, stage=stage, day=day, filters=filters
        )
    )


def _fact_checks() -> Read:
    filters = read_filters()

    def read(conn: Connection, last: object) -> Sequence[FactCheck]:
        after = last.position() if isinstance(last, FactCheck) else None
        return public_list.list_public_fact_checks(conn, filters, after=after, limit=_PAGE)

    return read


def _feeds() -> Read:
    health, words = request.args.get("health") or None, request.args.get("q", "")
    return _by_id(
        lambda conn, before: feeds.list_feeds(conn, health=health, words=words, before=before, limit=_PAGE)
    )


def _external() -> Read:
    words, publisher = request.args.get("q", "").strip(), request.args.get("publisher", "").strip()
    return _by_id(
        lambda conn, before: list_external_fact_checks(
            conn, words=words, publisher=publisher, before=before, limit=_PAGE
        )
    )


def _documents() -> Read:
    kind, words = read_shelf_filters()
    return _by_id(
        lambda conn, before: documents.list_documents(conn, kind=kind, words=words, before=before, limit=_PAGE)
    )


def _reports() -> Read:
    closed = request.args.get("show") == "closed"
    return _by_id(
        lambda conn, before: error_reports.list_error_reports(conn, closed=closed, before=before, limit=_PAGE)
    )


def _audit() -> Read:
    filters = read_audit_filters()
    return _by_id(lambda conn, before: audit.list_whole_audit(conn, filters, before=before, limit=_PAGE))


def read_audit_filters() -> audit.AuditFilters:
    """What the request's query narrows the audit to. Raises `Refused` if it is not a number or a day."""
    return audit.AuditFilters(
        actor_id=inputs.query_number("actor"),
        kind=request.args.get("kind", "").strip() or None,
        subject=inputs.query_number("subject"),
        event=request.args.get("event", "").strip() or None,
        day=forms.day(request.args.get("day", ""), "day"),
    )


_LISTS: Final = {
    "claims": CsvList(
        ("id", "statement", "text", "claimant", "kind", "state", "owner", "worth", "suggestion", "suggestion_strength",
         "article", "article_url", "article_published", "found_at", "changed_at", "decline_reason", "article_count",
         "past_rating"),
        _claims,
    ),
    "articles": CsvList(
        (
            "id", "title", "url", "site", "published", "arrived_at", "arrived_by", "stage", "failure", "claims",
            "revision",
        ),
        _articles,
    ),
    "fact-checks": CsvList(
        ("id", "slug", "statement", "claimant", "rating", "summary", "published_at", "corrected_at"), _fact_checks
    ),
    "feeds": CsvList(("id", "title", "address", "section", "health", "language"), _feeds),
    "external-fact-checks": CsvList(
        ("id", "statement", "claimant", "rating", "publisher", "url", "published"), _external
    ),
    "documents": CsvList(("id", "title", "kind", "publisher", "state"), _documents),
    "sources": CsvList(
        ("name", "title", "switched_on", "missing", "paused", "failures", "reason", "answered_at", "waiting"),
        lambda: lambda conn, last: sources.list_sources(conn),
        paged=False,
    ),
    "reports": CsvList(("id", "at", "statement", "slug", "text", "sender", "closed_at", "closed_by"), _reports),
    "people": CsvList(
        ("id", "name", "email", "role", "active", "created_at"),
        lambda: lambda conn, last: people.list_people(conn),
        ("admin",),
        paged=False,
    ),
    "audit": CsvList(
        ("id", "at", "actor", "subject_kind", "subject", "event", "before", "after", "reason", "version"),
        _audit,
        ("admin",),
    ),
}  # fmt: skip
COLUMNS: Final = tuple(dict.fromkeys(column for each in _LISTS.values() for column in each.columns))
