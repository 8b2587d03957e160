"""Evidence: passages frozen as they were captured, and which of them a verdict cites.

`text` stands at `start` to `end` of the capture whose hash is `sha256`. `copy_of` is the evidence whose origin it
shares, so that a text which many sites took from one is one thing to look at.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.stance import Finding
from store import addresses
from store.columns import identity, moment, one_of, sample
from store.db import metadata, one, tell
from store.lookups import snapshots
from store.lookups.snapshots import Frozen, frozen
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
    Column("author", Text),
    Column("version", Text),
    Column("sha256", LargeBinary, ForeignKey("captures.sha256"), nullable=False, index=True),
    Column("start", Integer, nullable=False, server_default="0"),
    Column("end", Integer, nullable=False),
    moment("captured_at", now=True),
    Column("stance", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("kin", Text),
    Column("confidence", Float, nullable=False, server_default="0"),
    Column("added_by", BigInteger, ForeignKey("people.id")),
    Column("copy_of", BigInteger, ForeignKey("evidence.id", ondelete="SET NULL")),
    sample(),
    CheckConstraint('start >= 0 AND "end" - start = char_length(text)', "offsets"),
    Index("ix_evidence_sided", "lookup_id", postgresql_where="stance IN ('supports', 'refutes')"),
    CheckConstraint("copy_of <> id", "not_its_own_copy"),
    Index("ix_evidence_copy_of", "copy_of", postgresql_where="copy_of IS NOT NULL"),
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
_PLAIN: Final = ("locator", "publisher", "url", "published", "origin", "rating", "author", "version")
_CITED: Final = select(citations.c.evidence_id).where(citations.c.evidence_id == evidence.c.id).exists()
_DROP_UNCITED: Final = delete(evidence).where(evidence.c.lookup_id == bindparam("lookup"), ~_CITED)
ALONE = (evidence.c.sha256 == func.sha256(func.convert_to(evidence.c.text, "UTF8"))).label("alone")


def replace(conn: Connection, claim_id: int, lookup_id: int, findings: Sequence[Finding]) -> None:
    """Write what a lookup brought in place of what it brought before; what a verdict cites stays as captured."""
    conn.execute(_DROP_UNCITED, {"lookup": lookup_id})
    held = [(finding, frozen(finding.passage)) for finding in findings if finding.passage]
    snapshots.keep(conn, [whole for _, whole in held])
    rows = [_row(finding, whole, claim_id=claim_id, lookup_id=lookup_id) for finding, whole in held]
    if rows:
        conn.execute(insert(evidence), rows)


def list_evidence(conn: Connection, claim_id: int) -> list[RowMapping]:
    """A claim's evidence supporting and refuting first, the strongest first; `alone`: nothing around it was captured."""
    order = case({stance: n for n, stance in enumerate(STANCES)}, value=evidence.c.stance)
    strongest = order, evidence.c.confidence.desc(), evidence.c.id
    query = select(evidence, ALONE).where(evidence.c.claim_id == claim_id).order_by(*strongest)
    return list(conn.execute(query).mappings())


def captured(conn: Connection, claim_id: int, evidence_id: int) -> RowMapping:
    """One evidence of a claim with the whole text that was `captured`, and when first. Raises `NotFound`."""
    held = snapshots.captures
    query = select(evidence, held.c.text.label("captured"), held.c.captured_at.label("first_captured_at"))
    query = query.join(held).where(evidence.c.claim_id == claim_id, evidence.c.id == evidence_id)
    return one(conn.execute(query).mappings().first(), f"evidence {evidence_id} of claim {claim_id}")


def mark_copies(conn: Connection, claim_id: int, copies: Mapping[int, int]) -> None:
    """Say of which evidence other evidence of a claim is a copy, in place of what was said before."""
    own = update(evidence).where(evidence.c.claim_id == claim_id)
    conn.execute(own.where(evidence.c.copy_of.is_not(None)).values(copy_of=None))
    if copies:
        rows = [{"copy": copy, "of": first} for copy, first in sorted(copies.items())]
        first = evidence.alias("first")  # a source that was asked again meanwhile has other evidence
        there = select(first.c.id).where(first.c.id == bindparam("of")).exists()
        conn.execute(own.where(evidence.c.id == bindparam("copy"), there).values(copy_of=bindparam("of")), rows)


def forget_unquoted(conn: Connection) -> None:
    """Remove captures that no evidence quotes any more."""
    held = snapshots.captures
    quoted = select(evidence.c.id).where(evidence.c.sha256 == held.c.sha256).exists()
    conn.execute(delete(held).where(~quoted))


def findings(conn: Connection, claim_id: int) -> list[tuple[int, Finding]]:
    """The evidence that lookups brought, as (evidence id, finding), for the suggestion."""
    rows = [row for row in list_evidence(conn, claim_id) if row["lookup_id"] is not None]
    return [(row["id"], _finding(row)) for row in rows]


def _finding(row: RowMapping) -> Finding:
    return Finding(row["stance"], row["reason"], row["confidence"], as_passage(row), row["kin"])


def as_passage(row: RowMapping) -> Passage:
    """The passage that an evidence row keeps, without what stood around it."""
    figure = Figure(**row["figure"]) if row["figure"] else None
    return Passage(text=row["text"], figure=figure, **{name: row[name] for name in _PLAIN})


def add(conn: Connection, claim_id: int, finding: Finding, actor: Actor) -> int:
    """Add a passage that a person found; returns the evidence id. Raises `Refused` naming the field."""
    passage = finding.passage
    if passage is None or not passage.text.strip():
        raise Refused("text", "the quoted passage is empty")
    if not passage.publisher.strip():
        raise Refused("publisher", "say who published it")
    if passage.url and (wrong := addresses.fault(passage.url)):
        raise Refused("url", wrong)
    if finding.stance not in STANCES:
        raise Refused("stance", f"the stance is one of {', '.join(STANCES)}")
    if actor.id is None:
        raise Refused("actor", "only a person adds evidence of their own")
    whole = frozen(passage)
    snapshots.keep(conn, [whole])
    row = _row(finding, whole, claim_id=claim_id, added_by=actor.id)
    evidence_id = conn.execute(insert(evidence).values(row).returning(evidence.c.id)).scalar_one()
    tell(conn, "claim", claim_id)
    return int(evidence_id)


def _row(finding: Finding, whole: Frozen, **belongs: Any) -> dict[str, Any]:
    passage = finding.passage
    figure = passage and passage.figure
    return {
        **{name: getattr(passage, name) for name in _PLAIN},
        "url": _link(passage.url if passage else None),
        "figure": {name: getattr(figure, name) for name in Figure.__dataclass_fields__} if figure else None,
        "text": whole.quoted,
        "sha256": whole.sha256,
        "start": whole.start,
        "end": whole.end,
        "stance": finding.stance,
        "reason": finding.reason,
        "confidence": finding.confidence,
        "kin": finding.kin,
        **belongs,
    }


def _link(url: str | None) -> str | None:
    """An address that may become a link: of the web, or a page of ours; a source may give anything."""
    return url if url and re.match(r"https?://[^/\s]|/(?![/\\])", url) else None
