"""`./run audit` says what is known to be vulnerable, and never that all is well where nobody could be asked."""

import json
import sys

import pytest

from tests.vulnerabilities import audit

_WELL = {"name": "a", "version": "1", "vulns": []}
_BAD = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
_MISSING = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}


@pytest.mark.parametrize(
    ("packages", "lines", "code"),
    [
        ([_WELL], ["1 packages, none known to be vulnerable"], 0),
        ([_WELL, _BAD], ["b 2: PYSEC-1, mended in 2.1"], 1),
        ([_WELL, _MISSING], ["not looked up: c"], 1),
        ([_MISSING], ["the service of vulnerabilities (pypi.org, or what stands in for it) could not be asked: "
                      "it knows none of 1 packages"], 2),
    ],
)  # fmt: skip
def test_what_pip_audit_found_is_reported(packages: list[dict[str, object]], lines: list[str], code: int) -> None:
    said = f"print({json.dumps(json.dumps({'dependencies': packages}))})"
    assert audit([sys.executable, "-c", said]) == (lines, code)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import time; time.sleep(60)", "no answer within 1 s"),
        ("raise SystemExit('connection refused')", "connection refused"),
        ("pass", "it said nothing"),
    ],
)
def test_a_service_that_does_not_answer_is_named(program: str, why: str) -> None:
    (line,), code = audit([sys.executable, "-c", program], seconds=1)
    assert (why in line, code) == (True, 2)
