"""Lookups: one claim asked of one source, with all that was asked and what came of it.

*Nothing found* and *could not ask* are different outcomes; a lookup without an outcome is still to be done.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    RowMapping,
    Table,
    Text,
    UniqueConstraint,
    case,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types import Answer, CouldNotAsk, Finding, Found, Nothing, Query, Suggestion
from store import evidence, work
from store.claims import claims, suggestions
from store.columns import identity, moment, one_of
from store.db import metadata, one, tell

OUTCOMES: Final = ("found", "nothing", "could not ask")

lookups = Table(
    "lookups",
    metadata,
    identity(),
    Column("claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    Column("source", Text, nullable=False),
    Column("outcome", Text),
    Column("reason", Text),
    Column("queries", JSONB, nullable=False, server_default="[]"),
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


def queue(conn: Connection, wanted: Sequence[tuple[int, Sequence[str]]]) -> list[int]:
    """Add one lookup with its work per (claim, source) that has none yet; returns the new lookups' ids.

    A claim that no source applies to goes straight to its suggestion.
    """
    rows = [{"claim_id": claim_id, "source": source} for claim_id, sources in wanted for source in sources]
    made: list[int] = []
    if rows:
        write = insert(lookups).on_conflict_do_nothing().returning(lookups.c.id)
        made = list(conn.execute(write, rows).scalars())
    work.add(conn, "lookup", made)
    work.add(conn, "suggest", [claim_id for claim_id, sources in wanted if not sources])
    return made


def get(conn: Connection, lookup_id: int) -> RowMapping:
    """One lookup. Raises `NotFound`."""
    query = select(lookups).where(lookups.c.id == lookup_id)
    return one(conn.execute(query).mappings().first(), f"lookup {lookup_id}")


def begin(conn: Connection, lookup_id: int) -> RowMapping:
    """Note when a lookup began; an earlier outcome is cleared for the new attempt."""
    values = {"started_at": func.now(), "outcome": None, "finished_at": None, "reason": None}
    row = conn.execute(update(lookups).where(lookups.c.id == lookup_id).values(values).returning(lookups))
    return one(row.mappings().first(), f"lookup {lookup_id}")


def record(conn: Connection, lookup_id: int, answer: Answer, findings: Sequence[Finding] = ()) -> bool:
    """Write what a source answered and the findings; returns whether the claim has all its answers now.

    The claim's row is locked for the question "am I the last?", so that of two lookups which end together
    exactly one adds the work `suggest`.
    """
    claim_id = get(conn, lookup_id)["claim_id"]
    outcome = {Found: "found", CouldNotAsk: "could not ask"}.get(type(answer), "nothing")
    values = {
        "outcome": outcome,
        "reason": answer.reason if isinstance(answer, CouldNotAsk) else None,
        "queries": [{"text": q.text, "hits": q.hits} for q in answer.queries],
        "finished_at": func.clock_timestamp(),
    }
    conn.execute(select(claims.c.id).where(claims.c.id == claim_id).with_for_update())
    conn.execute(update(lookups).where(lookups.c.id == lookup_id).values(values))
    evidence.replace(conn, claim_id, lookup_id, findings)
    tell(conn, "claim", claim_id)
    left = select(func.count()).where(lookups.c.claim_id == claim_id, lookups.c.outcome.is_(None))
    last = not conn.execute(left).scalar_one()
    if last:
        work.add(conn, "suggest", [claim_id])
    return last


def give_up(conn: Connection, lookup_id: int) -> bool:
    """Close a lookup whose work failed for good as *could not ask*; whether that let the claim go on."""
    row, job = get(conn, lookup_id), work.look(conn, "lookup", lookup_id)
    if row["outcome"] is not None or job is None or not job["failed"]:
        return False
    return record(conn, lookup_id, CouldNotAsk(job["reason"]))


def of_claim(conn: Connection, claim_id: int) -> list[RowMapping]:
    """A claim's lookups with their `state` (queued, running, done, failed), attempts and when due again."""
    job = work.work
    state = case(
        (job.c.failed, "failed"),
        (lookups.c.outcome.is_not(None), "done"),
        (job.c.lease_until > func.now(), "running"),
        else_="queued",
    )
    query = (
        select(lookups, state.label("state"), job.c.attempts, job.c.due_at, job.c.reason.label("failure"))
        .outerjoin(job, (job.c.kind == "lookup") & (job.c.subject == lookups.c.id))
        .where(lookups.c.claim_id == claim_id)
        .order_by(lookups.c.id)
    )
    return list(conn.execute(query).mappings())


def ask_again(conn: Connection, claim_id: int) -> list[int]:
    """Queue all lookups of a claim anew, failed or done; returns those that are now due."""
    ids = list(conn.execute(select(lookups.c.id).where(lookups.c.claim_id == claim_id)).scalars())
    for lookup_id in ids:
        work.try_again(conn, "lookup", lookup_id)
    values = {"outcome": None, "finished_at": None, "reason": None, "queued_at": func.now()}
    conn.execute(update(lookups).where(lookups.c.claim_id == claim_id).values(values))
    work.add(conn, "lookup", ids)
    tell(conn, "claim", claim_id)
    return ids


def answers(conn: Connection, claim_id: int) -> list[tuple[str, Answer]]:
    """Each source's answer to a claim, for the suggestion; passages of a Found are left in the evidence."""
    query = select(lookups).where(lookups.c.claim_id == claim_id).order_by(lookups.c.id)
    return [(row["source"], _answer(row)) for row in conn.execute(query).mappings()]


def _answer(row: RowMapping) -> Answer:
    queries = tuple(Query(q["text"], q["hits"]) for q in row["queries"])
    match row["outcome"]:
        case "found":
            return Found((), queries)
        case "nothing":
            return Nothing(queries)
        case _:
            return CouldNotAsk(row["reason"] or "the source has not answered yet", queries)


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
