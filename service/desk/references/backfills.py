"""Having sources asked again for all claims that wait, and stopping that."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.request.transaction import transaction
from store.claims import counts
from store.claims.workflow import OPEN
from store.db import Connection
from store.lookups import backfills
from store.lookups.backfills import Backfill
from workers import enqueue

blueprint = Blueprint("backfills", __name__)
_MOST_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class BackfillStatus:
    """What pages show: how many claims wait, what runs, and the last one that ended."""

    waiting: int
    running: list[Backfill]
    last: Backfill | None


def read_status(conn: Connection, *names: str) -> BackfillStatus:
    """How backfills stand: of exactly these sources where any are named, else of all."""
    states = counts.count_claims_by_state(conn)
    newest = backfills.list_backfills(conn, limit=_MOST_LOOKED_AT)
    mine = [row for row in newest if not names or row.sources == sorted(names)]
    return BackfillStatus(
        sum(states[state] for state in OPEN),
        [row for row in mine if row.ended_at is None],
        next((row for row in mine if row.ended_at is not None), None),
    )


@blueprint.post("/backfills")
@auth.desk()
def start_backfill() -> Response:
    """Ask the named sources, or all, again for all claims that wait."""
    with transaction() as conn:
        started = backfills.start_backfill(conn, request.form.getlist("source"), auth.actor())
    enqueue.enqueue(backfills.KIND, [started.id])
    return forms.back(url_for("sources.sources_page"))


@blueprint.post("/backfills/<int:backfill_id>/stop")
@auth.desk()
def stop_backfill(backfill_id: int) -> Response:
    """Stop it; what was queued is still asked."""
    with transaction() as conn:
        backfills.stop_backfill(conn, backfill_id, auth.actor())
    return forms.back(url_for("sources.sources_page"))
