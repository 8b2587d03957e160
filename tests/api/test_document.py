"""The OpenAPI document says what the views do."""

import re

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from store import tokens


def test_it_names_every_path_with_its_methods(client: FlaskClient) -> None:
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith("openapi.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    document = client.get("/api/v1/openapi.json").json
    assert document
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == there
    operations = [o["operationId"] for methods in document["paths"].values() for o in methods.values()]
    assert len(set(operations)) == len(operations)


def test_its_schemas_are_schemas_and_none_is_missing(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    document = answer.json
    assert document
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r"#/components/schemas/(\w+)", answer.get_data(as_text=True)))
    assert named <= set(document["components"]["schemas"])


def test_every_operation_says_its_scope_and_its_error(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["x-scope"] in tokens.SCOPES, path
            assert "default" in operation["responses"], path
            assert operation["summary"], path
            assert ("requestBody" in operation) <= (method in ("post", "put", "patch")), path


def test_the_page_shows_it_without_a_script_of_its_own(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs").get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in main
    for words in ("POST /api/v1/articles", "NewVerdict", "DELETE /api/v1/tokens/{token_id}", "WholeClaim"):
        assert words in main
    assert set(re.findall(r'href="#(\w+)"', main)) <= set(re.findall(r'id="(\w+)"', main))
