"""Edits of claims over the API: changed, added, cut in two, merged."""

from typing import Annotated

from flask import Blueprint, Response, url_for
from pydantic import Field

from service import auth
from service.api import http
from service.api.claims import claim_response
from service.api.fields import Body, Day, Filled, Id, OneOf, Words
from service.api.schemas.claims import WholeClaim
from service.request.transaction import transaction
from store import progress
from store.claims.tables import KINDS, QUANTITY_ROLES, SPEECH_ACTS
from store.db import Connection
from store.lookups import lookups
from store.people import Refused
from store.triage import claim_edits
from store.triage.claim_edit_rules import (
    COMPARATORS,
    LONGEST,
    MOST_PARTS,
    ClaimChanges,
    DateInput,
    QuantityInput,
)
from store.triage.claim_edits import EditInput
from workers import enqueue

blueprint = Blueprint("api_claim_edits", __name__, url_prefix="/api/v1/claims")
Statement = Annotated[Filled, Field(max_length=LONGEST["statement"])]
Stretch = Annotated[Filled, Field(max_length=5000)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]


class GivenQuantity(Body):
    """A number in a claim: `text` are its words, which must stand in the claim; one of `low` and `high` is needed."""

    text: Annotated[Filled, Field(max_length=300)]
    comparator: Annotated[str, OneOf(COMPARATORS)] = "="
    low: float | None = None
    high: float | None = None
    unit: Annotated[Words, Field(max_length=LONGEST["unit"])] | None = None
    counted: Annotated[Words, Field(max_length=LONGEST["counted"])] | None = None
    role: Annotated[str, OneOf(QUANTITY_ROLES)] = "amount"


class GivenDate(Body):
    """A time in a claim: `text` are its words, which must stand in the claim; null leaves that side open."""

    text: Annotated[Filled, Field(max_length=300)]
    first: Day | None = None
    last: Day | None = None


class ClaimFields(Body):
    """What people may correct; what is not named stays. `words` are the claim's words in the article, instead of
    offsets.
    """

    statement: Statement | None = None
    context: Annotated[Words, Field(max_length=LONGEST["context"])] | None = None
    claimant: Annotated[Words, Field(max_length=LONGEST["claimant"])] | None = None
    kind: Annotated[str, OneOf(KINDS)] | None = None
    speech_act: Annotated[str, OneOf(SPEECH_ACTS)] | None = None
    quoted: bool | None = None
    start: Offset | None = None
    end: Offset | None = None
    words: Stretch | None = None
    quantities: Annotated[list[GivenQuantity], Field(max_length=MOST_PARTS)] | None = None
    dates: Annotated[list[GivenDate], Field(max_length=MOST_PARTS)] | None = None
    ask_again: bool = False

    def changes(self) -> ClaimChanges:
        """What is named; null is a value of the claimant alone (the article itself says it)."""
        parts = ("quantities", "dates")
        given: dict[str, object] = self.model_dump(
            exclude_unset=True, include=set(ClaimFields.model_fields) - {*parts}
        )
        given.pop("ask_again", None)
        found = {name: value for name, value in given.items() if value is not None or name == "claimant"}
        if self.quantities is not None:
            found["quantities"] = [QuantityInput(**each.model_dump()) for each in self.quantities]
        if self.dates is not None:
            found["dates"] = [DateInput(**each.model_dump()) for each in self.dates]
        return found  # type: ignore[return-value]


class ClaimEdit(ClaimFields):
    """An edit of a claim, with the version that its sender saw; `ask_again` asks every source again."""

    version: Id
    reason: Annotated[Words, Field(max_length=2000)] | None = None


class NewClaim(ClaimFields):
    """A claim that the machine missed, in the newest revision of an article, by `words` or by `start` and `end`."""

    article_id: Id


class ClaimCut(Body):
    """Where a claim is cut: `second` are the words that begin its second part. A part's statement is its words if
    not given.
    """

    second: Stretch
    first_statement: Statement | None = None
    second_statement: Statement | None = None
    version: Id


class ClaimMerge(Body):
    """The claim `other` of the same text, that becomes one with this one; the statement is the article's words if
    not given.
    """

    other: Id
    statement: Statement | None = None
    version: Id


@blueprint.patch("/<int:claim_id>")
@auth.api("claims")
@http.describe("Correct what the machine wrote of a claim; 409 with `current` when it was changed meanwhile",
               gives=WholeClaim, takes=ClaimEdit)  # fmt: skip
def edit_claim(claim_id: int) -> Response:
    """Write what is named; the history keeps what stood there."""
    given = http.read_body(ClaimEdit)
    changes = given.changes()
    for name in ("version", "reason"):
        changes.pop(name, None)  # type: ignore[misc]
    with transaction() as conn:
        claim_edits.edit_claim(conn, EditInput(claim_id, given.version, changes, given.reason), auth.actor())
        asked = lookups.restart_lookups(conn, claim_id) if given.ask_again else []
        response = claim_response(conn, claim_id)
    enqueue.enqueue("lookup", asked)
    return response


@blueprint.post("")
@auth.api("claims")
@http.describe("Add a claim that the machine missed; every source is asked about it",
               gives=WholeClaim, takes=NewClaim, status=201)  # fmt: skip
def add_claim() -> Response:
    """Add a claim to the newest revision of an article."""
    given = http.read_body(NewClaim)
    with transaction() as conn:
        revision_id = _newest_revision(conn, given.article_id)
        made = claim_edits.add_claim(conn, revision_id, given.changes(), auth.actor())
        asked = lookups.restart_lookups(conn, made.id)
        response = claim_response(conn, made.id, 201)
    enqueue.enqueue("lookup", asked)
    response.headers["Location"] = url_for("api_claims.get_claim", claim_id=made.id)
    return response


@blueprint.post("/<int:claim_id>/cut")
@auth.api("claims")
@http.describe(
    "Cut a claim in two; gives the new one, the second part", gives=WholeClaim, takes=ClaimCut, status=201
)
def cut_claim(claim_id: int) -> Response:
    """Cut where the words begin."""
    given = http.read_body(ClaimCut)
    statements = given.first_statement, given.second_statement
    with transaction() as conn:
        _, second = claim_edits.cut_claim(conn, claim_id, given.second, statements, auth.actor(), given.version)
        asked = lookups.restart_lookups(conn, second.id)
        response = claim_response(conn, second.id, 201)
    enqueue.enqueue("lookup", asked)
    return response


@blueprint.post("/<int:claim_id>/merge")
@auth.api("claims")
@http.describe("Make a claim one with its neighbour, which is declined", gives=WholeClaim, takes=ClaimMerge)
def merge_claim(claim_id: int) -> Response:
    """Merge with another claim of the same text."""
    given = http.read_body(ClaimMerge)
    with transaction() as conn:
        claim_edits.merge_claims(conn, claim_id, given.other, given.statement, auth.actor(), given.version)
        return claim_response(conn, claim_id)


def _newest_revision(conn: Connection, article_id: int) -> int:
    revision_id = progress.get_article(conn, article_id).revision_id
    if revision_id is None:
        raise Refused("article_id", "the article is not read yet")
    return revision_id
