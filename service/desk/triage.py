"""Triage: the list, the article with its marked claims, and the evidence beside it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import Connection

from service import auth
from service.desk import undo
from service.desk.marks import paragraphs
from service.errors import Problem
from service.within import transaction
from store import articles, claims, evidence, lookups, moves, people
from store.workflow import OPEN, STATES

blueprint = Blueprint("triage", __name__)
_LIMIT = 50
_NAMES = ("state", "kind", "suggestion", "repeated", "owner", "article", "cluster", "q", "sort")


@blueprint.get("/triage")
@auth.desk()
def page() -> str:
    """The split view; filters, sort and the chosen claim stand in the address."""
    chosen_filters = {name: value for name in _NAMES if (value := request.args.get(name, "").strip())}
    sort = chosen_filters.get("sort", "worth")
    if sort not in claims.SORTS:
        raise Problem(422, f"the sort is one of {', '.join(claims.SORTS)}", {"sort": "unknown"})
    with transaction() as conn:
        rows = claims.page(conn, filters(chosen_filters), sort=sort, after=_cursor(sort), limit=_LIMIT + 1)
        everybody = people.everybody(conn)
        more, rows = len(rows) > _LIMIT, rows[:_LIMIT]
        chosen = request.args.get("claim", type=int) or (rows[0]["id"] if rows else None)
        return render_template(
            "triage.html",
            rows=rows,
            chips=_chips(chosen_filters, {str(each["id"]): each["name"] for each in everybody}),
            kept=chosen_filters,
            more=_written(claims.key(rows[-1], sort)) if more else None,
            after=request.args.get("after"),
            everybody=everybody,
            states=STATES,
            kinds=claims.KINDS,
            suggestions=claims.SUGGESTIONS,
            **(detail(conn, chosen) if chosen else {"claim": None, "last_step": undo.last(conn)}),
        )


def detail(conn: Connection, claim_id: int) -> dict[str, Any]:
    """What is shown of one claim beside the list and on its own page."""
    claim = claims.get(conn, claim_id)
    revision = articles.revision(conn, claim["revision_id"])
    siblings = claims.of_revision(conn, claim["revision_id"])
    return {
        "claim": claim,
        "revision": revision,
        "siblings": siblings,
        "paragraphs": paragraphs(revision["text"] or "", siblings, revision["dropped"], revision["passed_over"]),
        "quantities": claims.quantities_of(conn, [claim_id])[claim_id],
        "evidence": evidence.of_claim(conn, claim_id),
        "lookups": lookups.of_claim(conn, claim_id),
        "actions": moves.open_to(conn, claim_id, auth.actor()),
        "last_step": undo.last(conn),
    }


def filters(given: dict[str, str]) -> claims.Filters:
    """The filters of an address; claims that wait for triage where it names no state."""
    state = given.get("state")
    if state and state != "all" and state not in STATES:
        raise Problem(422, f"there is no state “{state}”", {"state": "unknown"})
    numbers = {}
    for name in ("owner", "article", "cluster"):
        text = given.get(name)
        if text and not text.isdigit():
            raise Problem(422, f"{name} must be a number", {name: "not a number"})
        numbers[name] = int(text) if text else None
    return claims.Filters(
        states=() if state == "all" else (state,) if state else OPEN,
        kind=given.get("kind"),
        owner_id=numbers["owner"],
        article_id=numbers["article"],
        suggestion=given.get("suggestion"),
        words=given.get("q"),
        heads=state in (None, *OPEN) and not numbers["article"] and not numbers["cluster"],
        repeated="repeated" in given,
        cluster=numbers["cluster"],
    )


def _chips(given: dict[str, str], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(name, value, address without it) for every active filter; an owner by name."""
    out = []
    for name, value in given.items():
        rest = {other: text for other, text in given.items() if other != name}
        shown = names.get(value, value) if name == "owner" else value
        out.append((name, shown, url_for("triage.page", **rest)))  # type: ignore[arg-type]
    return out


def _written(key: tuple[Any, ...]) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode()


def _cursor(sort: str) -> tuple[Any, ...] | None:
    text = request.args.get("after")
    if not text:
        return None
    try:
        place = json.loads(urlsafe_b64decode(text))
    except ValueError:
        place = None
    numbers = isinstance(place, list) and all(isinstance(each, int | float) for each in place)
    if not numbers or len(place) != (3 if sort == "worth" else 1):
        raise Problem(422, "the place to go on from is not one of ours", {"after": "unknown"})
    return tuple(place)
