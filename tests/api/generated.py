"""Requests made by schemathesis from the API's own description, and what is wrong with their answers."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.schemas import APIOperation

from service.api import http
from tests.fixtures.hints import Hints

# Well formed addresses, which the description's pattern alone does not ensure; "" is none.
_ADDRESSES: Final = st.just("") | st.builds(
    "https://{}.example/{}".format,
    st.from_regex("[a-z][a-z0-9]{0,20}", fullmatch=True),
    st.from_regex("[a-z/.-]{0,30}", fullmatch=True),
)
_SEGMENT: Final = re.compile(r"([\w-]+)/\{(\w+)\}")


def register() -> None:
    """Teach schemathesis addresses, and how bodies are written that are neither JSON nor a form."""
    schemathesis.openapi.format("uri-reference", _ADDRESSES)
    schemathesis.serializer(http.NDJSON)(lambda _, value: json.dumps(value).encode() + b"\n")
    schemathesis.serializer("text/x-opml")(lambda _, value: str(value).encode(errors="replace"))


class GeneratedRequests:
    """Makes requests of a desk and keeps what is wrong with their answers.

    Args:
        secrets: of tokens of one person, by the only scope of each.
        ids: what a path leads to, by its segments: "claims/{claim_id}".
        refusals: the reasons for which a request may be refused that fits the description.
        examples: of each operation, for each way of making them.
        hints: sent of the jobs that the requests queue.
    """

    def __init__(
        self,
        app: Flask,
        secrets: Mapping[str, str],
        ids: Mapping[str, Any],
        refusals: str,
        examples: int,
        hints: Hints,
    ) -> None:
        register()
        self._schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        self._client = app.test_client()
        self._secrets, self._ids, self._refusals, self._examples = secrets, ids, re.compile(refusals), examples
        self._hints = hints
        self._places_known: set[frozenset[str]] = set()  # parameters of paths of which malformed ones were sent
        self.statuses: Counter[tuple[str, int]] = Counter()  # of answers to requests with the needed scope
        self.remarks: dict[tuple[str, str], str] = {}  # the first of each kind, by operation and failure

    def ask_all(self) -> None:
        """Ask every operation; those that remove something come last."""
        operations = [each.ok() for each in self._schema.get_all_operations()]
        for operation in sorted(operations, key=lambda each: each.method == "delete"):
            for ids, count in self._places(operation):
                for mode in GenerationMode:
                    if ids or mode is GenerationMode.POSITIVE or self._is_new_place(operation):
                        self._ask(operation, mode, ids, count)

    def _places(self, operation: APIOperation) -> Iterator[tuple[dict[str, Any], int]]:
        """The path to what is there, and where it leads to one thing, one that is made up; how often it is asked."""
        if found := _SEGMENT.findall(operation.path):
            yield {name: self._ids[f"{of}/{{{name}}}"] for of, name in found}, self._examples
        yield {}, max(1, self._examples // 2 if found else self._examples)

    def _is_new_place(self, operation: APIOperation) -> bool:
        """Whether no operation before had these parameters in its path, or whether it has none: what refuses one that
        is malformed refuses it everywhere, and the operation is asked at the place that is there.
        """
        names = frozenset(name for _, name in _SEGMENT.findall(operation.path))
        known = bool(names) and names in self._places_known
        self._places_known.add(names)
        return not known

    def _ask(self, operation: APIOperation, mode: GenerationMode, ids: dict[str, Any], count: int) -> None:
        scope = operation.definition.raw["x-scope"]
        made = operation.as_strategy(
            generation_mode=mode, path_parameters=ids or None, headers=_headers(self._secrets[scope])
        )

        @hypothesis_settings(
            max_examples=count, derandomize=True, database=None, deadline=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=made)
        def ask(case: Case) -> None:
            if mode is GenerationMode.POSITIVE:
                self._make_true(case)
            self._check(operation, case)

        with suppress(*(Unsatisfiable,) * (mode is GenerationMode.NEGATIVE)):  # where nothing can be wrong
            ask()

    def _make_true(self, case: Case) -> None:
        """Put in what only the desk can tell: no cursor that is made up is good, and a version is that of the claim."""
        case.query.pop("cursor", None)
        case.body = _whole_numbers(case.body)
        if isinstance(case.body, dict) and "version" in case.body and "claim_id" in case.path_parameters:
            address = f"/api/v1/claims/{case.path_parameters['claim_id']}"
            claim = self._client.get(address, headers=_headers(self._secrets["read"])).json
            case.body["version"] = (claim or {}).get("version", 1)

    def _check(self, operation: APIOperation, case: Case) -> None:
        response = case.call()
        self.statuses[operation.label, response.status_code] += 1
        if case.method != "GET" and (jobs := self._hints.missing()):
            kinds = ", ".join(sorted({kind for kind, _ in jobs}))
            self._note(operation, f"queued {kinds} and sent no hint", case, response.text)
        try:
            case.validate_response(response)
        except FailureGroup as group:
            for each in group.exceptions:
                if not self._is_right(each, case, response):
                    self._note(operation, f"{type(each).__name__} {response.status_code}", case, response.text)

    def _is_right(self, failure: BaseException, case: Case, response: Response) -> bool:
        """Whether the answer is right though schemathesis cannot see it."""
        if isinstance(failure, RejectedPositiveData) and response.status_code == 422:
            return bool(self._refusals.search(response.json()["detail"]))
        if isinstance(failure, AcceptedNegativeData):
            # Lines are refused one by one, with 200 for all; in a form a number is as good a text as any.
            return '"status":"refused"' in response.text or case.media_type == "multipart/form-data"
        return False

    def _note(self, operation: APIOperation, wrong: str, case: Case, answer: str) -> None:
        request = f"{case.path_parameters} {case.query} {case.media_type} {case.body!r:.300}"
        self.remarks.setdefault((operation.label, wrong), f"{request}\n{answer[:600]}")


def _headers(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}


def _whole_numbers(value: Any) -> Any:
    """JSON Schema takes 1.0 for an integer; the API does not, since a program that sends it has a mistake in it."""
    if isinstance(value, dict):
        return {name: _whole_numbers(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
