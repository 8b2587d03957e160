"""Claims with their quantities: written when an article is split, listed for triage, read one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache
from typing import Final, TypeAlias, TypedDict, Unpack

import sqlalchemy as sa

from checks.types.claim import Claim
from checks.types.quantity import Date, Quantity
from store.articles import articles, revisions
from store.claims import counts
from store.claims.filters import Asked, beyond_claims, conditions, labels, of_rows, terms_of, within, words_of
from store.claims.filters import ClaimFilters as ClaimFilters
from store.claims.found_claims import CLAIM_FIELDS
from store.claims.lists import counting, listing, narrowing, ways
from store.claims.tables import claims, quantities, suggestions
from store.claims.words import Words, read_words
from store.claims.workflow import OPEN, WITHOUT_OWNER
from store.columns import among
from store.db import NotFound
from store.people import people
from store.rows import AnySelect, fetch_all, fetch_one
from store.verdicts.fact_checks import fact_checks

_ORDERS: Final = {
    "worth": ("repeats_false", "worth", "id"),
    "finding": ("finding_rank", "worth", "id"),
    "both": ("priority", "id"),
    "newest": ("found_at", "id"),
    "oldest": ("found_at", "id"),
}  # by sort: the columns that a list is ordered by
Position: TypeAlias = tuple[object, ...]  # of a claim in a sorted list, as a cursor carries it


class DateRecord(TypedDict):
    """A time that a claim names, as it is stored: `first` and `last` are ISO 8601 days, None if the time is open."""

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
        finding_rank: what its suggestion is for the order of a list; refuted is the highest.
        priority: worth and finding together: a refuted claim of small worth stands beside one of great worth.
        article, revision, owner: title of the article, number of the revision, name of the person.
        suggestion_reasons, evidence_ids, suggestion_strength: why, by which evidence ids, and how sure, 0 to 1;
            None without a suggestion.
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
    finding_rank: int
    priority: float
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
        place = (getattr(self, name) for name in _ORDERS[sort])
        return tuple(value.isoformat() if isinstance(value, datetime) else value for value in place)


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


def get_claim(conn: sa.Connection, claim_id: int) -> ClaimRecord:
    """One claim with its article, owner and suggestion.

    Raises:
        NotFound: there is no such claim.
    """
    return fetch_one(conn, _select_claims().where(claims.c.id == claim_id), ClaimRecord, f"claim {claim_id}")


class ClaimPage(TypedDict, total=False):
    """Which page of a list of claims is read; what is not given is as of its first page.

    Attributes:
        sort: one of `SORTS`, "worth" by default; by worth, what `repeats_false` stands first.
        after: the `position` of the claim before the page; None for the first page.
        limit: the most rows, 50 by default.
        backwards: the page that ends before `after`, or the last one.
    """

    sort: str
    after: Position | None
    limit: int
    backwards: bool


def list_claims(conn: sa.Connection, filters: ClaimFilters, **page: Unpack[ClaimPage]) -> list[ClaimRecord]:
    """A page of claims, in the order of the list, also where it was read backwards."""
    ids = find_claim_ids(conn, filters, **page)
    found = {row.id: row for row in fetch_all(conn, _select_claims().where(among(claims.c.id, ids)), ClaimRecord)}
    rows = [found[claim_id] for claim_id in ids if claim_id in found]  # the others were deleted meanwhile
    return rows[::-1] if page.get("backwards") else rows


def find_claim_ids(conn: sa.Connection, filters: ClaimFilters, **page: Unpack[ClaimPage]) -> list[int]:
    """The ids of a page of claims in the order in which they are read: backwards, the last one first."""
    sort = page.get("sort", "worth")
    order = _order(filters, sort, page.get("after"), backwards=page.get("backwards", False))
    narrowed = _narrow(conn, filters, sort)
    if narrowed is None:
        return []
    return listing.find_ids(conn, narrowed, order, page.get("limit", 50))


def _order(filters: ClaimFilters, sort: str, after: Position | None, *, backwards: bool) -> narrowing.Order:
    """The order `sort` from a place on, with the time in it read that a cursor writes."""
    columns, descending = tuple(claims.c[name] for name in _ORDERS[sort]), (sort != "oldest") != backwards
    if after is not None and isinstance(after[0], str):
        after = (datetime.fromisoformat(after[0]), *after[1:])
    order = narrowing.Order(columns, descending, after)
    # An index that is given two bounds begins at either of them.
    return replace(order, after=None) if narrowing.all_beyond(filters, sort, order) else order


def _narrow(conn: sa.Connection, filters: ClaimFilters, sort: str) -> narrowing.Narrowed | None:
    """How claims are found; None if none can fit."""
    if filters.unowned and filters.states:
        filters = replace(filters, states=tuple(state for state in filters.states if state in WITHOUT_OWNER))
        if not filters.states:
            return None
    beyond, found_within = beyond_claims(filters), within(filters)
    asked_alone = [*([each] for each in beyond), *([found_within] if found_within else [])]
    have = ways.estimate_each_fits(conn, asked_alone)
    few = any(fits <= ways.MOST_GATHERED for fits in have[: len(beyond)])
    words = read_words(conn, filters.words, filters.claimant)
    by_index, of_found, of_each = (conditions(filters, words, asked, few=few) for asked in Asked)
    asked = narrowing.Narrowed(by_index, of_found, of_each, few=few, beyond=len(beyond))
    if not few:
        asked = replace(asked, terms=terms_of(filters, words), beside_terms=of_rows(filters, words))
    if (of_words := words_of(words)) and len(by_index) > len(of_words) + len(filters.states[:1]):
        besides, in_index = (
            conditions(filters, Words(), how, few=few) for how in (Asked.BY_ANY_INDEX, Asked.OF_EACH)
        )
        asked = replace(asked, of_words=of_words, besides_words=besides, in_index=in_index)
    if found_within and not few and ways.are_few(conn, found_within, have[-1]):
        asked = replace(asked, few=True, indexed=found_within)
    if narrowing.waits(filters) and filters.since is not None:
        asked = replace(asked, likely=conditions(replace(filters, since=None), words, few=few))
    of_labels = bool(labels(filters)) and not few
    asked = replace(asked, words=bool(of_words) or of_labels, covered=not of_words)
    return narrowing.narrow(filters, asked, sort)


def count_claims(
    conn: sa.Connection,
    filters: ClaimFilters,
    *,
    sort: str = "worth",
    before: Position | None = None,
    most: int = 10_000,
) -> int:
    """How many claims a list has, counted up to `most` and one.

    Args:
        before: count only those that stand before this position in the order of `sort`.
        most: where counting ends.
    """
    order = _order(filters, sort, before, backwards=True)
    narrowed = _narrow(conn, filters, sort)
    return 0 if narrowed is None else counting.count_up_to(conn, narrowed, order, most)


def count_or_estimate_claims(conn: sa.Connection, filters: ClaimFilters, most: int = 1_000) -> counting.Count:
    """How many claims a list has: counted up to `most`, and estimated beyond.

    Of lists of states alone there are sums, which are exact.
    """
    heads = bool(filters.states) and set(filters.states) <= set(OPEN)
    if filters.states and filters == ClaimFilters(states=filters.states, heads=heads):
        sums = counts.count_claims_by_state(conn)
        return counting.Count(sum(sums[state] for state in set(filters.states)), exact=True)
    narrowed = _narrow(conn, filters, "worth")
    return counting.Count(0, exact=True) if narrowed is None else counting.count_or_estimate(conn, narrowed, most)


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
def _select_claims() -> AnySelect:
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
