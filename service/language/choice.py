"""Which language the answer to a request speaks."""

from typing import Final

from flask import Flask, Response, g, has_request_context, request
from werkzeug.datastructures import LanguageAccept

from service.language.catalogues import ENGLISH, languages
from service.request.transaction import autocommit
from store.db import StoreError
from store.newsroom import profile
from store.people import Refused

_BY_HEADER: Final = "language_by_header"


def install(app: Flask) -> None:
    """Tell caches which answers depend on the languages that the browser asks for."""
    app.after_request(_vary)


def choose(own: str | None, accepted: LanguageAccept) -> str | None:
    """The language of a page of the desk: the person's own setting, else the first that the browser asks for.

    Returns:
        A code of `languages()`; None if neither names one of them.
    """
    if own in languages():
        return own
    codes = (code.partition("-")[0].lower() for code in accepted.values())
    return next((code for code in codes if code in languages()), None)


def current() -> str:
    """The language of this request, chosen when it is first asked for; English for programs and outside of requests."""
    try:  # asked for each word of a page, nearly always known
        language = g.language
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return ENGLISH
        language = g.language = ENGLISH if _is_program() else _of_reader()
    return str(language)


def speak(language: str | None) -> None:
    """Answer this request in a language, whatever its reader would choose.

    Args:
        language: a code; English for one that is not known, and for the page of the API.
    """
    g.language = language if language in languages() and not _is_program() else ENGLISH


def known(typed: str | None) -> str | None:
    """The code of a language that was chosen in a form; None if none was.

    Raises:
        Refused: pages do not speak it.
    """
    if not typed:
        return None
    if typed not in languages():
        raise Refused("language", f"pages speak {', '.join(languages())}, and not {typed!r}")
    return typed


def _is_program() -> bool:
    return request.path.startswith("/api/") and request.headers.get("X-Requested-With") != "factdesk"


def _of_reader() -> str:
    person = g.get("person")
    own = person.language if person else None
    setattr(g, _BY_HEADER, own is None)
    return choose(own, request.accept_languages) or _of_newsroom()


def _of_newsroom() -> str:
    try:
        with autocommit() as conn:
            chosen = profile.get_newsroom(conn).language
    except StoreError:  # the page that tells that the store is away is shown in English
        return ENGLISH
    return chosen if chosen in languages() else ENGLISH


def _vary(response: Response) -> Response:
    if g.get(_BY_HEADER):
        response.vary.add("Accept-Language")
    return response
