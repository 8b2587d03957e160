"""Whether a push is genuine: the field `X-Hub-Signature` of authenticated content distribution (WebSub, 7.1)."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

# sha1, which WebSub knows too, is not accepted: every hub may choose a better one.
METHODS: Final = ("sha256", "sha384", "sha512")


def signature_problem(header: str, secret: str, pieces: Iterable[bytes]) -> str | None:
    """Why a push is not genuine, in words; None if it is.

    Args:
        header: the value of `X-Hub-Signature`, such as `sha256=` and the digest in hexadecimal digits.
        secret: as it was given to the hub.
        pieces: of the body, byte for byte as it came; not read where the header already decides.
    """
    method, _, digest = header.strip().partition("=")
    method = method.strip().lower()
    if not digest:
        return "it was not signed"
    if method not in METHODS:
        return f"it was signed with {method[:20]}, and only {', '.join(METHODS)} are accepted"
    mac = hmac.new(secret.encode(), digestmod=getattr(hashlib, method))
    for piece in pieces:
        mac.update(piece)
    good = hmac.compare_digest(mac.hexdigest().encode(), digest.strip().lower().encode("utf-8", "replace"))
    return None if good else "its signature is wrong"
