"""Browsers that an account knows: a signed cookie says that somebody signed in to it here before.

It lets nobody in; it only decides whose limit a try to sign in counts against (`service.limits`).
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

_COOKIE: Final = "factdesk_device"
_LASTS: Final = timedelta(days=365)


def known(email: str) -> str | None:
    """The number that this browser got when it signed in to the account `email`; None if it never did."""
    try:
        account, number = _signer().loads(request.cookies.get(_COOKIE, ""), max_age=int(_LASTS.total_seconds()))
    except BadData:
        return None
    return str(number) if account == _account(email) else None


def remember(response: Response, email: str) -> Response:
    """Let this browser be known to the account `email`."""
    value = _signer().dumps([_account(email), known(email) or secrets.token_urlsafe(16)])
    response.set_cookie(
        _COOKIE,
        value,
        max_age=_LASTS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def _account(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode(errors="replace")).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known device")
