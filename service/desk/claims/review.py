"""What waits for a second pair of eyes."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.desk.claims.comparison import Comparison, Version, compare
from service.desk.claims.triage import wordings_of_evidence
from service.language.messages import translated
from service.public.claim_review import guess_claimant_kind
from service.request import inputs
from service.request.transaction import transaction
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.revisions.wording_changes import WordingChange, list_wording_changes
from store.claims.workflow import SENIOR
from store.db import Connection, NotFound
from store.lookups import lookups
from store.newsroom import profile
from store.triage.earlier_wordings import EarlierWordings, list_earlier_wordings
from store.verdicts import (
    dependents,
    disagreements,
    fact_checks,
    media_reviews,
    precedents,
    second_ratings,
    surroundings,
    verdicts,
)
from store.verdicts.dependents import Dependent
from store.verdicts.disagreements import Disagreement
from store.verdicts.ratings import SCALE
from store.verdicts.second_ratings import SecondRating

blueprint = Blueprint("review", __name__)
_MOST: Final = 30
_DECIDED: Final = ("published", "approved", "changes_requested")  # what a reviewer makes of a verdict


@dataclass(frozen=True, slots=True)
class Case:
    """A verdict in review, as it was read; `published` where it corrects a fact-check, with that and the reason."""

    claim: ClaimRecord
    latest: Version
    actions: tuple[str, ...]
    differing: list[precedents.PastVerdict]
    own: bool
    fact_check: fact_checks.FactCheck | None
    correction_reason: str | None
    published: Version | None
    sent_back: Version | None
    change: WordingChange | None
    ratings: list[SecondRating]
    disagreement: Disagreement | None
    to_rate: bool
    dependents: list[Dependent]
    wordings: EarlierWordings
    earlier: dict[int, str]


@blueprint.get("/review")
@auth.desk()
def review_page() -> str:
    """Verdicts in review, the longest waiting first, each beside the evidence that it cites.

    A correction is compared with what is published, and any verdict with the version that was last sent back. Texts are
    compared outside the transaction.
    """
    with transaction() as conn:
        waiting = claims.list_claims(
            conn, claims.ClaimFilters(states=("in_review", "approved")), sort="oldest", limit=_MOST + 1
        )
        blind = profile.get_newsroom(conn).blind_second_rating
        cases = [_case(conn, row, blind) for row in waiting[:_MOST]]
        around = surroundings.list_surroundings(conn, [case.claim.id for case in cases])
        outdated = dependents.list_outdated(conn)
        media = media_reviews.list_media_reviews(conn, [case.latest.verdict.id for case in cases])
        decided = _decided(conn, inputs.query_number("decided"))
    shown = [{"case": case, "comparisons": _comparisons(case)} for case in cases]
    return render_template("desk/claims/review.html", shown=shown, more=len(waiting) > _MOST,
                           claimant_kind=guess_claimant_kind, around=around, outdated=outdated, media=media,
                           scale=SCALE, decided=decided)  # fmt: skip


def _decided(conn: Connection, claim_id: int | None) -> tuple[ClaimRecord, fact_checks.FactCheck | None] | None:
    """The claim that was decided here just now, with what is published of it; None for one that still waits."""
    try:
        claim = claims.get_claim(conn, claim_id) if claim_id is not None else None
    except NotFound:
        return None
    if claim is None or claim.state not in _DECIDED:
        return None
    return claim, fact_checks.find_standing_fact_check(conn, claim.id)


@blueprint.post("/review/<int:claim_id>/rating")
@auth.desk(*SENIOR)
def add_second_rating(claim_id: int) -> Response:
    """Write down what a reviewer would rate, before the author's rating is shown."""
    with transaction() as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        if latest is None:
            raise NotFound(f"claim {claim_id} has no verdict")
        second_ratings.add_second_rating(conn, latest.id, request.form.get("rating", ""), auth.actor())
    return redirect(url_for("review.review_page", _anchor=f"claim-{claim_id}"))


@blueprint.post("/review/<int:claim_id>/disagreement")
@auth.desk(*SENIOR)
def resolve_rating_disagreement(claim_id: int) -> Response:
    """Let the author's rating stand, with the reason."""
    with transaction() as conn:
        disagreements.resolve_disagreement(conn, claim_id, forms.text("reason") or "", auth.actor())
    return redirect(url_for("review.review_page", _anchor=f"claim-{claim_id}"))


def _case(conn: Connection, row: ClaimRecord, blind: bool) -> Case:
    versions = verdicts.list_verdicts(conn, row.id)
    latest = versions[0]
    check = fact_checks.find_standing_fact_check(conn, row.id)
    published = verdicts.get_verdict(conn, check.verdict_id) if check else None
    earlier = (v for v in versions[1:] if not published or v.number > published.number)
    sent_back = next((v for v in earlier if v.decision == "changes requested"), None)
    own = latest.author_id == auth.actor().id
    ratings = second_ratings.list_second_ratings(conn, latest.id)
    rated = any(each.person_id == auth.actor().id for each in ratings)
    shown = _with_cited(conn, latest)
    wordings = list_earlier_wordings(conn, {row.id: row.statement})[row.id]
    return Case(
        claim=row,
        latest=shown,
        wordings=wordings,
        earlier=wordings_of_evidence(wordings, shown.cited, lookups.list_lookups(conn, row.id)),
        actions=transitions.list_open_actions(conn, row.id, auth.actor()),
        differing=precedents.find_differing_verdicts(latest.rating, precedents.list_past_verdicts(conn, row.id)),
        own=own,
        fact_check=check,
        correction_reason=transitions.get_correction_reason(conn, row.id),
        published=_with_cited(conn, published) if published else None,
        sent_back=_with_cited(conn, sent_back) if sent_back else None,
        ratings=ratings,
        disagreement=disagreements.find_disagreement(conn, latest.id),
        to_rate=blind and auth.actor().role in SENIOR and row.state == "in_review" and not own and not rated,
        dependents=dependents.list_dependents(conn, row.id) if check else [],
        change=list_wording_changes(conn, [row.id]).get(row.id),
    )


def _with_cited(conn: Connection, verdict: verdicts.Verdict) -> Version:
    media = media_reviews.find_media_review(conn, verdict.id)
    return Version(verdict, verdicts.list_cited_evidence(conn, verdict.id), media)


def _comparisons(case: Case) -> list[dict[str, object]]:
    """What is shown as changed: (title, reason, comparison) each."""
    found: list[tuple[str, str | None, Comparison]] = []
    if case.published:
        found.append(("Compared with what is published", None, compare(case.published, case.latest)))
    if case.sent_back:
        asked = case.sent_back.verdict.review_reason
        found.append(("Compared with the version that was sent back", asked, compare(case.sent_back, case.latest)))
    return [
        {"title": translated(title), "reason": reason, "comparison": changes} for title, reason, changes in found
    ]
