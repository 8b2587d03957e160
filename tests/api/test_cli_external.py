"""`factdesk external import` against a desk that answers over a real socket."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from tests.api.meanwhile import worker_meanwhile
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.desk_parts import work_through

DUMP = json.dumps([review(url=f"https://x.example/{n}") for n in range(3)] + [5, {}])


def _import(desk: str, *arguments: str, text: str = "") -> Result:
    """The command with a worker that begins a moment later."""
    with worker_meanwhile(desk, "import", lambda: work_through(desk)):
        return CliRunner().invoke(main, ["external", "import", *arguments], input=text)


def test_a_file_ends_with_what_was_new_and_why_the_rest_was_skipped(
    desk: str, address: str, tmp_path: Path
) -> None:
    file, skipped = tmp_path / "=dump & more.json", tmp_path / "skipped.csv"
    file.write_text(DUMP)
    done = _import(desk, str(file), "--skipped", str(skipped))
    assert done.stdout == "=dump & more.json (import 1): 3 new, 0 updated, 0 unchanged, 2 skipped\n"
    assert "element 4: there is no ClaimReview in it" in done.stderr
    assert done.exit_code == 1
    assert skipped.read_text().splitlines() == [
        "file,place,reason",
        "'=dump & more.json,element 4,there is no ClaimReview in it",
        "'=dump & more.json,element 5,there is no ClaimReview in it",
    ]


def test_imports_are_deleted_by_their_numbers(desk: str, address: str) -> None:
    _import(desk, "-", "--json", text=json.dumps(review()))
    assert CliRunner().invoke(main, ["external", "remove", "1"]).stdout == "1: deleted\n"
    done = CliRunner().invoke(main, ["external", "remove", "1"])
    assert (done.exit_code, "there is no import 1" in done.output) == (1, True)


def test_standard_input_is_taken_and_json_given(desk: str, address: str) -> None:
    done = _import(desk, "-", "--json", text=json.dumps(review()))
    reported: Any = json.loads(done.stdout)
    assert (reported["stage"], reported["new"], done.exit_code) == ("done", 1, 0)


def test_what_the_desk_refuses_is_said(desk: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the file is empty" in CliRunner().invoke(main, ["external", "import", "-"], input="").output
    monkeypatch.setenv("FACTDESK_TOKEN", "fd_wrong")
    assert "unknown" in CliRunner().invoke(main, ["external", "import", "-"], input="[]").output
    done = CliRunner().invoke(main, ["external", "import", "-", "--timeout", "0"], input="[]")
    assert done.exit_code == 1


def test_the_command_s_former_name_still_works_and_is_not_listed(desk: str, address: str) -> None:
    assert "the file is empty" in CliRunner().invoke(main, ["checks", "import", "-"], input="").output
    listed = CliRunner().invoke(main, ["--help"]).stdout
    assert "\n  external " in listed
    assert "\n  checks " not in listed
