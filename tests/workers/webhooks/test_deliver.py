"""Events delivered to webhooks by the workers' own code, over real HTTP to a receiver on loopback that verifies
them.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from settings import settings
from store import queue
from store.claims import transitions
from store.claims.claims import get_claim
from store.claims.workflow import TransitionInput
from store.db import Connection, NotFound, transaction
from store.deliveries import deliveries, events, webhooks
from store.deliveries.deliveries import Delivery
from store.deliveries.tables import EVENTS
from store.deliveries.webhooks import Webhook
from store.people import MACHINE, Actor
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.desk_parts import article, person
from tests.fixtures.outside import Outside, Reply, outside
from workers.tasks import deliver, sweep
from workers.webhooks.schedule import DELAYS, GIVEN_UP_AFTER, Failure, plan_retry
from workers.webhooks.signature import sign


@pytest.fixture
def receiver(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A receiver that may be sent to though it is on this machine."""
    with outside() as played:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", played.url.removeprefix("http://"))
        for kept in (settings, deliver._web):
            kept.cache_clear()
        yield played
    for kept in (settings, deliver._web):
        kept.cache_clear()


def subscribe(url: str, address: str, *events_: str) -> tuple[int, str]:
    """A webhook of these events, all where none is named: its id and secret."""
    with transaction(url) as conn:
        return webhooks.add_webhook(conn, f"{address}/hook", events_ or EVENTS, MACHINE)


def deliver_all(url: str) -> None:
    """Do the deliveries that are due, in their order, each once."""
    query = select(queue.work.c.subject).where(queue.work.c.kind == "deliver", ~queue.work.c.failed)
    with transaction(url) as conn:
        subjects = conn.execute(query.order_by(queue.work.c.subject)).scalars().all()
    for subject in subjects:
        deliver.run(subject)


def make_due(url: str) -> None:
    """Let the time pass until everything that waits is due."""
    with transaction(url) as conn:
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'deliver'"))


def log(url: str, webhook_id: int) -> list[Delivery]:
    """The deliveries of a webhook, the oldest first."""
    with transaction(url) as conn:
        return deliveries.list_deliveries(conn, webhook_id, limit=1000)[::-1]


def state(url: str, webhook_id: int) -> Webhook:
    """A webhook as it stands."""
    with transaction(url) as conn:
        return webhooks.get_webhook(conn, webhook_id)


def add_test_event(url: str, webhook_id: int) -> int:
    with transaction(url) as conn:
        return events.send_test_event(conn, webhook_id)


def verified(receiver: Outside, number: int, secret: str) -> Any:
    """What was received, after its signature was verified as Standard Webhooks says."""
    headers, body = receiver.asked[number][1], receiver.sent[number]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["content-type"] == "application/json"
    return json.loads(body)


def test_the_signature_is_that_of_the_published_example() -> None:
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    assert sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body, secret) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_an_article_and_its_claims_are_announced(desk: str, receiver: Outside) -> None:
    webhook_id, secret = subscribe(desk, receiver.url)
    article_id = article(desk, person(desk, "checker"))
    deliver_all(desk)
    reported = [verified(receiver, n, secret) for n in range(len(receiver.asked))]
    changed = [each["data"] for each in reported if each["type"] == "claim.state_changed"]
    assert {(each["state_before"], each["state"], each["article_id"]) for each in changed} == {
        ("new", "triage", article_id)
    }
    ready = [each for each in reported if each["type"] == "article.ready"]
    assert [each["data"]["article_id"] for each in ready] == [article_id]
    assert ready[0]["data"]["claims"] == len(changed) == 2
    assert ready[0]["timestamp"].endswith("Z")
    assert {each.state for each in log(desk, webhook_id)} == {"delivered"}
    assert len({headers["webhook-id"] for _, headers in receiver.asked}) == len(reported)


def test_a_verdict_is_announced_from_submission_to_withdrawal(desk: str, receiver: Outside) -> None:
    writer, reviewer = person(desk, "checker"), person(desk, "reviewer")
    article_id = article(desk, writer)
    with transaction(desk) as conn:
        claim_id = int(
            conn.execute(text("SELECT min(id) FROM claims WHERE article_id = :a"), {"a": article_id}).scalar_one()
        )
    wanted = [event for event in EVENTS if event.startswith(("verdict", "fact_check"))]
    _, secret = subscribe(desk, receiver.url, *wanted)

    def step(action: str, actor: Actor, **given: Any) -> None:
        with transaction(desk) as conn:
            version = get_claim(conn, claim_id).version
            transitions.apply_transition(conn, claim_id, action, actor, version, TransitionInput(**given))

    def write() -> None:
        with transaction(desk) as conn:
            version = get_claim(conn, claim_id).version
            transitions.write_verdict(
                conn,
                claim_id,
                VerdictContent("Unproven", "Nobody knows.", "Nothing was found.", ()),
                writer,
                version,
            )

    step("take", writer)
    write()
    step("submit", writer)
    step("approve", reviewer)
    step("publish", reviewer)
    step("correct", writer, reason="a number was wrong")
    write()
    step("submit", writer)
    step("approve", reviewer)
    step("publish", reviewer)
    step("withdraw", reviewer, reason="it was about another town")
    deliver_all(desk)
    reported = [verified(receiver, n, secret) for n in range(len(receiver.asked))]
    assert [each["type"] for each in reported] == [
        "verdict.submitted", "verdict.approved", "fact_check.published",
        "verdict.submitted", "verdict.approved", "fact_check.corrected", "fact_check.withdrawn",
    ]  # fmt: skip
    assert {each["data"]["claim_id"] for each in reported} == {claim_id}
    assert reported[1]["data"]["reviewer_id"] == reviewer.id
    assert reported[2]["data"]["corrected_at"] is None
    assert reported[5]["data"]["note"] == "a number was wrong"
    assert reported[6]["data"]["note"] == "it was about another town"
    assert reported[6]["data"]["withdrawn_at"].endswith("Z")


def test_what_is_rolled_back_is_announced_to_nobody(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)

    def fail(conn: Connection) -> None:
        events.send_test_event(conn, webhook_id)
        raise NotFound("something else went wrong")

    with pytest.raises(NotFound), transaction(desk) as conn:
        fail(conn)
    deliver_all(desk)
    assert (log(desk, webhook_id), receiver.asked) == ([], [])


def test_a_failure_is_tried_again_under_the_same_id_and_holds_the_others_back(
    desk: str, receiver: Outside
) -> None:
    webhook_id, secret = subscribe(desk, receiver.url)
    receiver.reply = lambda n: Reply({"sorry": "down"}, status=503 if n == 1 else 200)
    first, second = add_test_event(desk, webhook_id), add_test_event(desk, webhook_id)
    deliver_all(desk)
    assert len(receiver.asked) == 1, "the second one waits for the address to be well again"
    one, two = log(desk, webhook_id)
    assert (one.state, one.attempts, one.status, one.reason) == ("waiting", 1, 503, "it answered 503")
    assert (two.state, two.attempts) == ("waiting", 0)
    assert (state(desk, webhook_id).health, state(desk, webhook_id).failures) == ("failing", 1)
    make_due(desk)
    deliver.run(first)
    assert state(desk, webhook_id).health == "well"
    deliver.run(second)
    assert [each.state for each in log(desk, webhook_id)] == ["delivered", "delivered"]
    ids = [headers["webhook-id"] for _, headers in receiver.asked]
    assert ids[0] == ids[1] != ids[2]
    for number in range(3):
        verified(receiver, number, secret)
    with transaction(desk) as conn:
        attempts = deliveries.list_attempts(conn, first)
    assert [each.status for each in attempts] == [200, 503]
    assert attempts[1].answer == '{"sorry": "down"}'


def test_a_dead_address_holds_nobody_up_and_is_paused_in_the_end(desk: str, receiver: Outside) -> None:
    dead, _ = subscribe(desk, "http://127.0.0.1:9")
    well, _ = subscribe(desk, receiver.url)
    for _ in range(3):
        add_test_event(desk, dead)
        add_test_event(desk, well)
    deliver_all(desk)
    assert len(receiver.asked) == 3
    assert sum(each.attempts for each in log(desk, dead)) == 1
    with transaction(desk) as conn:
        conn.execute(
            text("UPDATE webhooks SET failing_since = now() - make_interval(secs => :s) WHERE id = :id"),
            {"s": GIVEN_UP_AFTER + 60, "id": dead},
        )
    make_due(desk)
    deliver_all(desk)
    found = state(desk, dead)
    assert (found.health, found.waiting) == ("paused", 3)
    assert found.reason
    assert "port 9" in found.reason


def test_what_waits_while_a_webhook_is_paused_is_sent_when_it_is_resumed(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    with transaction(desk) as conn:
        webhooks.change_webhook(conn, webhook_id, {"paused": True}, MACHINE)
    add_test_event(desk, webhook_id)
    deliver_all(desk)
    assert receiver.asked == []
    assert [each.state for each in log(desk, webhook_id)] == ["waiting"]
    with transaction(desk) as conn:
        webhooks.change_webhook(conn, webhook_id, {"paused": False}, MACHINE)
    deliver_all(desk)
    assert [each.state for each in log(desk, webhook_id)] == ["delivered"]


def test_an_address_that_is_gone_is_paused_at_once(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    receiver.reply = lambda _: Reply(status=410)
    add_test_event(desk, webhook_id)
    deliver_all(desk)
    assert state(desk, webhook_id).reason == "its address says that it is gone (410)"


@pytest.mark.parametrize("address", ["http://127.0.0.1", "http://169.254.169.254", "http://localhost:5432"])
def test_an_address_inside_a_network_is_not_sent_to(desk: str, address: str) -> None:
    deliver._web.cache_clear()
    webhook_id, _ = subscribe(desk, address)
    add_test_event(desk, webhook_id)
    deliver_all(desk)
    found = state(desk, webhook_id)
    assert found.paused
    assert "its address may not be asked" in (found.reason or "")


def test_a_redirect_is_not_followed(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    receiver.reply = lambda _: Reply(status=302, headers={"Location": "/elsewhere"})
    add_test_event(desk, webhook_id)
    deliver_all(desk)
    assert len(receiver.asked) == 1
    assert log(desk, webhook_id)[0].reason == "it leads on to another address (302), which is not followed"


def test_a_delivery_is_given_up_after_its_last_attempt_and_sent_again_by_hand(
    desk: str, receiver: Outside
) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    receiver.reply = lambda _: Reply(status=500)
    delivery_id = add_test_event(desk, webhook_id)
    for _ in range(len(DELAYS) + 3):
        make_due(desk)
        deliver_all(desk)
    assert len(receiver.asked) == len(DELAYS) + 1
    assert [(each.state, each.due_at) for each in log(desk, webhook_id)] == [("failed", None)]
    receiver.reply = lambda _: Reply()
    with transaction(desk) as conn:
        deliveries.send_again(conn, webhook_id, delivery_id, MACHINE)
    deliver_all(desk)
    assert [each.state for each in log(desk, webhook_id)] == ["delivered"]
    assert len({headers["webhook-id"] for _, headers in receiver.asked}) == 1


def test_a_delivery_whose_worker_dies_each_time_is_given_up(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    delivery_id = add_test_event(desk, webhook_id)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            assert queue.lease_job(conn, "deliver", delivery_id)
            conn.execute(text("UPDATE work SET lease_until = now() - interval '1 second'"))
    deliver.run(delivery_id)
    assert [(each.state, each.reason) for each in log(desk, webhook_id)] == [("failed", deliver._DIED)]
    assert receiver.asked == []


def test_old_deliveries_are_dropped_with_their_jobs(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    add_test_event(desk, webhook_id)
    kept = add_test_event(desk, webhook_id)
    with transaction(desk) as conn:
        conn.execute(
            text("UPDATE deliveries SET happened_at = now() - interval '31 days' WHERE id < :id"), {"id": kept}
        )
    sweep.run()
    assert [each.id for each in log(desk, webhook_id)] == [kept]
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT subject FROM work WHERE kind = 'deliver'")).scalars().all() == [kept]


def test_the_sweeper_tells_of_an_article_that_nobody_saw_get_ready(desk: str, receiver: Outside) -> None:
    article(desk, person(desk, "checker"))
    webhook_id, _ = subscribe(desk, receiver.url, "article.ready")
    with transaction(desk) as conn:
        conn.execute(text("UPDATE revisions SET ready_at = NULL"))
    sweep.run()
    sweep.run()
    assert [each.event for each in log(desk, webhook_id)] == ["article.ready"]


def test_a_back_off_grows_and_honours_retry_after() -> None:
    plans = [plan_retry(Failure(n, n, 0.0), "down", 1.0) for n in range(1, len(DELAYS) + 2)]
    assert [plan.after for plan in plans] == [5.0, 60.0, 300.0, 1800.0, *DELAYS[4:], None]
    assert [plan.hold for plan in plans[:4]] == [5.0, 10.0, 20.0, 40.0]
    assert max(plan.hold for plan in plans) == 3600.0
    assert (
        plan_retry(
            Failure(attempts=1, failures=1, failing_for=0.0, status=429, retry_after=120.0), "busy", 0.0
        ).after
        == 120.0
    )
    assert plan_retry(Failure(1, 1, 0.0), "down", 0.0).after == 2.5
    assert plan_retry(Failure(1, 99, GIVEN_UP_AFTER), "down", 0.5).pause == "nothing has arrived for 5 days: down"


def test_a_delivery_under_an_embargo_is_not_dropped_as_old(desk: str, receiver: Outside) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    kept, old = add_test_event(desk, webhook_id), add_test_event(desk, webhook_id)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE deliveries SET happened_at = now() - interval '90 days'"))
        conn.execute(
            text("UPDATE deliveries SET not_before = now() + interval '1 day' WHERE id = :id"), {"id": kept}
        )
        deliveries.drop_old_deliveries(conn)
    assert [each.id for each in log(desk, webhook_id)] == [kept]
    assert old != kept


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (204, None),
        (299, None),
        (300, "it leads on to another address (300), which is not followed"),
        (399, "it leads on to another address (399), which is not followed"),
        (400, "it answered 400"),
    ],
)
def test_which_answers_are_an_arrival(desk: str, receiver: Outside, status: int, reason: str | None) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    add_test_event(desk, webhook_id)
    receiver.reply = lambda _: Reply(b"", status)
    deliver_all(desk)
    (sent,) = log(desk, webhook_id)
    assert (sent.state, sent.status, sent.reason) == ("waiting" if reason else "delivered", status, reason)
