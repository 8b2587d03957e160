"""The newsroom's shelf: putting reference documents on it."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import border, shapes
from service.api.fields import Address, Body, Day, Words
from service.errors import Problem
from service.within import transaction
from store import articles, audit, shelf

blueprint = Blueprint("api_shelf", __name__, url_prefix="/api/v1/shelf")


class NewDocument(Body):
    """A document for lookups to find; a blank line parts its passages."""

    title: Annotated[Words, Field(min_length=1, max_length=articles.LONGEST_TITLE)]
    text: Annotated[Words, Field(min_length=1, max_length=articles.LONGEST_TEXT)]
    publisher: Annotated[Words, Field(min_length=1, max_length=300)]
    url: Address | None = None
    published: Day | None = None


@blueprint.post("/documents")
@auth.api("claims")
@border.describe("Put a document on the shelf; 409 when its address is there already",
                 gives=shapes.Document, takes=NewDocument, status=201)  # fmt: skip
def add() -> Response:
    """Add a document, one passage a paragraph."""
    given = border.body(NewDocument)
    row = {**given.model_dump(), "url": given.url or None}
    with transaction() as conn:
        made = shelf.add_document(conn, **row)
        if made is None:
            raise Problem(409, "a document with this address is on the shelf already", {"url": "on the shelf"})
        audit.write(conn, auth.actor(), "document", made, "put on the shelf")
    return border.answer(shapes.of(shapes.Document, row, id=made), 201)
