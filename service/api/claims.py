"""Claims: listing, reading, moving, judging, and their evidence."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from flask import Blueprint, Response, g, request
from pydantic import Field
from sqlalchemy import Connection, RowMapping

from checks.types import Finding, Passage
from service import auth
from service.api import border
from service.errors import Problem
from service.within import transaction
from settings import settings
from store import audit, claims, evidence, lookups, moves, verdicts
from store.workflow import SENIOR_ACTIONS, STATES
from workers import wake

blueprint = Blueprint("api_claims", __name__, url_prefix="/api/v1/claims")
_FIELDS = (
    "id", "article_id", "article", "revision", "start", "end", "text", "statement", "kind", "claimant", "worth", "reasons",
    "dates", "state", "owner_id", "owner", "version", "decline_reason", "duplicate_of", "snoozed_until", "found_at",
    "changed_at", "suggestion",
)  # fmt: skip
_QUANTITY = ("start", "end", "text", "comparator", "low", "high", "unit", "counted")
_LOOKUP = (
    "id",
    "source",
    "state",
    "outcome",
    "reason",
    "queries",
    "attempts",
    "queued_at",
    "started_at",
    "finished_at",
)


class Transition(border.Body):
    """A step of a claim, with the version that its sender saw."""

    action: str
    version: int
    reason: str | None = None
    owner: int | None = None
    until: datetime | None = None
    duplicate_of: int | None = None


class NewVerdict(border.Body):
    """A verdict with the evidence it cites."""

    rating: str
    summary: str
    explanation: str
    cites: list[int] = Field(default_factory=list)
    version: int


class NewEvidence(border.Body):
    """A passage that somebody found."""

    text: str
    publisher: str
    stance: Literal["supports", "refutes", "context", "none"]
    url: str | None = None
    locator: str = "sent by API"
    published: date | None = None
    reason: str = "sent by API"


@blueprint.get("")
@auth.api("read")
@border.describe("List claims", query="state kind owner article suggestion q sort limit cursor")
def many() -> Response:
    """A page of claims; `state` may be given several times."""
    sort, limit = request.args.get("sort", "worth"), border.limit()
    if sort not in claims.SORTS:
        raise Problem(422, f"the sort is one of {', '.join(claims.SORTS)}", {"sort": "unknown"})
    states = tuple(request.args.getlist("state"))
    if unknown := set(states) - set(STATES):
        raise Problem(422, f"there is no state “{min(unknown)}”", {"state": "unknown"})
    place = border.cursor()
    if place and len(place) != (2 if sort == "worth" else 1):
        raise Problem(422, "the cursor belongs to another sort", {"cursor": "of another sort"})
    filters = claims.Filters(
        states=states,
        kind=request.args.get("kind"),
        owner_id=border.number("owner"),
        article_id=border.number("article"),
        suggestion=request.args.get("suggestion"),
        words=request.args.get("q", "").replace("\x00", " "),
    )
    with transaction() as conn:
        rows = claims.page(conn, filters, sort=sort, after=place, limit=limit + 1)
        items = listed(conn, rows[:limit])
    return border.page(items, claims.key(rows[limit - 1], sort) if len(rows) > limit else None)


@blueprint.get("/<int:claim_id>")
@auth.api("read")
@border.describe("Read a claim with its lookups, evidence, suggestion and verdict")
def read(claim_id: int) -> Response:
    """One claim with everything."""
    with transaction() as conn:
        return _whole(conn, claim_id)


@blueprint.post("/<int:claim_id>/transitions")
@auth.api("claims")
@border.describe("Take a step; 409 when the claim was changed meanwhile", takes=Transition)
def move(claim_id: int) -> Response:
    """One step through the states."""
    step = border.body(Transition)
    if g.by_token and step.action in SENIOR_ACTIONS and "review" not in g.scopes:
        raise Problem(403, f"this token lacks the scope “review” for “{step.action}”")
    given = moves.Given(step.reason, step.owner, step.until, step.duplicate_of, settings().publisher)
    with transaction() as conn:
        moves.move(conn, claim_id, step.action, auth.actor(), step.version, given)
        return _whole(conn, claim_id)


@blueprint.post("/<int:claim_id>/verdict")
@auth.api("claims")
@border.describe("Save the next version of the verdict", takes=NewVerdict)
def verdict(claim_id: int) -> Response:
    """Write the verdict; `submit` sends it to review."""
    v = border.body(NewVerdict)
    with transaction() as conn:
        moves.write_verdict(conn, claim_id, v.rating, v.summary, v.explanation, v.cites, auth.actor(), v.version)
        return _whole(conn, claim_id)


@blueprint.post("/<int:claim_id>/evidence")
@auth.api("claims")
@border.describe("Add a passage", status=201, takes=NewEvidence)
def add_evidence(claim_id: int) -> Response:
    """Add evidence of one's own."""
    e = border.body(NewEvidence)
    passage = Passage(e.text, e.locator, e.publisher, e.url, e.published)
    with transaction() as conn:
        claims.get(conn, claim_id)
        made = evidence.add(conn, claim_id, Finding(e.stance, e.reason, 0.5, passage), auth.actor())
        audit.write(conn, auth.actor(), "claim", claim_id, "evidence added", reason=e.publisher)
        row = next(r for r in evidence.of_claim(conn, claim_id) if r["id"] == made)
        return border.answer(dict(row), 201)


@blueprint.get("/<int:claim_id>/lookups")
@auth.api("read")
@border.describe("Read the log of a claim's lookups")
def its_lookups(claim_id: int) -> Response:
    """What was asked, when, with how many hits."""
    with transaction() as conn:
        claims.get(conn, claim_id)
        return border.page(_lookups(conn, claim_id), None)


@blueprint.post("/<int:claim_id>/lookups/retry")
@auth.api("claims")
@border.describe("Ask every source again", status=202)
def retry(claim_id: int) -> Response:
    """Queue all lookups of a claim anew."""
    with transaction() as conn:
        claims.get(conn, claim_id)
        asked = lookups.ask_again(conn, claim_id)
        audit.write(conn, auth.actor(), "claim", claim_id, "asked again")
        items = _lookups(conn, claim_id)
    wake.ring("lookup", asked)
    return border.answer({"items": items, "next": None}, 202)


@blueprint.get("/<int:claim_id>/audit")
@auth.api("read")
@border.describe("Read who did what to a claim")
def its_audit(claim_id: int) -> Response:
    """The newest 200 entries."""
    with transaction() as conn:
        claims.get(conn, claim_id)
        return border.page([dict(row) for row in audit.of(conn, "claim", claim_id)], None)


def listed(conn: Connection, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Claims as a list shows them, with their quantities."""
    held = claims.quantities_of(conn, [row["id"] for row in rows])
    return [
        {**{n: row[n] for n in _FIELDS}, "quantities": [{n: q[n] for n in _QUANTITY} for q in held[row["id"]]]}
        for row in rows
    ]


def _whole(conn: Connection, claim_id: int) -> Response:
    row = claims.get(conn, claim_id)
    versions = verdicts.of_claim(conn, claim_id)
    whole = {
        **listed(conn, [row])[0],
        "suggestion_reasons": row["suggestion_reasons"],
        "rests_on": row["rests_on"],
        "lookups": _lookups(conn, claim_id),
        "evidence": [dict(e) for e in evidence.of_claim(conn, claim_id)],
        "verdict": {**versions[0], "cites": [e["id"] for e in verdicts.cited(conn, versions[0]["id"])]}
        if versions
        else None,
        "actions": moves.open_to(conn, claim_id, auth.actor()),
    }
    return border.answer(whole, headers={"ETag": f'"{row["version"]}"'})


def _lookups(conn: Connection, claim_id: int) -> list[dict[str, Any]]:
    return [{name: row[name] for name in _LOOKUP} for row in lookups.of_claim(conn, claim_id)]
