"""What webhooks are told of a fact-check that is under an embargo: what is true at its end, and nothing before."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from store.claims import transitions
from store.claims.claims import get_claim
from store.claims.workflow import TransitionInput
from store.db import Connection, transaction
from store.people import Actor
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.desk_parts import article, person
from tests.fixtures.outside import Outside
from tests.workers.webhooks.test_deliver import deliver_all, log, make_due, receiver, subscribe, verified  # noqa: F401


def reported(receiver: Outside) -> list[str]:  # noqa: F811
    """What was sent to the receiver, without what a browser asks a server that had its port before."""
    return [path for path, _ in receiver.asked if path != "/live"]


def _step(conn: Connection, action: str, actor: Actor, **given: Any) -> None:
    claim_id = int(conn.execute(text("SELECT min(id) FROM claims")).scalar_one())
    version = get_claim(conn, claim_id).version
    transitions.apply_transition(conn, claim_id, action, actor, version, TransitionInput(**given))


def _publish(conn: Connection, writer: Actor, reviewer: Actor, summary: str, **given: Any) -> None:
    """Publish the first claim, which is new or being corrected."""
    claim_id = int(conn.execute(text("SELECT min(id) FROM claims")).scalar_one())
    if get_claim(conn, claim_id).state != "correction_pending":
        _step(conn, "take", writer)
    version = get_claim(conn, claim_id).version
    content = VerdictContent("Unproven", summary, "Nothing was found.")
    transitions.write_verdict(conn, claim_id, content, writer, version)
    _step(conn, "submit", writer)
    _step(conn, "approve", reviewer)
    _step(conn, "publish", reviewer, **given)


def test_no_fact_check_is_announced_before_its_embargo_is_over(desk: str, receiver: Outside) -> None:  # noqa: F811
    writer, reviewer = person(desk, "checker"), person(desk, "reviewer")
    article(desk, writer)
    webhook_id, secret = subscribe(desk, receiver.url, "fact_check.published")
    until = datetime.now(UTC) + timedelta(hours=2)
    with transaction(desk) as conn:
        _publish(conn, writer, reviewer, "Nobody knows.", embargo_until=until)
    deliver_all(desk)
    (delivery,) = log(desk, webhook_id)
    assert (reported(receiver), delivery.state, delivery.attempts, delivery.due_at) == ([], "waiting", 0, until)
    make_due(desk)  # as when the webhook is resumed, or well again
    deliver_all(desk)
    assert reported(receiver) == []
    with transaction(desk) as conn:
        conn.execute(text("UPDATE deliveries SET not_before = now()"))
    make_due(desk)
    deliver_all(desk)
    assert verified(receiver, 0, secret)["data"]["embargo_until"].startswith(f"{until:%Y-%m-%dT%H:%M}")


def test_nothing_is_announced_that_was_changed_or_withdrawn_before_its_embargo_was_over(
    desk: str,
    receiver: Outside,  # noqa: F811
) -> None:
    writer, reviewer = person(desk, "checker"), person(desk, "reviewer")
    article(desk, writer)
    events_of_checks = ("fact_check.published", "fact_check.corrected", "fact_check.withdrawn")
    webhook_id, _ = subscribe(desk, receiver.url, *events_of_checks)
    until = datetime.now(UTC) + timedelta(hours=2)
    with transaction(desk) as conn:
        _publish(conn, writer, reviewer, "It was the mayor.", embargo_until=until)
        _step(conn, "correct", writer, reason="it was not the mayor")
        _publish(conn, writer, reviewer, "Nobody knows.")
    (delivery,) = log(desk, webhook_id)
    assert (delivery.event, delivery.due_at) == ("fact_check.published", until)
    reported = json.loads(delivery.body)["data"]
    assert (reported["summary"], reported["corrected_at"], reported["note"]) == ("Nobody knows.", None, None)
    with transaction(desk) as conn:
        _step(conn, "withdraw", reviewer, reason="it was about another town")
    assert log(desk, webhook_id) == []
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM work WHERE kind = 'deliver'")).scalar() == 0
