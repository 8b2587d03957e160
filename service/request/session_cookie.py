"""The session's cookie: what a page fetches behind a person's back never writes it.

Such a request was sent with the session as it was, and may be answered after a step has changed it, or after somebody
signed in anew: its cookie would bring the old session back, and with it lose what can be undone. Nor does what any
cache may keep: a style sheet, a feed, a picture. A cache that hands it to others would hand them the session with it.
"""

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_EVENTS = "text/event-stream"
_OLD_FILE = "static_files.old_static_file"  # kept by nobody, and for everybody all the same


class SessionCookie(SecureCookieSessionInterface):
    """The signed cookie of Flask, which a page's own fetches leave as it is unless they changed the session."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, if this answer is for its asker alone."""
        if not response.cache_control.public:
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether this answer writes the cookie."""
        if request.endpoint == _OLD_FILE:
            return False
        if g.get("person") is None or _fetched_by_page():
            return bool(session.modified)
        return super().should_set_cookie(app, session)


def _fetched_by_page() -> bool:
    """Whether a page asks this by its scripts: a part of it, a draft to keep, what happens at the desk."""
    return request.headers.get("X-Requested-With") == "factdesk" or request.accept_mimetypes.best == _EVENTS
