"""Claims with their quantities: written when an article is split, listed for triage, read one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeAlias, TypedDict

import sqlalchemy as sa

from checks.types.claim import Claim
from checks.types.quantity import Date, Quantity
from store.articles import articles, revisions
from store.claims import listing
from store.claims.found_claims import CLAIM_FIELDS
from store.claims.tables import claims, quantities, suggestions
from store.columns import among
from store.db import NotFound
from store.people import people
from store.rows import fetch_all, fetch_one
from store.verdicts.fact_checks import fact_checks

Position: TypeAlias = tuple[Any, ...]  # of a claim in a sorted list, as a cursor carries it


class DateRecord(TypedDict):
    """A time that a claim names, as it is stored: `first` and `last` are ISO 8601 days, None where the time is open."""

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    assumed: str | None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its article, owner and suggestion.

    Attributes:
        start, end: character offsets in the text of its revision, `end` exclusive.
        notes: how the splitter read it.
        context: the article's own words for what the statement leaves to its surroundings.
        worth: check-worthiness, 0 to 1, for the given `reasons`.
        version: raised by each change.
        head_id: the claim that stands for its cluster; None for that claim itself, and outside of clusters.
        excluded_from_clusters: whether a person took it out of its cluster for good.
        repeat_of: the published claim that it says again.
        repeats_false: whether it repeats one that was rated false.
        article, revision, owner: title of the article, number of the revision, name of the person.
        suggestion_reasons, evidence_ids, suggestion_strength: why, by which evidence ids, and how sure, 0 to 1; None without
            a suggestion.
        article_count: in how many articles the claim is that this one stands for.
        repeat_count: in how many articles its published claim was repeated.
        past_rating, past_published_at: rating and time of the published fact-check of it, or of what it repeats.
    """

    id: int
    revision_id: int
    article_id: int
    start: int
    end: int
    text: str
    statement: str
    kind: str
    claimant: str | None
    speech_act: str
    quoted: bool
    notes: list[str]
    context: str
    worth: float
    reasons: list[str]
    dates: list[DateRecord]
    state: str
    owner_id: int | None
    version: int
    decline_reason: str | None
    duplicate_of: int | None
    snoozed_until: datetime | None
    head_id: int | None
    excluded_from_clusters: bool
    repeat_of: int | None
    repeats_false: bool
    found_at: datetime
    changed_at: datetime
    article: str
    article_url: str | None
    article_published: datetime | None
    revision: int
    owner: str | None
    suggestion: str | None
    suggestion_reasons: list[str] | None
    evidence_ids: list[int] | None
    suggestion_strength: float | None
    article_count: int
    repeat_count: int
    past_rating: str | None
    past_published_at: datetime | None

    def position(self, sort: str = "worth") -> Position:
        """The place in a list sorted by `sort` (one of `SORTS`), for the argument `after` of `list_claims`."""
        return (self.repeats_false, self.worth, self.id) if sort == "worth" else (self.id,)


@dataclass(frozen=True, slots=True)
class QuantityRecord:
    """A quantity of a claim, the `number`-th; `start` and `end` are character offsets in the text of the revision."""

    claim_id: int
    number: int
    start: int
    end: int
    text: str
    comparator: str
    low: float | None
    high: float | None
    unit: str | None
    counted: str | None
    role: str
    code: str | None


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What a list of claims is narrowed to; an empty field narrows nothing.

    Attributes:
        states: any of these.
        kinds: any of these.
        suggestions: any of these outcomes, of `SUGGESTIONS`.
        words: a web-style full-text query on the statement.
        heads: a cluster once, by its head.
        repeated: only what was judged before.
        cluster: a claim; only those that it stands for, and itself.
        since: what was found at this time or later; `until` what was found before that.
    """

    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owner_id: int | None = None
    article_id: int | None = None
    suggestions: tuple[str, ...] = ()
    words: str | None = None
    heads: bool = False
    repeated: bool = False
    cluster: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def get_claim(conn: sa.Connection, claim_id: int) -> ClaimRecord:
    """One claim with its article, owner and suggestion.

    Raises:
        NotFound: there is no such claim.
    """
    return fetch_one(conn, _select_claims().where(claims.c.id == claim_id), ClaimRecord, f"claim {claim_id}")


def list_claims(
    conn: sa.Connection,
    filters: ClaimFilters,
    *,
    sort: str = "worth",
    after: Position | None = None,
    limit: int = 50,
    backwards: bool = False,
) -> list[ClaimRecord]:
    """A page of claims.

    Args:
        sort: one of `SORTS`; by worth, what `repeats_false` stands first.
        after: the `position` of the claim before the page; None for the first page.
        limit: the most rows.
        backwards: the page that ends before `after`, or the last one.

    Returns:
        The claims in the order of the list, also where it was read backwards.
    """
    ids = find_claim_ids(conn, filters, sort=sort, after=after, limit=limit, backwards=backwards)
    found = {row.id: row for row in fetch_all(conn, _select_claims().where(among(claims.c.id, ids)), ClaimRecord)}
    rows = [found[claim_id] for claim_id in ids]
    return rows[::-1] if backwards else rows


def find_claim_ids(
    conn: sa.Connection,
    filters: ClaimFilters,
    *,
    sort: str = "worth",
    after: Position | None = None,
    limit: int = 50,
    backwards: bool = False,
) -> list[int]:
    """The ids of a page of claims in the order in which they are read; arguments as of `list_claims`."""
    by_worth = sort == "worth"
    columns = (claims.c.repeats_false, claims.c.worth, claims.c.id) if by_worth else (claims.c.id,)
    place = None if after is None else (bool(after[0]), *after[1:]) if by_worth else after[-1:]
    order = listing.Order(columns, (sort != "oldest") != backwards, place)
    return listing.find_ids(conn, listing.narrow(filters, _conditions(filters), by_worth), order, limit)


def list_revision_claims(conn: sa.Connection, revision_id: int) -> list[ClaimRecord]:
    """All claims of one revision in the order of the text."""
    query = _select_claims().where(claims.c.revision_id == revision_id)
    return fetch_all(conn, query.order_by(claims.c.start, claims.c.end), ClaimRecord)


def list_earlier_claims(
    conn: sa.Connection, article_id: int, revision_id: int, limit: int = 100
) -> list[ClaimRecord]:
    """Claims of an article whose words do not stand in this revision of it, the newest first."""
    query = _select_claims().where(claims.c.article_id == article_id, claims.c.revision_id != revision_id)
    return fetch_all(conn, query.order_by(claims.c.id.desc()).limit(limit), ClaimRecord)


def list_quantities(conn: sa.Connection, claim_ids: Sequence[int]) -> dict[int, list[QuantityRecord]]:
    """The quantities of several claims by claim id, in the order of the text; an empty list where a claim has none."""
    query = sa.select(quantities).where(quantities.c.claim_id.in_(claim_ids)).order_by(quantities.c.number)
    found: dict[int, list[QuantityRecord]] = {claim_id: [] for claim_id in claim_ids}
    for quantity in fetch_all(conn, query, QuantityRecord):
        found[quantity.claim_id].append(quantity)
    return found


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A stored claim as `checks` takes it, and its reference date: when its article was published, or came in."""

    claim: Claim
    reference_date: date


def load_claim(conn: sa.Connection, claim_id: int) -> StoredClaim:
    """One claim as `checks` takes it.

    Raises:
        NotFound: there is no such claim.
    """
    found = load_claims(conn, [claim_id])
    if not found:
        raise NotFound(f"there is no claim {claim_id}")
    return found[claim_id]


def load_claims(conn: sa.Connection, claim_ids: Sequence[int]) -> dict[int, StoredClaim]:
    """Claims as `checks` takes them, by id; what does not exist is missing."""
    given = {"claims": list(claim_ids)}
    amounts: dict[int, list[Quantity]] = {claim_id: [] for claim_id in claim_ids}
    for row in conn.execute(_QUANTITIES, given).mappings():
        amounts[row["claim_id"]].append(Quantity(**{field.name: row[field.name] for field in fields(Quantity)}))
    return {
        row["id"]: StoredClaim(
            Claim(
                **{name: row[name] for name in CLAIM_FIELDS},
                reasons=tuple(row["reasons"]),
                notes=tuple(row["notes"]),
                quantities=tuple(amounts[row["id"]]),
                dates=tuple(_date(each) for each in row["dates"]),
            ),
            row["reference_time"].date(),
        )
        for row in conn.execute(_AS_CLAIM, given).mappings()
    }


def _date(stored: DateRecord) -> Date:
    return Date(**{**stored, "first": _day(stored["first"]), "last": _day(stored["last"])})  # type: ignore[arg-type]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


@cache
def _select_claims() -> sa.Select[Any]:
    """Claims with the fields of `ClaimRecord`; built once, for that takes longer than to execute it."""
    other = claims.alias("other")
    judged = sa.func.coalesce(claims.c.repeat_of, claims.c.id)
    articles_of = sa.select(sa.func.count(other.c.article_id.distinct())).correlate(claims)
    same = sa.or_(other.c.id == claims.c.id, other.c.head_id == claims.c.id, other.c.duplicate_of == claims.c.id)
    return (
        sa.select(
            *(column for column in claims.c if column.name != "search"),
            articles.c.title.label("article"),
            articles.c.url.label("article_url"),
            articles.c.published.label("article_published"),
            revisions.c.number.label("revision"),
            people.c.name.label("owner"),
            suggestions.c.reasons.label("suggestion_reasons"),
            suggestions.c.evidence_ids,
            suggestions.c.strength.label("suggestion_strength"),
            articles_of.where(same).scalar_subquery().label("article_count"),
            articles_of.where(other.c.repeat_of == judged).scalar_subquery().label("repeat_count"),
            fact_checks.c.rating.label("past_rating"),
            fact_checks.c.published_at.label("past_published_at"),
        )
        .join(articles, articles.c.id == claims.c.article_id)
        .join(revisions, revisions.c.id == claims.c.revision_id)
        .outerjoin(people, people.c.id == claims.c.owner_id)
        .outerjoin(suggestions, suggestions.c.claim_id == claims.c.id)
        .outerjoin(fact_checks, (fact_checks.c.claim_id == judged) & fact_checks.c.withdrawn_at.is_(None))
    )


def _conditions(filters: ClaimFilters) -> list[sa.ColumnElement[bool]]:
    """What holds for the claims that `filters` leave."""
    conditions: list[sa.ColumnElement[bool]] = []
    for column, values in (
        (claims.c.state, filters.states),
        (claims.c.kind, filters.kinds),
        (claims.c.suggestion, filters.suggestions),
    ):
        if values:
            conditions.append(sa.or_(*(column == value for value in values)))
    if filters.since is not None:
        conditions.append(claims.c.found_at >= filters.since)
    if filters.until is not None:
        conditions.append(claims.c.found_at < filters.until)
    for column, value in ((claims.c.owner_id, filters.owner_id), (claims.c.article_id, filters.article_id)):
        if value is not None:
            conditions.append(column == value)
    if filters.heads:
        conditions.append(claims.c.head_id.is_(None))
    if filters.repeated:
        conditions.append(claims.c.repeat_of.is_not(None))
    if filters.cluster is not None:
        members = (claims.c.id, claims.c.head_id, claims.c.duplicate_of)
        conditions.append(sa.or_(*(column == filters.cluster for column in members)))
    if filters.words:
        conditions.append(claims.c.search.op("@@")(sa.func.websearch_to_tsquery("english", filters.words)))
    return conditions


# What every lookup executes is built once: to build a statement takes longer than to execute it.
_GIVEN: Final = sa.bindparam("claims", type_=sa.ARRAY(sa.BigInteger))
_AS_CLAIM: Final = (
    sa.select(
        *(claims.c[name] for name in ("id", *CLAIM_FIELDS, "reasons", "notes", "dates")),
        sa.func.coalesce(articles.c.published, articles.c.arrived_at).label("reference_time"),
    )
    .join(articles, articles.c.id == claims.c.article_id)
    .where(claims.c.id == sa.any_(_GIVEN))
)
_QUANTITIES: Final = (
    sa.select(quantities.c.claim_id, *(quantities.c[field.name] for field in fields(Quantity)))
    .where(quantities.c.claim_id == sa.any_(_GIVEN))
    .order_by(quantities.c.claim_id, quantities.c.number)
)
