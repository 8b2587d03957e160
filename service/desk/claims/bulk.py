"""Taking the next claim, and one step for many claims: chosen, looked at beforehand, then done."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.desk.claims import undo
from service.request import claim_filters, inputs
from service.request.links import address_of
from service.request.transaction import transaction
from store import people
from store.claims import claims
from store.claims.tables import SORTS
from store.claims.workflow import TransitionInput
from store.newsroom import profile
from store.people import Refused
from store.triage.bulk import MOST_AT_ONCE, BulkChange, SeenClaim, apply_to_claims
from store.triage.next_claim import take_next_claim

blueprint = Blueprint("bulk", __name__)
_KEPT: Final = (*claim_filters.NAMES, "sort")


@blueprint.post("/triage/take-next")
@auth.desk()
def take_next() -> Response:
    """Take the first claim of the list that nobody else is taking, and show it."""
    kept = _kept(request.form)
    with transaction() as conn:
        narrowed = claim_filters.read_triage_filters(MultiDict(kept), profile.get_worth_threshold(conn))
        taken = take_next_claim(conn, narrowed, _sort(kept.get("sort", [""])[0]), auth.actor())
    if taken is None:
        return redirect(address_of("triage.triage_page", kept))
    undo.remember_taken(taken)
    return redirect(url_for("claim.claim_page", claim_id=taken.id))


@blueprint.get("/triage/change-many")
@auth.desk()
def bulk_page() -> str:
    """The claims of a list, to be chosen from, and what can be done with all of them; none is ticked at first, with
    `ticked=all` in the query all are.
    """
    kept = _kept(request.args)
    with transaction() as conn:
        narrowed = claim_filters.read_triage_filters(request.args, profile.get_worth_threshold(conn))
        rows = claims.list_claims(conn, narrowed, sort=_sort(request.args.get("sort", "")), limit=MOST_AT_ONCE)
        everybody = people.list_people(conn)
    ticked = request.args.get("ticked") == "all"
    return render_template(
        "desk/claims/bulk.html", rows=rows, kept=kept, everybody=everybody, most=MOST_AT_ONCE, ticked=ticked
    )


@blueprint.post("/triage/change-many")
@auth.desk()
def change_many() -> str:
    """Say what a step would change and what not; with `confirmed` take it."""
    confirmed = bool(request.form.get("confirmed"))
    seen = [_seen(each) for each in request.form.getlist("claim")]
    if not seen:
        raise Refused("claim", "choose at least one claim")
    given = TransitionInput(reason=forms.text("reason"), owner_id=forms.number("owner"), until=forms.until())
    action, tag = request.form.get("action", ""), forms.text("tag")
    with transaction() as conn:
        outcomes = apply_to_claims(conn, seen, BulkChange(action, given, tag), auth.actor(), dry_run=not confirmed)
    return render_template(
        "desk/claims/bulk_outcome.html",
        kept=_kept(request.args),
        changed=[each for each in outcomes if each.problem is None],
        unchanged=[each for each in outcomes if each.problem is not None],
        confirmed=confirmed,
        given=list(request.form.items(multi=True)),
        action=action,
        tag=tag,
    )


def _kept(given: MultiDict[str, str]) -> dict[str, list[str]]:
    """The filters and the sort of the list that the claims are of."""
    return {name: values for name in _KEPT if (values := given.getlist(name))}


def _seen(typed: str) -> SeenClaim:
    """A claim with its version, as the boxes of the form carry them: "12:3"."""
    number, _, version = typed.partition(":")
    return SeenClaim(inputs.number(number, "claim"), inputs.number(version, "version"))


def _sort(typed: str) -> str:
    if typed and typed not in SORTS:
        raise Refused("sort", f"the sort is one of {', '.join(SORTS)}")
    return typed or "worth"
