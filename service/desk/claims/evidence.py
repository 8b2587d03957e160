"""A passage of evidence in what it was cut from."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template

from service import auth
from service.request.transaction import transaction
from store.claims import claims
from store.lookups import evidence

blueprint = Blueprint("evidence", __name__)
_AROUND: Final = 6000  # characters before and after, some three printed pages each


@dataclass(frozen=True, slots=True)
class Window:
    """A passage with what stands before and after it, and how many characters on either side are not shown."""

    before: str
    quoted: str
    after: str
    hidden_before: int
    hidden_after: int


def window(text: str, start: int, end: int, around: int = _AROUND) -> Window:
    """What stands around a passage, cut between words where there is more."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first:
        first += max(0, text[first:start].find(" "))
    if last < len(text):
        last = max(end, text.rfind(" ", end, last))
    return Window(
        before=text[first:start],
        quoted=text[start:end],
        after=text[end:last],
        hidden_before=first,
        hidden_after=len(text) - last,
    )


@blueprint.get("/claims/<int:claim_id>/evidence/<int:evidence_id>")
@auth.desk()
def evidence_page(claim_id: int, evidence_id: int) -> str:
    """The captured text with the passage marked."""
    with transaction() as conn:
        row = evidence.get_captured_evidence(conn, claim_id, evidence_id)
        claim = claims.get_claim(conn, claim_id)
    shown = window(row.captured, row.start, row.end)
    return render_template("desk/claims/evidence.html", claim=claim, row=row, shown=shown)
