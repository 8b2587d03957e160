"""`factdesk.client.verify_webhook` takes what the desk signs, and nothing else."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdesk.client import InvalidSignature, verify_webhook
from workers.webhooks.signature import sign

SECRET, OTHER = ("whsec_" + base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
NOW = 1_800_000_000
BODY = b'{"type": "article.ready", "timestamp": "2027-01-15T08:00:00Z", "data": {"article_id": 7}}'


def signed(body: bytes = BODY, at: int = NOW, secret: str = SECRET) -> dict[str, str]:
    return sign("msg_1", at, body, base64.b64decode(secret.removeprefix("whsec_")))


@given(st.dictionaries(st.text(), st.integers()), st.integers(NOW - 300, NOW + 300))
def test_what_the_desk_signs_is_taken(data: dict[str, int], at: int) -> None:
    body = json.dumps({"type": "article.ready", "timestamp": "…", "data": data}).encode()
    assert verify_webhook(SECRET, signed(body, at), body, now=NOW)["data"] == data


def test_the_published_example_is_taken() -> None:
    headers = {
        "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "Webhook-Timestamp": "1614265330",
        "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    event: Any = verify_webhook(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, b'{"test": 2432232314}', now=1614265330
    )
    assert event == {"test": 2432232314}


def test_one_of_several_secrets_and_signatures_is_enough() -> None:
    assert verify_webhook([OTHER, SECRET], signed(), BODY, now=NOW)["type"] == "article.ready"
    headers = signed()
    headers["webhook-signature"] = f"v1a,x v1,bm8= {headers['webhook-signature']}"
    assert verify_webhook(SECRET, headers, BODY, now=NOW)["type"] == "article.ready"


@pytest.mark.parametrize(
    ("change", "body", "why"),
    [
        ({}, BODY + b" ", "no signature"),
        ({"webhook-id": "msg_2"}, BODY, "no signature"),
        ({"webhook-timestamp": str(NOW + 1)}, BODY, "no signature"),
        ({"webhook-signature": "v1,"}, BODY, "no signature"),
        ({"webhook-signature": "v1,ä"}, BODY, "no signature"),
        ({"webhook-signature": "v2," + signed()["webhook-signature"][3:]}, BODY, "no signature"),
        ({"webhook-timestamp": str(NOW - 301)}, BODY, "too far"),
        ({"webhook-timestamp": str(NOW + 301)}, BODY, "too far"),
        ({"webhook-timestamp": "soon"}, BODY, "no number"),
    ],
)
def test_what_was_changed_is_refused(change: dict[str, str], body: bytes, why: str) -> None:
    with pytest.raises(InvalidSignature, match=why):
        verify_webhook(SECRET, signed() | change, body, now=NOW)


def test_other_secrets_missing_headers_and_other_bodies_are_refused() -> None:
    with pytest.raises(InvalidSignature, match="no signature"):
        verify_webhook(OTHER, signed(), BODY, now=NOW)
    with pytest.raises(InvalidSignature, match="no base64"):
        verify_webhook("whsec_ä", signed(), BODY, now=NOW)
    with pytest.raises(InvalidSignature, match="webhook-id is missing"):
        verify_webhook(SECRET, {}, BODY, now=NOW)
    with pytest.raises(InvalidSignature, match="no JSON"):
        verify_webhook(SECRET, signed(b"x"), b"x", now=NOW)
