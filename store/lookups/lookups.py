"""Lookups: one claim asked of one source, with all that was asked and what came of it.

*Nothing found*, *set aside* (hits were found, and none became evidence) and *could not ask* are different
outcomes; a lookup without an outcome is still to be done. `found` counts the hits of all its queries,
`set_aside_count` those that did not become evidence, of which `set_aside` lists the first with their reasons, and
`evidence_count` the passages it brought. They are NULL for lookups of a version that did not count them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from checks.types.answer import Answer, CouldNotAsk, Found, Nothing, Query, SetAside
from checks.types.stance import Finding
from store import audit, queue
from store.claims.tables import claims, suggestions
from store.columns import JsonRecords, among, identity, moment, one_of
from store.db import NotFound, metadata, tell
from store.lookups import evidence, sources
from store.people import Actor
from store.rows import fetch_all, fetch_one

LONGEST_WAIT: Final = 60.0  # seconds that a claim waits for its sources before it gets a suggestion without them
OUTCOMES: Final = ("found", "set aside", "nothing", "could not ask")
MOST_SET_ASIDE: Final = 50  # hits that are listed with their reasons; all are counted

lookups = sa.Table(
    "lookups",
    metadata,
    identity(),
    sa.Column("claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("queries", JsonRecords(Query), nullable=False, server_default="[]"),
    sa.Column("found", sa.Integer),
    sa.Column("set_aside_count", sa.Integer),
    sa.Column("evidence_count", sa.Integer),
    sa.Column("set_aside", JsonRecords(SetAside), nullable=False, server_default="[]"),
    sa.Column("asked_again", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("queued_at", now=True),
    moment("started_at"),
    moment("finished_at"),
    # The claim's article while there is no outcome; written by a trigger.
    sa.Column("open_article_id", sa.BigInteger),
    sa.UniqueConstraint("claim_id", "source"),
    sa.CheckConstraint(f"outcome IS NULL OR {one_of('outcome', OUTCOMES)}", "outcome"),
    sa.CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", "finished_has_outcome"),
    sa.CheckConstraint("outcome <> 'could not ask' OR reason IS NOT NULL", "could_not_ask_says_why"),
    sa.Index("ix_lookups_answered", "source", "outcome", postgresql_where=sa.text("outcome IS NOT NULL")),
    sa.Index("ix_lookups_queued_at", "queued_at", postgresql_using="brin"),
    sa.Index("ix_lookups_open", "claim_id", postgresql_where=sa.text("outcome IS NULL")),
    sa.CheckConstraint("(outcome IS NULL) = (open_article_id IS NOT NULL)", "open_names_article"),
    sa.Index(
        "ix_lookups_open_article", "open_article_id", postgresql_where=sa.text("open_article_id IS NOT NULL")
    ),
)
_SHOWN: Final = tuple(column for column in lookups.c if column.name != "open_article_id")

TITLE: Final = sa.func.coalesce(sources.sources.c.title, lookups.c.source).label("title")


@dataclass(frozen=True, slots=True)
class LookupRecord:
    """One claim asked of one source.

    Attributes:
        source: the name of the source.
        outcome: one of `OUTCOMES`; None while it is still to be done.
        reason: why the source could not be asked.
        found: the hits of all queries, each once.
        set_aside: the first of the `set_aside_count` hits that did not become evidence.
        evidence_count: the passages that the source brought; the three counts are None if nothing was counted.
        asked_again: whether no kept answer will do.
    """

    id: int
    claim_id: int
    source: str
    outcome: str | None
    reason: str | None
    queries: tuple[Query, ...]
    found: int | None
    set_aside_count: int | None
    evidence_count: int | None
    set_aside: tuple[SetAside, ...]
    asked_again: bool
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookupStatus(LookupRecord):
    """A lookup with the state of its job and of its source.

    Attributes:
        state: "queued", "running", "done" or "failed".
        attempts, due_at, failure: of its job, with why the last attempt failed; None if it has no job any more.
        title: the source's title.
        paused_until, source_reason: until when the source is paused, and why it failed last.
    """

    state: str
    attempts: int | None
    due_at: datetime | None
    failure: str | None
    title: str
    paused_until: datetime | None
    source_reason: str | None


def add_lookups(
    conn: sa.Connection, wanted: Sequence[tuple[int, Sequence[str]]], batched: Collection[str] = (), turn: int = 0
) -> list[int]:
    """Add one lookup per (claim, source) that has none yet, with a job each where the source is not `batched`.

    A claim that no source applies to goes straight to its suggestion; one of batched sources alone gets it with their
    answers; any other gets one when its last source has answered, or after a while with the answers that have come, so
    that a slow source delays no claim.

    Args:
        wanted: ids of claims, each with the names of the sources to ask.
        batched: the sources that are asked for many claims by one job (`store.lookups.batches`).
        turn: of the first claim's jobs in the fair order; each further claim has the next.

    Returns:
        The ids of the new lookups.
    """
    made = _add(conn, [(claim_id, source) for claim_id, names in wanted for source in names], batched, turn)
    turns = {claim_id: place for place, (claim_id, _) in enumerate(wanted, turn)}
    queue.add_jobs(conn, "suggest", [claim_id for claim_id, names in wanted if not names], turns=turns)
    awaited = [claim_id for claim_id, names in wanted if not set(names) <= set(batched)]
    queue.add_jobs(conn, "suggest", awaited, turns=turns, after=LONGEST_WAIT)
    return made


def _add(
    conn: sa.Connection, pairs: Sequence[tuple[int, str]], batched: Collection[str] = (), turn: int = 0
) -> list[int]:
    if not pairs:
        return []
    claim_ids, names = zip(*pairs, strict=True)
    rows = conn.execute(_INSERT, {"claims": list(claim_ids), "sources": list(names)}).all()
    groups = {row.id: row.source for row in rows if row.source not in batched}
    places = {claim_id: place for place, claim_id in enumerate(dict.fromkeys(claim_id for claim_id, _ in pairs))}
    turns = {row.id: turn + places[row.claim_id] for row in rows}
    queue.add_jobs(conn, "lookup", list(groups), groups=groups, turns=turns)
    return [row.id for row in rows]


def get_lookup(conn: sa.Connection, lookup_id: int) -> LookupRecord:
    """One lookup.

    Raises:
        NotFound: there is no such lookup.
    """
    return fetch_one(
        conn, sa.select(*_SHOWN).where(lookups.c.id == lookup_id), LookupRecord, f"lookup {lookup_id}"
    )


def start_lookup(conn: sa.Connection, lookup_id: int) -> LookupRecord:
    """Note when a lookup began; what an earlier attempt came to stands until this one is over.

    Raises:
        NotFound: there is no such lookup.
    """
    return fetch_one(conn, _BEGIN, LookupRecord, f"lookup {lookup_id}", {"lookup": lookup_id})


def record_answer(conn: sa.Connection, lookup_id: int, answer: Answer, findings: Sequence[Finding] = ()) -> bool:
    """Write what a source answered and the findings; returns whether the claim is now to be suggested (anew).

    The claim's row is locked for the question "am I the last?", so that of two lookups which end together one sees
    the other's answer. A source that is paused is not waited for. Where no answer came, what an earlier one brought
    stays.
    """
    claim_id = _locked(conn, lookup_id)
    values = answer_values(answer)
    if not isinstance(answer, CouldNotAsk):
        values["asked_again"] = False
        evidence.replace_evidence(conn, claim_id, lookup_id, findings)
    conn.execute(_RECORD, {"lookup": lookup_id, **values})
    return _go_on(conn, claim_id)


def answer_values(answer: Answer) -> dict[str, object]:
    """The columns of a lookup that tell what its source answered."""
    return {
        "outcome": _outcome(answer),
        "reason": answer.reason if isinstance(answer, CouldNotAsk) else None,
        "queries": answer.queries,
        **_counts(answer),
    }


def _outcome(answer: Answer) -> str:
    if isinstance(answer, Found):
        return "found" if answer.passages else "set aside"
    return "nothing" if isinstance(answer, Nothing) else "could not ask"


def _counts(answer: Answer) -> dict[str, object]:
    """What was found, what was set aside and why, and what became evidence; nothing is known without an answer."""
    if isinstance(answer, CouldNotAsk):
        return {"found": None, "set_aside_count": None, "evidence_count": None, "set_aside": ()}
    if isinstance(answer, Nothing):
        return {"found": 0, "set_aside_count": 0, "evidence_count": 0, "set_aside": ()}
    return {
        "found": answer.found,
        "set_aside_count": answer.aside,
        "evidence_count": len(answer.passages),
        "set_aside": answer.set_aside[:MOST_SET_ASIDE],
    }


def drop_lookup(conn: sa.Connection, lookup_id: int) -> bool:
    """Take a lookup back that its source does not apply to; returns like `record_answer`."""
    claim_id = _locked(conn, lookup_id)
    conn.execute(sa.delete(lookups).where(lookups.c.id == lookup_id))
    return _go_on(conn, claim_id)


def _locked(conn: sa.Connection, lookup_id: int) -> int:
    """The claim of a lookup, its row locked. Raises `NotFound`."""
    claim_id = conn.execute(_LOCKED, {"lookup": lookup_id}).scalar()
    if claim_id is None:
        raise NotFound(f"there is no lookup {lookup_id}")
    return int(claim_id)


def _go_on(conn: sa.Connection, claim_id: int) -> bool:
    """Have a claim suggested (anew) if no source that is not paused has still to answer, or if it was or is being."""
    tell(conn, "claim", claim_id)
    due = bool(conn.execute(_GOES_ON, {"claim": claim_id}).scalar_one())
    if due:
        queue.restart_jobs(conn, "suggest", [claim_id])
    return due


def close_exhausted_lookup(conn: sa.Connection, lookup_id: int) -> bool:
    """Close a lookup whose work failed for good as *could not ask*; whether that let the claim go on."""
    row, job = get_lookup(conn, lookup_id), queue.find_job(conn, "lookup", lookup_id)
    exhausted = row.outcome == "could not ask" and job is not None and row.reason == job.reason
    if row.outcome in ("found", "set aside", "nothing") or exhausted or job is None or not job.failed:
        return False
    return record_answer(conn, lookup_id, CouldNotAsk(job.reason or "it failed"))


def list_lookups(conn: sa.Connection, claim_id: int) -> list[LookupStatus]:
    """A claim's lookups with the state of their jobs and sources, in the order in which they were added."""
    job = queue.work
    state = sa.case(
        (job.c.failed, "failed"),
        (lookups.c.outcome.is_not(None), "done"),
        (job.c.lease_until > sa.func.now(), "running"),
        else_="queued",
    )
    paused = sources.paused()
    query = (
        sa.select(
            *_SHOWN,
            state.label("state"),
            job.c.attempts,
            job.c.due_at,
            job.c.reason.label("failure"),
            TITLE,
            sa.case((paused, sources.sources.c.paused_until)).label("paused_until"),
            sources.sources.c.reason.label("source_reason"),
        )
        .outerjoin(job, (job.c.kind == "lookup") & (job.c.subject == lookups.c.id))
        .outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
        .where(lookups.c.claim_id == claim_id)
        .order_by(lookups.c.id)
    )
    return fetch_all(conn, query, LookupStatus)


def restart_lookups(conn: sa.Connection, claim_id: int) -> list[int]:
    """Queue all lookups of a claim again, failed or done, and those of sources that were switched on since; returns
    those that are now due. No kept answer will do for them.
    """
    mine = sa.update(lookups).where(lookups.c.claim_id == claim_id).values(_ANEW)
    groups = {row.id: row.source for row in conn.execute(mine.returning(lookups.c.id, lookups.c.source))}
    queue.restart_jobs(conn, "lookup", list(groups), groups=groups)
    on = conn.execute(sa.select(sources.sources.c.name).where(sources.sources.c.switched_on)).scalars()
    fresh = _add(conn, [(claim_id, name) for name in on if name not in groups.values()])
    tell(conn, "claim", claim_id)
    return [*groups, *fresh]


def ask_sources_again(conn: sa.Connection, claim_id: int, actor: Actor) -> list[int]:
    """Queue all lookups of a claim again at a person's request, with an entry in the claim's history.

    Returns:
        The lookups that are now due.

    Raises:
        NotFound: there is no such claim.
    """
    if not conn.execute(sa.select(claims.c.id).where(claims.c.id == claim_id)).scalar():
        raise NotFound(f"there is no claim {claim_id}")
    audit.write_audit_entry(conn, actor, "claim", claim_id, "asked again")
    return restart_lookups(conn, claim_id)


def restart_lookups_of_sources(conn: sa.Connection, claim_ids: Sequence[int], names: Collection[str]) -> None:
    """Queue the lookups of many claims at these sources again, and those that were not there; no kept answer will do.

    What a batch is still to answer stays with it. In the fair order each claim is a turn behind the one before it,
    so that articles which come in meanwhile do not wait for all of them.

    Args:
        claim_ids: in the order in which they are asked.
        names: sources that are switched on.
    """
    own_job = sa.exists().where(queue.work.c.kind == "lookup", queue.work.c.subject == lookups.c.id)
    these = among(lookups.c.claim_id, claim_ids), lookups.c.source.in_(names)
    mine = sa.update(lookups).where(*these, sa.or_(lookups.c.outcome.is_not(None), own_job)).values(_ANEW)
    rows = conn.execute(mine.returning(lookups.c.id, lookups.c.claim_id, lookups.c.source)).all()
    places = {claim_id: place for place, claim_id in enumerate(claim_ids)}
    groups, turns = {row.id: row.source for row in rows}, {row.id: places[row.claim_id] for row in rows}
    queue.restart_jobs(conn, "lookup", list(groups), groups=groups, turns=turns)
    _add(conn, [(claim_id, name) for claim_id in claim_ids for name in names])


def reset_lookups(conn: sa.Connection, claim_ids: Collection[int]) -> None:
    """Forget what sources answered to claims that say something else now; what a verdict cites stays, and is asked
    for again.
    """
    mine = among(lookups.c.claim_id, claim_ids)
    evidence.delete_uncited_evidence(conn, claim_ids)
    conn.execute(sa.delete(suggestions).where(among(suggestions.c.claim_id, claim_ids)))
    cited = sa.exists().where(evidence.evidence.c.lookup_id == lookups.c.id)
    conn.execute(sa.delete(lookups).where(mine, ~cited))
    left = sa.update(lookups).where(mine).values(_ANEW).returning(lookups.c.id, lookups.c.source)
    groups = {row.id: row.source for row in conn.execute(left)}
    queue.restart_jobs(conn, "lookup", list(groups), groups=groups)


# What every lookup executes is built once: to build a statement takes longer than to execute it.
_ANEW: Final[dict[str, object]] = {
    "asked_again": True,
    "outcome": None,
    "finished_at": None,
    "reason": None,
    "queued_at": sa.func.now(),
    **_counts(CouldNotAsk("")),
}
_OF_LOOKUP: Final = lookups.c.id == sa.bindparam("lookup")
_BEGIN: Final = sa.update(lookups).where(_OF_LOOKUP).values(started_at=sa.func.now()).returning(*_SHOWN)
_INSERT: Final = sa.text("""
    INSERT INTO lookups (claim_id, source)
    SELECT claim_id, source FROM unnest(CAST(:claims AS bigint[]), CAST(:sources AS text[]))
      WITH ORDINALITY AS given (claim_id, source, n) ORDER BY n
    ON CONFLICT DO NOTHING RETURNING id, claim_id, source""")
_RECORD: Final = sa.update(lookups).where(_OF_LOOKUP).values(finished_at=sa.func.clock_timestamp())
_LOCKED: Final = sa.select(claims.c.id).join(lookups).where(_OF_LOOKUP).with_for_update(of=claims)
_AWAITED: Final = (
    sa.select(lookups.c.id)
    .outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
    .where(lookups.c.claim_id == sa.bindparam("claim"), lookups.c.outcome.is_(None), ~sources.paused())
)
_SUGGESTED: Final = sa.select(suggestions.c.claim_id).where(suggestions.c.claim_id == sa.bindparam("claim"))
# Who suggests at this moment has read the evidence without what comes now.
_BEING_SUGGESTED: Final = sa.select(queue.work.c.subject).where(
    queue.work.c.kind == "suggest", queue.work.c.subject == sa.bindparam("claim"), queue.work.c.token.is_not(None)
)
_GOES_ON: Final = sa.select(_SUGGESTED.exists() | _BEING_SUGGESTED.exists() | ~_AWAITED.exists())
