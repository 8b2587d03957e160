"""Triage: the list, the article with its marked claims, and the evidence beside it."""

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk.claims import undo
from service.desk.claims.marks import paragraphs
from service.errors import Problem
from service.request import claim_filters, cursors, inputs
from service.request.transaction import transaction
from store import articles, people
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord, Position
from store.claims.revisions.wording_changes import list_wording_changes
from store.claims.shared_claims import find_shared_claim
from store.claims.tables import KINDS, SORTS, SUGGESTIONS
from store.claims.workflow import OPEN, STATES
from store.db import Connection
from store.lookups import evidence, lookups

blueprint = Blueprint("triage", __name__)
_LIMIT: Final = 50
_END: Final = "end"  # as `before`: the last page
_NAMES = (*claim_filters.NAMES, "sort")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the parts of an address that lead to its neighbours, None where there is none."""

    rows: list[ClaimRecord]
    previous: dict[str, str] | None
    next: dict[str, str] | None


@blueprint.get("/triage")
@auth.desk()
def triage_page() -> str | Response:
    """The split view; filters, sort, the place in the list and the chosen claim stand in the address.

    An address without a claim leads to the first of its page (the last, where the page was reached backwards), so that
    what is chosen never depends on what somebody else does.
    """
    kept = _kept()
    place = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    sort = request.args.get("sort", "").strip() or "worth"
    if sort not in SORTS:
        raise Problem(422, f"the sort is one of {', '.join(SORTS)}", {"sort": "unknown"})
    with transaction() as conn:
        shown = _page(conn, _filters(), sort)
        chosen = inputs.query_number("claim")
        if chosen is None and shown.rows:
            first = shown.rows[-1 if "before" in place else 0].id
            return redirect(url_for("triage.triage_page", claim=first, **place, **kept))  # type: ignore[arg-type]
        everybody = people.list_people(conn)
        return render_template(
            "desk/claims/triage.html",
            page=shown,
            rows=shown.rows,
            changes=list_wording_changes(conn, [row.id for row in shown.rows]),
            chips=_chips(kept, {str(each.id): each.name for each in everybody}),
            kept=kept,
            place=place,
            everybody=everybody,
            states=STATES,
            kinds=KINDS,
            suggestions=SUGGESTIONS,
            **(claim_detail(conn, chosen) if chosen else {"claim": None}) | {"last_step": undo.last(conn)},
        )


def _kept() -> dict[str, str | list[str]]:
    """The filters and the sort of the address; a list of those that it names several times."""
    kept: dict[str, str | list[str]] = {}
    for name in _NAMES:
        values = [value for each in request.args.getlist(name) if (value := each.strip())]
        if values:
            kept[name] = values if len(values) > 1 and name in claim_filters.SEVERAL else values[0]
    return kept


def _page(conn: Connection, narrowed: claims.ClaimFilters, sort: str) -> Page:
    """The page of the list that the address names by `after` or `before`, the first one without."""
    of, backwards = f"claims by {sort}", "before" in request.args and "after" not in request.args
    after = cursors.read(of, "after")
    before = cursors.read(of, "before") if backwards and request.args["before"] != _END else None
    at = before if backwards else after
    rows = claims.list_claims(conn, narrowed, sort=sort, after=at, limit=_LIMIT + 1, backwards=backwards)
    more = len(rows) > _LIMIT
    rows = rows[-_LIMIT:] if backwards else rows[:_LIMIT]
    if not rows:  # all that stood here was decided meanwhile
        return Page([], {"before": _END} if after else None, {} if backwards and before else None)
    first, last = rows[0].position(sort), rows[-1].position(sort)
    earlier = more if backwards else after is not None and _any(conn, narrowed, sort, first, backwards=True)
    later = _any(conn, narrowed, sort, last) if backwards else more
    return Page(
        rows,
        {"before": cursors.write(of, first)} if earlier else None,
        {"after": cursors.write(of, last)} if later else None,
    )


def _any(
    conn: Connection, narrowed: claims.ClaimFilters, sort: str, at: Position, *, backwards: bool = False
) -> bool:
    return bool(claims.list_claims(conn, narrowed, sort=sort, after=at, limit=1, backwards=backwards))


def claim_detail(conn: Connection, claim_id: int) -> dict[str, Any]:
    """What is shown of one claim beside the list and on its own page."""
    claim = claims.get_claim(conn, claim_id)
    revision = articles.get_revision(conn, claim.revision_id)
    siblings = claims.list_revision_claims(conn, claim.revision_id)
    return {
        "claim": claim,
        "shared": find_shared_claim(conn, claim_id),
        "change": list_wording_changes(conn, [claim_id]).get(claim_id),
        "revision": revision,
        "siblings": siblings,
        "paragraphs": paragraphs(revision.text or "", siblings, revision.removed, revision.skipped),
        "quantities": claims.list_quantities(conn, [claim_id])[claim_id],
        "evidence": evidence.list_evidence(conn, claim_id),
        "lookups": lookups.list_lookups(conn, claim_id),
        "actions": transitions.list_open_actions(conn, claim_id, auth.actor()),
        "last_step": undo.last(conn, claim_id),
        "undone": undo.undone(claim),
    }


def _filters() -> claims.ClaimFilters:
    """The filters of the address; claims that wait for triage where it names no state, a cluster once."""
    found = claim_filters.from_query(default=OPEN)
    open_only = set(found.states) <= set(OPEN) and bool(found.states)
    return replace(found, heads=open_only and found.article_id is None and found.cluster is None)


def _chips(given: dict[str, str | list[str]], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(name, value, address without it) for every active filter; an owner by name."""
    out = []
    for name, held in given.items():
        values = held if isinstance(held, list) else [held]
        for value in values:
            rest = {**given, name: [other for other in values if other != value]}
            shown = names.get(value, value) if name == "owner" else value
            out.append((name, shown, url_for("triage.triage_page", **rest)))  # type: ignore[arg-type]
    return out
