"""What waits for a second pair of eyes."""

from difflib import SequenceMatcher
from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import Connection, RowMapping

from service import auth
from service.within import transaction
from store import claims, jurisprudence, moves, verdicts

blueprint = Blueprint("review", __name__)


@blueprint.get("/review")
@auth.desk()
def page() -> str:
    """Verdicts in review, the longest waiting first, each beside the evidence that it cites."""
    with transaction() as conn:
        waiting = claims.page(conn, claims.Filters(states=("in_review", "approved")), sort="oldest", limit=30)
        return render_template("review.html", cases=[_case(conn, row) for row in waiting])


def _case(conn: Connection, row: RowMapping) -> dict[str, Any]:
    versions = verdicts.of_claim(conn, row["id"])
    latest = versions[0]
    sent_back = next((v for v in versions[1:] if v["decision"] == "changes requested"), None)
    return {
        "claim": row,
        "verdict": latest,
        "cited": verdicts.cited(conn, latest["id"]),
        "actions": moves.open_to(conn, row["id"], auth.actor()),
        "differing": jurisprudence.differing(latest["rating"], jurisprudence.of(conn, row["id"])),
        "own": latest["author_id"] == auth.actor().id,
        "sent_back": sent_back,
        "changes": _changes(sent_back["explanation"], latest["explanation"]) if sent_back else [],
    }


def _changes(before: str, after: str) -> list[tuple[str, str]]:
    """(ins, del or same, words) from the last round to this one."""
    old, new = before.split(" "), after.split(" ")
    out: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            out.append(("del", " ".join(old[a:b])))
        if kind in ("replace", "insert"):
            out.append(("ins", " ".join(new[c:d])))
        if kind == "equal":
            out.append(("same", " ".join(new[c:d])))
    return out
