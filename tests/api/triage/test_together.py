"""Many at once, and anything at all: one article stays one, and no input is the desk's own mistake."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.api import openapi
from tests.api.caller import Caller
from tests.fixtures.desk_parts import TROOPS

_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["take", "True", "supports", "read", "2026-02-01", "https://example.org/\x00", "\ud800", "-1"])
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
_QUERIES = (
    "limit",
    "cursor",
    "stage",
    "state",
    "kind",
    "suggestion",
    "sort",
    "owner",
    "article",
    "q",
    "repeated",
    "cluster",
)


def test_the_same_article_from_many_at_once_is_one(checker: Caller) -> None:
    def send(_: int) -> tuple[int, Any]:
        one = Caller(checker.client.application.test_client(), checker.headers, checker.actor)
        answer = one.call("POST", "/articles", {"text": TROOPS, "url": "https://example.org/t"})
        return answer.status_code, answer.json

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(16)))
    assert sorted(status for status, _ in answers) == [200] * 15 + [202]
    (article_id,) = {made["id"] for _, made in answers}  # those who came second may have used up a number
    assert checker.get(f"/articles/{article_id}")["revision"] == 1


def test_the_same_step_from_many_at_once_is_taken_once(checker: Caller, claim_id: int) -> None:
    version = checker.get(f"/claims/{claim_id}")["version"]

    def step(_: int) -> int:
        one = Caller(checker.client.application.test_client(), checker.headers, checker.actor)
        return one.call(
            "POST", f"/claims/{claim_id}/transitions", {"action": "take", "version": version}
        ).status_code

    with ThreadPoolExecutor(8) as threads:
        statuses = sorted(threads.map(step, range(8)))
    assert statuses == [200] + [409] * 7


def test_no_body_is_a_mistake_of_ours(checker: Caller, claim_id: int) -> None:
    with checker.client.application.test_request_context():
        document = openapi.make_document()
    takes = [
        (method.upper(), path, taken["schema"]["$ref"].split("/")[-1])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if (taken := operation.get("requestBody", {}).get("content", {}).get("application/json"))
    ]

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def anything(data: st.DataObject) -> None:
        method, path, shape = data.draw(st.sampled_from(takes))
        fields = document["components"]["schemas"][shape]["properties"]
        body = data.draw(st.dictionaries(st.sampled_from([*fields, "other"]), _VALUES) | _VALUES)
        there = path.removeprefix("/api/v1").format_map(defaultdict(lambda: "1", claim_id=claim_id))
        answer = checker.call(method, there, body)
        assert answer.status_code < 500, (path, body)

    anything()


def test_no_query_is_a_mistake_of_ours(checker: Caller, claim_id: int) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(["/claims", "/articles", "/fact-checks", "/tokens", "/claims/1"]),
        st.dictionaries(
            st.sampled_from(_QUERIES), st.text() | st.sampled_from(["1", "newest", "new", "WzFd", "“"])
        ),
    )
    def anything(path: str, query: dict[str, str]) -> None:
        texts = {name: text.encode("utf-8", "replace") for name, text in query.items()}
        answer = checker.client.get("/api/v1" + path, query_string=texts, headers=checker.headers)
        assert answer.status_code < 500, (path, query)

    anything()
