"""Sources switched and told their keys in the desk: before the environment, without a restart, and never shown."""

import pytest
from sqlalchemy import select

from settings import settings
from store import audit
from store.db import transaction
from store.lookups import lookups, source_settings, source_tests, sources
from store.people import Actor, Refused
from store.transfer.tables import exported_tables
from tests.fixtures.desk_parts import article, person, work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import NAME, claimed, forget
from workers import source_runtime
from workers.sources import source_test
from workers.tasks import lookup

BRIDGE = "The old bridge in Tartu was closed in 2021."
SECRET = "s3cret-of-the-gazette"


@pytest.fixture
def admin(desk: str) -> Actor:
    return person(desk, "admin")


def _change(url: str, actor: Actor, name: str = NAME, **changes: object) -> sources.SourceRecord:
    with transaction(url) as conn:
        return source_settings.change_source(conn, name, actor, **changes)  # type: ignore[arg-type]


def _outcome(url: str) -> tuple[str | None, str | None]:
    """Of one lookup of a new claim at the gazette."""
    ((claim_id, lookup_id),) = claimed(url, BRIDGE)
    source_runtime.refresh(most_seconds=0.0)  # as two seconds later
    lookup.run(lookup_id)
    with transaction(url) as conn:
        (row,) = lookups.list_lookups(conn, claim_id)
    return row.outcome, row.reason


def test_the_desk_goes_before_the_environment_without_a_restart(desk: str, gazette: Outside, admin: Actor) -> None:
    gazette.reply = lambda _: Reply({"texts": []})
    assert NAME in source_runtime.enabled_sources()
    off = _change(desk, admin, switched_on=False)
    assert (off.switched_on, off.missing) == (False, "it is switched off in the desk")
    assert _outcome(desk) == ("could not ask", "this source is not switched on")
    assert gazette.asked == []

    assert _change(desk, admin, switched_on=True).switched_on
    source_runtime.refresh(most_seconds=0.0)
    assert NAME in source_runtime.enabled_sources()
    assert _change(desk, admin, inherit=True).missing is None
    with transaction(desk) as conn:  # as a worker that starts says it
        source_runtime.register(conn)
        assert sources.get_source(conn, NAME).switched_on
        events = list(
            conn.execute(select(audit.audit.c.event).where(audit.audit.c.subject_kind == "source").order_by("id"))
            .scalars()
        )  # fmt: skip
    assert events == ["switched off", "switched on", "left to the environment"]


def test_a_source_that_the_environment_does_not_name_is_asked_once_it_is_switched_on(
    desk: str, gazette: Outside, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SOURCES", "")
    forget()
    with transaction(desk) as conn:
        source_runtime.register(conn)
        assert sources.get_source(conn, NAME).missing == "it is switched off"
    gazette.reply = lambda _: Reply({"texts": ["Tartu has 97,000 inhabitants."]})
    assert _change(desk, admin, switched_on=True).switched_on
    source_runtime.refresh(most_seconds=0.0)
    article(desk, admin, "Tartu has more than 90,000 inhabitants.")
    assert len(gazette.asked) == 1


def test_without_somebody_to_write_to_no_source_is_switched_on(
    desk: str, gazette: Outside, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SOURCES", "")
    monkeypatch.setenv("FACTDESK_CONTACT", "")
    forget()
    with transaction(desk) as conn:
        source_runtime.register(conn)
    row = _change(desk, admin, switched_on=True)
    assert (row.switched_on, row.missing) == (False, source_settings.NO_CONTACT)
    source_runtime.refresh(most_seconds=0.0)
    assert NAME not in source_runtime.enabled_sources()


def test_a_key_of_the_desk_is_sent_and_kept_sealed(desk: str, gazette: Outside, admin: Actor) -> None:
    gazette.reply = lambda _: Reply({"texts": []})
    _change(desk, admin, values={"key": SECRET})
    assert _outcome(desk)[0] == "nothing"
    assert f"key={SECRET}" in gazette.asked[-1][0]
    with transaction(desk) as conn:
        (sealed,) = conn.execute(select(source_settings.source_settings.c.sealed)).scalars()
        entries = audit.list_audit_entries(conn, "source", 0)
        setting = source_settings.list_source_settings(conn)[NAME]
    assert SECRET.encode() not in bytes(sealed)
    assert [entry.details for entry in entries] == [{"options": ["key"]}]
    assert SECRET not in repr(entries) + repr(setting)
    (table,) = (table for table in exported_tables() if table.name == "source_settings")
    assert "sealed" not in table.columns

    _change(desk, admin, values={"key": ""})
    with transaction(desk) as conn:
        assert source_settings.list_source_settings(conn)[NAME].values == {}


def test_what_was_sealed_with_another_key_is_asked_for_again(
    desk: str, gazette: Outside, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _change(desk, admin, values={"key": SECRET})
    monkeypatch.setenv("FACTDESK_SECRET_KEY", "another key of the desk, as long as the first one")
    forget()
    with transaction(desk) as conn:
        setting = source_settings.list_source_settings(conn)[NAME]
    assert (setting.unreadable, dict(setting.values)) == (True, {})


def test_what_cannot_be_set_in_the_desk_is_refused(desk: str, gazette: Outside, admin: Actor) -> None:
    for name, changes, field in (
        ("shelf", {"switched_on": False}, "switched_on"),
        (NAME, {"values": {"address": "http://127.0.0.1/inside"}}, "address"),
        (NAME, {"values": {"colour": "red"}}, "colour"),
        (NAME, {"values": {"key": "a\nb"}}, "key"),
        (NAME, {"values": {"key": "x" * 1001}}, "key"),
    ):
        with pytest.raises(Refused) as error:
            _change(desk, admin, name, **changes)  # type: ignore[arg-type]
        assert error.value.field == field


def _tested(url: str, actor: Actor, name: str = NAME) -> tuple[str | None, str]:
    with transaction(url) as conn:
        test_id = source_tests.add_test(conn, name, actor)
    source_test.run(test_id)
    source_test.run(test_id)  # the same hint once more asks nobody again
    with transaction(url) as conn:
        found = source_tests.list_tests(conn)[name]
    return found.outcome, found.words


def test_a_test_says_in_words_what_came_of_it(desk: str, gazette: Outside, admin: Actor) -> None:
    gazette.reply = lambda _: Reply({"texts": ["Germany has 83 million inhabitants."]})
    assert _tested(desk, admin) == ("found", f"It answers: found 1 passage for “{source_test.STATEMENT}”")
    assert len(gazette.asked) == 1
    gazette.reply = lambda _: Reply({"texts": []})
    assert _tested(desk, admin) == ("nothing", f"It answers, and has nothing on “{source_test.STATEMENT}”")
    gazette.reply = lambda _: Reply({"error": "bad key"}, 403)
    outcome, words = _tested(desk, admin)
    assert outcome == "could not ask"
    assert words.startswith("It could not be asked: ")
    assert "403" in words


def test_a_source_is_tested_before_it_is_switched_on(desk: str, gazette: Outside, admin: Actor) -> None:
    gazette.reply = lambda _: Reply({"texts": []})
    _change(desk, admin, switched_on=False, values={"key": SECRET})
    assert _tested(desk, admin)[0] == "nothing"
    assert SECRET in gazette.asked[-1][0]


def test_a_test_goes_through_the_queue(desk: str, gazette: Outside, admin: Actor) -> None:
    gazette.reply = lambda _: Reply({"texts": []})
    with transaction(desk) as conn:
        source_tests.add_test(conn, NAME, admin)
    work_through(desk)
    with transaction(settings().database_url) as conn:
        assert source_tests.list_tests(conn)[NAME].outcome == "nothing"
