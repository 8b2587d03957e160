"""The headers by which a receiver knows who sent a webhook, and that nobody changed it (Standard Webhooks 1.0)."""

import base64
import hashlib
import hmac

_SCHEME = "v1"  # HMAC-SHA256 of id, timestamp and body


def sign(message_id: str, timestamp: int, body: bytes, *secrets: bytes) -> dict[str, str]:
    """The headers of one attempt.

    Args:
        message_id: of the delivery, the same at each attempt.
        timestamp: when this attempt is made, in seconds since 1970.
        body: what is sent, byte for byte.
        secrets: what follows `whsec_` in each secret of the webhook, decoded; each makes a signature.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    macs = (base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode() for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"{_SCHEME},{mac}" for mac in macs),
    }
