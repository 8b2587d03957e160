"""What is shown of one claim, beside the list of triage and on its own page."""

from collections.abc import Sequence
from typing import TypedDict

from service import auth
from service.desk.claims import undo
from service.desk.claims.alignment import Alignment, align
from service.desk.claims.marks import Piece, paragraphs
from service.language.formats import number
from service.public.series import Series, draw_evidence
from store import articles
from store.articles.revisions import Revision
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord, QuantityRecord
from store.claims.revisions.wording_changes import WordingChange, list_wording_changes
from store.claims.shared_claims import SharedClaim, find_shared_claim
from store.db import Connection
from store.lookups import evidence, lookups
from store.lookups.evidence import EvidenceRecord
from store.lookups.lookups import LookupRecord, LookupStatus
from store.triage.earlier_wordings import EarlierWordings, list_earlier_wordings


class ClaimDetail(TypedDict):
    """What is shown of one claim, by the names that templates have for it.

    Attributes:
        shared: the claim that it shares its lookups with.
        siblings: the claims of its text.
        aligned: by evidence id, the words of the claim laid over those of the passage.
        earlier: by evidence id, what the claim said when it was looked for, where it says something else now.
        undone: what was just taken back, in words.
    """

    claim: ClaimRecord
    shared: SharedClaim | None
    change: WordingChange | None
    revision: Revision
    siblings: list[ClaimRecord]
    paragraphs: list[list[Piece]]
    quantities: list[QuantityRecord]
    evidence: list[EvidenceRecord]
    aligned: dict[int, Alignment]
    series: dict[int, Series]
    lookups: list[LookupStatus]
    wordings: EarlierWordings
    earlier: dict[int, str]
    actions: tuple[str, ...]
    undone: str | None


def claim_detail(conn: Connection, claim_id: int) -> ClaimDetail:
    """What is shown of one claim beside the list and on its own page."""
    claim = claims.get_claim(conn, claim_id)
    revision = articles.get_revision(conn, claim.revision_id)
    siblings = claims.list_revision_claims(conn, claim.revision_id)
    asked = lookups.list_lookups(conn, claim_id)
    wordings = list_earlier_wordings(conn, {claim_id: claim.statement})[claim_id]
    amounts, found = claims.list_quantities(conn, [claim_id])[claim_id], evidence.list_evidence(conn, claim_id)
    return {
        "claim": claim,
        "shared": find_shared_claim(conn, claim_id),
        "change": list_wording_changes(conn, [claim_id]).get(claim_id),
        "revision": revision,
        "siblings": siblings,
        "paragraphs": paragraphs(revision.text or "", siblings, revision.removed, revision.skipped),
        "quantities": amounts,
        "evidence": found,
        "aligned": {row.id: align(row, claim, amounts, _figure_value(row)) for row in found},
        "series": draw_evidence(conn, found, amounts),
        "lookups": asked,
        "wordings": wordings,
        "earlier": wordings_of_evidence(wordings, found, asked),
        "actions": transitions.list_open_actions(conn, claim_id, auth.actor()),
        "undone": undo.undone(claim),
    }


def wordings_of_evidence(
    wordings: EarlierWordings, found: Sequence[EvidenceRecord], asked: Sequence[LookupRecord]
) -> dict[int, str]:
    """By evidence id, what the claim said when it was looked for, where it says something else now."""
    started = {row.id: row.started_at for row in asked}
    said = {row.id: wordings.differing_at(row.known_since(started)) for row in found}
    return {evidence_id: wording for evidence_id, wording in said.items() if wording is not None}


def _figure_value(row: EvidenceRecord) -> str:
    if row.figure is None:
        return ""
    return f"{number(row.figure.value)} {row.figure.unit or ''}".strip()
