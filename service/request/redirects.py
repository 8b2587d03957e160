"""Where a form may send the browser next: to pages of ours and nowhere else."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from flask import Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.request.links import address_of
from store.people import Refused

# Browsers drop tabs and line breaks from an address, and take a backslash for a slash: "/<TAB>/evil.com" leads away.
_OURS: Final = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def inside(address: str | None, otherwise: str) -> str:
    """`address` where it is the path of a page of ours, with its query; else `otherwise`."""
    return address if address and _OURS.fullmatch(address) else otherwise


def came_from() -> str | None:
    """The page of ours from which a form was sent; None if its browser does not say so."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    return inside(urlunsplit(("", "", parts.path, parts.query, "")), "") or None


def leaving(response: Response) -> Response:
    """Let this redirect lead to another site; its address comes from the settings, never from the request."""
    g.leaving = response.headers["Location"]
    return response


def without_host(response: Response) -> Response:
    """Take scheme and host out of a redirect: all lead to pages of ours, and a request's Host names whatever it
    likes.
    """
    location = response.headers.get("Location")
    if location and location != g.get("leaving"):
        parts = urlsplit(location)
        path = "/" + parts.path.lstrip("/\\")
        response.headers["Location"] = parts._replace(scheme="", netloc="", path=path).geturl()
    return response


def without_refused(view: Callable[[], str]) -> Callable[[], str | AnyResponse]:
    """Show a list without a filter of its address that is refused, as bookmarks may have; `left_out` names it then.

    What scripts ask for stays refused.
    """

    @wraps(view)
    def forgiving() -> str | AnyResponse:
        try:
            return view()
        except Refused as error:
            if error.field not in request.args or request.headers.get("X-Requested-With"):
                raise
            rest = {name: values for name, values in request.args.lists() if name != error.field}
            rest["left_out"] = list(dict.fromkeys([*rest.get("left_out", []), error.field]))
            return redirect(address_of(str(request.endpoint), rest))

    return forgiving
