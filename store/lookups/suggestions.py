"""What a claim's suggestion is made from and how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.answer import Answer, CouldNotAsk, Found, Nothing, Query, SetAside
from checks.types.stance import Suggestion
from store.claims.tables import suggestions
from store.db import tell
from store.lookups import sources
from store.lookups.lookups import TITLE, lookups
from store.rows import fetch_all


@dataclass(frozen=True, slots=True)
class _Answered:
    """What a source answered; `pause` says why the source is paused."""

    title: str
    outcome: str | None
    reason: str | None
    queries: tuple[Query, ...]
    found: int | None
    set_aside: tuple[SetAside, ...]
    pause: str | None


def list_answers(conn: sa.Connection, claim_id: int) -> list[tuple[str, Answer]]:
    """Each source's title and answer to a claim; the passages of a `Found` are left in the evidence."""
    columns = (lookups.c[name] for name in ("outcome", "reason", "queries", "found", "set_aside"))
    pause = sa.case((sources.paused(), sources.sources.c.reason)).label("pause")
    query = (
        sa.select(TITLE, *columns, pause)
        .outerjoin(sources.sources, sources.sources.c.name == lookups.c.source)
        .where(lookups.c.claim_id == claim_id)
        .order_by(lookups.c.id)
    )
    return [(row.title, _answer(row)) for row in fetch_all(conn, query, _Answered)]


def _answer(row: _Answered) -> Answer:
    match row.outcome:
        case "found" | "set aside":
            return Found((), row.queries, row.set_aside, row.found or 0)
        case "nothing":
            return Nothing(row.queries)
        case _:
            paused = f"it is paused after failing: {row.pause}" if row.pause else None
            return CouldNotAsk(row.reason or paused or "it has not answered yet", row.queries)


def write_suggestion(
    conn: sa.Connection, claim_id: int, suggestion: Suggestion, evidence_ids: Sequence[int], count: int
) -> None:
    """Write a claim's suggestion in place of an earlier one; `evidence_ids` are evidence ids."""
    values = {**_values(suggestion, evidence_ids, count), "computed_at": sa.func.now()}
    write = insert(suggestions).values(claim_id=claim_id, **values)
    conn.execute(write.on_conflict_do_update(index_elements=["claim_id"], set_=values))
    tell(conn, "progress", claim_id)


def copy_suggestions(conn: sa.Connection, originals: Mapping[int, int]) -> None:
    """Give claims the suggestions of others that are the same, by the ids of both; the evidence stays where it is."""
    if originals:
        conn.execute(_COPY, {"claims": list(originals), "originals": list(originals.values())})


def write_first_suggestions(
    conn: sa.Connection, made: Sequence[tuple[int, Suggestion, Sequence[int], int]]
) -> None:
    """Write the suggestions of claims that have none, each with the arguments of `write_suggestion`."""
    rows = [{"claim_id": claim_id, **_values(suggestion, ids, count)} for claim_id, suggestion, ids, count in made]
    if rows:
        conn.execute(sa.insert(suggestions), rows)


def _values(suggestion: Suggestion, evidence_ids: Sequence[int], count: int) -> dict[str, object]:
    return {
        "outcome": suggestion.outcome,
        "reasons": list(suggestion.reasons),
        "evidence_ids": list(evidence_ids),
        "evidence_count": count,
        "strength": suggestion.strength,
    }


_COPY: Final = sa.text("""
    INSERT INTO suggestions (claim_id, evidence_ids, outcome, reasons, evidence_count, strength)
    SELECT pair.claim_id, '[]', s.outcome, s.reasons, s.evidence_count, s.strength
    FROM unnest(CAST(:claims AS bigint[]), CAST(:originals AS bigint[])) pair (claim_id, original_id)
    JOIN suggestions s ON s.claim_id = pair.original_id
    ON CONFLICT DO NOTHING""")
