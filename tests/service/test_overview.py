"""The overview: what needs somebody now, the figures of two weeks, and what a new desk should do next."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.desk.next_steps import next_steps
from service.language.formats import duration
from store import queue
from store.claims.workflow import STATES
from store.db import transaction
from store.lookups import sources
from store.lookups.sources import SourceInfo
from store.newsroom import error_reports
from store.statistics import summary
from store.verdicts import fact_checks
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, token


def _page(client: FlaskClient) -> str:
    return compact(unescape(client.get("/").get_data(as_text=True)))


def _now(client: FlaskClient) -> dict[str, str]:
    """What needs somebody, and where its list is."""
    shown = _page(client).split('aria-label="Needs somebody now">')[1].split("</section>")[0]
    found = re.findall(r'<a href="([^"]+)"><span><strong class="\w*">([^<]+)</strong> ([^<]+)</span>', shown)
    return {f"{number} {words}": address for address, number, words in found}


def _add_up(at: Desk) -> None:
    with transaction(at.url) as conn:
        conn.execute(text("DELETE FROM statistics"))


def test_a_new_desk_says_what_to_do_next(at: Desk, client: FlaskClient) -> None:
    page = _page(client)
    assert "What to do next" in page
    assert "Add an article, by its address or its text" in page
    assert "Nothing is on fire." in page
    at.publish(at.comes(POLAND), "False")
    assert "What to do next" not in _page(client)


def test_steps_that_were_done_are_marked() -> None:
    counts = dict.fromkeys(STATES, 0) | {"in_review": 1}
    steps = next_steps(admin=True, articles=True, feeds=False, people=1, named=True, counts=counts)
    assert [step["done"] for step in steps] == [True, False, True, True, False, False, True]
    assert len(next_steps(admin=False, articles=True, feeds=False, people=1, named=True, counts=counts)) == 5


def test_what_needs_somebody_leads_to_its_list(at: Desk, client: FlaskClient) -> None:
    back, review, waits = at.comes(POLAND), at.comes("The dam at Alder was inspected in March 2026."), None
    at.drafted(back, "False")
    at.step(back, "request_changes", at.reviewer, reason="Say who counted")
    at.drafted(review, "True")
    waits = at.comes("The town of Orlov has 41,000 inhabitants.")
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE suggestions SET outcome = 'refuted' WHERE claim_id = :id"), {"id": waits})
        sources.register_sources(conn, [SourceInfo("gdelt", "GDELT", True, per_minute=10, at_once=1)])
        for _ in range(sources.FAILURES):
            sources.record_failure(conn, "gdelt", "it is broken (500)")
        queue.add_jobs(conn, "split", [99])
        conn.execute(text("UPDATE work SET failed = true, reason = 'broken' WHERE kind = 'split'"))
    now = _now(client)
    assert now["1 source paused"] == "/sources"
    assert now["1 article not read"] == "/articles?stage=failed"
    assert now["1 to review"] == "/review"
    assert now["1 refuted, nobody has it"] == "/triage?suggestion=refuted"
    sent_back = client.get(now["1 sent back to you"], follow_redirects=True).get_data(as_text=True)
    assert "Poland has more than 38 million" in sent_back
    assert "dam at Alder" not in sent_back
    assert "GDELT" in _page(client)


def test_a_report_of_a_reader_needs_somebody(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    with transaction(at.url) as conn:
        check = fact_checks.find_fact_check(conn, claim_id)
        assert check
        error_reports.add_error_report(conn, check.id, "The year is wrong", "")
    [address] = [where for words, where in _now(client).items() if words == "1 report of a reader"]
    listed = client.get(address).get_data(as_text=True)
    assert "The year is wrong" in listed
    assert "wants no answer" in listed
    [form] = re.findall(r'action="(/reports/\d+/close)"', listed)
    assert client.post(form, data={"csrf": token(listed)}).status_code == 302
    assert "1 report of a reader" not in _now(client)
    assert "The year is wrong" not in client.get("/reports").get_data(as_text=True)
    assert "seen to by checker" in compact(client.get("/reports?show=closed").get_data(as_text=True))


def test_two_weeks_are_added_up_by_day_person_and_source(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE articles SET arrived_at = arrived_at - interval '3 hours'"))
        conn.execute(text("UPDATE audit SET at = at - interval '30 minutes' WHERE event = 'take'"))
    _add_up(at)
    page = _page(client)
    assert "half within <b>3 h</b>, nine of ten within <b>3 h</b>" in page
    with transaction(at.url) as conn:
        found = summary.get_summary(conn)
    today = datetime.now(UTC).date()
    assert [day.day for day in found.days] == [today - timedelta(days=13 - n) for n in range(14)]
    assert sum(day.articles for day in found.days) == 1
    assert sum(day.published for day in found.days) == 1
    people = {row.name: row for row in found.people}
    assert (people["checker"].judged, people["checker"].reviewed) == (1, 0)
    assert people["checker"].median == pytest.approx(1800, abs=60)
    assert (people["reviewer"].judged, people["reviewer"].reviewed) == (0, 1)
    assert "shelf" in {row.name for row in found.sources}
    assert f'href="/fact-checks?to={today}&from={today}">1</a>' in page
    assert "Poland has more" in client.get(f"/fact-checks?from={today}&to={today}").get_data(as_text=True)


def test_a_day_of_articles_is_a_list(at: Desk, client: FlaskClient) -> None:
    at.comes(POLAND)
    today = datetime.now(UTC).date()
    assert "Article 0" in client.get(f"/articles?day={today}").get_data(as_text=True)
    assert "Article 0" not in client.get(f"/articles?day={today - timedelta(days=1)}").get_data(as_text=True)
    assert client.get("/articles?day=soon").location == "/articles?left_out=day"


def test_figures_are_kept_for_five_minutes(at: Desk) -> None:
    with transaction(at.url) as conn:
        assert summary.update_summary(conn)
        assert not summary.update_summary(conn)
        conn.execute(text("UPDATE statistics SET computed_at = now() - interval '6 minutes'"))
    with transaction(at.url) as conn:
        assert summary.update_summary(conn)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "1 min"), (3900, "1 h 5 min"), (7200, "2 h"), (183_600, "2 d 3 h"), (172_860, "2 d")],
)
def test_a_stretch_of_time_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words
