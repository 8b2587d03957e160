"""What waits for a second pair of eyes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.desk.claims.comparison import Comparison, Version, compare
from service.desk.claims.detail import wordings_of_evidence
from service.language.messages import translated
from service.public.claim_review import guess_claimant_kind
from service.request import inputs
from service.request.transaction import transaction
from store.accounts.roles import SENIOR_ROLES
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.revisions.wording_changes import WordingChange, list_wording_changes
from store.db import Connection, NotFound
from store.lookups import lookups
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
from store.verdicts.authorship import list_own_verdicts
from store.verdicts.dependents import Dependent
from store.verdicts.disagreements import Disagreement
from store.verdicts.ratings import FALSE, SCALE, TRUE
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

    @property
    def is_unresolved(self) -> bool:
        """Whether ratings differ and nobody has said yet which stands."""
        return self.disagreement is not None and self.disagreement.outcome is None

    @property
    def rests_on_the_contrary(self) -> bool:
        """Whether what the verdict cites speaks against its rating, and nothing cited for it."""
        rating, stances = self.latest.verdict.rating, {row.stance for row in self.latest.cited}
        needed, contrary = ("supports", "refutes") if rating in TRUE else ("refutes", "supports")
        return rating in (*TRUE, *FALSE) and contrary in stances and needed not in stances


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a verdict that a reviewer sees: the newest, what is published, what was last sent back."""

    latest: verdicts.Verdict
    fact_check: fact_checks.FactCheck | None
    published: verdicts.Verdict | None
    sent_back: verdicts.Verdict | None

    def __iter__(self) -> Iterator[verdicts.Verdict]:
        return (each for each in (self.latest, self.published, self.sent_back) if each)


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
        cases = _cases(conn, waiting[:_MOST])
        around = surroundings.list_surroundings(conn, [case.claim.id for case in cases])
        outdated = dependents.list_outdated(conn)
        decided = _decided(conn, inputs.query_number("decided"))
    shown = [{"case": case, "comparisons": _comparisons(case)} for case in cases]
    return render_template("desk/claims/review.html", shown=shown, more=len(waiting) > _MOST,
                           claimant_kind=guess_claimant_kind, around=around, outdated=outdated,
                           scale=SCALE, decided=decided)  # fmt: skip


def _decided(conn: Connection, claim_id: int | None) -> tuple[ClaimRecord, fact_checks.FactCheck | None] | None:
    """The claim that was just decided here, with its published fact-check; None for one that still waits."""
    try:
        claim = claims.get_claim(conn, claim_id) if claim_id is not None else None
    except NotFound:
        return None
    if claim is None or claim.state not in _DECIDED:
        return None
    return claim, fact_checks.find_standing_fact_check(conn, claim.id)


@blueprint.post("/review/<int:claim_id>/rating")
@auth.desk(*SENIOR_ROLES)
def add_second_rating(claim_id: int) -> Response:
    """Write down what a reviewer would rate, before the author's rating is shown."""
    with transaction() as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        if latest is None:
            raise NotFound(f"claim {claim_id} has no verdict")
        second_ratings.add_second_rating(conn, latest.id, request.form.get("rating", ""), auth.actor())
    return redirect(url_for("review.review_page", _anchor=f"claim-{claim_id}"))


@blueprint.post("/review/<int:claim_id>/disagreement")
@auth.desk(*SENIOR_ROLES)
def resolve_rating_disagreement(claim_id: int) -> Response:
    """Let the author's rating stand, with the reason."""
    with transaction() as conn:
        disagreements.resolve_disagreement(conn, claim_id, forms.text("reason") or "", auth.actor())
    return redirect(url_for("review.review_page", _anchor=f"claim-{claim_id}"))


def _cases(conn: Connection, rows: Sequence[ClaimRecord]) -> list[Case]:
    """The cases of these claims; questions that concern all of them are asked once."""
    claim_ids = [row.id for row in rows]
    versions = _versions(conn, claim_ids)
    shown = _with_cited(conn, [verdict for each in versions.values() for verdict in each])
    latest = {claim_id: each.latest for claim_id, each in versions.items()}
    newest = [verdict.id for verdict in latest.values()]
    actions = transitions.list_actions_of_claims(conn, latest, auth.actor())
    past = precedents.list_past_verdicts_of(conn, claim_ids)
    ratings = second_ratings.list_second_ratings(conn, newest)
    differing = disagreements.list_disagreements(conn, newest)
    wordings = list_earlier_wordings(conn, {row.id: row.statement for row in rows})
    changes = list_wording_changes(conn, claim_ids)
    person = auth.actor()
    in_review = [latest[row.id] for row in rows if row.state == "in_review"]
    own = list_own_verdicts(conn, in_review, person)
    to_rate = second_ratings.list_to_rate(conn, in_review, person, own)
    cases: list[Case] = []
    for row in rows:
        verdict, check = latest[row.id], versions[row.id].fact_check
        published, sent_back = versions[row.id].published, versions[row.id].sent_back
        cases.append(
            Case(
                claim=row,
                latest=shown[verdict.id],
                wordings=wordings[row.id],
                earlier=_earlier_wordings(conn, wordings[row.id], row.id, shown[verdict.id]),
                actions=actions[row.id],
                differing=precedents.find_differing_verdicts(verdict.rating, past[row.id]),
                own=verdict.id in own,
                fact_check=check,
                correction_reason=transitions.get_correction_reason(conn, row.id) if check else None,
                published=shown[published.id] if published else None,
                sent_back=shown[sent_back.id] if sent_back else None,
                ratings=ratings[verdict.id],
                disagreement=differing.get(verdict.id),
                to_rate=verdict.id in to_rate,
                dependents=dependents.list_dependents(conn, row.id) if check else [],
                change=changes.get(row.id),
            )
        )
    return cases


def _versions(conn: Connection, claim_ids: Sequence[int]) -> dict[int, Versions]:
    """The versions of the verdicts of claims that a reviewer sees, by claim id."""
    checks = fact_checks.list_standing_fact_checks(conn, claim_ids)
    found: dict[int, Versions] = {}
    for claim_id, versions in verdicts.list_versions(conn, claim_ids).items():
        check = checks.get(claim_id)
        published = next((v for v in versions if check and v.id == check.verdict_id), None)
        earlier = (v for v in versions[1:] if not published or v.number > published.number)
        sent_back = next((v for v in earlier if v.decision == "changes requested"), None)
        found[claim_id] = Versions(versions[0], check, published, sent_back)
    return found


def _with_cited(conn: Connection, shown: Sequence[verdicts.Verdict]) -> dict[int, Version]:
    """Versions with what they cite, by their ids."""
    ids = [verdict.id for verdict in shown]
    cited, media = verdicts.list_cited_by_verdicts(conn, ids), media_reviews.list_media_reviews(conn, ids)
    return {verdict.id: Version(verdict, cited[verdict.id], media.get(verdict.id)) for verdict in shown}


def _earlier_wordings(
    conn: Connection, wordings: EarlierWordings, claim_id: int, shown: Version
) -> dict[int, str]:
    """By evidence id, what a claim said when it was looked for; lookups are read where its statement was changed."""
    if not wordings.changes:
        return {}
    return wordings_of_evidence(wordings, shown.cited, lookups.list_lookups(conn, claim_id))


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
