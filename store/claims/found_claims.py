"""Claims as the splitter finds them, written with their quantities."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.claim import Claim
from checks.types.quantity import Date
from store.claims.tables import claims, quantities
from store.columns import among
from store.db import tell
from store.rows import insert_given, written_rows

# The fields of a claim that are columns of the same name.
CLAIM_FIELDS: Final = (
    "start", "end", "text", "statement", "kind", "claimant", "speech_act", "quoted", "worth", "context",
)  # fmt: skip
_INSERT: Final = insert_given(
    claims, "revision_id", "article_id", *CLAIM_FIELDS, "reasons", "notes", "dates",
    more='ON CONFLICT DO NOTHING RETURNING id, start, "end"',
)  # fmt: skip


def write_claims(
    conn: sa.Connection, revision_id: int, article_id: int, found: Sequence[Claim]
) -> list[tuple[int, Claim]]:
    """Insert the claims of a revision with their quantities; those that are there already stay.

    Args:
        found: what the splitter found, with offsets in the text of the revision.

    Returns:
        The new claims with their ids, in the order of `found`.
    """
    if not found:
        return []
    owner = {"revision_id": revision_id, "article_id": article_id}
    inserted = conn.execute(_INSERT, {"rows": written_rows([{**owner, **claim_values(claim)} for claim in found])})
    ids = {(row.start, row.end): int(row.id) for row in inserted}
    written = [(ids[claim.start, claim.end], claim) for claim in found if (claim.start, claim.end) in ids]
    _write_quantities(conn, written)
    if written:
        tell(conn, "claim", 0)
    return written


def replace_quantities(conn: sa.Connection, found: Mapping[int, Claim]) -> None:
    """Write the quantities of claims as they are found now, by claim id."""
    conn.execute(sa.delete(quantities).where(among(quantities.c.claim_id, found)))
    _write_quantities(conn, found.items())


def _write_quantities(conn: sa.Connection, written: Iterable[tuple[int, Claim]]) -> None:
    amounts = [
        {"claim_id": claim_id, "number": number, **asdict(quantity)}
        for claim_id, claim in written
        for number, quantity in enumerate(claim.quantities)
    ]
    if amounts:
        conn.execute(insert(quantities), amounts)


def claim_values(claim: Claim) -> dict[str, object]:
    """The columns of a claim that the splitter fills."""
    return {
        **{name: getattr(claim, name) for name in CLAIM_FIELDS},
        "reasons": list(claim.reasons),
        "notes": list(claim.notes),
        "dates": [_date_record(each) for each in claim.dates],
    }


def _date_record(d: Date) -> dict[str, object]:
    return {**asdict(d), "first": d.first and d.first.isoformat(), "last": d.last and d.last.isoformat()}
