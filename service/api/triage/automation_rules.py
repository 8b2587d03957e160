"""Automation rules over the API. For admins."""

from collections.abc import Iterator
from typing import Annotated, Final

from flask import Blueprint, Response, url_for
from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from service import auth
from service.api import http, parameters
from service.api.fields import FILLED, STORABLE, Body, Filled, Id, Words
from service.api.schemas.base import Instant, ResponseModel, from_row
from service.request import inputs
from service.request.rule_content import RULE_FILTERS, read_rule_filters
from service.request.transaction import transaction
from store.automation import rules
from store.automation.decisions import list_problems
from store.db import Connection
from store.triage.tags import MOST_TAGS

blueprint = Blueprint("api_automation_rules", __name__, url_prefix="/api/v1/automation-rules")
_LONGEST_FILTER: Final = 300  # characters


def _filter(value: object) -> list[str]:
    """The values of a filter, of which some take several."""
    values = value if isinstance(value, list) else [value]
    if not values or any(isinstance(each, bool) or not isinstance(each, int | str) for each in values):
        raise PydanticCustomError("filter", "write a text, a number or a list of texts")
    texts = [str(each).strip() for each in values]
    if not all(0 < len(each) <= _LONGEST_FILTER and inputs.storable(each) for each in texts):
        raise PydanticCustomError(
            "filter", f"each value has 1 to {_LONGEST_FILTER} characters, none of them U+0000"
        )
    return texts


def _filters_schema() -> dict[str, object]:
    """What the OpenAPI document says of a rule's filters: the parameters of claims' list, some with several values."""
    schemas = {name: parameters.SCHEMAS[name] for name in RULE_FILTERS}
    schemas |= {
        name: {**schema, **FILLED} for name, schema in schemas.items() if STORABLE.items() <= schema.items()
    }
    several = {
        name: {"anyOf": [{**schema, "minItems": 1}, schema["items"]]}
        for name, schema in schemas.items()
        if "items" in schema
    }
    return {
        "type": "object",
        "properties": {**schemas, **several},
        "additionalProperties": False,
        "minProperties": 1,
    }


class RuleText(Body):
    """A rule: `filters` by the names of the parameters of `GET /api/v1/claims`, and what is done to claims that fit."""

    name: Annotated[Filled, Field(max_length=rules.LONGEST_RULE_NAME)]
    filters: Annotated[dict[str, Annotated[list[str], PlainValidator(_filter)]], WithJsonSchema(_filters_schema())]
    assign_to: Id | None = None
    decline_reason: Words | None = None
    tags: Annotated[list[Words], Field(max_length=MOST_TAGS)] = Field(default_factory=list)
    raised: bool = False
    notify: Annotated[list[Id], Field(max_length=rules.MOST_NOTIFIED)] = Field(default_factory=list)
    active: bool = True

    def content(self) -> rules.RuleContent:
        """The rule as it is kept. Raises `Refused` naming a filter that cannot be read."""
        query, filters = read_rule_filters(self._pairs())
        return rules.RuleContent(
            name=self.name,
            query=query,
            filters=filters,
            assign_to=self.assign_to,
            decline_reason=self.decline_reason or None,
            tags=self.tags,
            raised=self.raised,
            notify=self.notify,
            active=self.active,
        )

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for name, values in self.filters.items():
            for each in values:
                yield name, each


class Rule(ResponseModel):
    """A rule, at its `position` among the others; `problems` says what it refers to that is gone: then it does nothing.

    `query` are the filters as they stand in an address. `used` is to how many claims it did something, counted up
    to 10,001.
    """

    id: int
    name: str
    position: int
    active: bool
    query: str
    assign_to: int | None
    decline_reason: str | None
    tags: list[str]
    raised: bool
    notify: list[int]
    problems: list[str]
    used: int
    used_at: Instant | None
    created_at: Instant
    changed_at: Instant


@blueprint.get("")
@auth.api("read", "admin")
@http.describe("List automation rules in their order", gives=Rule, many=True)
def list_rules() -> Response:
    """All of them."""
    with transaction() as conn:
        existing = rules.load_existing(conn)
        rows = rules.list_rules(conn)
    return http.paged([from_row(Rule, row, problems=list_problems(row.actions, existing)) for row in rows])


@blueprint.post("")
@auth.api("claims", "admin")
@http.describe("Add an automation rule, after all others", gives=Rule, takes=RuleText, status=201)
def add_rule() -> Response:
    """The rule as it stands."""
    content = http.read_body(RuleText).content()
    with transaction() as conn:
        rule_id = rules.add_rule(conn, content, auth.actor())
        there = {"Location": url_for("api_automation_rules.get_rule", rule_id=rule_id)}
        return http.respond(_shown(conn, rule_id), 201, there)


@blueprint.get("/<int:rule_id>")
@auth.api("read", "admin")
@http.describe("Read an automation rule and what it did", gives=Rule)
def get_rule(rule_id: int) -> Response:
    """One of them."""
    with transaction() as conn:
        return http.respond(_shown(conn, rule_id))


@blueprint.put("/<int:rule_id>")
@auth.api("claims", "admin")
@http.describe("Write an automation rule anew; its place among the others stays", gives=Rule, takes=RuleText)
def put_rule(rule_id: int) -> Response:
    """The rule as it stands."""
    content = http.read_body(RuleText).content()
    with transaction() as conn:
        rules.change_rule(conn, rule_id, content, auth.actor())
        return http.respond(_shown(conn, rule_id))


@blueprint.delete("/<int:rule_id>")
@auth.api("claims", "admin")
@http.describe("Remove an automation rule; what it did to claims stays", status=204)
def remove_rule(rule_id: int) -> Response:
    """Remove it."""
    with transaction() as conn:
        rules.remove_rule(conn, rule_id, auth.actor())
    return Response(status=204)


def _shown(conn: Connection, rule_id: int) -> Rule:
    row = rules.get_rule(conn, rule_id)
    return from_row(Rule, row, problems=list_problems(row.actions, rules.load_existing(conn)))
