"""The whole way over the API, and what is refused on it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.desk_parts import TROOPS, work_through


def _step(caller: Caller, claim: dict[str, Any], action: str, status: int = 200, **more: Any) -> dict[str, Any]:
    path = f"/claims/{claim['id']}/transitions"
    found: dict[str, Any] = caller.post(path, status, action=action, version=claim["version"], **more)
    return found


def _judged(caller: Caller, claim_id: int, **more: Any) -> dict[str, Any]:
    """A claim with a verdict in review, written by `caller`."""
    passage = caller.post(
        f"/claims/{claim_id}/evidence", 201, text="130,000", publisher="Ministry", stance="supports"
    )
    claim = _step(caller, caller.get(f"/claims/{claim_id}"), "take")
    words: dict[str, Any] = {
        "rating": "True",
        "summary": "It is so.",
        "explanation": "The ministry *counted*.",
        **more,
    }
    claim = caller.post(f"/claims/{claim_id}/verdict", cites=[passage["id"]], version=claim["version"], **words)
    return _step(caller, claim, "submit")


def test_from_article_to_fact_check_and_back(desk: str, token: Token) -> None:
    checker, reviewer = token(), token(role="reviewer")
    made = checker.post("/articles", 202, text=TROOPS, title="Troops", url="https://example.org/troops")
    work_through(desk)
    claim_id = checker.get(f"/articles/{made['id']}/claims")["items"][0]["id"]
    claim = _judged(checker, claim_id)
    assert claim["state"] == "in_review"

    claim = _step(reviewer, claim, "request_changes", reason="say when")
    claim = _step(checker, claim, "research")
    cites, version = claim["verdict"]["cites"], claim["version"]
    words: dict[str, Any] = {
        "rating": "Mostly true",
        "summary": "Nearly so.",
        "explanation": "Counted in January.",
    }
    claim = checker.post(f"/claims/{claim_id}/verdict", **words, cites=cites, version=version)
    claim = _step(reviewer, _step(reviewer, _step(checker, claim, "submit"), "approve"), "publish")
    assert (claim["state"], claim["verdict"]["number"]) == ("published", 2)
    second, first = checker.get(f"/claims/{claim_id}/verdicts")["items"]
    assert (second["decision"], first["decision"], first["review_reason"]) == (
        "approved",
        "changes requested",
        "say when",
    )
    assert (first["author"], first["reviewer"]) == ("checker", "reviewer")

    (listed,) = checker.get("/fact-checks?q=troops")["items"]
    assert (listed["rating"], listed["claim_id"]) == ("Mostly true", claim_id)
    claim = _step(checker, claim, "correct", reason="the month was wrong")
    claim = checker.post(f"/claims/{claim_id}/verdict", **words, cites=cites, version=claim["version"])
    claim = _step(reviewer, _step(reviewer, _step(checker, claim, "submit"), "approve"), "publish")
    shown = checker.get(f"/fact-checks/{listed['slug']}")
    assert [entry["note"] for entry in shown["corrections"]] == ["the month was wrong"]
    _step(reviewer, claim, "withdraw", reason="the source took it back")
    assert checker.get("/fact-checks")["items"] == []
    assert checker.get(f"/fact-checks/{listed['slug']}")["withdrawn_at"]
    events = [entry["event"] for entry in checker.get(f"/claims/{claim_id}/audit")["items"]]
    assert events[0] == "withdraw"
    assert events.count("publish") == 2


def test_nobody_reviews_their_own(token: Token, claim_id: int) -> None:
    author = token(role="reviewer")
    claim = _judged(author, claim_id)
    assert "approve" not in claim["actions"]
    for action in ("approve", "request_changes"):
        problem = _step(author, claim, action, 403, reason="mine")
        assert "own" in problem["detail"]
    assert author.get(f"/claims/{claim_id}")["version"] == claim["version"]


def test_a_checker_approves_nothing_and_a_token_without_review_neither(token: Token, claim_id: int) -> None:
    claim = _judged(token(), claim_id)
    assert "checker may not approve" in _step(token(), claim, "approve", 403)["detail"]
    short = token("read claims", "reviewer")
    assert "“review”" in _step(short, claim, "approve", 403)["detail"]
    assert _step(token("claims review", "reviewer"), claim, "approve")["state"] == "approved"


def test_a_stale_version_writes_nothing_and_shows_what_is_there(token: Token, claim_id: int) -> None:
    checker = token()
    seen = checker.get(f"/claims/{claim_id}")
    taken = _step(token(role="reviewer"), seen, "take")
    problem = _step(checker, seen, "decline", 409, reason="not for us")
    assert problem["current"]["version"] == taken["version"] == seen["version"] + 1
    assert problem["current"]["state"] == "assigned"
    words = {"rating": "True", "summary": "a", "explanation": "b", "version": seen["version"]}
    assert checker.post(f"/claims/{claim_id}/verdict", 409, **words)["current"]["owner"] == "reviewer"
    assert checker.get(f"/claims/{claim_id}")["state"] == "assigned"
    assert checker.get(f"/claims/{claim_id}/verdicts")["items"] == []


def test_steps_say_what_they_miss(token: Token, claim_id: int) -> None:
    checker = token()
    claim = checker.get(f"/claims/{claim_id}")
    for action, more, wrong in (
        ("decline", {}, "reason"), ("decline", {"reason": " "}, "reason"), ("snooze", {}, "until"),
        ("snooze", {"until": "2020-01-01T00:00:00Z"}, "until"), ("snooze", {"until": "tomorrow"}, "until"),
        ("assign", {}, "owner"), ("assign", {"owner": 999}, "owner"), ("assign", {"owner": 2**70}, "owner"),
        ("duplicate", {"duplicate_of": claim_id}, "duplicate_of"), ("duplicate", {"duplicate_of": 99}, "duplicate_of"),
        ("dance", {}, "action"), ("take", {"reason": "a\x00"}, "reason"), ("take", {"reasons": "x"}, "reasons"),
    ):  # fmt: skip
        assert fields(_step(checker, claim, action, 422, **more)) == {wrong}, action
    for version in ("1", True, 1.0, None, -1):
        problem = checker.post(f"/claims/{claim_id}/transitions", 422, action="take", version=version)
        assert fields(problem) == {"version"}
    assert fields(checker.post(f"/claims/{claim_id}/transitions", 422)) == {"action", "version"}
    assert "in review" in _step(checker, _judged(checker, claim_id), "take", 409)["detail"]


def test_the_other_ways_out_of_triage(token: Token, desk: str, claim_id: int) -> None:
    checker = token()
    until = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    claim = _step(checker, checker.get(f"/claims/{claim_id}"), "snooze", until=until.isoformat())
    assert claim["snoozed_until"] == until.isoformat().replace("+00:00", "Z")
    claim = _step(checker, _step(checker, claim, "reopen"), "decline", reason="old")
    assert (claim["state"], claim["decline_reason"]) == ("declined", "old")
    claim = _step(checker, _step(checker, claim, "reopen"), "duplicate", duplicate_of=claim_id + 1)
    assert (claim["state"], claim["duplicate_of"]) == ("duplicate", claim_id + 1)


def test_a_verdict_says_what_it_misses(token: Token, claim_id: int) -> None:
    checker = token()
    claim = _step(checker, checker.get(f"/claims/{claim_id}"), "take")
    whole = {"rating": "True", "summary": "a", "explanation": "b", "cites": [], "version": claim["version"]}
    for name, value in (
        ("rating", "Very true"), ("summary", ""), ("summary", "x" * 301), ("explanation", "\x00"), ("cites", [999]),
        ("explanation", " "),
    ):  # fmt: skip
        assert fields(checker.post(f"/claims/{claim_id}/verdict", 422, **{**whole, name: value})) == {name}
    assert fields(checker.post(f"/claims/{claim_id}/verdict", 422, **{**whole, "cites": ["1"]})) == {"cites.0"}
