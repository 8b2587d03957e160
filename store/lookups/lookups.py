"""Lookups: one claim asked of one source, with all that was asked and what came of it.

*Nothing found*, *set aside* (hits were found, and none became evidence) and *could not ask* are different outcomes; a
lookup without an outcome is still to be done. `found` counts the hits of all its queries, `set_aside_count` those that did
not become evidence, of which `set_aside` lists the first with their reasons, and `evidence_count` the passages it brought.
They are NULL for lookups of a version that did not count them.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    false,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types.answer import Answer, CouldNotAsk, Found, Nothing, Query, SetAside
from checks.types.stance import Finding, Suggestion
from store import queue
from store.claims.tables import claims, suggestions
from store.columns import identity, moment, one_of
from store.db import metadata, one, tell
from store.lookups import evidence, sources

LONGEST_WAIT: Final = 60.0  # seconds that a claim waits for its sources before it gets a suggestion without them
OUTCOMES: Final = ("found", "set aside", "nothing", "could not ask")
MOST_SET_ASIDE: Final = 50  # hits that are listed with their reasons; all are counted

lookups = Table(
    "lookups",
    metadata,
    identity(),
    Column("claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("outcome", Text),
    Column("reason", Text),
    Column("queries", JSONB, nullable=False, server_default="[]"),
    Column("found", Integer),
    Column("set_aside_count", Integer),
    Column("evidence_count", Integer),
    Column("set_aside", JSONB, nullable=False, server_default="[]"),
    Column("asked_again", Boolean, nullable=False, server_default=false()),
    moment("queued_at", now=True),
    moment("started_at"),
    moment("finished_at"),
    UniqueConstraint("claim_id", "source"),
    CheckConstraint(f"outcome IS NULL OR {one_of('outcome', OUTCOMES)}", "outcome"),
    CheckConstraint("(outcome IS NULL) = (finished_at IS NULL)", "finished_has_outcome"),
    CheckConstraint("outcome <> 'could not ask' OR reason IS NOT NULL", "could_not_ask_says_why"),
    Index("ix_lookups_answered", "source", "outcome", postgresql_where=text("outcome IS NOT NULL")),
    Index("ix_lookups_open", "claim_id", postgresql_where=text("outcome IS NULL")),
)

_TITLE: Final = func.coalesce(sources.sources.c.title, lookups.c.source).label("title")


def add_lookups(conn: Connection, wanted: Sequence[tuple[int, Sequence[str]]]) -> list[int]:
    """Add one lookup with its work per (claim, source) that has none yet; returns the new lookups' ids.

    A claim that no source applies to goes straight to its suggestion; any other gets one when its last source has
    answered, or after a while with what is there, so that one slow source holds up no claim.
    """
    made = _add(conn, [(claim_id, source) for claim_id, names in wanted for source in names])
    turns = {claim_id: turn for turn, (claim_id, _) in enumerate(wanted)}
    queue.add_jobs(conn, "suggest", [claim_id for claim_id, names in wanted if not names], turns=turns)
    queue.add_jobs(
        conn, "suggest", [claim_id for claim_id, names in wanted if names], turns=turns, after=LONGEST_WAIT
    )
    return made


def _add(conn: Connection, pairs: Sequence[tuple[int, str]]) -> list[int]:
    if not pairs:
        return []
    write = insert(lookups).on_conflict_do_nothing().returning(lookups.c.id, lookups.c.claim_id, lookups.c.source)
    rows = conn.execute(write, [{"claim_id": claim_id, "source": source} for claim_id, source in pairs]).all()
    lanes = {row.id: row.source for row in rows}
    places = {claim_id: place for place, claim_id in enumerate(dict.fromkeys(claim_id for claim_id, _ in pairs))}
    turns = {row.id: places[row.claim_id] for row in rows}
    queue.add_jobs(conn, "lookup", list(lanes), groups=lanes, turns=turns)
    return list(lanes)


def get_lookup(conn: Connection, lookup_id: int) -> RowMapping:
    """One lookup. Raises `NotFound`."""
    query = select(lookups).where(lookups.c.id == lookup_id)
    return one(conn.execute(query).mappings().first(), f"lookup {lookup_id}")


def begin(conn: Connection, lookup_id: int) -> RowMapping:
    """Note when a lookup began; what an earlier attempt came to stands until this one is over."""
    return one(conn.execute(_BEGIN, {"lookup": lookup_id}).mappings().first(), f"lookup {lookup_id}")


def record(conn: Connection, lookup_id: int, answer: Answer, findings: Sequence[Finding] = ()) -> bool:
    """Write what a source answered and the findings; returns whether the claim is now to be suggested (anew).

    The claim's row is locked for the question "am I the last?", so that of two lookups which end together one sees
    the other's answer. A source that is paused is not waited for. Where no answer came, what an earlier one brought
    stays.
    """
    claim_id = _locked(conn, lookup_id)
    values: dict[str, Any] = {
        "outcome": _outcome(answer),
        "reason": answer.reason if isinstance(answer, CouldNotAsk) else None,
        "queries": [{"text": q.text, "hits": q.hits} for q in answer.queries],
        **_counts(answer),
    }
    if not isinstance(answer, CouldNotAsk):
        values["asked_again"] = False
        evidence.replace(conn, claim_id, lookup_id, findings)
    conn.execute(_RECORD, {"lookup": lookup_id, **values})
    return _go_on(conn, claim_id)


def _outcome(answer: Answer) -> str:
    if isinstance(answer, Found):
        return "found" if answer.passages else "set aside"
    return "nothing" if isinstance(answer, Nothing) else "could not ask"


def _counts(answer: Answer) -> dict[str, Any]:
    """What was found, what was set aside and why, and what became evidence; nothing of this is known without an answer."""
    if isinstance(answer, CouldNotAsk):
        return {"found": None, "set_aside_count": None, "evidence_count": None, "set_aside": []}
    if isinstance(answer, Nothing):
        return {"found": 0, "set_aside_count": 0, "evidence_count": 0, "set_aside": []}
    return {
        "found": answer.found,
        "set_aside_count": answer.aside,
        "evidence_count": len(answer.passages),
        "set_aside": [asdict(each) for each in answer.set_aside[:MOST_SET_ASIDE]],
    }


def drop(conn: Connection, lookup_id: int) -> bool:
    """Take a lookup back that its source does not apply to; returns like `record`."""
    claim_id = _locked(conn, lookup_id)
    conn.execute(delete(lookups).where(lookups.c.id == lookup_id))
    return _go_on(conn, claim_id)


def _locked(conn: Connection, lookup_id: int) -> int:
    """The claim of a lookup, its row locked. Raises `NotFound`."""
    return int(one(conn.execute(_LOCKED, {"lookup": lookup_id}).mappings().first(), f"lookup {lookup_id}")["id"])


def _go_on(conn: Connection, claim_id: int) -> bool:
    """Have a claim suggested (anew) if no source that is not paused has still to answer, or if it was before."""
    tell(conn, "claim", claim_id)
    due = bool(conn.execute(_GOES_ON, {"claim": claim_id}).scalar_one())
    if due:
        queue.restart_jobs(conn, "suggest", [claim_id])
    return due


def give_up(conn: Connection, lookup_id: int) -> bool:
    """Close a lookup whose work failed for good as *could not ask*; whether that let the claim go on."""
    row, job = get_lookup(conn, lookup_id), queue.find_job(conn, "lookup", lookup_id)
    exhausted = row["outcome"] == "could not ask" and job is not None and row["reason"] == job.reason
    if row["outcome"] in ("found", "set aside", "nothing") or exhausted or job is None or not job.failed:
        return False
    return record(conn, lookup_id, CouldNotAsk(job.reason or "it failed"))


def list_lookups(conn: Connection, claim_id: int) -> list[RowMapping]:
    """A claim's lookups with their `state` (queued, running, done, failed), attempts, when due again, their source's
    `title`, and until when it is paused.
    """
    job = queue.work
    state = case(
        (job.c.failed, "failed"),
        (lookups.c.outcome.is_not(None), "done"),
        (job.c.lease_until > func.now(), "running"),
        else_="queued",
    )
    paused = sources.paused()
    query = (
        select(
            lookups,
            state.label("state"),
            job.c.attempts,
            job.c.due_at,
            job.c.reason.label("failure"),
            _TITLE,
            case((paused, sources.sources.c.paused_until)).label("paused_until"),
            sources.sources.c.reason.label("source_reason"),
        )
        .outerjoin(job, (job.c.kind == "lookup") & (job.c.subject == lookups.c.id))
        .outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
        .where(lookups.c.claim_id == claim_id)
        .order_by(lookups.c.id)
    )
    return list(conn.execute(query).mappings())


def ask_again(conn: Connection, claim_id: int) -> list[int]:
    """Queue all lookups of a claim anew, failed or done, and those of sources that were switched on since; returns
    those that are now due. No kept answer will do for them.
    """
    values = {
        "asked_again": True,
        "outcome": None,
        "finished_at": None,
        "reason": None,
        "queued_at": func.now(),
        **_counts(CouldNotAsk("")),
    }
    mine = update(lookups).where(lookups.c.claim_id == claim_id).values(values)
    lanes = {row.id: row.source for row in conn.execute(mine.returning(lookups.c.id, lookups.c.source))}
    queue.restart_jobs(conn, "lookup", list(lanes), groups=lanes)
    on = conn.execute(select(sources.sources.c.name).where(sources.sources.c.switched_on)).scalars()
    fresh = _add(conn, [(claim_id, name) for name in on if name not in lanes.values()])
    tell(conn, "claim", claim_id)
    return [*lanes, *fresh]


def answers(conn: Connection, claim_id: int) -> list[tuple[str, Answer]]:
    """Each source's title and answer to a claim, for the suggestion; passages of a Found are left in the evidence."""
    pause = case((sources.paused(), sources.sources.c.reason)).label("pause")
    query = select(lookups, _TITLE, pause).outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
    rows = conn.execute(query.where(lookups.c.claim_id == claim_id).order_by(lookups.c.id)).mappings()
    return [(row["title"], _answer(row)) for row in rows]


def _answer(row: RowMapping) -> Answer:
    queries = tuple(Query(q["text"], q["hits"]) for q in row["queries"])
    match row["outcome"]:
        case "found" | "set aside":
            aside = tuple(SetAside(**each) for each in row["set_aside"])
            return Found((), queries, aside, row["found"] or 0)
        case "nothing":
            return Nothing(queries)
        case _:
            paused = f"it is paused after failing: {row['pause']}" if row["pause"] else None
            return CouldNotAsk(row["reason"] or paused or "it has not answered yet", queries)


def suggest(conn: Connection, claim_id: int, suggestion: Suggestion, rests_on: Sequence[int], count: int) -> None:
    """Write a claim's suggestion in place of an earlier one; `rests_on` are evidence ids."""
    values: dict[str, Any] = {
        "outcome": suggestion.outcome,
        "reasons": list(suggestion.reasons),
        "rests_on": list(rests_on),
        "evidence_count": count,
        "strength": suggestion.strength,
        "made_at": func.now(),
    }
    write = insert(suggestions).values(claim_id=claim_id, **values)
    conn.execute(write.on_conflict_do_update(index_elements=["claim_id"], set_=values))
    tell(conn, "claim", claim_id)


# What every lookup executes is built once: to build a statement takes longer than to execute it.
_MINE: Final = lookups.c.id == bindparam("lookup")
_BEGIN: Final = update(lookups).where(_MINE).values(started_at=func.now()).returning(lookups)
_RECORD: Final = update(lookups).where(_MINE).values(finished_at=func.clock_timestamp())
_LOCKED: Final = select(claims.c.id).join(lookups).where(_MINE).with_for_update(of=claims)
_AWAITED: Final = (
    select(lookups.c.id)
    .outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
    .where(lookups.c.claim_id == bindparam("claim"), lookups.c.outcome.is_(None), ~sources.paused())
)
_SUGGESTED: Final = select(suggestions.c.claim_id).where(suggestions.c.claim_id == bindparam("claim"))
_GOES_ON: Final = select(_SUGGESTED.exists() | ~_AWAITED.exists())
