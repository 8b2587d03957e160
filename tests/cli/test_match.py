"""factdesk match: JSON Lines in and out, the known checks in a file of their own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.text.match import match

CHECKS = """{"id": "a", "claim": "Vaccines contain a microchip.", "title": "No chip"}
{"id": 2, "claim": "Alder has 38 million inhabitants."}
{"id": "broken"}
"""


def test_each_text_gets_its_nearest_checks_and_bad_lines_are_named(tmp_path: Path) -> None:
    checks = tmp_path / "checks.jsonl"
    checks.write_text(CHECKS, encoding="utf-8")
    asked = (
        '{"id": 1, "text": "there are microchips in the jabs"}\n{"id": 2}\n'
        '{"id": 3, "text": "Alder: 38m residents"}\n'
    )
    result = CliRunner().invoke(match, ["--checks", str(checks), "-"], input=asked)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(a["id"], [m["id"] for m in a["matches"]]) for a in answers] == [(1, ["a", 2]), (3, [2, "a"])]
    assert [list(answer) for answer in answers] == [["id", "matches"]] * 2
    assert [list(found) for answer in answers for found in answer["matches"]] == [["id", "score"]] * 4
    assert answers[0]["matches"][0]["score"] > answers[0]["matches"][1]["score"]
    assert result.stderr.splitlines() == ['line 3: "claim" is missing', 'line 2: "text" is missing']
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("asked", "known", "code"),
    [
        ('{"id": 1, "text": "Alder"}', '{"id": "a", "claim": "Alder has 38 million inhabitants."}', 0),
        ('{"id": 1}', '{"id": "a", "claim": "Alder has 38 million inhabitants."}', 1),
        ('{"id": 1, "text": "Alder"}', '{"id": "a"}', 1),
    ],
)
def test_a_bad_line_of_either_file_is_in_the_exit_status(
    tmp_path: Path, asked: str, known: str, code: int
) -> None:
    checks = tmp_path / "checks.jsonl"
    checks.write_text(known, encoding="utf-8")
    assert CliRunner().invoke(match, ["--checks", str(checks), "-"], input=asked).exit_code == code
