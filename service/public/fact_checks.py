"""Published fact-checks, for everybody: an index with search, and a page each with ClaimReview markup."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from service.auth import anybody
from service.request import cursors
from service.request.transaction import transaction
from settings import settings
from store.claims import claims
from store.claims.claims import ClaimRecord
from store.verdicts import fact_checks, verdicts
from store.verdicts.ratings import BEST, NUMBERS, WORST

blueprint = Blueprint("fact_checks", __name__)
_LIST, _LIMIT = "fact-checks", 30


@blueprint.get("/fact-checks")
@anybody
def fact_checks_page() -> str:
    """The newest fact-checks, or those that hold the words asked for."""
    words = request.args.get("q", "").strip()
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = fact_checks.list_fact_checks(conn, words=words, before=before, limit=_LIMIT + 1)
    more = cursors.after(_LIST, rows, _LIMIT)
    return render_template("public/fact_checks.html", rows=rows[:_LIMIT], words=words, more=more)


@blueprint.get("/fact-checks/<slug>")
@anybody
def fact_check_page(slug: str) -> tuple[str, int]:
    """One fact-check; 410 with a notice once it was withdrawn."""
    with transaction() as conn:
        row = fact_checks.get_fact_check(conn, slug)
        claim = claims.get_claim(conn, row.claim_id)
        verdict = verdicts.get_verdict(conn, row.verdict_id)
        cited = verdicts.list_cited_evidence(conn, verdict.id)
        log = fact_checks.list_corrections(conn, row.id)
    review = None if row.withdrawn_at else claim_review(row, claim)
    shown = render_template(
        "public/fact_check.html",
        row=row,
        claim=claim,
        verdict=verdict,
        cited=cited,
        corrections=log,
        review=review,
    )
    return shown, 410 if row.withdrawn_at else 200


def claim_review(row: fact_checks.FactCheck, claim: ClaimRecord) -> dict[str, Any]:
    """schema.org ClaimReview of a fact-check; a number only for ratings that have one."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": row.rating}
    if row.rating in NUMBERS:
        rating |= {"ratingValue": NUMBERS[row.rating], "bestRating": BEST, "worstRating": WORST}
    appearance: dict[str, Any] = {"@type": "CreativeWork", "headline": claim.article}
    if claim.article_url:
        appearance["url"] = claim.article_url
    said: dict[str, Any] = {"@type": "Claim", "appearance": appearance}
    if row.claimant:
        said["author"] = {"@type": "Person", "name": row.claimant}
    if claim.article_published:
        said["datePublished"] = claim.article_published.date().isoformat()
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": settings().base_url + url_for("fact_checks.fact_check_page", slug=row.slug),
        "claimReviewed": row.statement,
        "itemReviewed": said,
        "author": {"@type": "Organization", "name": row.publisher, "url": settings().base_url},
        "datePublished": row.published_at.date().isoformat(),
        "reviewRating": rating,
        "reviewBody": row.summary,
    }
    if row.corrected_at:
        review["dateModified"] = row.corrected_at.date().isoformat()
    return review
