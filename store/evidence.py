"""Evidence: passages frozen as they were captured, and which of them a verdict cites."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    case,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from checks.types import Figure, Finding, Passage
from store.columns import identity, moment, one_of
from store.db import metadata, tell
from store.people import Actor, Refused

STANCES: Final = ("supports", "refutes", "context", "none")
KINS: Final = ("the same claim", "related")

evidence = Table(
    "evidence",
    metadata,
    identity(),
    Column("claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("lookup_id", BigInteger, ForeignKey("lookups.id", ondelete="CASCADE"), index=True),
    Column("text", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("origin", Text),
    Column("figure", JSONB),
    Column("rating", Text),
    Column("sha256", LargeBinary, nullable=False),
    moment("captured_at", now=True),
    Column("stance", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kin", Text),
    Column("confidence", Float, nullable=False, server_default="0"),
    Column("added_by", BigInteger, ForeignKey("people.id")),
    CheckConstraint(one_of("stance", STANCES), "stance"),
    CheckConstraint(f"kin IS NULL OR {one_of('kin', KINS)}", "kin"),
    CheckConstraint("confidence BETWEEN 0 AND 1", "confidence"),
    CheckConstraint("(lookup_id IS NULL) = (added_by IS NOT NULL)", "from_lookup_or_person"),
)
citations = Table(
    "citations",
    metadata,
    Column("verdict_id", BigInteger, ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True),
    Column("evidence_id", BigInteger, ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True, index=True),
)


def replace(conn: Connection, claim_id: int, lookup_id: int, findings: Sequence[Finding]) -> None:
    """Write what a lookup brought in place of what it brought before; what a verdict cites stays as captured."""
    cited = select(citations.c.evidence_id).where(citations.c.evidence_id == evidence.c.id).exists()
    conn.execute(delete(evidence).where(evidence.c.lookup_id == lookup_id, ~cited))
    rows = [_row(f, f.passage, claim_id=claim_id, lookup_id=lookup_id) for f in findings if f.passage]
    if rows:
        conn.execute(insert(evidence), rows)


def of_claim(conn: Connection, claim_id: int) -> list[RowMapping]:
    """A claim's evidence supporting and refuting first, the strongest first."""
    order = case({stance: n for n, stance in enumerate(STANCES)}, value=evidence.c.stance)
    strongest = order, evidence.c.confidence.desc(), evidence.c.id
    query = select(evidence).where(evidence.c.claim_id == claim_id).order_by(*strongest)
    return list(conn.execute(query).mappings())


def findings(conn: Connection, claim_id: int) -> list[tuple[int, Finding]]:
    """The evidence that lookups brought, as (evidence id, finding), for the suggestion."""
    rows = [row for row in of_claim(conn, claim_id) if row["lookup_id"] is not None]
    return [(row["id"], _finding(row)) for row in rows]


def _finding(row: RowMapping) -> Finding:
    return Finding(row["stance"], row["reason"], row["confidence"], as_passage(row), row["kin"])


def as_passage(row: RowMapping) -> Passage:
    """The passage that an evidence row keeps."""
    figure = Figure(**row["figure"]) if row["figure"] else None
    given = {name: row[name] for name in ("text", "locator", "publisher", "url", "published", "origin", "rating")}
    return Passage(figure=figure, **given)


def add(conn: Connection, claim_id: int, finding: Finding, actor: Actor) -> int:
    """Add a passage that a person found; returns the evidence id. Raises `Refused` naming the field."""
    passage = finding.passage
    if passage is None or not passage.text.strip():
        raise Refused("text", "the quoted passage is empty")
    if not passage.publisher.strip():
        raise Refused("publisher", "say who published it")
    if passage.url and not passage.url.startswith(("https://", "http://")):
        raise Refused("url", "the address must begin with http:// or https://")
    if finding.stance not in STANCES:
        raise Refused("stance", f"the stance is one of {', '.join(STANCES)}")
    if actor.id is None:
        raise Refused("actor", "only a person adds evidence of their own")
    row = _row(finding, passage, claim_id=claim_id, added_by=actor.id)
    evidence_id = conn.execute(insert(evidence).values(row).returning(evidence.c.id)).scalar_one()
    tell(conn, "claim", claim_id)
    return int(evidence_id)


def _row(finding: Finding, passage: Passage, **belongs: Any) -> dict[str, Any]:
    names = ("text", "locator", "publisher", "url", "published", "origin", "rating")
    figure = passage.figure
    return {
        **{name: getattr(passage, name) for name in names},
        "figure": {name: getattr(figure, name) for name in Figure.__dataclass_fields__} if figure else None,
        "sha256": hashlib.sha256(passage.text.encode()).digest(),
        "stance": finding.stance,
        "reason": finding.reason,
        "confidence": finding.confidence,
        "kin": finding.kin,
        **belongs,
    }
