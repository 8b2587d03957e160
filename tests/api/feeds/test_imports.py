"""Files of fact-checks by API, the fact-checks that they bring, and what their ratings are on our scale."""

import gzip
import json
from typing import Any

from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.desk_parts import work_through


def _send(caller: Caller, data: Any, query: str = "?name=dump.json", status: int = 202) -> Any:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    answer = caller.client.post(f"/api/v1/imports{query}", data=raw, headers=caller.headers)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def test_a_name_that_is_too_long_or_cannot_be_stored_is_refused(checker: Caller) -> None:
    for name in ("a%00b", "a" * 201, "a" + "%01" * 200):
        assert fields(_send(checker, [], f"?name={name}", 422).json) == {"name"}
    assert checker.get("/imports")["items"] == []


def test_a_file_is_sent_and_followed_to_its_end(desk: str, checker: Caller) -> None:
    reviews = [review(url=f"https://x.example/{n}", claimReviewed=f"Alder has {n} bridges") for n in range(3)]
    answer = _send(checker, gzip.compress(json.dumps([*reviews, 5, 6]).encode()))
    address = answer.headers["Location"].removeprefix("/api/v1")
    assert (answer.json["stage"], answer.json["name"], answer.json["sender"]) == (
        "reading",
        "dump.json",
        "checker",
    )
    work_through(desk)
    read = checker.get(address)
    assert (read["stage"], read["new"], read["skipped"], read["bytes_read"]) == ("done", 3, 2, read["size"])
    page = checker.get(f"{address}/skipped?limit=1")
    assert page["items"] == [{"place": "element 4", "reason": "there is no ClaimReview in it"}]
    assert checker.get(f"{address}/skipped?limit=1&cursor={page['next']}")["next"] is None
    assert [row["id"] for row in checker.get("/imports")["items"]] == [read["id"]]
    assert checker.post(f"{address}/retry", 202)["stage"] == "done"


def test_a_file_that_cannot_be_kept_names_what_is_wrong(desk: str, checker: Caller, token: Token) -> None:
    assert fields(_send(checker, b"", status=422).json) == {"file"}
    assert fields(_send(checker, b"[]", "?name=" + "x" * 201, 422).json) == {"name"}
    assert fields(_send(checker, b"[]", "?nam=x", 422).json) == {"nam"}
    _send(token("read"), b"[]", status=403)
    assert checker.get("/imports")["items"] == []
    for path in ("/imports/9", "/imports/9/skipped"):
        checker.get(path, 404)
    checker.post("/imports/9/retry", 404)


def test_who_sent_it_or_a_reviewer_deletes_an_import(desk: str, checker: Caller, token: Token) -> None:
    for n in (1, 2):
        _send(checker, [review(url="https://x.example/both"), review(url=f"https://x.example/{n}")])
    work_through(desk)
    second, first = (row["id"] for row in checker.get("/imports")["items"])
    assert token(name="other").call("DELETE", f"/imports/{first}").status_code == 403
    assert checker.call("DELETE", f"/imports/{first}").status_code == 204
    assert {row["url"][-4:] for row in checker.get("/external-fact-checks")["items"]} == {"both", "le/2"}
    assert token(role="reviewer").call("DELETE", f"/imports/{second}").status_code == 204
    assert checker.get("/external-fact-checks")["items"] == checker.get("/imports")["items"] == []
    assert checker.call("DELETE", f"/imports/{first}").status_code == 404
    checker.get(f"/imports/{first}", 404)


def test_fact_checks_of_others_are_listed_with_both_ratings(desk: str, checker: Caller) -> None:
    _send(checker, [review(), review(url="https://x.example/2", reviewRating="Oh dear", author="B")])
    work_through(desk)
    page = checker.get("/external-fact-checks?limit=1")
    assert [(row["rating"], row["mapped_rating"]) for row in page["items"]] == [("Oh dear", None)]
    rest = checker.get(f"/external-fact-checks?limit=1&cursor={page['next']}")
    assert [(row["rating"], row["mapped_rating"]) for row in rest["items"]] == [("False", "False")]
    assert len(checker.get("/external-fact-checks?q=bridge&publisher=B")["items"]) == 1


def test_an_admin_decides_what_a_rating_is(desk: str, checker: Caller, token: Token) -> None:
    _send(checker, [review(), review(url="https://x.example/2", reviewRating="Oh dear")])
    work_through(desk)
    page = checker.get("/rating-mappings?limit=1")
    (kind,) = page["items"]
    assert (kind["label"], kind["mapped_rating"], kind["fact_checks"]) == ("Oh dear", None, 1)
    assert checker.get(f"/rating-mappings?limit=1&cursor={page['next']}")["items"][0]["mapped_rating"] == "False"
    checker.get("/rating-mappings?cursor=WzFd", 422)
    address, admin = f"/rating-mappings/{kind['id']}", token(role="admin")
    assert checker.call("PUT", address, {"rating": "False"}).status_code == 403
    assert admin.call("PUT", address, {"rating": "False"}).status_code == 204
    assert {row["mapped_rating"] for row in checker.get("/external-fact-checks")["items"]} == {"False"}
    assert admin.call("PUT", address, {"rating": "by rule", "everybody": False}).status_code == 204
    assert {row["mapped_rating"] for row in checker.get("/external-fact-checks")["items"]} == {"False", None}
    assert admin.call("PUT", address, {"rating": "Truthy"}).status_code == 422
    assert admin.call("PUT", "/rating-mappings/999", {"rating": "False"}).status_code == 404
