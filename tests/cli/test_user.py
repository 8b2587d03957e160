"""People are added from the terminal, beside a desk of settings and beside one that `factdesk up` runs."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from cli.operations.servers import keep_servers
from settings import given, settings
from store import people
from store.db import transaction

_VARIABLES = ("DATABASE_URL", "REDIS_URL", "FACTDESK_SECRET_KEY")


def _run(*arguments: str) -> Result:
    settings.cache_clear()
    return CliRunner().invoke(main, ["user", *arguments])


def test_somebody_is_added_to_the_desk_that_up_runs_here(
    desk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_servers(tmp_path, {name: str(given(name)) for name in _VARIABLES})
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path))
    for name in _VARIABLES:
        monkeypatch.delenv(name)
    added = _run("add", "eve@example.org", "--name", "Eve", "--role", "reviewer")
    assert added.exit_code == 0, added.output
    assert "/sign-in/" in added.output
    with transaction(desk) as conn:
        person = people.find_person_by_email(conn, "eve@example.org")
    assert person
    assert person.role == "reviewer"
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    link = _run("link", "eve@example.org")
    assert link.exit_code == 0, link.output
    assert link.output != added.output


def test_without_a_desk_one_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path))
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    refused = _run("add", "eve@example.org", "--name", "Eve")
    assert refused.exit_code == 1
    assert "start the desk of this machine with ./run up" in refused.output


def test_only_who_has_an_open_account_gets_a_link(desk: str) -> None:
    with transaction(desk) as conn:
        people.add_person(conn, "ada@example.org", "Ada", "admin")
        eve = people.add_person(conn, "eve@example.org", "Eve", "reviewer")
        people.change_person(conn, eve, role="reviewer", active=False)
    for email in ("eve@example.org", "nobody@example.org"):
        refused = _run("link", email)
        assert (refused.exit_code, "or the account is closed" in refused.output) == (1, True)
