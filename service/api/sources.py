"""Reference sources: which are on, how they do, the end of a pause, and for admins the switch, what each is told,
and tests.
"""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Words
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.sources import Source, SourceTest
from service.request.transaction import transaction
from store import audit
from store.db import NotFound
from store.lookups import source_settings, source_tests, sources
from workers import enqueue

blueprint = Blueprint("api_sources", __name__, url_prefix="/api/v1/sources")


class SourceChange(Body):
    """What is to change: `switched_on`, or `inherit` to leave that to the environment, and `options` by name.

    An option of "" is given back to the environment. What is not named stays; what was given is never shown.
    """

    switched_on: bool | None = None
    inherit: bool = False
    options: dict[str, Annotated[Words, Field(max_length=source_settings.LONGEST_VALUE)]] = Field(
        default_factory=dict
    )


@blueprint.get("")
@auth.api("read")
@http.describe("List the reference sources and how they do", gives=Source, many=True)
def list_sources() -> Response:
    """Every source, those that are on first."""
    with transaction() as conn:
        return http.paged(from_rows(Source, sources.list_sources(conn)))


@blueprint.patch("/<name>")
@auth.api("claims", "admin")
@http.describe("Switch a source on or off, and give it its keys; workers follow within seconds", gives=Source,
               takes=SourceChange)  # fmt: skip
def change_source(name: str) -> Response:
    """The source as it stands."""
    given = http.read_body(SourceChange)
    with transaction() as conn:
        row = source_settings.change_source(
            conn, name, auth.actor(), switched_on=given.switched_on, values=given.options, inherit=given.inherit
        )
        return http.respond(from_row(Source, row))


@blueprint.post("/<name>/test")
@auth.api("claims", "admin")
@http.describe(
    "Have a source asked about one plain claim now; `GET` says what came of it", gives=SourceTest, status=202
)
def test_source(name: str) -> Response:
    """It is asked by a worker."""
    with transaction() as conn:
        test_id = source_tests.add_test(conn, name, auth.actor())
        shown = from_row(SourceTest, source_tests.list_tests(conn)[name])
    enqueue.enqueue(source_tests.KIND, [test_id])
    return http.respond(shown, 202)


@blueprint.get("/<name>/test")
@auth.api("read", "admin")
@http.describe("Read what came of the last test of a source", gives=SourceTest)
def get_source_test(name: str) -> Response:
    """The last test."""
    with transaction() as conn:
        found = source_tests.list_tests(conn).get(name)
    if found is None:
        raise NotFound(f"the source {name} was not tested")
    return http.respond(from_row(SourceTest, found))


@blueprint.post("/<name>/resume")
@auth.api("claims")
@http.describe("End a source's pause: what waits for it is asked now", gives=Source)
def resume_source(name: str) -> Response:
    """Ask a paused source again."""
    with transaction() as conn:
        asked = sources.resume_source(conn, name)
        audit.write_audit_entry(conn, auth.actor(), "source", 0, "resumed", reason=name)
        shown = from_row(Source, sources.get_source(conn, name))
    enqueue.enqueue("lookup", asked)
    return http.respond(shown)
