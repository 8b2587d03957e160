"""The OpenAPI document, made from the views themselves, so that it cannot drift from them."""

import json
import re
from functools import cache
from typing import Final, TypeAlias

from flask import Blueprint, Response, current_app, render_template
from flask.typing import RouteCallable
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode
from werkzeug.routing import Rule

from service import auth
from service.api import http, parameters
from store.columns import LARGEST_ID

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")
_PARAMETER: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
Schemas: TypeAlias = dict[str, dict[str, object]]  # JSON Schemas by the names of their models
_REFERENCE: Final = "#/components/schemas/{model}"
_DESCRIPTIONS: Final = {
    200: "as asked", 201: "made", 202: "on disk; the work on it goes on behind", 204: "done, nothing to say",
}  # fmt: skip
_FIELD: Final = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
_PROBLEM: Final[dict[str, object]] = {
    "type": "object",
    "title": "Problem",
    "description": "What was wrong (RFC 9457): in words, and by field where there is one to mend.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _FIELD},
        "current": {"type": "object", "description": "with 409: the claim as it stands now"},
    },
}


@blueprint.get("/openapi.json")
@auth.anybody
def openapi_document() -> Response:
    """The document, OpenAPI 3.1."""
    return Response(json.dumps(document_of_app(), ensure_ascii=False), content_type="application/json")


@blueprint.get("/docs")
@auth.anybody
def api_docs_page() -> str:
    """The document as a page."""
    return render_template("public/api.html", document=document_of_app())


def document_of_app() -> dict[str, object]:
    """The document, made once an application: that takes a third of a second, and anybody may ask for it."""
    if "openapi" not in current_app.extensions:
        current_app.extensions["openapi"] = make_document()
    kept: dict[str, object] = current_app.extensions["openapi"]
    return kept


def make_document() -> dict[str, object]:
    """The OpenAPI document of this application."""
    paths: dict[str, dict[str, object]] = {}
    schemas: Schemas = {"Problem": _PROBLEM}
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        described = http.description(view)
        if described is None:
            continue
        path = _PARAMETER.sub(r"{\2}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, described, view, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Factdesk",
            "version": "1",
            "description": "Articles in, claims looked up, verdicts out.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(rule: Rule, described: http.Described, view: RouteCallable, schemas: Schemas) -> dict[str, object]:
    access = auth.rule_of(view)
    operation: dict[str, object] = {
        "operationId": rule.endpoint.rsplit(".", 1)[-1],
        "tags": [rule.rule.split("/")[3]],
        "summary": described.summary,
        "parameters": [*_in_path(rule), *_in_query(described)],
        "security": [{"token": []}],
        "x-scope": access.scope if access else None,
        "responses": _responses(described, schemas),
    }
    if described.takes or described.files or described.form:
        content = {}
        if described.takes:
            content = {_media(described): {"schema": _schema(described.takes, "validation", schemas)}}
        operation["requestBody"] = {"required": True, "content": {**content, **_files(described, schemas)}}
    if described.media:
        content = {described.media: {"schema": {"type": "string", "format": "binary"}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _media(described: http.Described) -> str:
    """The type of bodies; of lines, the schema is that of each line (OpenAPI 3.1 has no other way to say so)."""
    return http.NDJSON if described.lines else "application/json"


def _files(described: http.Described, schemas: Schemas) -> dict[str, object]:
    """A file as a form, with the query's parameters or the fields of a model as its fields, or as the body itself."""
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    form = {"type": "object", "required": ["file"], "additionalProperties": False}
    if described.form:
        own = _schemas_of(described.form, "validation")[described.form.__name__].get("properties")
        properties = {"file": file, **(own if isinstance(own, dict) else {})}
        return {"multipart/form-data": {"schema": {**form, "properties": properties}}}
    if not described.files:
        return {}
    fields = {name: parameters.SCHEMAS[name] for name in described.query}
    return {
        "multipart/form-data": {"schema": {**form, "properties": {"file": file, **fields}}},
        "application/octet-stream": {"schema": file},
    }


def _in_path(rule: Rule) -> list[dict[str, object]]:
    kinds = {"int": {"type": "integer", "minimum": 0, "maximum": LARGEST_ID}}
    found = _PARAMETER.findall(rule.rule)
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": parameters.PATHS.get(name, kinds.get(kind, {"type": "string"})),
        }
        for kind, name in found
    ]


def _in_query(described: http.Described) -> list[dict[str, object]]:
    return [_parameter(name, described) for name in described.query]


def _parameter(name: str, described: http.Described) -> dict[str, object]:
    schema = parameters.SCHEMAS[name]
    if name != "fields" or described.gives is None:
        return {"name": name, "in": "query", "schema": schema}
    names = {**schema, "items": {"type": "string", "enum": list(described.gives.model_fields)}}
    return {"name": name, "in": "query", "schema": names, "style": "form", "explode": False}


def _responses(described: http.Described, schemas: Schemas) -> dict[str, object]:
    given: dict[str, object] = {}
    if described.gives:
        schema = _schema(described.gives, "serialization", schemas)
        if "fields" in described.query:
            schema = {"anyOf": [schema, _some_fields(described.gives, schemas)]}
        given = {"content": {_media(described): {"schema": _page(schema) if described.many else schema}}}
    if described.gives_file:
        given = {"content": {described.gives_file: {"schema": {"type": "string"}}}}
    problem = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
    return {
        **{str(status): {"description": _DESCRIPTIONS[status], **given} for status in described.statuses},
        "default": {"description": "what was wrong", "content": problem},
    }


def _some_fields(model: type[BaseModel], schemas: Schemas) -> dict[str, object]:
    """What is given of a model where a request has chosen its fields."""
    whole = schemas[model.__name__]
    words = f"A part of {model.__name__}, as `fields` names it."
    name = f"PartOf{model.__name__}"
    part = {"type": "object", "title": name, "description": words, "properties": whole["properties"]}
    schemas[name] = {**part, "additionalProperties": False, "minProperties": 1}
    return {"$ref": _REFERENCE.format(model=name)}


def _page(item: dict[str, object]) -> dict[str, object]:
    following = {"type": ["string", "null"], "description": "the cursor of the next page, null at the end"}
    properties = {"items": {"type": "array", "items": item}, "next": following}
    return {"type": "object", "required": ["items", "next"], "properties": properties}


def _schema(model: type[BaseModel], mode: JsonSchemaMode, schemas: Schemas) -> dict[str, object]:
    parts = _schemas_of(model, mode)
    schemas.update(parts)
    return {"$ref": _REFERENCE.format(model=model.__name__)}


@cache
def _schemas_of(model: type[BaseModel], mode: JsonSchemaMode) -> Schemas:
    """The schemas of a model and of the models in it by their names, which takes milliseconds to make."""
    made = model.model_json_schema(ref_template=_REFERENCE, mode=mode)
    parts: Schemas = made.pop("$defs", {})
    return {**parts, model.__name__: made}
