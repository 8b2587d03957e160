"""One article from coming in to its published fact-check, in the desk's pages and over the API."""

import json
import re

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import tokens
from store.claims import claims
from store.db import transaction
from tests.fixtures.desk_parts import TROOPS, article, person, sign_in, token, work_through


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


def _post(client: FlaskClient, page: str, target: str, **data: object) -> str:
    shown = client.get(page).get_data(as_text=True)
    answer = client.post(target, data={"csrf": token(shown), **data}, follow_redirects=True)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_in_the_desk(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    person(desk, "reviewer")
    sign_in(client, "checker")
    page = _post(client, "/articles/add", "/articles/add", title="Troops", text=TROOPS)
    assert "received" in page
    work_through(desk)
    triage = client.get("/triage", follow_redirects=True).get_data(as_text=True)
    assert "more than 100,000 troops" in triage
    assert "nothing found" in triage
    with transaction(desk) as conn:
        row = claims.list_claims(conn, claims.ClaimFilters())[0]
    address = f"/claims/{row.id}"
    _post(client, address, f"{address}/move", action="take", version=row.version)
    _post(
        client, address, f"{address}/evidence", text="There are 130,000", publisher="Ministry", stance="supports"
    )
    page = client.get(address).get_data(as_text=True)
    cited = re.search(r'name="cites" form="verdict-form" value="(\d+)"', page)
    assert cited
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    verdict = {
        "rating": "True",
        "summary": "It is so",
        "explanation": "**Counted** <script>x</script>",
        "then": "submit",
    }
    _post(client, address, f"{address}/verdict", version=version[1], cites=cited[1], **verdict)
    assert "your own" in client.get("/review").get_data(as_text=True)
    client.post("/sign-out", data={"csrf": token(client.get("/review").get_data(as_text=True))})
    sign_in(client, "reviewer")
    review = client.get("/review").get_data(as_text=True)
    version = re.search(r'name="version" value="(\d+)"', review)
    assert version
    _post(client, "/review", f"{address}/move", action="approve publish", version=version[1])
    client.post("/sign-out", data={"csrf": token(client.get("/review").get_data(as_text=True))})
    index = client.get("/fact-checks").get_data(as_text=True)
    slug = re.search(r'href="(/fact-checks/[^"]+)"', index)
    assert slug
    page = client.get(slug[1]).get_data(as_text=True)
    assert "<strong>Counted</strong>" in page
    assert "<script>x" not in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    review = json.loads(found[1])
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {
        "@type": "Rating", "alternateName": "True", "ratingValue": 6, "bestRating": 6, "worstRating": 1,
    }  # fmt: skip


def test_over_the_api(desk: str, client: FlaskClient) -> None:
    checker, reviewer = person(desk, "checker"), person(desk, "reviewer")
    with transaction(desk) as conn:
        ours, theirs = (
            {"Authorization": f"Bearer {tokens.create_token(conn, actor.id or 0, 'test', tokens.SCOPES)}"}
            for actor in (checker, reviewer)
        )
    sent = {"text": TROOPS, "url": "https://example.org/a", "title": "Troops"}
    first = client.post("/api/v1/articles", json=sent, headers=ours)
    assert first.status_code == 202
    again = client.post("/api/v1/articles", json=sent, headers=ours)
    assert again.status_code == 200
    assert again.headers["Location"] == first.headers["Location"]
    work_through(desk)
    assert client.get(first.headers["Location"], headers=ours).json["stage"] == "ready"  # type: ignore[index]
    listed = client.get("/api/v1/claims?limit=1", headers=ours).json
    assert listed
    assert len(listed["items"]) == 1
    assert listed["next"]
    claim = listed["items"][0]
    address = f"/api/v1/claims/{claim['id']}"

    def post(path: str, who: dict[str, str], **body: object) -> tuple[int, dict[str, object]]:
        answer = client.post(address + path, json=body, headers=who)
        assert isinstance(answer.json, dict)
        return answer.status_code, answer.json

    assert post("/transitions", ours, action="take", version=99)[0] == 409
    status, claim = post("/transitions", ours, action="take", version=claim["version"])
    assert status == 200
    status, passage = post("/evidence", ours, text="130,000 soldiers", publisher="Ministry", stance="supports")
    assert status == 201
    words = {"rating": "True", "summary": "So it is", "explanation": "Counted."}
    status, claim = post("/verdict", ours, **words, cites=[passage["id"]], version=claim["version"])
    assert status == 200, claim
    _, claim = post("/transitions", ours, action="submit", version=claim["version"])
    assert post("/transitions", ours, action="approve", version=claim["version"])[0] == 403
    _, claim = post("/transitions", theirs, action="approve", version=claim["version"])
    status, claim = post("/transitions", theirs, action="publish", version=claim["version"])
    assert (status, claim["state"]) == (200, "published")
    published = client.get("/api/v1/fact-checks", headers=ours).json
    assert published
    assert published["items"][0]["rating"] == "True"


def test_every_page_shows(desk: str, client: FlaskClient) -> None:
    admin = person(desk, "admin")
    article_id = article(desk, admin)
    sign_in(client, "admin")
    pages = ("/", "/triage", "/triage?state=all&q=troops&sort=newest", "/claims/1", "/review", "/articles", "/people",
             f"/articles/{article_id}", "/articles/add", "/tokens", "/password",
                 "/fact-checks", "/api/v1/docs")  # fmt: skip
    for page in pages:
        answer = client.get(page, follow_redirects=True)
        assert answer.status_code == 200, (page, answer.get_data(as_text=True))
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/claims/999").status_code == 404
    assert client.get("/triage?state=nonsense").location == "/triage?left_out=state"


def test_openapi_names_every_route(desk: str, client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    rules = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint.split(".")[0] != "openapi"
    }
    assert set(document["paths"]) == rules
