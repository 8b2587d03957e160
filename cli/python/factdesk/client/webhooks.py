"""Whether a webhook that arrived is the desk's (Standard Webhooks 1.0)."""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Final

from factdesk.client.errors import InvalidSignature
from factdesk.client.records import Event

_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"
TOLERANCE: Final = 300.0  # seconds between the sender's clock and the receiver's


def verify_webhook(
    secret: str | Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> Event:
    """The event that a webhook tells, once its signature is verified.

    Remember `headers["webhook-id"]`: a delivery may arrive twice, with the same id.

    Args:
        secret: of the webhook, beginning with `whsec_`; several while one is being replaced.
        headers: of the request, their names in any case.
        body: of the request, byte for byte.
        tolerance: the most seconds between its timestamp and now.
        now: seconds since 1970, if not the clock's.

    Raises:
        InvalidSignature: it is not the desk's, or too old.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, timestamp, signatures = (given[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
    except KeyError as error:
        raise InvalidSignature(f"the header {error.args[0]} is missing") from None
    _check_age(timestamp, tolerance, time.time() if now is None else now)
    signed = f"{message_id}.{timestamp}.".encode() + body
    secrets = [secret] if isinstance(secret, str) else secret
    expected = [hmac.new(_key(each), signed, hashlib.sha256).digest() for each in secrets]
    if not any(hmac.compare_digest(one, each) for one in _signatures(signatures) for each in expected):
        raise InvalidSignature("no signature is the one that the secret makes")
    try:
        event: Event = json.loads(body)
    except ValueError:
        raise InvalidSignature("its body is no JSON") from None
    return event


def _check_age(timestamp: str, tolerance: float, now: float) -> None:
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 16):
        raise InvalidSignature("its timestamp is no number of seconds")
    if abs(now - int(timestamp)) > tolerance:
        raise InvalidSignature("its timestamp is too far from now")


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidSignature("the secret is no base64 after whsec_") from None


def _signatures(header: str) -> list[bytes]:
    """The signatures of the version that is known; the header may hold several."""
    found = []
    for part in header.split():
        version, _, encoded = part.partition(",")
        if version == _VERSION:
            try:
                found.append(base64.b64decode(encoded, validate=True))
            except (binascii.Error, ValueError):
                continue
    return found
