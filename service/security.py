"""Safe headers on every answer, and a CSRF token on every change that a browser session makes."""

import hmac
import secrets
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request, session

from service import auth
from service.errors import Problem
from service.request import redirects
from settings import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Of these a page has two dozen, and a browser reads no policy of theirs but who may load them.
_PARTS_OF_PAGES = ("text/css", "text/javascript")
_SAFE = ("GET", "HEAD", "OPTIONS")
_LARGE = "takes at most"
_WITHOUT_FORM = "takes no form"
_ROOM = 1_000_000  # bytes of a form beside its file
View = TypeVar("View", bound=Callable[..., object])


def install(app: Flask) -> None:
    """Put the headers on, and give templates `csrf_token()`."""
    app.after_request(_headers)
    app.after_request(redirects.without_host)
    app.jinja_env.globals["csrf_token"] = csrf_token


def large(most: int | None = None) -> Callable[[View], View]:
    """This view takes a file of at most so many bytes, else as many as the settings allow, from those who say who they
    are.
    """

    def mark(view: View) -> View:
        setattr(view, _LARGE, lambda: (most or settings().largest_upload) + _ROOM)
        return view

    return mark


def without_form(view: View) -> View:
    """This view takes no form of a page: programs that know no session post to it, and it has to prove them by
    itself.
    """
    setattr(view, _WITHOUT_FORM, True)
    return view


def csrf_token() -> str:
    """This session's token, made at its first use."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(32)
    return str(session["csrf"])


def check_csrf() -> None:
    """Hold a change to the session's token, unless a token of the API signs it in.

    Any other `Authorization` header proves nothing: browsers add one by themselves behind a proxy that asks for a name.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, _LARGE, None)
    if getattr(view, _WITHOUT_FORM, False):
        return
    if most and g.person is not None:
        request.max_content_length = most()
    if request.method in _SAFE or g.by_token or request.endpoint is None:  # no view is to run at no endpoint
        return
    header = request.headers.get("X-CSRF-Token")
    # The desk's forms are read here even where the header serves: what is refused of one must be so before a view
    # writes.
    typed = "" if header and request.path.startswith("/api/") else request.form.get("csrf", "")
    sent = header or typed
    expected = str(session.get("csrf", ""))
    if not expected or not hmac.compare_digest(sent.encode(), expected.encode()):
        if request.path.startswith("/api/") and g.person is None:
            raise Problem(401, "sign in, or send a token as “Authorization: Bearer …”")
        auth.refuse_signed_out()
        raise Problem(403, "the form's token is missing or old; load the page again and send it once more")


def _headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype in _PARTS_OF_PAGES:
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if g.get("person") is not None:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
