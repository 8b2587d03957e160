"""Evidence of one's own on a claim's page and over the API: by address and as a file, and what could not be had."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import tokens
from store.db import transaction
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import spaced, token, work_through
from tests.fixtures.outside import Outside
from tests.workers.lookups.test_capture import COUNTED
from tests.workers.lookups.test_capture import site as site


@pytest.fixture
def claim_id(at: Desk) -> int:
    return at.comes(POLAND)


def _page(client: FlaskClient, claim_id: int) -> str:
    return spaced(client.get(f"/claims/{claim_id}").get_data(as_text=True))


def _post(client: FlaskClient, claim_id: int, path: str, **data: object) -> int:
    csrf = token(_page(client, claim_id))
    answer = client.post(f"/claims/{claim_id}/evidence-requests/{path}", data={"csrf": csrf, **data})
    return answer.status_code


def test_a_page_by_its_address(at: Desk, client: FlaskClient, claim_id: int, site: Outside) -> None:
    assert _post(client, claim_id, "address", url=f"{site.url}/yearbook", quote=COUNTED) == 302
    page = _page(client, claim_id)
    assert f"{site.url}/yearbook" in page
    assert "waiting</span>" in page
    work_through(at.url)
    page = _page(client, claim_id)
    assert "Evidence that is being fetched" not in page
    assert "36 million inhabitants" in page
    assert "read in context" in page


def test_a_file_and_one_that_does_not_have_the_words(at: Desk, client: FlaskClient, claim_id: int) -> None:
    assert (
        _post(client, claim_id, "file", file=(BytesIO(COUNTED.encode()), "count.txt"), quote="38 million") == 302
    )
    work_through(at.url)
    page = _page(client, claim_id)
    assert "not added</span>" in page
    assert "the words that you quoted do not stand in its text" in page
    assert _post(client, claim_id, "1/retry") == 302
    assert "waiting</span>" in _page(client, claim_id)
    assert _post(client, claim_id, "1/drop") == 302
    assert "count.txt" not in _page(client, claim_id).split("History")[0]
    assert _post(client, claim_id, "1/drop") == 404
    assert _post(client, claim_id, "file") == 422
    for address in ("nonsense", "https://x y/", "https://", "https://e.example/\x00"):
        assert _post(client, claim_id, "address", url=address) == 422, address


def test_no_more_passages_wait_than_a_page_shows(at: Desk, client: FlaskClient, claim_id: int) -> None:
    for number in range(20):
        assert _post(client, claim_id, "address", url=f"https://e.example/{number}") == 302
    assert _post(client, claim_id, "address", url="https://e.example/20") == 422
    assert _post(client, claim_id, "20/drop") == 302
    assert _post(client, claim_id, "address", url="https://e.example/20") == 302


def test_a_quoted_passage_names_an_address_or_none(at: Desk, client: FlaskClient, claim_id: int) -> None:
    quoted = {"csrf": token(_page(client, claim_id)), "text": COUNTED, "publisher": "Office"}
    for address, status in (("https://x y/", 422), ("https://", 422), ("javascript:alert(1)", 422), ("", 302)):
        answer = client.post(f"/claims/{claim_id}/evidence", data={**quoted, "url": address})
        assert answer.status_code == status, address


def test_over_the_api(at: Desk, claim_id: int, site: Outside) -> None:
    with transaction(at.url) as conn:
        secret = tokens.create_token(conn, at.checker.id or 0, "all", tokens.SCOPES)
    client, headers = create_app().test_client(), {"Authorization": f"Bearer {secret}"}
    path = f"/api/v1/claims/{claim_id}/evidence-requests"
    made = client.post(f"{path}/address", json={"url": f"{site.url}/a", "stance": "refutes"}, headers=headers)
    assert made.status_code == 202
    assert made.json
    assert made.json["state"] == "waiting"
    sent = {"file": (BytesIO(COUNTED.encode()), "count.txt"), "quote": "no such words"}
    assert client.post(f"{path}/file", data=sent, headers=headers).status_code == 202
    work_through(at.url)
    listed = client.get(path, headers=headers).json
    assert listed
    [failed] = listed["items"]
    assert (failed["state"], failed["place"]) == ("failed", "count.txt")
    assert client.post(f"{path}/{failed['id']}/retry", headers=headers).status_code == 202
    assert client.delete(f"{path}/{failed['id']}", headers=headers).status_code == 204
    assert client.delete(f"{path}/{failed['id']}", headers=headers).status_code == 404
    whole = client.get(f"/api/v1/claims/{claim_id}", headers=headers).json
    assert whole
    assert [each["stance"] for each in whole["evidence"]] == ["refutes"]
    assert client.post(f"{path}/address", json={"url": "x"}, headers=headers).status_code == 422
    assert client.post(f"{path}/file", data={}, headers=headers).status_code == 422
