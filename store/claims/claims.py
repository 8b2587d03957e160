"""Claims with their quantities: written by the splitter, listed for triage, read one by one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types.claim import Claim
from checks.types.quantity import Date, Quantity
from store.articles import articles, revisions
from store.claims.workflow import OPEN, STATES
from store.columns import identity, moment, one_of, readable, search
from store.db import metadata, one, tell
from store.people import people
from store.verdicts.fact_checks import fact_checks

KINDS: Final = ("quantity", "event", "statement", "state", "comparison", "cause", "prediction")
MANNERS: Final = ("asserts", "denies", "demands", "announces", "accuses")
ROLES: Final = ("amount", "change", "additional")
SUGGESTIONS: Final = (
    "supported",
    "refuted",
    "conflicting",
    "context only",
    "set aside",
    "nothing found",
    "could not ask",
)
SORTS: Final = ("worth", "newest", "oldest")

MOST_TOLD: Final = 20  # open pages fetch themselves anew at the first that they hear of; more would only be noise
_PLAIN: Final = ("start", "end", "text", "statement", "kind", "claimant", "manner", "direct", "worth")

claims = Table(
    "claims",
    metadata,
    identity(),
    Column("revision_id", BigInteger, ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    Column("article_id", BigInteger, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("claimant", Text),
    Column("manner", Text, nullable=False, server_default="asserts"),
    Column("direct", Boolean, nullable=False, server_default=false()),
    Column("notes", JSONB, nullable=False, server_default="[]"),
    Column("worth", Float, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("dates", JSONB, nullable=False, server_default="[]"),
    Column("state", Text, nullable=False, server_default="new"),
    Column("owner_id", BigInteger, ForeignKey("people.id")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("decline_reason", Text),
    Column("duplicate_of", BigInteger, ForeignKey("claims.id")),
    moment("snoozed_until"),
    Column("head_id", BigInteger, ForeignKey("claims.id", ondelete="SET NULL")),
    Column("apart", Boolean, nullable=False, server_default=false()),
    Column("repeats", BigInteger, ForeignKey("claims.id", ondelete="SET NULL")),
    Column("returned", Boolean, nullable=False, server_default=false()),
    moment("found_at", now=True),
    moment("changed_at", now=True),
    search("statement"),
    UniqueConstraint("revision_id", "start", "end"),
    CheckConstraint('start >= 0 AND "end" > start', "offsets"),
    CheckConstraint("worth BETWEEN 0 AND 1", "worth"),
    CheckConstraint(readable("snoozed_until"), "snoozed_until_readable"),
    CheckConstraint(one_of("kind", KINDS), "kind"),
    CheckConstraint(one_of("manner", MANNERS), "manner"),
    CheckConstraint(one_of("state", STATES), "state"),
    CheckConstraint("(state = 'declined') = (decline_reason IS NOT NULL)", "declined_says_why"),
    CheckConstraint("(state = 'duplicate') = (duplicate_of IS NOT NULL)", "duplicate_names_one"),
    CheckConstraint("duplicate_of <> id", "not_its_own_duplicate"),
    CheckConstraint("head_id <> id", "not_its_own_head"),
    CheckConstraint("repeats <> id", "not_its_own_repeat"),
    CheckConstraint("(state = 'snoozed') = (snoozed_until IS NOT NULL)", "snoozed_has_end"),
    CheckConstraint(
        "owner_id IS NOT NULL OR state IN ('new','triage','declined','duplicate','snoozed')", "work_has_owner"
    ),
    Index("ix_claims_triage", "state", "worth", "id"),
    Index(
        "ix_claims_waiting",
        "returned",
        "worth",
        "id",
        postgresql_where="state IN ('new', 'triage') AND head_id IS NULL",
    ),
    Index("ix_claims_head", "head_id", "article_id", postgresql_where="head_id IS NOT NULL"),
    Index("ix_claims_repeats", "repeats", "article_id", postgresql_where="repeats IS NOT NULL"),
    Index("ix_claims_duplicate_of", "duplicate_of", "article_id", postgresql_where="duplicate_of IS NOT NULL"),
    Index("ix_claims_owner", "owner_id", "state"),
    Index("ix_claims_snoozed", "snoozed_until", postgresql_where="snoozed_until IS NOT NULL"),
    Index("ix_claims_search", "search", postgresql_using="gin"),
)
quantities = Table(
    "quantities",
    metadata,
    Column("claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("comparator", Text, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("unit", Text),
    Column("counted", Text),
    Column("role", Text, nullable=False, server_default="amount"),
    Column("code", Text),
    CheckConstraint(one_of("role", ROLES), "role"),
    CheckConstraint(one_of("comparator", ("=", ">", ">=", "<", "<=", "~", "..")), "comparator"),
    CheckConstraint('start >= 0 AND "end" > start', "offsets"),
    CheckConstraint("low IS NOT NULL OR high IS NOT NULL", "bounded"),
    CheckConstraint("low <= high", "ordered"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column(
        "claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("outcome", Text, nullable=False),
    Column("reasons", JSONB, nullable=False),
    Column("rests_on", JSONB, nullable=False),
    Column("evidence_count", Integer, nullable=False, server_default="0"),
    Column("strength", Float, nullable=False, server_default="0"),
    moment("made_at", now=True),
    CheckConstraint(one_of("outcome", SUGGESTIONS), "outcome"),
    CheckConstraint("strength BETWEEN 0 AND 1", "strength"),
    Index("ix_suggestions_outcome", "outcome", "claim_id"),
)

_AS_CLAIM: Final = (
    select(
        *(claims.c[name] for name in (*_PLAIN, "reasons", "notes", "dates")),
        func.coalesce(articles.c.published, articles.c.arrived_at).label("told_at"),
    )
    .join(articles, articles.c.id == claims.c.article_id)
    .where(claims.c.id == bindparam("claim"))
)
_QUANTITIES: Final = (
    select(*(quantities.c[field.name] for field in fields(Quantity)))
    .where(quantities.c.claim_id == bindparam("claim"))
    .order_by(quantities.c.number)
)
_OTHER = claims.alias("other")
_JUDGED = func.coalesce(claims.c.repeats, claims.c.id)
_ARTICLES = select(func.count(_OTHER.c.article_id.distinct())).correlate(claims)
_SEEN_IN = _ARTICLES.where(
    or_(_OTHER.c.id == claims.c.id, _OTHER.c.head_id == claims.c.id, _OTHER.c.duplicate_of == claims.c.id)
).scalar_subquery()
_REPEATED = _ARTICLES.where(_OTHER.c.repeats == _JUDGED).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of claims is narrowed to; an empty field narrows nothing.

    `heads`: a cluster once, by its head; `repeated`: of what was judged before; `cluster`: those that a claim stands for,
    and itself.
    """

    states: tuple[str, ...] = ()
    kind: str | None = None
    owner_id: int | None = None
    article_id: int | None = None
    suggestion: str | None = None
    words: str | None = None
    heads: bool = False
    repeated: bool = False
    cluster: int | None = None


def write(
    conn: Connection,
    revision_id: int,
    article_id: int,
    found: Sequence[Claim],
) -> list[tuple[int, Claim]]:
    """Write the claims of a revision; those that are there already stay. Returns the new ones with their ids."""
    if not found:
        return []
    of = {"revision_id": revision_id, "article_id": article_id}
    rows = [{**of, **_row(claim)} for claim in found]
    write = insert(claims).on_conflict_do_nothing().returning(claims.c.id, claims.c.start, claims.c.end)
    made = {(row.start, row.end): int(row.id) for row in conn.execute(write, rows)}
    written = [(made[claim.start, claim.end], claim) for claim in found if (claim.start, claim.end) in made]
    amounts = [
        {"claim_id": claim_id, "number": n, **asdict(q)}
        for claim_id, claim in written
        for n, q in enumerate(claim.quantities)
    ]
    if amounts:
        conn.execute(insert(quantities), amounts)
    for claim_id, _ in written[:MOST_TOLD]:
        tell(conn, "claim", claim_id)
    return written


def _row(claim: Claim) -> dict[str, Any]:
    listed = {"reasons": list(claim.reasons), "notes": list(claim.notes)}
    return (
        {name: getattr(claim, name) for name in _PLAIN} | listed | {"dates": [_plain_date(d) for d in claim.dates]}
    )


def _plain_date(d: Date) -> dict[str, Any]:
    return {**asdict(d), "first": d.first and d.first.isoformat(), "last": d.last and d.last.isoformat()}


def get(conn: Connection, claim_id: int) -> RowMapping:
    """One claim with its article, owner and suggestion. Raises `NotFound`."""
    row = conn.execute(_listed().where(claims.c.id == claim_id)).mappings().first()
    return one(row, f"claim {claim_id}")


def page(
    conn: Connection,
    filters: Filters,
    *,
    sort: str = "worth",
    after: tuple[Any, ...] | None = None,
    limit: int = 50,
    backwards: bool = False,
) -> list[RowMapping]:
    """A page of claims by keyset: those that follow the sort key `after` (see `key`), or the first ones.

    With `backwards` those that stand before it, or the last ones; always in the order of the list.
    """
    by_worth = sort == "worth"
    columns = (claims.c.returned, claims.c.worth, claims.c.id) if by_worth else (claims.c.id,)
    descending = (sort != "oldest") != backwards
    query = _listed().where(*_narrowed(filters)).limit(limit)
    query = query.order_by(*(column.desc() if descending else column.asc() for column in columns))
    if after is not None:
        place = (bool(after[0]), *after[1:]) if by_worth else after[-1:]
        query = query.where(tuple_(*columns) < place if descending else tuple_(*columns) > place)
    rows = _rows(conn, query)
    return rows[::-1] if backwards else rows


def key(row: RowMapping, sort: str = "worth") -> tuple[Any, ...]:
    """Where `row` stands in its sort, for the next page's `after`."""
    return (row["returned"], row["worth"], row["id"]) if sort == "worth" else (row["id"],)


def of_revision(conn: Connection, revision_id: int) -> list[RowMapping]:
    """All claims of one revision in the order of the text."""
    return _rows(conn, _listed().where(claims.c.revision_id == revision_id).order_by(claims.c.start, claims.c.end))


def quantities_of(conn: Connection, claim_ids: Sequence[int]) -> dict[int, list[RowMapping]]:
    """The quantities of several claims, by claim id."""
    query = select(quantities).where(quantities.c.claim_id.in_(claim_ids)).order_by(quantities.c.number)
    found: dict[int, list[RowMapping]] = {claim_id: [] for claim_id in claim_ids}
    for row in conn.execute(query).mappings():
        found[row["claim_id"]].append(row)
    return found


def as_claim(conn: Connection, claim_id: int) -> tuple[Claim, date]:
    """A stored claim as the craft takes it, and the day from which its own days are counted: when its article was
    published, or came in. Raises `NotFound`.
    """
    row = one(conn.execute(_AS_CLAIM, {"claim": claim_id}).mappings().first(), f"claim {claim_id}")
    held = tuple(Quantity(**q) for q in conn.execute(_QUANTITIES, {"claim": claim_id}).mappings())
    dates = tuple(Date(**{**d, "first": _day(d["first"]), "last": _day(d["last"])}) for d in row["dates"])
    plain = {n: row[n] for n in _PLAIN}
    reasons, notes = tuple(row["reasons"]), tuple(row["notes"])
    claim = Claim(**plain, reasons=reasons, quantities=held, dates=dates, notes=notes)
    told_at: datetime = row["told_at"]
    return claim, told_at.date()


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def counts(conn: Connection) -> dict[str, int]:
    """How many claims stand in each state, every state named; what waits is counted once a cluster."""
    one_each = or_(claims.c.head_id.is_(None), claims.c.state.not_in(OPEN))
    query = select(claims.c.state, func.count().label("n")).where(one_each).group_by(claims.c.state)
    rows = conn.execute(query).all()
    return dict.fromkeys(STATES, 0) | {row.state: int(row.n) for row in rows}


def _rows(conn: Connection, query: Select[Any]) -> list[RowMapping]:
    return list(conn.execute(query).mappings())


def _listed() -> Select[Any]:
    return (
        select(
            *(c for c in claims.c if c.name != "search"),
            articles.c.title.label("article"),
            articles.c.url.label("article_url"),
            articles.c.published.label("article_published"),
            revisions.c.number.label("revision"),
            people.c.name.label("owner"),
            suggestions.c.outcome.label("suggestion"),
            suggestions.c.reasons.label("suggestion_reasons"),
            suggestions.c.rests_on,
            suggestions.c.strength.label("suggestion_strength"),
            _SEEN_IN.label("seen_in"),
            _REPEATED.label("repeated"),
            fact_checks.c.rating.label("past_rating"),
            fact_checks.c.published_at.label("past_since"),
        )
        .join(articles, articles.c.id == claims.c.article_id)
        .join(revisions, revisions.c.id == claims.c.revision_id)
        .outerjoin(people, people.c.id == claims.c.owner_id)
        .outerjoin(suggestions, suggestions.c.claim_id == claims.c.id)
        .outerjoin(fact_checks, (fact_checks.c.claim_id == _JUDGED) & fact_checks.c.withdrawn_at.is_(None))
    )


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.states:
        conditions.append(or_(*(claims.c.state == state for state in filters.states)))
    for column, value in (
        (claims.c.kind, filters.kind),
        (claims.c.owner_id, filters.owner_id),
        (claims.c.article_id, filters.article_id),
        (suggestions.c.outcome, filters.suggestion),
    ):
        if value is not None:
            conditions.append(column == value)
    if filters.heads:
        conditions.append(claims.c.head_id.is_(None))
    if filters.repeated:
        conditions.append(claims.c.repeats.is_not(None))
    if filters.cluster is not None:
        of = (claims.c.id, claims.c.head_id, claims.c.duplicate_of)
        conditions.append(or_(*(column == filters.cluster for column in of)))
    if filters.words:
        conditions.append(claims.c.search.op("@@")(func.websearch_to_tsquery("english", filters.words)))
    return conditions
