"""External fact-checks in the desk: sending a file, what became of it, the list, and what their ratings are with us."""

import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store.db import transaction
from store.external import imports
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.desk_parts import article, compact, person, sign_in, token, work_through

TROOPS = "More than 100,000 Russian troops are massed near the border with Ukraine"


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


def _send(client: FlaskClient, data: bytes, name: str = "dump.json") -> Any:
    csrf = token(client.get("/external-fact-checks/imports").get_data(as_text=True))
    return client.post("/external-fact-checks/imports", data={"csrf": csrf, "file": (io.BytesIO(data), name)})


def _imported(desk: str, client: FlaskClient, *reviews: Any) -> None:
    assert _send(client, json.dumps(reviews).encode()).status_code == 302
    work_through(desk)


def test_a_file_is_sent_read_and_announced(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in(client, "checker")
    reviews = [review(url=f"https://x.example/{n}", claimReviewed=f"Alder has {n} bridges") for n in range(3)]
    answer = _send(client, json.dumps([*reviews, review(url="=cmd()"), {"x": 1}]).encode(), "März <b>.json")
    page = client.get(answer.location).get_data(as_text=True)
    assert "reading" in page
    assert "März &lt;b&gt;.json" in page
    work_through(desk)
    page = client.get(answer.location).get_data(as_text=True)
    assert "done" in page
    assert '<td>new</td><td class="n">3</td>' in compact(page)
    assert "element 4" in page
    csv = client.get(f"{answer.location}/skipped.csv")
    assert csv.content_type == "text/csv; charset=utf-8"
    assert csv.get_data(as_text=True).splitlines()[0::2] == [
        "place,reason",
        "element 5,there is no ClaimReview in it",
    ]
    assert "März" in client.get("/external-fact-checks/imports").get_data(as_text=True)


def test_an_import_is_deleted_by_who_sent_it(desk: str, client: FlaskClient) -> None:
    for name in ("checker", "other"):
        person(desk, "checker", name)
    sign_in(client, "checker")
    there = _send(client, json.dumps([review()]).encode(), "a.json").location
    work_through(desk)
    other = create_app().test_client()
    sign_in(other, "other")
    assert "Delete this import" not in other.get(there).get_data(as_text=True)
    csrf = token(other.get("/external-fact-checks/imports").get_data(as_text=True))
    assert other.post(f"{there}/remove", data={"csrf": csrf}).status_code == 403
    csrf = token(client.get(there).get_data(as_text=True))
    assert client.post(f"{there}/remove", data={"csrf": csrf}).location == "/external-fact-checks/imports"
    assert client.get(there).status_code == 404
    assert "There are none yet" in client.get("/external-fact-checks").get_data(as_text=True)


def test_the_list_is_searched_and_paged(desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.desk.references.external_fact_checks._LIMIT", 2)
    person(desk, "checker")
    sign_in(client, "checker")
    _imported(desk, client, *(review(url=f"https://x.example/{n}", claimReviewed=
        f"Alder sold {what}", author={"name": by})
              for n, (what, by) in enumerate((("bridges", "A"), ("boats", "A"), ("<script>boats", "B")))))  # fmt: skip
    first = client.get("/external-fact-checks").get_data(as_text=True)
    assert "bridges" not in first
    assert "<script>boats" not in first
    assert "before=" in first
    older = re.search(r'href="(/external-fact-checks\?before=[^"]+)"', first)
    assert older
    assert "bridges" in client.get(older[1]).get_data(as_text=True)
    found = client.get("/external-fact-checks?q=boats&publisher=A").get_data(as_text=True)
    assert found.count("Alder sold boats") == 2  # as the claim, and as the name of its link
    assert "No external fact-check matches" in client.get("/external-fact-checks?q=nothing").get_data(as_text=True)


def test_nothing_is_kept_of_a_file_that_is_refused(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in(client, "checker")
    assert _send(client, b"").status_code == 422
    csrf = token(client.get("/external-fact-checks/imports").get_data(as_text=True))
    assert "choose a file" in client.post("/external-fact-checks/imports", data={"csrf": csrf}).get_data(
        as_text=True
    )
    assert _send(client, b"[]", "x" * 300).status_code == 422
    with transaction(desk) as conn:
        assert imports.list_imports(conn) == []


def test_only_those_who_signed_in_may_send_much(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    large = b" " * 13_000_000 + b"[]"
    csrf = token(client.get("/sign-in").get_data(as_text=True))
    assert (
        client.post(
            "/external-fact-checks/imports", data={"csrf": csrf, "file": (io.BytesIO(large), "x")}
        ).status_code
        == 413
    )
    sign_in(client, "checker")
    assert _send(client, large).status_code == 302
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    assert client.post("/articles/add", data={"csrf": csrf, "file": (io.BytesIO(large), "x")}).status_code == 413


def test_a_rating_is_decided_in_place_and_holds_at_once(desk: str, client: FlaskClient) -> None:
    person(desk, "admin")
    sign_in(client, "admin")
    rating = {"alternateName": "Oh <i>dear</i>"}
    _imported(desk, client, review(reviewRating=rating, claimReviewed=TROOPS))
    assert "none: context only" in client.get("/external-fact-checks").get_data(as_text=True)
    page = client.get("/external-fact-checks/ratings?show=unknown").get_data(as_text=True)
    assert "Oh dear" in page
    sent = {"csrf": token(page), "rating": "Mostly false", "for": "publisher"}
    answer = client.post("/external-fact-checks/ratings/1?show=unknown", data=sent, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "“Oh dear” of Alder Checks is now Mostly false" in page
    assert "No rating matches" in page
    listed = client.get("/external-fact-checks").get_data(as_text=True)
    assert re.search(r"<td>\s*Mostly false\s*</td>", listed)
    assert client.post("/external-fact-checks/ratings/1", data=sent | {"rating": "Truthy"}).status_code == 422
    assert client.post("/external-fact-checks/ratings/9", data=sent).status_code == 404
    assert client.get("/external-fact-checks/ratings?after=x").status_code == 422
    assert client.get("/external-fact-checks/ratings?saved=1").status_code == 200


def test_a_claim_s_evidence_names_the_publisher_s_words_and_our_rating(desk: str, client: FlaskClient) -> None:
    admin = person(desk, "admin")
    sign_in(client, "admin")
    _imported(desk, client, review(reviewRating={"alternateName": "Pants on Fire"}, claimReviewed=TROOPS))
    article(desk, admin, f"{TROOPS}.")
    page = client.get("/claims/1").get_data(as_text=True)
    assert "already checked: Pants on Fire (False), by Alder Checks" in page
    assert 'href="https://checks.example.org/1"' in page


def test_no_cell_of_what_was_skipped_is_taken_for_a_formula(desk: str, client: FlaskClient) -> None:
    person(desk, "admin")
    sign_in(client, "admin")
    _imported(desk, client, review(url="ftp://x;=cmd()"))
    skipped = client.get("/external-fact-checks/imports/1/skipped.csv").get_data(as_text=True)
    assert "ftp://x;'=cmd()" in skipped
    assert "x;=cmd()" not in skipped


def test_every_page_shows(desk: str, client: FlaskClient) -> None:
    person(desk, "admin")
    sign_in(client, "admin")
    for page in ("/external-fact-checks", "/external-fact-checks/imports", "/external-fact-checks/ratings"):
        assert client.get(page).status_code == 200
    assert (
        client.get("/external-fact-checks/imports/9").status_code
        == client.get("/external-fact-checks/imports/9/skipped.csv").status_code
        == 404
    )


def test_old_addresses_lead_to_the_pages_that_have_taken_their_place(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    assert client.get("/others").headers["Location"].startswith("/sign-in")
    sign_in(client, "checker")
    _imported(desk, client, review())
    for old, new in (
        ("/others", "/external-fact-checks"),
        ("/others?q=Alder&publisher=A+%26+B", "/external-fact-checks?q=Alder&publisher=A+%26+B"),
        ("/others/imports", "/external-fact-checks/imports"),
        ("/others/imports/1", "/external-fact-checks/imports/1"),
        ("/others/imports/1/skipped.csv", "/external-fact-checks/imports/1/skipped.csv"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
    assert "Alder" in client.get("/others?q=Alder", follow_redirects=True).get_data(as_text=True)
    assert client.get("/others/nowhere", follow_redirects=True).status_code == 404
