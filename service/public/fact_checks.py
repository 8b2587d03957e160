"""Published fact-checks, for everybody: an index with search and filters, and a page each with ClaimReview markup."""

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, render_template, request, url_for

from service.auth import anybody, is_colleague
from service.errors import Problem
from service.public.claim_review import claim_review
from service.public.inside_hosts import (
    appearances_for_readers,
    evidence_for_readers,
    media_for_readers,
)
from service.public.masthead import absolute, read_masthead
from service.public.media_review import media_review_markup
from service.public.series import draw_evidence
from service.request import cursors, inputs
from service.request.transaction import transaction
from store.claims import claims
from store.db import Connection
from store.lookups.evidence import EvidenceRecord
from store.newsroom import rating_scale
from store.verdicts import appearances, fact_checks, media_reviews, public_list, verdicts
from store.verdicts.fact_checks import FactCheck

blueprint = Blueprint("fact_checks", __name__)
_LIST: Final = "public fact-checks"
_LIMIT: Final = 30


@blueprint.get("/fact-checks")
@anybody
def fact_checks_page() -> str:
    """The newest fact-checks, or those that fit what is asked for."""
    filters = read_filters()
    after = cursors.read_cursor(_LIST, "before")
    with transaction() as conn:
        rows = public_list.list_public_fact_checks(conn, filters, after=after, limit=_LIMIT + 1)
        shown = {
            "masthead": read_masthead(conn),
            "scale": rating_scale.get_rating_scale(conn),
            "ratings": public_list.count_by_rating(conn),
            "claimants": public_list.list_claimants(conn),
        }
    more = cursors.write(_LIST, rows[_LIMIT - 1].position()) if len(rows) > _LIMIT else None
    return render_template("public/fact_checks.html", rows=rows[:_LIMIT], filters=filters, asked=_asked(), more=more,
                           **shown)  # fmt: skip


def read_filters() -> public_list.FactCheckFilters:
    """What the request's query narrows the list to. Raises `Refused` if it is not a day."""
    asked = _asked()
    first, last = (inputs.day(asked[name], name) if name in asked else None for name in ("from", "to"))
    return public_list.FactCheckFilters(
        words=asked.get("q", ""),
        rating=asked.get("rating", ""),
        claimant=asked.get("said_by", ""),
        first=first,
        last=last,
    )


def _asked() -> dict[str, str]:
    """The filters of the request's query that are not empty."""
    given = {name: request.args.get(name, "").strip() for name in ("q", "rating", "said_by", "from", "to")}
    return {name: value for name, value in given.items() if value}


@blueprint.get("/fact-checks/<slug>")
@anybody
def fact_check_page(slug: str) -> tuple[str, int]:
    """One fact-check; 410 with a notice once it was withdrawn, 404 before its embargo ends."""
    with transaction() as conn:
        row = find_visible(conn, slug)
        verdict = verdicts.get_verdict(conn, row.verdict_id)
        cited = [evidence_for_readers(each) for each in list_cited_for_readers(conn, verdict.id)]
        seen = appearances_for_readers(appearances.list_appearances(conn, row.claim_id))
        masthead, scale = read_masthead(conn), rating_scale.get_rating_scale(conn)
        media = media_for_readers(media_reviews.find_media_review(conn, verdict.id))
        shown = {
            "corrections": fact_checks.list_corrections(conn, row.id),
            "series": draw_evidence(conn, cited, claims.list_quantities(conn, [row.claim_id])[row.claim_id]),
        }
    url = absolute(url_for("fact_checks.fact_check_page", slug=slug))
    review = media_markup = None
    if row.withdrawn_at is None and row.is_public(datetime.now(UTC)):
        review = claim_review(row, url, masthead.organization, scale, seen)
        media_markup = media_review_markup(row, media, url, masthead.organization) if media else None
    page = render_template(
        "public/fact_check.html",
        row=row,
        verdict=verdict,
        cited=cited,
        seen=seen,
        review=review,
        media=media,
        media_markup=media_markup,
        url=url,
        masthead=masthead,
        scale=scale,
        **shown,
    )
    return page, 410 if row.withdrawn_at else 200


def list_cited_for_readers(conn: Connection, verdict_id: int) -> list[EvidenceRecord]:
    """The evidence that a verdict cites, without fact-checks of ours that are under an embargo."""
    hidden = {f"/fact-checks/{slug}" for slug in fact_checks.list_hidden_slugs(conn)}
    return [each for each in verdicts.list_cited_evidence(conn, verdict_id) if each.url not in hidden]


def find_visible(conn: Connection, slug: str) -> FactCheck:
    """A fact-check that the asker may see: before its embargo ends, only if they are a colleague.

    Raises:
        Problem: 404, there is none, or not yet.
        NotFound: there is none.
    """
    row = fact_checks.get_fact_check(conn, slug)
    if not row.is_public(datetime.now(UTC)) and not is_colleague():
        raise Problem(404, f"there is no fact-check {slug}")
    return row
