"""Notes on a claim over the API."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Filled
from service.api.schemas.base import Instant, ResponseModel, from_row, from_rows
from service.request.transaction import transaction
from store.claims import claims
from store.discussion import notes

blueprint = Blueprint("api_notes", __name__, url_prefix="/api/v1/claims/<int:claim_id>/notes")


class NoteText(Body):
    """What a note says; “@name” tells the person of this name."""

    text: Annotated[Filled, Field(max_length=notes.LONGEST_NOTE)]


class Note(ResponseModel):
    """A note on a claim; `mentioned` are the names of those whom it mentions."""

    id: int
    claim_id: int
    author_id: int
    author: str
    text: str
    mentioned: list[str]
    written_at: Instant
    edited_at: Instant | None


@blueprint.get("")
@auth.api("read")
@http.describe("List the notes on a claim, the oldest first", gives=Note, many=True)
def list_notes(claim_id: int) -> Response:
    """All of them; of more than 500 the newest."""
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        return http.paged(from_rows(Note, notes.list_notes(conn, claim_id)))


@blueprint.post("")
@auth.api("claims")
@http.describe("Write a note; whoever it mentions is told", gives=Note, takes=NoteText, status=201)
def add_note(claim_id: int) -> Response:
    """The note as it stands."""
    given = http.read_body(NoteText)
    with transaction() as conn:
        return http.respond(from_row(Note, notes.add_note(conn, claim_id, given.text, auth.actor())), 201)


@blueprint.patch("/<int:note_id>")
@auth.api("claims")
@http.describe("Change a note of one's own; who is mentioned anew is told", gives=Note, takes=NoteText)
def change_note(claim_id: int, note_id: int) -> Response:
    """The note as it stands."""
    given = http.read_body(NoteText)
    with transaction() as conn:
        return http.respond(from_row(Note, notes.change_note(conn, claim_id, note_id, given.text, auth.actor())))


@blueprint.delete("/<int:note_id>")
@auth.api("claims")
@http.describe("Delete a note of one's own, or as an admin", status=204)
def delete_note(claim_id: int, note_id: int) -> Response:
    """Its words are kept nowhere."""
    with transaction() as conn:
        notes.delete_note(conn, claim_id, note_id, auth.actor())
    return Response(status=204)
