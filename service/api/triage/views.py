"""Saved views of the list of claims, over the API."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Filled, Words
from service.api.schemas.base import ResponseModel, from_row, from_rows
from service.request.claim_views import checked_query
from service.request.transaction import transaction
from store.triage import saved_views

blueprint = Blueprint("api_views", __name__, url_prefix="/api/v1/views")


class NewView(Body):
    """A name for filters and an order of the list of claims: `query` as it stands in triage's address."""

    name: Annotated[Filled, Field(max_length=saved_views.LONGEST_VIEW_NAME)]
    query: Annotated[Words, Field(max_length=saved_views.LONGEST_QUERY)]
    shared: bool = False


class View(ResponseModel):
    """A saved view: `query` are the parameters of `GET /api/v1/claims`, where a list without `state` shows what
    waits.
    """

    id: int
    owner_id: int
    owner: str
    name: str
    query: str
    shared: bool


@blueprint.get("")
@auth.api("read")
@http.describe("List your saved views and those that others share, by name", gives=View, many=True)
def list_views() -> Response:
    """All of them."""
    with transaction() as conn:
        return http.paged(from_rows(View, saved_views.list_views(conn, auth.actor())))


@blueprint.post("")
@auth.api("claims")
@http.describe(
    "Save a view; one of yours with the same name is written anew", gives=View, takes=NewView, status=201
)
def save_view() -> Response:
    """The view as it is kept."""
    given = http.read_body(NewView)
    query = checked_query(given.query)
    with transaction() as conn:
        view_id = saved_views.save_view(conn, given.name, query, given.shared, auth.actor())
        saved = next(each for each in saved_views.list_views(conn, auth.actor()) if each.id == view_id)
        return http.respond(from_row(View, saved), 201)


@blueprint.delete("/<int:view_id>")
@auth.api("claims")
@http.describe("Remove a view of yours; an admin removes any that is shared", status=204)
def remove_view(view_id: int) -> Response:
    """The claims stay."""
    with transaction() as conn:
        saved_views.remove_view(conn, view_id, auth.actor())
    return Response(status=204)
