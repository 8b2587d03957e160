"""Claims: listing them, reading one with everything."""

from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response

from service import auth, quantities
from service.api import http, parameters
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.claims import ArticleChange, Claim, WholeClaim
from service.api.schemas.evidence import Evidence, Lookup
from service.api.schemas.verdicts import Verdict
from service.request import claim_filters, cursors
from service.request.transaction import transaction
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord, QuantityRecord
from store.claims.revisions.wording_changes import WordingChange, list_wording_changes
from store.claims.shared_claims import find_shared_claim
from store.db import Connection
from store.lookups import evidence, lookups
from store.newsroom import profile
from store.triage.earlier_wordings import list_earlier_wordings
from store.verdicts import media_reviews, precedents, second_ratings, verdicts

blueprint = Blueprint("api_claims", __name__, url_prefix="/api/v1/claims")


@blueprint.get("")
@auth.api("read")
@http.describe("List claims; `state`, `kind` and `suggestion` may be given several times", gives=Claim, many=True,
                 query="state kind owner article suggestion worth claimant publisher feed tag language since until "
                       "repeated cluster reply threshold q sort fields limit cursor")  # fmt: skip
def list_claims() -> Response:
    """A page of claims, the most check-worthy first unless sorted otherwise."""
    parameters.hold(*(name for name in claim_filters.NAMES if name != "q"))
    sort, limit = parameters.choice("sort") or "worth", parameters.limit()
    of = claim_filters.cursor_of(sort)
    place = cursors.read_cursor(of)
    with transaction() as conn:
        filters = claim_filters.from_query(threshold=profile.get_worth_threshold(conn))
        rows = claims.list_claims(conn, filters, sort=sort, after=place, limit=limit + 1)
        items = claims_from_rows(conn, rows[:limit])
    return http.paged(items, cursors.write(of, rows[limit - 1].position(sort)) if len(rows) > limit else None)


@blueprint.get("/<int:claim_id>")
@auth.api("read")
@http.describe("Read a claim with its lookups, evidence, suggestion and verdict", gives=WholeClaim)
def get_claim(claim_id: int) -> Response:
    """One claim with everything; its ETag is its version."""
    with transaction() as conn:
        return claim_response(conn, claim_id)


def claims_from_rows(conn: Connection, rows: Sequence[ClaimRecord]) -> list[Claim]:
    """Claims as a list shows them, with their quantities."""
    ids = [row.id for row in rows]
    quantities, changes = claims.list_quantities(conn, ids), list_wording_changes(conn, ids)
    return [
        from_row(Claim, row, quantities=_in_words(quantities[row.id]), article_change=_change(changes.get(row.id)))
        for row in rows
    ]


def claim_response(conn: Connection, claim_id: int, status: int = 200) -> Response:
    """The answer that shows a claim as it stands now."""
    row = claims.get_claim(conn, claim_id)
    newest = verdicts.find_latest_verdict(conn, claim_id)
    to_rate = second_ratings.is_to_rate(conn, row.state, newest, auth.actor())
    newest = None if to_rate else newest
    asked = lookups.list_lookups(conn, claim_id)
    started = {each.id: each.started_at for each in asked}
    wordings = list_earlier_wordings(conn, {claim_id: row.statement})[claim_id]
    shown = from_row(
        WholeClaim,
        row,
        quantities=_in_words(claims.list_quantities(conn, [claim_id])[claim_id]),
        article_change=_change(list_wording_changes(conn, [claim_id]).get(claim_id)),
        shared_with=shared.original_id if (shared := find_shared_claim(conn, claim_id)) else None,
        lookups=from_rows(Lookup, asked),
        evidence=[
            from_row(Evidence, each, earlier_wording=wordings.differing_at(each.known_since(started)))
            for each in evidence.list_evidence(conn, claim_id)
        ],
        verdict=verdict_from_row(conn, newest) if newest else None,
        to_rate=to_rate,
        past_verdicts=_past(conn, claim_id, newest.rating if newest else None),
        actions=list(transitions.list_open_actions(conn, claim_id, auth.actor())),
    )
    return http.respond(shown, status, {"ETag": f'"{row.version}"'})


def _past(conn: Connection, claim_id: int, rating: str | None) -> list[dict[str, object]]:
    past = precedents.list_past_verdicts(conn, claim_id)
    others = precedents.find_differing_verdicts(rating, past) if rating else []
    return [{**asdict(verdict), "differs": verdict in others} for verdict in past]


def verdict_from_row(conn: Connection, row: verdicts.Verdict) -> Verdict:
    """A version of a verdict with the ids of the evidence that it cites."""
    now = claims.get_claim(conn, row.claim_id).statement
    wording = list_earlier_wordings(conn, {row.claim_id: now})[row.claim_id].differing_at(row.written_at)
    media = media_reviews.find_media_review(conn, row.id)
    cited = [found.id for found in verdicts.list_cited_evidence(conn, row.id)]
    return from_row(Verdict, row, cites=cited, earlier_wording=wording, media=media and asdict(media))


def _change(row: WordingChange | None) -> ArticleChange | None:
    return None if row is None else from_row(ArticleChange, row, sentence=row.sentence)


def _in_words(rows: Sequence[QuantityRecord]) -> list[dict[str, object]]:
    return [{**asdict(row), "words": quantities.quantity_words(row)} for row in rows]
