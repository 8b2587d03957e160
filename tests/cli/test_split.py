"""factdesk split: for people in a table, for programs as JSON."""

import json

from click.testing import CliRunner, Result

from cli.main import main

TEXT = "By Jane Roe\n\nThe storm killed 12 people and injured 40 others. Did anybody warn them?\n"


def _run(*arguments: str, text: str = TEXT) -> Result:
    return CliRunner().invoke(main, ["split", *arguments], input=text)


def test_a_table_shows_claims_and_on_request_what_became_of_the_rest() -> None:
    plain, everything = _run(), _run("--all")
    assert "The storm injured 40 others" in plain.stdout
    assert "Did anybody" not in plain.stdout
    assert "a question" in everything.stdout
    assert "byline" in everything.stdout


def test_json_gives_a_claim_a_line_with_offsets_and_notes() -> None:
    records = [json.loads(line) for line in _run("--json", "--published", "2026-11-24").stdout.splitlines()]
    assert [TEXT[r["start"] : r["end"]] for r in records] == [r["text"] for r in records]
    assert records[1]["statement"] == "The storm injured 40 others"
    assert records[1]["quantities"][0] | {"start": 0, "end": 0} == {
        "start": 0, "end": 0, "text": "40 others", "comparator": "=", "low": 40.0, "high": 40.0, "unit": None,
        "counted": "other", "role": "amount", "code": None,
    }  # fmt: skip
    assert records[0]["notes"] == ["main clause"]


def test_the_fields_of_a_claim_are_those_that_programs_know() -> None:
    text = "“The dam broke on 3 March 2025,” the mayor said.\n"
    (record,) = [json.loads(line) for line in _run("--json", text=text).stdout.splitlines()]
    assert list(record) == [
        "start", "end", "text", "statement", "kind", "claimant", "worth", "reasons", "quantities", "dates", "manner",
        "direct", "notes", "context",
    ]  # fmt: skip
    assert (record["manner"], record["direct"], record["claimant"]) == ("asserts", True, "the mayor")
    assert record["dates"] == [{
        "start": 15, "end": 30, "text": "on 3 March 2025", "first": "2025-03-03", "last": "2025-03-03", "assumed": None,
    }]  # fmt: skip
    line = json.dumps({"id": 7, "text": text})
    assert json.loads(_run("--jsonl", text=line).stdout) == {"id": 7} | record


def test_the_headline_that_is_given_stands_in_contexts() -> None:
    text, title = "The city had cut 40 posts in May.", "Lorvale municipality raises its tariffs for water"
    (alone,) = [json.loads(line) for line in _run("--json", "--title", title, text=text).stdout.splitlines()]
    assert alone["context"].startswith(f"“{title}”")
    lines = [json.dumps({"id": n, "text": text} | more) for n, more in enumerate(({"title": title}, {}))]
    first, second = [json.loads(line) for line in _run("--jsonl", text="\n".join(lines)).stdout.splitlines()]
    assert first == {"id": 0} | alone
    assert title not in second["context"]


def test_a_day_or_headline_of_one_text_is_refused_for_many() -> None:
    result = _run("--jsonl", "--title", "Water", text=json.dumps({"id": 1, "text": TEXT}))
    assert result.exit_code == 2
    assert "each line has its own" in result.stderr


def test_many_texts_stream_in_order_and_a_bad_line_stops_nothing() -> None:
    lines = [
        json.dumps({"id": 1, "text": "The bridge collapsed on Monday.", "published": "2026-11-24"}),
        '{"id": 2, "text": 5}',
        json.dumps({"id": 3, "text": "The mayor resigned.", "published": "someday"}),
        json.dumps({"id": "four", "text": "The mayor resigned."}),
        json.dumps({"id": 5, "text": "\ud800"}),
    ]
    result = _run("--jsonl", text="\n".join(lines))
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["id"], r["statement"]) for r in records] == [
        (1, "The bridge collapsed on 23 November 2026"),
        ("four", "The mayor resigned"),
    ]
    assert result.stderr.splitlines() == [
        'line 2: "text" is not a string',
        "line 3: \"published\" is not a date like 2026-11-24: 'someday'",
        'line 5: "text" holds bytes that are not UTF-8, or half of a surrogate pair',
    ]
    assert result.exit_code == 1


def test_markup_and_escapes_in_a_text_stay_text() -> None:
    result = _run(text="The [red]storm[/red] killed 12 people\x1b[2J in Oslo.")
    assert "[red]storm[/red]" in result.stdout
    assert "\x1b" not in result.stdout


def test_an_id_that_json_cannot_hold_is_named_and_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    good = json.dumps({"id": 1, "text": "The mayor resigned."})
    result = _run("--jsonl", text=f'\ufeff{good}\n{{"id": NaN, "text": "x"}}\n{{"id": "\\ud800", "text": "x"}}\n')
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]
    assert result.stderr.splitlines() == [
        'line 2: "id" is no number that JSON has',
        'line 3: "id" holds bytes that are not UTF-8, or half of a surrogate pair',
    ]


def test_fast_does_without_the_encoder_and_context_is_printed() -> None:
    text = "Mayor Ana Ruiz opened a bridge in Orl on Friday.\n\nIt cost 14 million euros, the council said.\n"
    claims = [json.loads(line) for line in _run("--json", "--fast", text=text).stdout.splitlines()]
    assert any("14 million euros" in claim["statement"] for claim in claims)
    assert any("Orl" in claim["context"] for claim in claims if "Orl" not in claim["statement"])
