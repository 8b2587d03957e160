"""One claim with everything: its steps, its verdict, its evidence, its history."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy import Connection, RowMapping
from werkzeug.wrappers import Response

from checks.types import Finding, Passage
from service import auth
from service.desk.triage import detail
from service.errors import Problem
from service.within import transaction
from settings import settings
from store import audit, claims, evidence, fact_checks, jurisprudence, lookups, moves, people, verdicts
from store.jurisprudence import differing
from store.ratings import SCALE
from store.workflow import NotAllowed
from workers import wake

blueprint = Blueprint("claim", __name__)
_MOST_SEEN: Final = 50


@blueprint.get("/claims/<int:claim_id>")
@auth.desk()
def page(claim_id: int) -> str:
    """The claim's page."""
    with transaction() as conn:
        return _page(conn, claim_id)


def _page(conn: Connection, claim_id: int, draft: dict[str, Any] | None = None) -> str:
    """The page, with a verdict that was not saved as it would differ from past ones, where there is such a `draft`."""
    shown = detail(conn, claim_id)
    verdict = verdicts.latest(conn, claim_id)
    cited = {row["id"] for row in verdicts.cited(conn, verdict["id"])} if verdict else set()
    return render_template(
        "claim.html",
        verdict=verdict,
        written=draft or verdict,
        warned=bool(draft),
        version=draft["version"] if draft else shown["claim"]["version"],
        past=jurisprudence.of(conn, claim_id),
        cited=draft["cites"] if draft else cited,
        timeline=audit.of(conn, "claim", claim_id),
        fact_check=fact_checks.of_claim(conn, shown["claim"]["duplicate_of"] or claim_id),
        seen=_seen(conn, shown["claim"]),
        everybody=people.everybody(conn),
        scale=SCALE,
        draftable=shown["claim"]["state"] in moves.DRAFTABLE,
        **shown,
    )


def _seen(conn: Connection, claim: RowMapping) -> list[RowMapping]:
    """Where else the same claim stands: the first of its cluster, whichever of them is looked at."""
    of = claim["head_id"] or claim["duplicate_of"] or claim["id"]
    rows = claims.page(conn, claims.Filters(cluster=of), sort="oldest", limit=_MOST_SEEN)
    return [row for row in rows if row["id"] != claim["id"]]


@blueprint.post("/claims/<int:claim_id>/move")
@auth.desk()
def move(claim_id: int) -> Response:
    """Take a step; `action` may name two that follow on each other, "approve publish"."""
    version = _version()
    given = moves.Given(
        reason=_text("reason"),
        owner_id=_number("owner"),
        until=_until(),
        duplicate_of=_number("duplicate_of"),
        publisher=settings().publisher,
    )
    with transaction() as conn:
        for action in request.form.get("action", "").split() or [""]:
            version = moves.move(conn, claim_id, action, auth.actor(), version, given)["version"]
    return _back(claim_id)


@blueprint.post("/claims/<int:claim_id>/verdict")
@auth.desk()
def verdict(claim_id: int) -> Response:
    """Save the verdict, and send it to review where the button says so.

    One that differs from past verdicts on the same claim comes back once, to be kept or changed.
    """
    given = {name: request.form.get(name, "") for name in ("rating", "summary", "explanation")}
    cites = [int(n) for n in request.form.getlist("cites") if n.isdigit()]
    version = _version()
    with transaction() as conn:
        if claims.get(conn, claim_id)["state"] in ("new", "triage"):
            raise NotAllowed("take the claim first", "state")
        if _differs(conn, claim_id, given["rating"]):
            return make_response(_page(conn, claim_id, {**given, "cites": set(cites), "version": version}), 422)
        row = moves.write_verdict(conn, claim_id, **given, cites=cites, actor=auth.actor(), version=version)
        if request.form.get("then") == "submit":
            moves.move(conn, claim_id, "submit", auth.actor(), row["version"], moves.Given())
    return _back(claim_id)


def _differs(conn: Connection, claim_id: int, rating: str) -> bool:
    """Whether a rating differs from past verdicts, and nobody has said of this very rating that it is to be kept."""
    newest = verdicts.latest(conn, claim_id)
    kept = (request.form.get("keep"), newest and newest["rating"])
    return rating in SCALE and rating not in kept and bool(differing(rating, jurisprudence.of(conn, claim_id)))


@blueprint.post("/claims/<int:claim_id>/evidence")
@auth.desk()
def add_evidence(claim_id: int) -> Response:
    """Add a passage that a person found."""
    when = _text("published")
    try:
        published = date.fromisoformat(when) if when else None
    except ValueError:
        raise Problem(422, "the date must be like 2026-11-24", {"published": "not a date"}) from None
    passage = Passage(
        _text("text") or "", _text("locator") or "added by hand", _text("publisher") or "", _text("url"), published,
        author=_text("author"),
    )  # fmt: skip
    stance = request.form.get("stance", "context")
    finding = Finding(stance, _text("reason") or "added by hand", 0.5, passage)  # type: ignore[arg-type]
    with transaction() as conn:
        claims.get(conn, claim_id)
        evidence.add(conn, claim_id, finding, auth.actor())
        audit.write(conn, auth.actor(), "claim", claim_id, "evidence added", reason=passage.publisher)
    return _back(claim_id)


@blueprint.post("/claims/<int:claim_id>/ask-again")
@auth.desk()
def ask_again(claim_id: int) -> Response:
    """Ask every source anew."""
    with transaction() as conn:
        claims.get(conn, claim_id)
        asked = lookups.ask_again(conn, claim_id)
        audit.write(conn, auth.actor(), "claim", claim_id, "asked again")
    wake.ring("lookup", asked)
    return _back(claim_id)


def _back(claim_id: int) -> Response:
    there = request.form.get("next", "")
    inside = there.startswith("/") and there[1:2] not in ("/", "\\")
    return redirect(there if inside else url_for("claim.page", claim_id=claim_id))


def _text(name: str) -> str | None:
    return request.form.get(name, "").replace("\x00", " ").strip() or None


def _number(name: str) -> int | None:
    text = _text(name)
    if text and not text.isdigit():
        raise Problem(422, f"{name.replace('_', ' ')} must be a number", {name: "not a number"})
    return int(text) if text else None


def _version() -> int:
    version = _number("version")
    if version is None:
        raise Problem(422, "the version of the claim that you saw is missing", {"version": "missing"})
    return version


def _until() -> datetime | None:
    hours = _number("hours")
    return datetime.now(UTC) + timedelta(hours=min(hours, 24 * 365)) if hours else None
