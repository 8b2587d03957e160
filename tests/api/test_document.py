"""The OpenAPI document says what the views do."""

import re

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from store import tokens
from tests.api.caller import fields
from tests.api.conftest import Token


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


def test_a_part_of_a_form_without_a_name_is_refused(token: Token) -> None:
    caller = token()
    for path in ("/articles/file", "/shelf/documents", "/shelf/figures", "/claims/1/evidence-requests/file"):
        for named in ("", '; filename="a.txt"'):
            answer = caller.client.post(
                "/api/v1" + path,
                data=f"--b\r\nContent-Disposition: form-data{named}\r\n\r\nx\r\n--b--\r\n".encode(),
                content_type="multipart/form-data; boundary=b",
                headers=caller.headers,
            )
            assert answer.status_code == 422, (path, named)
            assert fields(answer.json) == {"body"}


def test_it_says_what_texts_times_addresses_and_names_in_paths_may_be(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    schemas, paths = document["components"]["schemas"], document["paths"]
    validator = Draft202012Validator(
        {"$ref": "#/components/schemas/NewArticle", "components": {"schemas": schemas}}
    )
    good = ({"text": "x"}, {"html": "x", "url": "HTTPS://e.org/"}, {"url": "http://e.org", "text": None})
    bad = ({}, {"text": "x", "html": "y"}, {"text": None}, {"url": ""}, {"text": "x", "url": "ftp://e.org"})
    assert [validator.is_valid(each) for each in (*good, *bad)] == [True] * len(good) + [False] * len(bad)
    days = Draft202012Validator(schemas["NewReplyRequest"]["properties"]["deadline"])
    assert [days.is_valid(day) for day in ("2026-02-01", "2026-02-01T09:30:00Z", "0999-01-01")] == [
        True,
        True,
        False,
    ]
    note = Draft202012Validator(schemas["NoteText"]["properties"]["text"])
    assert [note.is_valid(text) for text in ("a", "a\nb", "", " \n", "a\x00")] == [True, True, False, False, False]
    resource = paths["/api/v1/export/csv/{resource}"]["get"]["parameters"][0]["schema"]
    assert {"claims", "articles"} < set(resource["enum"])
    file = paths["/api/v1/claims/{claim_id}/evidence-requests/file"]["post"]["requestBody"]["content"]
    assert list(file) == ["multipart/form-data"]
    assert set(file["multipart/form-data"]["schema"]["properties"]) == {
        "file",
        "quote",
        "publisher",
        "stance",
        "reason",
    }
