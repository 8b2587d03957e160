"""`factdesk worth`: JSON Lines in, one weighed line out for each that can be read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.text.worth import worth


def _run(lines: str) -> Result:
    return CliRunner().invoke(worth, ["-"], input=lines)


def _out(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_comes_back_assessed_with_its_id() -> None:
    result = _run('{"id": 7, "text": "Exports fell by 12 percent in 2019."}\n{"id": "b", "text": "Thank you."}\n')
    first, second = _out(result)
    assert result.exit_code == 0
    assert (first["id"], first["check_worthy"]) == (7, True)
    assert (second["id"], second["check_worthy"]) == ("b", False)
    assert list(first) == ["id", "worth", "check_worthy", "reasons"]
    assert first["reasons"]


def test_the_order_is_kept_over_more_than_one_batch() -> None:
    lines = "".join(json.dumps({"id": n, "text": f"They built {n} houses."}) + "\n" for n in range(1300))
    assert [record["id"] for record in _out(_run(lines))] == list(range(1300))


@pytest.mark.parametrize(
    "bad", ["not json", '{"text": "no id"}', '{"id": 2}', '{"id": 2, "text": 5}', "[1]", '{"id": 2, "text": null}']
)
def test_a_bad_line_is_named_and_the_rest_goes_on(bad: str) -> None:
    good = '{"id": 1, "text": "Rents rose by a third."}\n'
    result = _run(good + bad + "\n" + good)
    assert result.exit_code == 1
    assert result.stderr.startswith("line 2: ")
    assert [record["id"] for record in _out(result)] == [1, 1]


def test_an_empty_line_is_passed_over() -> None:
    result = _run('\n{"id": 1, "text": "Rents rose."}\n\n')
    assert (result.exit_code, len(_out(result)), result.stderr) == (0, 1, "")


def test_nothing_in_gives_nothing_out() -> None:
    assert (_run("").exit_code, _run("").stdout) == (0, "")


def test_a_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "sentences.jsonl"
    file.write_text('{"id": "ü", "text": "Der Satz ist deutsch."}\n', encoding="utf-8")
    result = CliRunner().invoke(worth, [str(file)])
    assert _out(result)[0]["id"] == "ü"
