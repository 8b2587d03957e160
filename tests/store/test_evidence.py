"""Evidence is frozen: it stands where it stood in what was captured, whatever becomes of it later."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from alembic import command
from alembic.config import Config
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text

from checks.types.answer import Found
from checks.types.passage import Passage
from checks.types.stance import Finding
from service.app import create_app
from service.desk.claims.evidence import window
from store.claims import transitions
from store.claims.workflow import TransitionInput
from store.db import engine, transaction
from store.lookups import evidence, lookups, snapshots
from store.lookups.snapshots import LONGEST, freeze
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.desk_parts import article, person, sign_in, spaced, work_through

WHOLE = "The ministry met on Monday. It counted 130,000 soldiers near the border. <b>Nobody</b> was surprised."
QUOTED = "It counted 130,000 soldiers near the border."
PASSAGE = Passage(
    QUOTED,
    "paragraph 2",
    "Daily",
    "https://example.org/a",
    author="Jane Roe",
    captured=WHOLE,
    start=28,
    version="r7",
)
ANY = st.text(st.characters(codec=None), max_size=60)


@given(ANY, ANY, ANY, st.integers(-200, 200))
def test_a_passage_stands_where_it_says(before: str, quoted: str, after: str, start: int) -> None:
    frozen = freeze(Passage(quoted, "", "", captured=before + quoted + after, start=start))
    assert frozen.text[frozen.start : frozen.end] == frozen.quoted
    assert len(frozen.quoted) == len(quoted)
    assert len(frozen.sha256) == 32
    assert "\x00" not in frozen.text


def test_offsets_that_do_not_fit_are_looked_for_and_a_passage_that_is_nowhere_stands_alone() -> None:
    assert (freeze(PASSAGE).start, freeze(replace(PASSAGE, start=3)).start) == (28, 28)
    alone = freeze(replace(PASSAGE, captured="Something else."))
    assert (alone.text, alone.start) == (QUOTED, 0)
    assert freeze(replace(PASSAGE, captured=None, start=5)).text == QUOTED


def test_of_a_long_text_the_surroundings_are_kept() -> None:
    long = "x " * LONGEST + QUOTED + " y" * LONGEST
    frozen = freeze(replace(PASSAGE, captured=long))
    assert frozen.quoted == QUOTED
    assert len(frozen.text) <= LONGEST
    assert frozen.text.startswith("x ")
    assert frozen.text.endswith(" y")


def _answered(conn: Connection, passages: Sequence[Passage], lookup_id: int = 1) -> None:
    findings = [Finding("supports", "it says so", 0.9, passage) for passage in passages]
    lookups.start_lookup(conn, lookup_id)
    lookups.record_answer(conn, lookup_id, Found(tuple(passages), ()), findings)


def test_what_was_captured_is_kept_once_with_the_answer(desk: str) -> None:
    article(desk, person(desk, "checker"))
    with transaction(desk) as conn:
        _answered(conn, [PASSAGE, replace(PASSAGE, text="Nobody", start=77)])
        first, second = evidence.list_evidence(conn, 1)
        assert first.sha256 == second.sha256 == hashlib.sha256(WHOLE.encode()).digest()
        kept = evidence.get_captured_evidence(conn, 1, first.id)
        assert kept.captured[first.start : first.end] == first.text == QUOTED
        assert (first.author, first.version, first.alone) == ("Jane Roe", "r7", False)
    with engine(desk).connect() as conn, conn.begin() as undone:
        _answered(conn, [replace(PASSAGE, captured="It is new. " + QUOTED)])
        undone.rollback()
    with transaction(desk) as conn:
        assert conn.execute(select(func.count()).select_from(snapshots.captures)).scalar_one() == 1
        _answered(conn, [replace(PASSAGE, captured=None)])
        (alone,) = evidence.list_evidence(conn, 1)
        assert (alone.alone, alone.start, alone.end) == (True, 0, len(QUOTED))
        evidence.delete_unquoted_captures(conn)
        assert conn.execute(select(snapshots.captures.c.text)).scalars().all() == [QUOTED]


def test_what_a_verdict_cites_stays_as_captured(desk: str) -> None:
    checker = person(desk, "checker")
    article(desk, checker)
    with transaction(desk) as conn:
        _answered(conn, [PASSAGE])
        cited = evidence.list_evidence(conn, 1)[0].id
        row = transitions.apply_transition(conn, 1, "take", checker, 2, TransitionInput())
        transitions.write_verdict(
            conn, 1, VerdictContent("True", "So it is.", "It is.", [cited]), checker, row.version
        )
        _answered(conn, [replace(PASSAGE, captured="Now it is. " + QUOTED, start=11)])
        assert evidence.get_captured_evidence(conn, 1, cited).captured == WHOLE
        assert len(evidence.list_evidence(conn, 1)) == 2


def test_copies_are_marked_whenever_a_claim_gets_its_suggestion(desk: str) -> None:
    article(desk, person(desk, "checker"))
    mirror = replace(PASSAGE, publisher="Mirror", url="https://mirror.example/1")
    other = replace(PASSAGE, text="The mayor counted no more than 90 of them.", captured=None, url=None)
    with transaction(desk) as conn:
        _answered(conn, [PASSAGE, mirror, other])
    work_through(desk)
    with transaction(desk) as conn:
        first, copy, alone = evidence.list_evidence(conn, 1)
        assert (first.copy_of, copy.copy_of, alone.copy_of) == (None, first.id, None)
        row = conn.execute(text("SELECT evidence_ids, strength FROM suggestions WHERE claim_id = 1")).one()
        assert row.evidence_ids == [first.id, alone.id]
        assert row.strength == pytest.approx(0.81)
        _answered(conn, [mirror])
    work_through(desk)
    with transaction(desk) as conn:
        assert [row.copy_of for row in evidence.list_evidence(conn, 1)] == [None]


@pytest.fixture
def client(desk: str) -> FlaskClient:
    checker = person(desk, "checker")
    article(desk, checker)
    with transaction(desk) as conn:
        _answered(conn, [PASSAGE, replace(PASSAGE, publisher="Mirror", url="javascript:alert(1)")])
    work_through(desk)
    browser = create_app().test_client()
    sign_in(browser, "checker")
    return browser


def test_the_desk_shows_where_a_passage_stood(client: FlaskClient) -> None:
    page = spaced(client.get("/claims/1").get_data(as_text=True))
    assert "Daily, Jane Roe" in page
    assert "1 copy of it: Mirror" in page
    assert "Supports · 1<" in page
    assert "javascript:" not in page
    context = client.get("/claims/1/evidence/1").get_data(as_text=True)
    assert f'Monday. <mark class="mark on" id="passage">{QUOTED}</mark> &lt;b&gt;Nobody' in context
    assert "version r7" in context
    assert client.get("/claims/2/evidence/1").status_code == 404


def test_a_long_text_is_shown_in_a_window_cut_between_words() -> None:
    shown = window("one two three four five six", 8, 13, around=7)
    assert (shown.before, shown.quoted, shown.after) == (" two ", "three", " four")
    assert (shown.hidden_before, shown.hidden_after) == (3, 9)
    assert window("one", 0, 3).hidden_after == 0


def test_evidence_from_before_stays_and_a_process_of_the_version_before_goes_on(
    cluster: str, database_url: str
) -> None:
    """Down to the version before by hand, since migrations only go up."""
    config = Config()
    config.set_main_option("script_location", "store/migrations")
    old = "INSERT INTO evidence (claim_id, lookup_id, text, locator, publisher, sha256, stance, reason) " \
          "VALUES (1, 1, 'Ünder', 'p. 1', 'Daily', sha256(convert_to('Ünder', 'UTF8')), 'none', 'r')"  # fmt: skip
    with engine(database_url).connect() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
        conn.execute(text("CREATE EXTENSION vector"))
        conn.commit()
        config.attributes["connection"] = conn
        command.upgrade(config, "0006")
        conn.execute(text("INSERT INTO articles (title, url, arrived_by) VALUES ('t', 'https://e.org', 'api')"))
        conn.execute(
            text(
                "INSERT INTO revisions (article_id, number, received, format, sha256) VALUES (1, 1, 'x', 'text', '')"
            )
        )
        conn.execute(text("INSERT INTO claims (revision_id, article_id, start, \"end\", text, statement, kind, "
                          "worth, reasons) VALUES (1, 1, 0, 1, 'x', 'x', 'event', 0.5, '[]')"))  # fmt: skip
        conn.execute(text("INSERT INTO lookups (claim_id, source) VALUES (1, 'shelf')"))
        conn.execute(text(old))
        conn.execute(text(old))
        conn.commit()
        command.upgrade(config, "head")
        conn.execute(text(old.replace("Ünder", "Over")))
        rows = conn.execute(
            text('SELECT c.text, e.start, e."end" FROM evidence e JOIN captures c USING (sha256) ORDER BY id')
        )
        assert [tuple(row) for row in rows] == [("Ünder", 0, 5), ("Ünder", 0, 5), ("Over", 0, 4)]
