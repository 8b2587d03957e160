"""factdesk stance: JSON Lines in and out."""

import json

from click.testing import CliRunner, Result

from cli.text.stance import stance


def _run(*lines: str) -> Result:
    return CliRunner().invoke(stance, ["-"], input="".join(line + "\n" for line in lines))


def test_each_pair_is_answered_in_order_with_its_own_id() -> None:
    made = [
        {"id": n, "claim": "Alder has 38 million inhabitants.", "passage": f"Alder counts {count} residents."}
        for n, count in enumerate(("37.6 million", "41.2 million"))
    ]
    result = _run(*map(json.dumps, made))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [(a["id"], a["stance"]) for a in answers] == [(0, "supports"), (1, "refutes")]
    assert [list(answer) for answer in answers] == [["id", "stance", "confidence", "reason"]] * 2
    assert answers[0]["reason"] == "source gives “37.6 million residents”: within “38 million inhabitants”"
    assert all(0 < a["confidence"] <= 1 for a in answers)


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    result = _run(
        '{"id": 1, "claim": "Two ships sank."}',
        '{"id": 2, "claim": "Two ships sank.", "passage": "Two ships sank.", "claim_date": "soon"}',
        '{"claim": "Two ships sank.", "passage": ""}',
        '{"id": 4, "claim": "Two ships sank.", "passage": "Two ships sank."}',
    )
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [4]
    assert result.stderr.splitlines() == [
        'line 1: "passage" is missing',
        "line 2: \"claim_date\" is not a date like 2026-11-24: 'soon'",
        'line 3: not an object with "id", "claim" and "passage"',
    ]
    assert result.exit_code == 1
