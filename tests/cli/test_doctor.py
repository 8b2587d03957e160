"""The doctor names what is wrong, and what to do."""

import pytest
import redis
from click.testing import CliRunner
from sqlalchemy import text

from cli.main import main
from cli.operations import doctor
from settings import settings
from store.db import transaction
from store.migrate import DatabaseUnfit, _check_pgvector
from store.operations.monitoring import difference_of_clocks
from tests.running.databases import named, run


def _run(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[int, str]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    done = CliRunner().invoke(main, ["doctor"])
    return done.exit_code, done.output


def test_a_server_that_is_away_and_a_short_key_are_named(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = _run(monkeypatch, REDIS_URL="redis://127.0.0.1:1/0", FACTDESK_BASE_URL="http://127.0.0.1:1")
    assert code == 1
    assert "FAILED Redis: does not answer" in said
    assert "FAILED web: http://127.0.0.1:1/readyz does not answer" in said
    assert "look   settings: FACTDESK_SECRET_KEY is short" in said
    assert "ok     PostgreSQL: 16" in said
    code, said = _run(monkeypatch, DATABASE_URL="postgresql://nobody@127.0.0.1:1/x")
    assert "FAILED PostgreSQL: does not answer" in said


def test_work_that_stands_still_and_a_paused_source_are_named(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        conn.execute(text("INSERT INTO work (kind, subject, due_at) VALUES ('split', 7, now() - interval '1 h')"))
        conn.execute(text("INSERT INTO work (kind, subject, failed, reason) VALUES ('embed', 7, true, 'why')"))
        conn.execute(
            text("INSERT INTO sources (name, title, switched_on, failures, reason, paused_until) "
                 "VALUES ('gazette', 'Gazette', true, 5, 'down', now() + interval '1 h')")
        )  # fmt: skip
        conn.execute(text("UPDATE alembic_version SET version_num = '0040'"))
    code, said = _run(monkeypatch)
    assert code == 1
    assert "FAILED work: 1 jobs of kind split wait, one for 60 minutes" in said
    assert "look   work: 1 jobs of kind embed were given up" in said
    assert "look   sources: gazette is paused after 5 failures" in said
    assert "migrations behind" in said
    assert "run `factdesk migrate`" in said


def test_a_database_of_another_encoding_and_one_that_is_away_are_named_by_each_command(
    desk: str, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(cluster, "CREATE DATABASE ascii_only ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    run(cluster, "CREATE DATABASE not_migrated TEMPLATE template0")
    add = ["user", "add", "a@example.org", "--name", "A"]
    for name, command, expected in (
        ("ascii_only", ["migrate"], "Error: the database is in SQL_ASCII; make it anew: CREATE DATABASE"),
        ("ascii_only", ["doctor"], "FAILED PostgreSQL: the database is in SQL_ASCII"),
        ("not_migrated", add, "Error: the database lacks tables of this version; run `factdesk migrate`"),
        ("not_there", ["migrate"], 'database "not_there" does not exist); `factdesk doctor` says more'),
        ("not_there", add, "Error: the database does not answer (connection failed"),
    ):
        monkeypatch.setenv("DATABASE_URL", named(cluster, name))
        settings.cache_clear()
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1
        assert expected in done.output


@pytest.mark.parametrize(("version", "said"), [(None, "has no pgvector"), ("0.7.4", "has pgvector 0.7.4")])
def test_a_server_without_what_searches_need_is_not_migrated(version: str | None, said: str) -> None:
    with pytest.raises(DatabaseUnfit, match=said):
        _check_pgvector(version)
    _check_pgvector("0.8.0")
    _check_pgvector("0.10")


@pytest.mark.parametrize(("policy", "is_named"), [("allkeys-lru", True), ("noeviction", False)])
def test_a_broker_that_may_throw_hints_away_is_named(
    desk: str, monkeypatch: pytest.MonkeyPatch, policy: str, is_named: bool
) -> None:
    info = redis.Redis.info
    monkeypatch.setattr(redis.Redis, "info", lambda self: {**info(self), "maxmemory_policy": policy})
    said = [finding.words for finding in doctor.check_broker()]
    assert (f"may throw away what it holds ({policy})" in said) is is_named


def test_an_old_server_and_a_wrong_clock_are_grave() -> None:
    assert doctor.judge_version("15.4").grave
    assert not doctor.judge_version("16.14 (Debian)").grave
    assert doctor.judge_clock(-90).words == "90 s ahead of the store's"
    assert doctor.judge_clock(90).grave
    assert not doctor.judge_clock(0.4).advice


@pytest.mark.parametrize(
    ("now", "difference"), [(100.0, 0.0), (103.0, 0.0), (104.0, 0.0), (109.0, 5.0), (95.0, -5.0)]
)
def test_a_slow_answer_is_no_difference_of_clocks(now: float, difference: float) -> None:
    assert difference_of_clocks(now, asked=100.0, answered=104.0) == difference


def test_without_settings_and_without_a_desk_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code, said = _run(monkeypatch, FACTDESK_DATA=str(tmp_path))
    settings.cache_clear()
    assert code == 1
    assert "DATABASE_URL is not set" in said
    assert "./run up" in said


def test_a_line_before_a_source_that_limits_lookups_is_no_fault(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = (
        "INSERT INTO work (kind, subject, due_at, concurrency_group) "
        "VALUES ('lookup', :n, now() - interval '1 h', :of)"
    )
    with transaction(desk) as conn:
        conn.execute(
            text("INSERT INTO sources (name, title, switched_on, at_once) VALUES ('gazette', 'Gazette', true, 2)")
        )
        conn.execute(text(add), {"n": 1, "of": "gazette"})
    assert "jobs of kind lookup wait" not in _run(monkeypatch)[1]
    with transaction(desk) as conn:
        conn.execute(text(add), {"n": 2, "of": "shelf"})
    assert "jobs of kind lookup wait, one for 60 minutes" in _run(monkeypatch)[1]


def test_a_store_of_a_newer_version_is_named(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    code, said = _run(monkeypatch)
    assert (code, "FAILED tables: this is of a newer version of Factdesk (migration 9999)" in said) == (1, True)
