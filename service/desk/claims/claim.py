"""One claim with everything: its steps, its verdict, its evidence, its history."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from checks.types.passage import Passage
from checks.types.stance import Finding
from service import auth
from service.desk import forms
from service.desk.claims import claim_changes, undo
from service.desk.claims.comparison import compare_media
from service.desk.claims.detail import claim_detail
from service.desk.claims.merging import Merged, merge
from service.request.transaction import transaction
from settings import settings
from store import audit, people
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.transitions import StaleClaim
from store.claims.workflow import DRAFTABLE, NotAllowed, TransitionInput
from store.db import Connection
from store.discussion import notes, reply_requests
from store.lookups import evidence, evidence_requests, lookups
from store.people import Refused
from store.triage import tags
from store.verdicts import fact_checks, precedents, second_ratings, verdicts
from store.verdicts.media_reviews import CATEGORIES, MEDIA_TYPES, MediaReview, find_media_review
from store.verdicts.precedents import find_differing_verdicts
from store.verdicts.ratings import SCALE
from store.verdicts.verdicts import VerdictContent
from workers import enqueue

blueprint = Blueprint("claim", __name__)
_MOST_SEEN: Final = 50
_REPLY: Final = timedelta(days=2)  # that people are usually given to reply
_MOST_ACTIONS: Final = 2
_MEANWHILE: Final = (
    "Somebody has changed this claim since you began; what you wrote is still here. "
    "Save it again to put it after theirs."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A verdict that was sent and is not saved: what it says, on which version, and what is wrong, by field.

    Nothing is wrong where it only has to be said that a rating is kept though it differs from past ones, and where
    it was sent for a `preview`. `merged` says what of it somebody else changed, where somebody was faster.
    """

    says: dict[str, str]
    cites: list[int]
    version: int
    wrong: dict[str, str] = field(default_factory=dict)
    preview: bool = False
    media: MediaReview | None = None
    merged: Merged | None = None


@blueprint.get("/claims/<int:claim_id>")
@auth.desk()
def claim_page(claim_id: int) -> str:
    """The claim's page."""
    with transaction() as conn:
        return _page(conn, claim_id)


def _page(conn: Connection, claim_id: int, draft: Draft | None = None) -> str:
    """The page, with the verdict that was not saved where there is one."""
    shown = claim_detail(conn, claim_id)
    verdict = verdicts.find_latest_verdict(conn, claim_id)
    to_rate = second_ratings.is_to_rate(conn, shown["claim"].state, verdict, auth.actor())
    timeline = audit.list_audit_entries(conn, "claim", claim_id)
    cited = {row.id for row in verdicts.list_cited_evidence(conn, verdict.id)} if verdict else set()
    return render_template(
        "desk/claims/claim.html",
        verdict=verdict,
        written=draft.says if draft else verdict,
        media=_media(conn, draft, verdict),
        media_types=MEDIA_TYPES,
        media_categories=CATEGORIES,
        draft=draft,
        warned=draft is not None and not draft.wrong and not draft.preview,
        wrong=draft.wrong if draft else {},
        version=draft.version if draft else shown["claim"].version,
        past=precedents.list_past_verdicts(conn, claim_id),
        cited=draft.cites if draft else cited,
        timeline=second_ratings.hide_ratings(timeline) if to_rate else timeline,
        to_rate=to_rate,
        fact_check=fact_checks.find_fact_check(conn, shown["claim"].duplicate_of or claim_id),
        seen=_seen(conn, shown["claim"]),
        around=[pieces for pieces in shown["paragraphs"] if any(piece.claim_id == claim_id for piece in pieces)],
        everybody=people.list_people(conn),
        notes=notes.list_notes(conn, claim_id),
        longest=evidence.LONGEST,
        evidence_requests=evidence_requests.list_evidence_requests(conn, claim_id),
        replies=reply_requests.list_reply_requests(conn, claim_id),
        reply_until=(datetime.now(UTC) + _REPLY).strftime("%Y-%m-%dT%H:%M"),
        scale=SCALE,
        tags=tags.list_tags(conn, [claim_id])[claim_id],
        last_step=undo.last(conn, claim_id),
        draftable=shown["claim"].state in DRAFTABLE,
        **shown,
    )


def _media(conn: Connection, draft: Draft | None, verdict: verdicts.Verdict | None) -> MediaReview | None:
    """What is said of media: what was sent, else what is saved."""
    if draft:
        return draft.media
    return find_media_review(conn, verdict.id) if verdict else None


def _seen(conn: Connection, claim: ClaimRecord) -> list[ClaimRecord]:
    """Where else the same claim stands: the first of its cluster, whichever of them is looked at."""
    of = claim.head_id or claim.duplicate_of or claim.id
    rows = claims.list_claims(conn, claims.ClaimFilters(cluster=of), sort="oldest", limit=_MOST_SEEN)
    return [row for row in rows if row.id != claim.id]


@blueprint.post("/claims/<int:claim_id>/move")
@auth.desk()
def move_claim(claim_id: int) -> Response:
    """Take a step; `action` may name two that follow on each other, "approve publish"."""
    version = forms.version()
    given = TransitionInput(
        reason=forms.text("reason"),
        owner_id=forms.number("owner"),
        until=forms.until(),
        duplicate_of=forms.number("duplicate_of"),
        publisher=settings().publisher,
        embargo_until=forms.moment(request.form.get("embargo_until", ""), "embargo_until"),
        claimant_kind=forms.text("claimant_kind"),
    )
    try:
        with transaction() as conn:
            before = claims.get_claim(conn, claim_id)
            for action in _actions():
                after = transitions.apply_transition(conn, claim_id, action, auth.actor(), version, given)
                version = after.version
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, version) from error
    undo.remember(before, action, after)
    return _back(claim_id)


def _actions() -> list[str]:
    """The steps that a form asks for. Raises `Refused` for more than two, which no form has."""
    named = request.form.get("action", "").split() or [""]
    if len(named) > _MOST_ACTIONS:
        raise Refused("action", f"at most {_MOST_ACTIONS} steps are taken at once")
    return named


@blueprint.post("/claims/<int:claim_id>/verdict")
@auth.desk()
def save_verdict(claim_id: int) -> Response:
    """Save the verdict, and send it to review where the button says so.

    What cannot be saved as it is comes back in its form: a field is wrong, somebody changed the claim meanwhile, or,
    once, it differs from past verdicts on the same claim.
    """
    draft = _sent_draft()
    try:
        return _save(claim_id, draft)
    except Refused as error:
        return _unsaved(claim_id, replace(draft, wrong={error.field: str(error)}), 422)
    except StaleClaim as error:
        if error.current.state not in DRAFTABLE:
            raise claim_changes.stale_refusal(error, draft.version) from error
        return _merged(claim_id, draft, error.current.version)


@blueprint.post("/claims/<int:claim_id>/verdict/preview")
@auth.desk()
def preview_verdict(claim_id: int) -> str:
    """The page with what was typed and how readers would see it; nothing is saved."""
    draft = replace(_sent_draft(), preview=True)
    if len(draft.says["explanation"]) > verdicts.LONGEST_EXPLANATION:
        raise Refused("explanation", f"at most {verdicts.LONGEST_EXPLANATION:,} characters are taken")
    with transaction() as conn:
        return _page(conn, claim_id, draft)


def _sent_draft() -> Draft:
    """The verdict that this request's form holds."""
    says = {name: request.form.get(name, "") for name in ("rating", "summary", "explanation")}
    return Draft(says, forms.numbers("cites"), forms.version(), media=forms.media())


def _save(claim_id: int, draft: Draft) -> Response:
    with transaction() as conn:
        before = claims.get_claim(conn, claim_id)
        if before.state in ("new", "triage"):
            raise NotAllowed("take the claim first", "state")
        if before.version == draft.version and _differs(conn, claim_id, draft.says["rating"]):
            return make_response(_page(conn, claim_id, draft), 422)
        content = VerdictContent(**draft.says, cites=draft.cites, media=draft.media)
        saved = transitions.write_verdict(conn, claim_id, content, auth.actor(), draft.version)
        undo.forget(claim_id)
        if request.form.get("then") == "submit":
            sent = transitions.apply_transition(
                conn, claim_id, "submit", auth.actor(), saved.version, TransitionInput()
            )
            undo.remember(saved, "submit", sent)
    return _back(claim_id)


def _unsaved(claim_id: int, draft: Draft, status: int) -> Response:
    with transaction() as conn:
        return make_response(_page(conn, claim_id, draft), status)


def _merged(claim_id: int, draft: Draft, version: int) -> Response:
    """Merge what somebody wrote on an older version with what was saved since, and save it.

    It is shown in its form, and not saved, where both changed one field, where something else than the verdict was
    changed, and where it was to be sent to review, for then nobody would have read the whole.
    """
    with transaction() as conn:
        merged, media, verdicts_alone = _merge(conn, claim_id, draft)
    draft = replace(draft, says=merged.says, cites=merged.cites, media=media, version=version)
    if verdicts_alone and not merged.conflicts and not merged.media and request.form.get("then") != "submit":
        try:
            return _save(claim_id, draft)
        except Refused as error:
            return _unsaved(claim_id, replace(draft, wrong={error.field: str(error)}), 422)
        except StaleClaim as error:
            draft = replace(draft, version=error.current.version)
    return _unsaved(claim_id, replace(draft, wrong={"version": _MEANWHILE}, merged=merged), 409)


def _merge(conn: Connection, claim_id: int, draft: Draft) -> tuple[Merged, MediaReview | None, bool]:
    """What is saved and what was written, with what is said of media; and whether all that happened meanwhile was
    that a verdict was saved.
    """
    history = audit.list_audit_entries(conn, "claim", claim_id)
    seen = sum(entry.event == "verdict" and (entry.version or 0) <= draft.version for entry in history)
    saved = verdicts.list_verdicts(conn, claim_id)
    base = next((each for each in saved if each.number == seen), None)
    newest = saved[0] if saved else None
    (was, was_cited, was_media), (other, other_cited, other_media) = _fields(conn, base), _fields(conn, newest)
    since = {entry.event for entry in history if (entry.version or 0) > draft.version}
    media = other_media if draft.media == was_media else draft.media
    merged = merge(was, other, draft.says, was_cited, other_cited, draft.cites)
    if other_media != was_media:
        merged = (
            replace(merged, taken=(*merged.taken, "media"))
            if draft.media == was_media
            else replace(merged, media=compare_media(other_media, draft.media))
        )
    return merged, media, since <= {"verdict"}


def _fields(
    conn: Connection, verdict: verdicts.Verdict | None
) -> tuple[dict[str, str], list[int], MediaReview | None]:
    """What a verdict says, by field, the ids of what it cites, and what it says of media."""
    if verdict is None:
        return {}, [], None
    says = {"rating": verdict.rating, "summary": verdict.summary, "explanation": verdict.explanation}
    cited = [row.id for row in verdicts.list_cited_evidence(conn, verdict.id)]
    return says, cited, find_media_review(conn, verdict.id)


def _differs(conn: Connection, claim_id: int, rating: str) -> bool:
    """Whether a rating differs from past verdicts and has not been confirmed."""
    newest = verdicts.find_latest_verdict(conn, claim_id)
    kept = (request.form.get("keep"), newest and newest.rating)
    return (
        rating in SCALE
        and rating not in kept
        and bool(find_differing_verdicts(rating, precedents.list_past_verdicts(conn, claim_id)))
    )


@blueprint.post("/claims/<int:claim_id>/evidence")
@auth.desk()
def add_evidence(claim_id: int) -> Response:
    """Add a passage that a person found."""
    passage = Passage(
        text=forms.text("text") or "", locator=forms.text("locator") or "", publisher=forms.text("publisher") or "",
        url=forms.text("url"), published=forms.day(request.form.get("published", "")), author=forms.text("author"),
    )  # fmt: skip
    stance = request.form.get("stance", "context")
    reason = forms.text("reason") or "added by hand"
    finding = Finding(stance, reason, evidence.UNMEASURED, passage)  # type: ignore[arg-type]
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        evidence.add_evidence(conn, claim_id, finding, auth.actor())
    return _back(claim_id)


@blueprint.post("/claims/<int:claim_id>/tags")
@auth.desk()
def change_tags_of_claim(claim_id: int) -> Response:
    """Give the claim a tag, or take one off."""
    add, remove = forms.text("add"), forms.text("remove")
    with transaction() as conn:
        tags.change_tags(
            conn, [claim_id], auth.actor(), add=[add] if add else [], remove=[remove] if remove else []
        )
    return _back(claim_id)


@blueprint.post("/claims/<int:claim_id>/ask-again")
@auth.desk()
def ask_sources_again(claim_id: int) -> Response:
    """Ask every source again."""
    with transaction() as conn:
        asked = lookups.ask_sources_again(conn, claim_id, auth.actor())
    enqueue.enqueue("lookup", asked)
    return _back(claim_id)


def _back(claim_id: int) -> Response:
    return forms.back(url_for("claim.claim_page", claim_id=claim_id))
