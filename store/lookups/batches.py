"""Batches: the claims of one article whose lookups in the store are done by one job.

Sources that answer from the store are asked for all claims of a batch together, with searches over one connection and
one transaction for the answers. A lookup that fails there gets a job of its own (`give_jobs`), so that one failing
claim affects no other. A batch is gone once all that it could answer is written down.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from checks.types.answer import Answer
from checks.types.reading import StatementReading
from checks.types.stance import Finding
from store import queue
from store.claims.tables import claims
from store.columns import among, identity
from store.db import NotFound, metadata
from store.lookups import evidence
from store.lookups.lookups import LONGEST_WAIT, answer_values, lookups
from store.rows import fetch_all, written_rows

KIND: Final = "lookup_batch"
MOST_CLAIMS: Final = 64  # of a batch; its job is done within a few seconds, far below its lease

lookup_batches = sa.Table(
    "lookup_batches",
    metadata,
    identity(),
    sa.Column("revision_id", sa.BigInteger, sa.ForeignKey("revisions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("first_claim_id", sa.BigInteger, nullable=False),
    sa.Column("last_claim_id", sa.BigInteger, nullable=False),
    # By their statements, what splitting has read of the claims: the lists of a `StatementReading`.
    sa.Column("readings", JSONB, nullable=False, server_default="{}"),
    sa.CheckConstraint("first_claim_id <= last_claim_id", "in_order"),
    sa.Index("ix_lookup_batches_revision_id", "revision_id"),
)


@dataclass(frozen=True, slots=True)
class PendingLookup:
    """A lookup that a batch has still to answer."""

    id: int
    claim_id: int
    article_id: int
    source: str


def add_batches(
    conn: sa.Connection,
    revision_id: int,
    claim_ids: Collection[int],
    statements: Mapping[int, str] = MappingProxyType({}),
    readings: Mapping[str, StatementReading] = MappingProxyType({}),
    turn: int = 0,
) -> list[int]:
    """Add the batches of a revision's claims with their jobs.

    Args:
        claim_ids: claims of this revision, whose lookups were added without jobs of their own.
        statements: those of claims whose `readings` are known.
        readings: by statement, what was read of it; kept until the batch is done, so that it is not parsed again.
        turn: of the first batch in the fair order; each further one has the next.

    Returns:
        The ids of the batches, in the order of the claims.
    """
    ordered = sorted(claim_ids)
    parts = [ordered[at : at + MOST_CLAIMS] for at in range(0, len(ordered), MOST_CLAIMS)]
    rows = [
        {
            "revision_id": revision_id,
            "first_claim_id": part[0],
            "last_claim_id": part[-1],
            "readings": {
                said: [known.entities, known.nouns]
                for claim_id in part
                if (said := statements.get(claim_id)) is not None and (known := readings.get(said)) is not None
            },
        }
        for part in parts
    ]
    if not rows:
        return []
    write = sa.insert(lookup_batches).returning(lookup_batches.c.id, sort_by_parameter_order=True)
    ids = list(conn.execute(write, rows).scalars())
    queue.add_jobs(conn, KIND, ids, turns={batch_id: place for place, batch_id in enumerate(ids, turn)})
    return ids


def list_pending_lookups(conn: sa.Connection, batch_id: int, *, lock: bool = False) -> list[PendingLookup]:
    """The lookups that a batch has still to answer, in the order of claims.

    Args:
        lock: lock their claims until the transaction ends, in one order for everybody.

    Raises:
        NotFound: the batch is gone.
    """
    batch = conn.execute(sa.select(lookup_batches).where(lookup_batches.c.id == batch_id)).first()
    if batch is None:
        raise NotFound(f"there is no batch {batch_id} of lookups")
    mine = (
        claims.c.revision_id == batch.revision_id,
        claims.c.id.between(batch.first_claim_id, batch.last_claim_id),
    )
    if lock:
        conn.execute(sa.select(claims.c.id).where(*mine).order_by(claims.c.id).with_for_update())
    own_job = sa.exists().where(queue.work.c.kind == "lookup", queue.work.c.subject == lookups.c.id)
    query = (
        sa.select(lookups.c.id, lookups.c.claim_id, claims.c.article_id, lookups.c.source)
        .join(claims, claims.c.id == lookups.c.claim_id)
        .where(*mine, lookups.c.outcome.is_(None), ~own_job)
        .order_by(lookups.c.claim_id, lookups.c.id)
    )
    return fetch_all(conn, query, PendingLookup)


def get_readings(conn: sa.Connection, batch_id: int) -> dict[str, StatementReading]:
    """What splitting has read of the statements of a batch's claims; one that was changed since is missing."""
    kept = conn.execute(_READINGS, {"batch": batch_id}).scalar_one_or_none() or {}
    return {
        said: StatementReading(
            tuple((label, name) for label, name in entities), tuple((word, tag, at) for word, tag, at in nouns)
        )
        for said, (entities, nouns) in kept.items()
    }


def list_unanswered_claims(conn: sa.Connection, claim_ids: Collection[int]) -> list[int]:
    """Those of these claims that wait for a batch: what they were in before is of an earlier revision of their
    article.
    """
    own_job = sa.exists().where(queue.work.c.kind == "lookup", queue.work.c.subject == lookups.c.id)
    open_ = among(lookups.c.claim_id, claim_ids), lookups.c.outcome.is_(None), ~own_job
    return list(conn.execute(sa.select(lookups.c.claim_id).where(*open_).distinct()).scalars())


@dataclass(frozen=True, slots=True)
class AnsweredLookup:
    """A lookup with what its source answered and what each passage is to the claim."""

    lookup: PendingLookup
    answer: Answer
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedBatch:
    """What was written of a batch.

    Attributes:
        evidence_ids: by lookup id, the ids of its evidence, in the order of those findings that have a passage.
        complete: claims all of whose lookups were answered here, and that have no suggestion yet.
        due: other claims that are to be suggested (anew) now, by jobs of their own.
    """

    evidence_ids: dict[int, list[int]]
    complete: frozenset[int]
    due: list[int]


def record_answers(conn: sa.Connection, answered: Sequence[AnsweredLookup], started_at: datetime) -> RecordedBatch:
    """Write what the sources answered, all of it by one statement a table.

    Args:
        answered: lookups that `list_pending_lookups` gave with `lock` in this transaction.
        started_at: when the sources were asked.
    """
    rows = [{"id": each.lookup.id, **answer_values(each.answer)} for each in answered]
    if rows:
        conn.execute(_RECORD, {"rows": written_rows(rows), "started_at": started_at})
    found = [(each.lookup.claim_id, each.lookup.id, finding) for each in answered for finding in each.findings]
    kept = [lookup_id for _, lookup_id, finding in found if finding.passage]
    evidence_ids: dict[int, list[int]] = {each.lookup.id: [] for each in answered}
    for lookup_id, evidence_id in zip(kept, evidence.add_lookup_evidence(conn, found), strict=True):
        evidence_ids[lookup_id].append(evidence_id)
    claim_ids = sorted({each.lookup.claim_id for each in answered})
    given = {"claims": claim_ids, "lookups": list(evidence_ids)}
    states = conn.execute(_GO_ON, given).all()
    complete = frozenset(row.claim_id for row in states if not row.others and not row.suggested)
    due = [row.claim_id for row in states if row.claim_id not in complete and (row.suggested or not row.awaited)]
    queue.restart_jobs(conn, "suggest", due)
    return RecordedBatch(evidence_ids, complete, due)


def give_jobs(conn: sa.Connection, pending: Sequence[PendingLookup], turn: int = 0) -> None:
    """Give lookups that a batch could not answer a job each, the first with this `turn` in the fair order; their claims
    get a suggestion as those of any other lookup.
    """
    turns = {each.id: place for place, each in enumerate(pending, turn)}
    queue.add_jobs(conn, "lookup", list(turns), groups={each.id: each.source for each in pending}, turns=turns)
    queue.add_jobs(conn, "suggest", sorted({each.claim_id for each in pending}), after=LONGEST_WAIT)


def delete_batch(conn: sa.Connection, batch_id: int) -> None:
    """Remove a batch that is done with."""
    conn.execute(sa.delete(lookup_batches).where(lookup_batches.c.id == batch_id))


_READINGS: Final = sa.select(lookup_batches.c.readings).where(lookup_batches.c.id == sa.bindparam("batch"))
_RECORD: Final = sa.text("""
    UPDATE lookups SET outcome = given.outcome, reason = given.reason, queries = given.queries, found = given.found,
      set_aside_count = given.set_aside_count, evidence_count = given.evidence_count, set_aside = given.set_aside,
      started_at = :started_at, finished_at = clock_timestamp(), asked_again = false
    FROM json_populate_recordset(CAST(NULL AS lookups), CAST(:rows AS json)) given WHERE lookups.id = given.id""")
_GO_ON: Final = sa.text("""
    SELECT c.id AS claim_id,
      EXISTS (SELECT FROM lookups l WHERE l.claim_id = c.id AND l.id <> ALL (:lookups)) AS others,
      EXISTS (SELECT FROM suggestions s WHERE s.claim_id = c.id) OR EXISTS (
        SELECT FROM work w WHERE w.kind = 'suggest' AND w.subject = c.id AND w.token IS NOT NULL) AS suggested,
      EXISTS (SELECT FROM lookups l LEFT JOIN sources s ON s.name = l.source
              WHERE l.claim_id = c.id AND l.outcome IS NULL
                AND NOT coalesce(s.paused_until > clock_timestamp(), false)) AS awaited
    FROM claims c WHERE c.id = ANY (:claims)""")
