"""Who may send a large body, and how many at a time.

A large body holds a thread for as long as it takes to come, and only so many threads read them
(`service.serving.asgi`). Nobody takes all of these: who has not signed in sends small bodies alone, and a person a
few large ones at a time.
"""

from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar

from flask import Flask, current_app, g, request

from service.errors import Problem
from settings import settings

SMALL: Final = 256_000  # bytes of a body that is in memory before a thread is taken
LARGE: Final = "large body"  # in the state of a request's ASGI scope
_RETRY_SECONDS: Final = 10
_FROM_STRANGERS: Final = "bytes that strangers may send"
_STRANGERS: Final = 0  # their number among people: together they send as many at a time as one person
_reading: Counter[int] = Counter()  # large bodies that are coming in, by person
_lock: Final = Lock()
View = TypeVar("View", bound=Callable[..., object])


def from_strangers(most: int) -> Callable[[View], View]:
    """This view takes bodies of at most so many bytes also from those who have not signed in, a few at a time."""

    def mark(view: View) -> View:
        setattr(view, _FROM_STRANGERS, most)
        return view

    return mark


def install(app: Flask) -> None:
    """Count a large body until its request ends."""
    app.teardown_request(lambda _: _release())


def at_a_time(threads: int) -> int:
    """How many large bodies a web process of so many threads reads at a time."""
    return max(1, threads // 4)


def per_person(threads: int) -> int:
    """How many of these one person may send."""
    return max(1, at_a_time(threads) // 4)


def admit() -> None:
    """Admit this request's body, before any of it is read here. Raises `Problem` 401, 413 or 429."""
    if most := getattr(current_app.view_functions.get(request.endpoint or ""), _FROM_STRANGERS, None):
        request.max_content_length = most
        if _holds_a_thread():
            _count(_STRANGERS)
    elif g.person is None:
        request.max_content_length = SMALL
        if (request.content_length or 0) > SMALL:
            raise _refused_stranger()
    elif _holds_a_thread():
        _count(g.person.id)


def _holds_a_thread() -> bool:
    """Whether the body was not whole when this thread was taken (the event loop says so)."""
    scope = request.environ.get("asgi.scope")
    return scope is not None and bool(scope["state"].get(LARGE))


def _refused_stranger() -> Problem:
    if request.path.startswith("/api/"):
        return Problem(401, "sign in, or send a token as “Authorization: Bearer …”")
    return Problem(413, f"who has not signed in may send at most {SMALL:,} bytes")


def _count(person_id: int) -> None:
    most = per_person(settings().web_threads)
    with _lock:
        if _reading[person_id] >= most:
            words = f"you are sending {most} large files already; send this one when they are done"
            raise Problem(429, words, retry_after=_RETRY_SECONDS)
        _reading[person_id] += 1
    g.large_body_of = person_id


def _release() -> None:
    person_id = g.pop("large_body_of", None)
    if person_id is None:
        return
    with _lock:
        _reading[person_id] -= 1
        if _reading[person_id] <= 0:
            del _reading[person_id]
