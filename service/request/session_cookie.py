"""The session's cookie: what a page fetches behind a person's back never writes it.

Such a request was sent with the session as it was, and may be answered after a step has changed it: its cookie would
bring the old session back, and with it lose what can be undone. Nor does a style sheet or script, which any cache
may keep.
"""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_FILES = ("static", "static_files.old_static_file")


class SessionCookie(SecureCookieSessionInterface):
    """The signed cookie of Flask, which a page's own fetches leave as it is unless they changed the session."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether this answer writes the cookie."""
        if request.endpoint in _FILES:
            return False
        if request.method == "GET" and request.headers.get("X-Requested-With") == "factdesk":
            return bool(session.modified)
        return super().should_set_cookie(app, session)
