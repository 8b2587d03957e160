"""Filters and the choice of fields on lists of the API, and several values of one filter in the desk's address."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from store.claims import claims
from store.claims.claims import ClaimFilters
from store.db import transaction
from store.feeds import feeds
from store.newsroom import profile
from tests.api.caller import Caller, fields
from tests.fixtures.desk_parts import article, sign_in


def items(caller: Caller, path: str) -> Any:
    return caller.get(path)["items"]


def test_a_list_gives_the_chosen_fields(desk: str, checker: Caller, claim_id: int) -> None:
    assert items(checker, f"/claims?fields=id,statement&article={1}")[0].keys() == {"id", "statement"}
    assert items(checker, "/articles?fields=title") == [{"title": items(checker, "/articles")[0]["title"]}]
    with transaction(desk) as conn:
        feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(), checker.actor)
    assert items(checker, "/feeds?fields=health,%20url") == [{"url": "https://news.example/feed", "health": "new"}]
    assert items(checker, "/fact-checks?fields=slug") == []


def test_the_next_page_has_the_same_fields(checker: Caller, claim_id: int) -> None:
    answer = checker.call("GET", "/claims?fields=id&limit=1")
    assert "fields=id" in answer.headers["Link"]
    assert answer.json
    rest = items(checker, f"/claims?fields=id&limit=1&cursor={answer.json['next']}")
    assert [each.keys() for each in [*answer.json["items"], *rest]] == [{"id"}, {"id"}]


@pytest.mark.parametrize("path", ["/claims", "/articles", "/feeds", "/fact-checks"])
@pytest.mark.parametrize("wrong", ["no_such_field", "", "id,,title", "id;drop"])
def test_a_field_that_is_not_there_is_refused(checker: Caller, path: str, wrong: str) -> None:
    assert fields(checker.get(f"{path}?fields={wrong}", 422)) == {"fields"}


def test_a_filter_that_is_given_twice_means_both(desk: str, checker: Caller) -> None:
    article(desk, checker.actor)
    first, second = (claim["id"] for claim in items(checker, "/claims?sort=oldest"))
    version = checker.get(f"/claims/{first}")["version"]
    checker.post(f"/claims/{first}/transitions", action="take", version=version)
    both = items(checker, "/claims?state=triage&state=assigned&sort=oldest")
    assert [claim["id"] for claim in both] == [first, second]
    assert [claim["id"] for claim in items(checker, "/claims?state=assigned")] == [first]
    kinds = {claim["kind"] for claim in both}
    assert len(items(checker, "/claims?" + "&".join(f"kind={kind}" for kind in [*kinds, "cause"]))) == 2
    suggested = {claim["suggestion"] for claim in both}
    query = "&".join(f"suggestion={each}" for each in [*suggested, "conflicting"])
    assert len(items(checker, f"/claims?{query}")) == 2
    assert fields(checker.get("/claims?state=triage&state=lost", 422)) == {"state"}
    stages = items(checker, "/articles?stage=received&stage=ready")
    assert [each["stage"] for each in stages] == ["ready"]


def test_triage_keeps_both_states_through_its_links(desk: str, checker: Caller, client: FlaskClient) -> None:
    article(desk, checker.actor)
    sign_in(client, "checker")
    with transaction(desk) as conn:
        first, second = (row.id for row in claims.list_claims(conn, ClaimFilters(), sort="oldest"))
    version = checker.get(f"/claims/{first}")["version"]
    checker.post(f"/claims/{first}/transitions", action="take", version=version)
    page = client.get("/triage?state=triage&state=assigned", follow_redirects=True)
    assert page.request.args.getlist("state") == ["triage", "assigned"]
    text = page.get_data(as_text=True)
    assert f"claim={first}" in text
    assert f"claim={second}" in text
    assert "state=triage&amp;state=assigned" in text


def test_lists_are_narrowed_by_time_and_origin(desk: str, checker: Caller, claim_id: int) -> None:
    assert len(items(checker, "/claims?since=2020-01-01&until=2100-01-01T00:00:00Z")) == 2
    assert items(checker, "/claims?until=2020-01-01") == []
    assert items(checker, "/articles?since=2100-01-01") == []
    assert len(items(checker, "/articles?until=2100-01-01&arrived_by=api&arrived_by=feed")) == 1
    assert items(checker, "/articles?arrived_by=feed") == []
    assert items(checker, "/articles?feed=7") == []
    assert items(checker, "/fact-checks?rating=True&rating=False&since=2020-01-01") == []
    with transaction(desk) as conn:
        feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(section="World"), checker.actor)
    assert len(items(checker, "/feeds?section=World&health=new&health=well")) == 1
    assert items(checker, "/feeds?section=Home") == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/claims?since=soon", "since"),
        ("/claims?until=", "until"),
        ("/articles?since=2026-13-01", "since"),
        ("/articles?arrived_by=post", "arrived_by"),
        ("/articles?feed=x", "feed"),
        ("/articles?stage=", "stage"),
        ("/fact-checks?rating=Maybe", "rating"),
        ("/feeds?health=ill", "health"),
        ("/feeds?section=" + "x" * 101, "section"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(checker: Caller, path: str, field: str) -> None:
    assert fields(checker.get(path, 422)) == {field}


def test_the_document_names_the_fields_that_can_be_chosen(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").json
    assert document
    parameters = document["paths"]["/api/v1/feeds"]["get"]["parameters"]
    (chosen,) = (each for each in parameters if each["name"] == "fields")
    assert (chosen["explode"], chosen["schema"]["type"]) == (False, "array")
    assert {"id", "url", "health"} <= set(chosen["schema"]["items"]["enum"])


def test_the_threshold_of_worth_parts_a_list(desk: str, checker: Caller, claim_id: int) -> None:
    def ids(side: str) -> set[int]:
        return {row["id"] for row in checker.get(f"/claims?threshold={side}")["items"]}

    whole = ids("all")
    with transaction(desk) as conn:
        worth = claims.get_claim(conn, claim_id).worth
        profile.change_worth_threshold(conn, checker.actor, min(100, int(100 * worth) + 1))
    assert claim_id in ids("below")
    assert ids("below") | ids("above") == whole
    assert not ids("below") & ids("above")
    checker.get("/claims?threshold=some", 422)
