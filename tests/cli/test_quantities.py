"""factdesk quantities: JSON Lines in and out."""

import json

from click.testing import CliRunner, Result

from cli.text.quantities import quantities


def _run(lines: str | bytes) -> Result:
    return CliRunner().invoke(quantities, ["-"], input=lines)


def test_each_line_is_answered_in_order_with_its_own_id() -> None:
    texts = ["It cost $3 million.", "Nobody came.", "Two ships sank."]
    result = _run("".join(json.dumps({"id": [n], "text": t}) + "\n" for n, t in enumerate(texts)))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(a["id"], [q["text"] for q in a["quantities"]]) for a in answers] == [
        ([0], ["$3 million"]), ([1], []), ([2], ["Two ships"])]  # fmt: skip


def test_a_quantity_is_written_with_all_its_fields_and_whole_numbers_as_such() -> None:
    result = _run('{"id": 1, "text": "Winds reached at least 200 km/h."}\n')
    assert json.loads(result.stdout)["quantities"] == [{
        "start": 14, "end": 31, "text": "at least 200 km/h", "comparator": ">=", "low": 200, "high": None,
        "unit": "kilometre per hour", "counted": None, "role": "amount", "code": "km/h",
    }]  # fmt: skip
    assert '"low": 200,' in result.stdout


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    result = _run('{"id": 1, "text": "Two ships."}\n{"id": 2}\n\n{"id": 3, "text": "Six ships."}\n')
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 3]
    assert result.stderr.startswith("line 2: ")
    assert result.stderr.count("\n") == 1
    assert result.exit_code == 1


def test_bytes_that_are_no_text_spoil_their_line_alone() -> None:
    result = _run(b'{"id": 1, "text": "\xff\xfe 3 ships"}\n{"id": 2, "text": "Six ships."}\n')
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [2]
    assert result.stderr.startswith("line 1: ")
