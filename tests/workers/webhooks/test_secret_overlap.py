"""After a webhook's secret was renewed what is sent carries a signature of each secret for a day."""

import pytest
from sqlalchemy import text

from factdesk.client import InvalidSignature
from factdesk.client.webhooks import verify_webhook
from service.app import create_app
from store.db import transaction
from store.deliveries import webhooks
from store.people import MACHINE
from tests.fixtures.desk_parts import person, sign_in, spaced, token
from tests.fixtures.outside import Outside
from tests.workers.webhooks.test_deliver import add_test_event, deliver_all, receiver, state, subscribe  # noqa: F401


def _renew(url: str, webhook_id: int) -> str:
    with transaction(url) as conn:
        return webhooks.renew_secret(conn, webhook_id, MACHINE)


def _send(url: str, webhook_id: int) -> None:
    add_test_event(url, webhook_id)
    deliver_all(url)


def test_for_a_day_every_secret_signs(desk: str, receiver: Outside) -> None:  # noqa: F811
    webhook_id, first = subscribe(desk, receiver.url)
    assert state(desk, webhook_id).old_secret_until is None
    second, third = (_renew(desk, webhook_id) for _ in range(2))
    _send(desk, webhook_id)
    headers, body = receiver.asked[-1][1], receiver.sent[-1]
    assert len(headers["webhook-signature"].split(" ")) == 3
    for secret in (first, second, third):
        assert verify_webhook(secret, headers, body)["type"] == "webhook.test"
    until = state(desk, webhook_id).old_secret_until
    assert until is not None
    with transaction(desk) as conn:
        conn.execute(text("UPDATE old_webhook_secrets SET signs_until = signs_until - interval '24 hours'"))
    assert state(desk, webhook_id).old_secret_until is None
    _send(desk, webhook_id)
    headers, body = receiver.asked[-1][1], receiver.sent[-1]
    assert " " not in headers["webhook-signature"]
    assert verify_webhook(third, headers, body)
    for secret in (first, second):
        with pytest.raises(InvalidSignature):
            verify_webhook(secret, headers, body)


def test_secrets_that_sign_no_more_are_forgotten_and_few_sign_at_a_time(
    desk: str,
    receiver: Outside,  # noqa: F811
) -> None:
    webhook_id, _ = subscribe(desk, receiver.url)
    other_id, other = subscribe(desk, receiver.url)
    for _ in range(7):
        _renew(desk, webhook_id)
    _send(desk, webhook_id)
    assert len(receiver.asked[-1][1]["webhook-signature"].split(" ")) == 5
    _send(desk, other_id)
    assert verify_webhook(other, receiver.asked[-1][1], receiver.sent[-1])
    assert " " not in receiver.asked[-1][1]["webhook-signature"]
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM old_webhook_secrets")).scalar_one() == 4
        conn.execute(text("UPDATE old_webhook_secrets SET signs_until = now()"))
    _renew(desk, webhook_id)
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM old_webhook_secrets")).scalar_one() == 1
        webhooks.remove_webhook(conn, webhook_id, MACHINE)
        assert conn.execute(text("SELECT count(*) FROM old_webhook_secrets")).scalar_one() == 0


def test_the_webhook_s_page_says_until_when(desk: str, receiver: Outside) -> None:  # noqa: F811
    webhook_id, _ = subscribe(desk, receiver.url)
    client = create_app().test_client()
    person(desk, "admin")
    sign_in(client, "admin")
    path = f"/webhooks/{webhook_id}"
    page = client.get(path).get_data(as_text=True)
    assert "The secret was renewed." not in page
    answer = client.post(f"{path}/secret", data={"csrf": token(page)}).get_data(as_text=True)
    assert "whsec_" in answer
    assert "What is sent is signed by the old one too, which ends" in spaced(answer)
