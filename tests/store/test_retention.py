"""What is forgotten by age, and of a person who asks for it; and what must stay."""

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bench.scale.fill import fill
from cli.main import main
from settings import settings
from store import audit, people, sessions, tokens
from store.db import NotFound, transaction
from store.newsroom import error_reports
from store.operations import erasure, retention
from store.people import MACHINE
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person
from tests.fixtures.heard import hearing
from workers.tasks import forget


def _count(url: str, query: str) -> int:
    with transaction(url) as conn:
        return int(conn.execute(text(query)).scalar_one())


def test_only_what_nobody_refers_to_is_forgotten(desk: str) -> None:
    fill(desk, 1_000)
    published = _count(desk, "SELECT count(*) FROM fact_checks")
    waiting = _count(desk, "SELECT count(*) FROM claims WHERE state NOT IN ('declined', 'duplicate')")
    verdicts = _count(desk, "SELECT count(*) FROM verdicts")
    before = _count(desk, "SELECT count(*) FROM articles")
    with transaction(desk) as conn:
        conn.execute(text("UPDATE claims SET state = 'declined', decline_reason = 'opinion', duplicate_of = NULL, "
                          "owner_id = NULL, snoozed_until = NULL "
                          "WHERE article_id <= 8 AND id NOT IN (SELECT claim_id FROM verdicts)"))  # fmt: skip
        due = retention.count_due(conn, retention.Rules(articles=365, audit=365, sessions=30, captures=365))
        gone = retention.forget_due(conn, retention.Rules(articles=365, audit=365, sessions=30, captures=365))
    assert gone["articles"] == due["articles"] == before - _count(desk, "SELECT count(*) FROM articles") > 0
    assert gone["sessions"] == due["sessions"] > 0
    assert _count(desk, "SELECT count(*) FROM fact_checks") == published
    assert _count(desk, "SELECT count(*) FROM verdicts") == verdicts
    assert _count(desk, "SELECT count(*) FROM claims WHERE state NOT IN ('declined', 'duplicate')") <= waiting
    assert _count(desk, "SELECT count(*) FROM articles WHERE arrived_at > now() - interval '365 days'") > 0


def test_the_settings_are_the_rules_and_without_any_all_stays(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk, 1_000)
    sessions = _count(desk, "SELECT count(*) FROM sessions")
    forget.run()
    assert "everything is kept" in CliRunner().invoke(main, ["retain"]).output
    assert _count(desk, "SELECT count(*) FROM sessions") == sessions
    monkeypatch.setenv("FACTDESK_KEEP_SESSIONS_DAYS", "30")
    settings.cache_clear()
    assert "sessions older than 30 days\n" in CliRunner().invoke(main, ["retain"]).output
    assert _count(desk, "SELECT count(*) FROM sessions") == sessions
    forget.run()
    assert 0 < _count(desk, "SELECT count(*) FROM sessions") < sessions


def test_reports_of_readers_are_forgotten_once_somebody_has_seen_to_them(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.publish(at.comes(POLAND), "False")
    with transaction(desk) as conn:
        check_id = conn.execute(text("SELECT id FROM fact_checks WHERE slug IS NOT NULL")).scalar_one()
        old, new, _ = (
            error_reports.add_error_report(conn, check_id, said, "a@example.org")
            for said in ("old", "new", "open")
        )
        for report_id in (old, new):
            error_reports.close_error_report(conn, report_id, at.checker)
        conn.execute(text("UPDATE error_reports SET at = now() - interval '40 days'"))
        conn.execute(
            text("UPDATE error_reports SET closed_at = now() - interval '31 days' WHERE id = :id"), {"id": old}
        )
    with transaction(desk) as conn:
        assert retention.count_due(conn, retention.Rules(reports=30)) == {"reports": 1}
        assert retention.forget_due(conn, retention.Rules(reports=30)) == {"reports": 1}
    assert _count(desk, "SELECT count(*) FROM error_reports WHERE text IN ('new', 'open')") == 2
    assert _count(desk, "SELECT count(*) FROM error_reports") == 2


def test_the_command_deletes_until_nothing_is_due(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person(desk, "checker")
    with transaction(desk) as conn:
        for _ in range(3):
            sessions.begin_session(conn, 1, "127.0.0.1", "a browser")
        conn.execute(text("UPDATE sessions SET seen_at = now() - interval '31 days'"))
    monkeypatch.setenv("FACTDESK_KEEP_SESSIONS_DAYS", "30")
    settings.cache_clear()
    monkeypatch.setitem(retention._QUERIES, "sessions", (*retention._QUERIES["sessions"][:3], 2))
    said = CliRunner().invoke(main, ["retain", "--forget"]).output.splitlines()
    assert [line.split()[0] for line in said] == ["2", "1", "0"]
    assert said[0].endswith("sessions older than 30 days deleted")
    assert _count(desk, "SELECT count(*) FROM sessions") == 0


def test_a_person_is_erased_and_what_they_did_stays_under_a_number(desk: str) -> None:
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    at.publish(at.comes(POLAND), "False")
    in_hand = at.comes("The city has 5,000 trees.")
    at.step(in_hand, "take")
    with transaction(desk) as conn:
        tokens.create_token(conn, at.checker.id or 0, "a program of checker", ["read"])
        sessions.begin_session(conn, at.checker.id or 0, "127.0.0.1", "a browser that stays open")
        person_id = at.checker.id or 0
        audit.write_audit_entry(conn, at.checker, "person", person_id, "renamed", before="Ada", after="checker")
        audit.write_audit_entry(conn, at.reviewer, "person", person_id, "role", before="checker", after="reviewer")
        plan = erasure.plan_erasure(conn, "checker@example.org")
    assert plan.deleted["tokens.person_id"] == 1
    assert (plan.kept["verdicts.author_id"], plan.in_hand) == (1, 1)
    with hearing(desk) as heard:
        done = CliRunner().invoke(main, ["erase", "checker@example.org", "--erase"])
    assert [each.split()[0] for each in heard].count("session") == 1
    assert "1 claims are still in this person's hands" in done.output
    with transaction(desk) as conn:
        left = people.get_person(conn, at.checker.id or 0)
        entries = audit.list_audit_entries(conn, "claim", in_hand)
        entries_of_account = audit.list_audit_entries(conn, "person", person_id)
        rows = conn.execute(text("SELECT t::text FROM people t")).scalars().all()
        with pytest.raises(NotFound):
            erasure.erase_person(conn, "checker@example.org", MACHINE)
    assert (left.active, left.name) == (False, f"Former colleague {at.checker.id}")
    assert not [row for row in rows if "checker@example.org" in row or ("$argon2" in row and "erased" in row)]
    assert entries[0].actor == left.name
    assert [(each.event, each.before, each.after) for each in entries_of_account] == [
        ("erased", None, None), ("role", "checker", "reviewer"), ("renamed", None, None),
    ]  # fmt: skip
    assert _count(desk, "SELECT count(*) FROM tokens") == 0
