"""Which of the drafts that a browser's tab keeps were stored: only on the server's word does the tab forget them.

The script of a form sends a key of its own with it. A form that was taken is answered with a redirect; the pages that
come after it name its key. What was refused, or never arrived, is named by none, and stays in the tab.
"""

import re
from typing import Final

from flask import Flask, Response, g, request, session

_FIELD: Final = "draft_key"
_KEY: Final = re.compile(r"[a-z0-9]{1,24}")
_KEPT: Final = "stored"
_MOST: Final = 10  # the newest: each is read by the page that comes next


def install(app: Flask) -> None:
    """Note the keys of forms that are taken, and give templates `stored_drafts()`."""
    app.after_request(_note)
    app.jinja_env.globals["stored_drafts"] = stored_drafts


def stored_drafts() -> list[str]:
    """The keys of the forms of this session that were taken last."""
    return list(session.get(_KEPT, ()))


def _note(response: Response) -> Response:
    taken = request.method == "POST" and response.status_code in (302, 303) and g.get("person") is not None
    key = request.form.get(_FIELD, "") if taken else ""
    if _KEY.fullmatch(key):
        session[_KEPT] = [*stored_drafts(), key][-_MOST:]
    return response
