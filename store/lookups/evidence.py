"""Evidence: passages frozen as they were captured, and which of them a verdict cites.

`text` stands at `start` to `end` of the capture whose hash is `sha256`. `copy_of` is the evidence whose origin it
shares, so that a text that many sites took from one counts once.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from checks.types.document import Figure
from checks.types.passage import ModelStance, Passage
from checks.types.stance import Finding, MatchKind, Stance
from store import addresses, audit
from store.columns import EARLIEST, JsonRecord, among, identity, moment, one_of, sample
from store.db import metadata, tell
from store.lookups import snapshots
from store.lookups.snapshots import FrozenPassage, freeze
from store.people import Actor, Refused
from store.rows import fetch_all, fetch_one, insert_given, written_rows

STANCES: Final = ("supports", "refutes", "context", "none")
MATCH_KINDS: Final = ("the same claim", "related")
# The most characters of each text that a person gives of evidence, however it comes.
LONGEST: Final = {
    "text": 20_000,
    "quote": 20_000,
    "publisher": 300,
    "author": 300,
    "locator": 500,
    "reason": 2_000,
}
UNMEASURED: Final = 0.5  # the confidence of a passage that a person judges: no machine measured it

evidence = sa.Table(
    "evidence",
    metadata,
    identity(),
    sa.Column(
        "claim_id", sa.BigInteger, sa.ForeignKey("claims.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("lookup_id", sa.BigInteger, sa.ForeignKey("lookups.id", ondelete="CASCADE"), index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("locator", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("origin", sa.Text),
    sa.Column("figure", JsonRecord(Figure)),
    sa.Column("rating", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("version", sa.Text),
    sa.Column("sha256", sa.LargeBinary, sa.ForeignKey("captures.sha256"), nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False, server_default="0"),
    sa.Column("end", sa.Integer, nullable=False),
    moment("captured_at", now=True),
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("match_kind", sa.Text),
    sa.Column("confidence", sa.Float, nullable=False, server_default="0"),
    sa.Column("model_stance", JsonRecord(ModelStance)),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("copy_of", sa.BigInteger, sa.ForeignKey("evidence.id", ondelete="SET NULL")),
    sample(),
    sa.CheckConstraint('start >= 0 AND "end" - start = char_length(text)', "offsets"),
    sa.Index("ix_evidence_sided", "lookup_id", postgresql_where="stance IN ('supports', 'refutes')"),
    # Which evidence is a page of ours, by the page's slug; `store.verdicts.dependents` asks for it in these words.
    sa.Index(
        "ix_evidence_own_page", sa.text("substr(url, 14)"), postgresql_where=sa.text("url LIKE '/fact-checks/%'")
    ),
    sa.CheckConstraint("copy_of <> id", "not_its_own_copy"),
    sa.Index("ix_evidence_copy_of", "copy_of", postgresql_where="copy_of IS NOT NULL"),
    sa.CheckConstraint(one_of("stance", STANCES), "stance"),
    sa.CheckConstraint(f"match_kind IS NULL OR {one_of('match_kind', MATCH_KINDS)}", "match_kind"),
    sa.CheckConstraint("confidence BETWEEN 0 AND 1", "confidence"),
    sa.CheckConstraint("(lookup_id IS NULL) = (added_by IS NOT NULL)", "from_lookup_or_person"),
)
citations = sa.Table(
    "citations",
    metadata,
    sa.Column("verdict_id", sa.BigInteger, sa.ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "evidence_id",
        sa.BigInteger,
        sa.ForeignKey("evidence.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)
_PASSAGE: Final = (
    "locator",
    "publisher",
    "url",
    "published",
    "origin",
    "figure",
    "rating",
    "author",
    "version",
    "model_stance",
)
_INSERT: Final = insert_given(
    evidence, *_PASSAGE, "text", "sha256", "start", "end", "stance", "reason", "confidence", "match_kind",
    "claim_id", "lookup_id", more="RETURNING id",
)  # fmt: skip
_CITED: Final = sa.select(citations.c.evidence_id).where(citations.c.evidence_id == evidence.c.id).exists()
_DROP_UNCITED: Final = sa.delete(evidence).where(evidence.c.lookup_id == sa.bindparam("lookup"), ~_CITED)
ALONE = (evidence.c.sha256 == sa.func.sha256(sa.func.convert_to(evidence.c.text, "UTF8"))).label("alone")


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A passage as it was captured, and how it stands to its claim.

    Attributes:
        lookup_id: the lookup that brought it; None if a person added it, who is `added_by`.
        locator: where in the source it stands, in words.
        figure: the cell of a figure table that it tells.
        rating, author, version: what the source says of it; of a fact-check the rating in its publisher's words.
        sha256: the hash of what was captured; the passage stands at `start` to `end` of it, in characters.
        match_kind: of a past fact-check, one of `MATCH_KINDS`.
        confidence: of the stance, 0 to 1.
        model_stance: what a language model takes it to say; no part of the stance.
        copy_of: the evidence whose origin it shares.
        alone: whether nothing around it was captured.
    """

    id: int
    claim_id: int
    lookup_id: int | None
    text: str
    locator: str
    publisher: str
    url: str | None
    published: date | None
    origin: str | None
    figure: Figure | None
    rating: str | None
    author: str | None
    version: str | None
    sha256: bytes
    start: int
    end: int
    captured_at: datetime
    stance: Stance
    reason: str
    match_kind: MatchKind | None
    confidence: float
    model_stance: ModelStance | None
    added_by: int | None
    copy_of: int | None
    sample: bool
    alone: bool

    def known_since(self, started: Mapping[int, datetime | None]) -> datetime:
        """When it was looked for: what was captured later may have been asked before.

        Args:
            started: by lookup id, when the source was asked last.
        """
        asked_at = started.get(self.lookup_id) if self.lookup_id is not None else None
        return min(self.captured_at, asked_at) if asked_at else self.captured_at

    def as_passage(self) -> Passage:
        """The passage, without what stood around it."""
        return Passage(text=self.text, **{name: getattr(self, name) for name in _PASSAGE})

    def as_finding(self) -> Finding:
        """The passage with its stance."""
        return Finding(
            stance=self.stance, reason=self.reason, confidence=self.confidence, passage=self.as_passage(),
            match_kind=self.match_kind,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CapturedEvidence(EvidenceRecord):
    """Evidence with the whole text that was `captured`, and when that was seen first."""

    captured: str
    first_captured_at: datetime


def replace_evidence(conn: sa.Connection, claim_id: int, lookup_id: int, findings: Sequence[Finding]) -> None:
    """Write what a lookup brought in place of what it brought before; what a verdict cites stays as captured."""
    conn.execute(_DROP_UNCITED, {"lookup": lookup_id})
    add_lookup_evidence(conn, [(claim_id, lookup_id, finding) for finding in findings])


def add_lookup_evidence(conn: sa.Connection, found: Sequence[tuple[int, int, Finding]]) -> list[int]:
    """Write what lookups brought.

    Args:
        found: claim id, lookup id and finding of each; those without a passage are no evidence.

    Returns:
        The ids of the evidence, in the order of those findings that have a passage.
    """
    frozen = [(claim, lookup, each, freeze(each.passage)) for claim, lookup, each in found if each.passage]
    if not frozen:
        return []
    snapshots.keep_captures(conn, [whole for *_, whole in frozen])
    rows = [_row(each, whole, claim_id=claim, lookup_id=lookup) for claim, lookup, each, whole in frozen]
    return sorted(conn.execute(_INSERT, {"rows": written_rows(rows)}).scalars())


def list_evidence(conn: sa.Connection, claim_id: int) -> list[EvidenceRecord]:
    """A claim's evidence: what supports or refutes it first, the strongest first."""
    order = sa.case({stance: n for n, stance in enumerate(STANCES)}, value=evidence.c.stance)
    strongest = order, evidence.c.confidence.desc(), evidence.c.id
    query = sa.select(evidence, ALONE).where(evidence.c.claim_id == claim_id).order_by(*strongest)
    return fetch_all(conn, query, EvidenceRecord)


def get_captured_evidence(conn: sa.Connection, claim_id: int, evidence_id: int) -> CapturedEvidence:
    """One evidence of a claim with what was captured.

    Raises:
        NotFound: the claim has no such evidence.
    """
    captures = snapshots.captures
    query = sa.select(
        evidence, ALONE, captures.c.text.label("captured"), captures.c.captured_at.label("first_captured_at")
    )
    query = query.join(captures).where(evidence.c.claim_id == claim_id, evidence.c.id == evidence_id)
    return fetch_one(conn, query, CapturedEvidence, f"evidence {evidence_id} of claim {claim_id}")


def delete_uncited_evidence(conn: sa.Connection, claim_ids: Collection[int]) -> None:
    """Delete the evidence that lookups brought to these claims, except what a verdict cites."""
    found = among(evidence.c.claim_id, claim_ids), evidence.c.lookup_id.is_not(None)
    conn.execute(sa.delete(evidence).where(*found, ~_CITED))


def mark_copies(conn: sa.Connection, claim_id: int, copies: Mapping[int, int]) -> None:
    """Write which evidence of a claim is a copy of which, replacing what was known before."""
    own = sa.update(evidence).where(evidence.c.claim_id == claim_id)
    conn.execute(own.where(evidence.c.copy_of.is_not(None)).values(copy_of=None))
    if copies:
        rows = [{"copy": copy, "of": first} for copy, first in sorted(copies.items())]
        first = evidence.alias("first")  # a source that was asked again meanwhile has other evidence
        there = sa.select(first.c.id).where(first.c.id == sa.bindparam("of")).exists()
        conn.execute(
            own.where(evidence.c.id == sa.bindparam("copy"), there).values(copy_of=sa.bindparam("of")), rows
        )


def mark_first_copies(conn: sa.Connection, copies: Mapping[int, int]) -> None:
    """Write which evidence of this transaction is a copy of which other evidence, by their ids."""
    if copies:
        rows = [{"copy": copy, "of": first} for copy, first in sorted(copies.items())]
        write = sa.update(evidence).where(evidence.c.id == sa.bindparam("copy"))
        conn.execute(write.values(copy_of=sa.bindparam("of")), rows)


def delete_unquoted_captures(conn: sa.Connection) -> None:
    """Remove captures that no evidence quotes any more."""
    captures = snapshots.captures
    quoted = sa.select(evidence.c.id).where(evidence.c.sha256 == captures.c.sha256).exists()
    conn.execute(sa.delete(captures).where(~quoted))


def list_findings(conn: sa.Connection, claim_id: int) -> list[tuple[int, Finding]]:
    """The evidence that lookups brought, as (evidence id, finding), for the suggestion."""
    return [(row.id, row.as_finding()) for row in list_evidence(conn, claim_id) if row.lookup_id is not None]


def check_lengths(said: Mapping[str, str | None]) -> None:
    """Hold what a person says of evidence to `LONGEST`. Raises `Refused` naming the field."""
    for name, words in said.items():
        if len(words or "") > LONGEST[name]:
            raise Refused(name, f"at most {LONGEST[name]:,} characters are taken")


def add_evidence(
    conn: sa.Connection, claim_id: int, finding: Finding, actor: Actor, *, place: str | None = None
) -> int:
    """Add a passage that a person found, with its entry in the claim's history.

    Args:
        place: the address or the file that a worker read for it; None of a passage that was typed.

    Returns:
        The id of the evidence.

    Raises:
        Refused: naming the field.
    """
    passage = finding.passage
    if passage is None or not passage.text.strip():
        raise Refused("text", "the quoted passage is empty")
    if not passage.publisher.strip():
        raise Refused("publisher", "say who published it")
    if passage.published and not EARLIEST.date() <= passage.published <= _tomorrow():
        raise Refused("published", f"it was published on a day from the year {EARLIEST.year} to today")
    if passage.url and (wrong := addresses.fault(passage.url)):
        raise Refused("url", wrong)
    if finding.stance not in STANCES:
        raise Refused("stance", f"the stance is one of {', '.join(STANCES)}")
    said = {"text": passage.text, "publisher": passage.publisher, "author": passage.author}
    check_lengths({**said, "locator": passage.locator, "reason": finding.reason})
    if actor.id is None:
        raise Refused("actor", "only a person adds evidence of their own")
    whole = freeze(passage)
    snapshots.keep_captures(conn, [whole])
    row = _row(finding, whole, claim_id=claim_id, added_by=actor.id)
    evidence_id = conn.execute(sa.insert(evidence).values(row).returning(evidence.c.id)).scalar_one()
    details = {"evidence": evidence_id, "place": place} if place else None
    audit.write_audit_entry(
        conn, actor, "claim", claim_id, "evidence added", reason=passage.publisher, details=details
    )
    tell(conn, "claim", claim_id)
    return int(evidence_id)


def _tomorrow() -> date:
    """The last day that has begun somewhere on earth."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def _row(finding: Finding, whole: FrozenPassage, **belongs: object) -> dict[str, object]:
    passage = finding.passage
    return {
        **{name: getattr(passage, name) for name in _PASSAGE},
        "url": _link(passage.url if passage else None),
        "text": whole.quoted,
        "sha256": whole.sha256,
        "start": whole.start,
        "end": whole.end,
        "stance": finding.stance,
        "reason": finding.reason,
        "confidence": finding.confidence,
        "match_kind": finding.match_kind,
        **belongs,
    }


def _link(url: str | None) -> str | None:
    """An address that may become a link: of the web, or a page of ours; a source may give anything."""
    return url if url and re.match(r"https?://[^/\s]|/(?![/\\])", url) else None
