"""Who else looks at a claim: for how long they are named, in which order, and whose traces are removed."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from store.db import Connection, transaction
from store.triage.viewers import LOOKING, claim_viewers, note_viewer
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def _looked(conn: Connection, person_id: int, ago: timedelta) -> None:
    own = sa.update(claim_viewers).where(claim_viewers.c.person_id == person_id)
    conn.execute(own.values(seen_at=sa.func.now() - ago))


def test_others_are_named_in_order_as_long_as_they_look(at: Desk) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    zoe, adam, eve = (person(at.url, "checker", name).id or 0 for name in ("zoe", "adam", "eve"))
    with transaction(at.url) as conn:  # in which the time stands still
        assert note_viewer(conn, first, zoe) == []
        assert note_viewer(conn, first, adam) == ["zoe"]
        assert note_viewer(conn, first, eve) == ["adam", "zoe"]
        assert note_viewer(conn, second, eve) == []
        assert note_viewer(conn, first, adam) == ["eve", "zoe"]
        _looked(conn, zoe, LOOKING)
        assert note_viewer(conn, first, adam) == ["eve", "zoe"]
        _looked(conn, zoe, LOOKING + timedelta(microseconds=1))
        assert note_viewer(conn, first, adam) == ["eve"]
        assert note_viewer(conn, first, zoe) == ["adam", "eve"]


def test_only_one_s_own_traces_are_removed_and_only_old_ones(at: Desk) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    zoe, adam = (person(at.url, "checker", name).id or 0 for name in ("zoe", "adam"))
    traces = sa.select(claim_viewers.c.person_id, claim_viewers.c.claim_id).order_by(*claim_viewers.primary_key)
    with transaction(at.url) as conn:
        for who in (zoe, adam):
            note_viewer(conn, second, who)
        _looked(conn, zoe, LOOKING)
        _looked(conn, adam, 2 * LOOKING)
        note_viewer(conn, first, zoe)
        assert conn.execute(traces).all() == [(zoe, first), (zoe, second), (adam, second)]
        note_viewer(conn, first, adam)
        assert conn.execute(traces).all() == [(zoe, first), (zoe, second), (adam, first)]
