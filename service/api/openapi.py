"""The OpenAPI document, made from the views themselves, so that it cannot drift from them."""

import re
from typing import Any

from flask import Blueprint, Response, current_app, render_template
from werkzeug.routing import Rule

from service import auth
from service.api import border

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
}


@blueprint.get("/openapi.json")
@auth.anybody
def document() -> Response:
    """The document, OpenAPI 3.1."""
    return border.answer(made())


@blueprint.get("/docs")
@auth.anybody
def page() -> str:
    """The document as a page."""
    return render_template("api.html", document=made())


def made() -> dict[str, Any]:
    """The OpenAPI document of this application."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        described = border.description(view)
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
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(rule: Rule, described: border.Described, view: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    access = auth.rule_of(view)
    path = [(name, "integer" if kind == "int" else "string") for kind, name in _PARAMETER.findall(rule.rule)]
    parameters = [{"name": n, "in": "path", "required": True, "schema": {"type": t}} for n, t in path]
    parameters += [{"name": n, "in": "query", "schema": {"type": "string"}} for n in described.query]
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": described.summary,
        "parameters": parameters,
        "security": [{"token": []}],
        "x-scope": access.scope if access else None,
        "responses": {
            str(described.status): {
                "description": "as asked",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "default": {"description": "what was wrong", **problem},
        },
    }
    if described.takes:
        name = described.takes.__name__
        schemas[name] = described.takes.model_json_schema(ref_template="#/components/schemas/{model}")
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation
