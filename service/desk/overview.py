"""The overview: what needs somebody now, where claims stand, and how the last two weeks went. Each number leads to
its list.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, render_template

from service import auth, charts
from service.desk.next_steps import NeedsSomebody, needs_somebody, next_steps
from service.request.transaction import transaction
from store import progress
from store.claims import counts as claim_counts
from store.db import Connection
from store.feeds import feeds
from store.lookups import sources
from store.newsroom import profile
from store.people import list_people
from store.sample import contents, removal
from store.statistics import attention, summary
from store.statistics.summary import Summary

blueprint = Blueprint("overview", __name__)
_WIDTH: Final = 720
_HEIGHT: Final = 104


@blueprint.get("/")
@auth.desk()
def overview_page() -> str:
    """The overview."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction() as conn:
        found = summary.get_summary(conn)
        counts = claim_counts.count_claims_by_state(conn)
        shown: dict[str, object] = {
            "now": _now(conn),
            "arrived": attention.count_arrivals(conn, today),
            "failed": progress.list_articles(conn, stage="failed", limit=5),
            "newest": progress.list_articles(conn, limit=5),
            "sample": contents.is_sample_present(conn),
            "steps": _steps(conn, counts),
        }
    shown |= {"counts": counts, "summary": found, "charts": _charts(found), "today": today.date()}
    return render_template("desk/overview.html", **shown)


def _now(conn: Connection) -> list[NeedsSomebody]:
    person_id = auth.actor().id or 0
    waiting = attention.read_attention(conn, person_id)
    paused = [row for row in sources.list_sources(conn) if row.switched_on and (row.paused or row.failures)]
    return needs_somebody(waiting, paused, feeds.count_feeds_by_health(conn), person_id,
                          admin=auth.actor().role == "admin")  # fmt: skip


def _steps(conn: Connection, counts: dict[str, int]) -> list[dict[str, object]]:
    """What a new desk lacks; nothing once a fact-check was published."""
    if counts["published"] + counts["withdrawn"] + counts["correction_pending"]:
        return []
    return next_steps(
        admin=auth.actor().role == "admin",
        articles=bool(progress.list_articles(conn, limit=1)),
        feeds=bool(feeds.list_feeds(conn, limit=1)),
        people=len(list_people(conn)),
        named=profile.get_newsroom(conn).name is not None,
        counts=counts,
    )


def _charts(found: Summary) -> dict[str, object]:
    """The places of bars and lines of the two weeks."""
    medians: Sequence[float | None] = [day.median for day in found.days]
    return {
        "articles": charts.bars([day.articles for day in found.days], width=_WIDTH, height=_HEIGHT),
        "median": charts.line_chart(medians, width=_WIDTH, height=_HEIGHT, from_zero=True),
    }


@blueprint.get("/sample/clear")
@auth.desk("admin")
def clear_sample_page() -> str:
    """What clearing the sample away would remove and keep, and the question whether to do it."""
    with transaction() as conn:
        return render_template("desk/clear_sample.html", removal=removal.plan_sample_removal(conn), done=False)


@blueprint.post("/sample/clear")
@auth.desk("admin")
def clear_sample() -> str:
    """Clear the sample away and say what was done."""
    with transaction() as conn:
        done = removal.remove_sample(conn, auth.actor())
    return render_template("desk/clear_sample.html", removal=done, done=True)
