"""Many open desks on one web process: when they hear of a change, and how fast other pages are meanwhile."""

import selectors
import socket
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from store.claims import claims, transitions
from store.claims.workflow import TransitionInput
from store.db import transaction
from store.people import Actor
from tests.service.serving import Web, read_until

_PAGE: Final = "/triage"
_ROUNDS: Final = 6  # changes, by turns a claim taken and released
_REQUESTS: Final = 20
_LONGEST: Final = 10.0  # seconds for which an event is waited for


@dataclass(frozen=True, slots=True)
class OpenDesks:
    """What was measured with `count` open desks.

    Attributes:
        heard: seconds from the beginning of each change until the last desk heard of it.
        alone: the median seconds of a page with no desk open; `open` with all open, while changes come.
        renewed: seconds until all desks have fetched their page anew after a change, as browsers do.
    """

    count: int
    heard: list[float]
    alone: float
    open: float
    renewed: float


def measure_open_desks(server: Web, url: str, cookies: list[str], count: int, claim_id: int) -> OpenDesks:
    """Open so many desks and change a claim again and again.

    Args:
        url: of the store that `server` serves.
        cookies: of people who signed in; the first one looks at pages, the desks are theirs by turns.
        claim_id: a claim that waits for triage.
    """
    watcher = cookies[0]
    alone = _median_of_pages(server, watcher, lambda: None)
    with ExitStack() as stack:
        streams = [stack.enter_context(server.stream(cookies[n % len(cookies)])) for n in range(count)]
        for stream in streams:
            read_until(stream, "retry:")
        heard: list[float] = []
        for turn in range(_ROUNDS):
            action = "release" if turn % 2 else "take"
            heard.append(_change_and_wait(url, claim_id, action, streams))
            time.sleep(0.3)
        busy = _median_of_pages(server, watcher, lambda: _step(url, claim_id))
        renewed = _renew_all(server, [cookies[n % len(cookies)] for n in range(count)])
    return OpenDesks(count=count, heard=heard, alone=alone, open=busy, renewed=renewed)


def _change_and_wait(url: str, claim_id: int, action: str, streams: list[socket.socket]) -> float:
    """Seconds from the beginning of a step until the last stream had an event of it."""
    for stream in streams:
        _drain(stream)
    began = time.monotonic()
    _apply(url, claim_id, action)
    with selectors.DefaultSelector() as waiting:
        for stream in streams:
            waiting.register(stream, selectors.EVENT_READ)
        while waiting.get_map():
            if time.monotonic() - began > _LONGEST:
                raise SystemExit(f"{len(waiting.get_map())} of {len(streams)} open desks heard of no change")
            for key, _ in waiting.select(0.1):
                if b"event: " in key.fileobj.recv(65536):  # type: ignore[union-attr]
                    waiting.unregister(key.fileobj)
    return time.monotonic() - began


def _drain(stream: socket.socket) -> None:
    stream.setblocking(False)
    try:
        while stream.recv(65536):
            pass
    except BlockingIOError:
        pass


def _apply(url: str, claim_id: int, action: str) -> None:
    with transaction(url) as conn:
        version = claims.get_claim(conn, claim_id).version
        transitions.apply_transition(
            conn, claim_id, action, Actor(3, "reviewer"), version, TransitionInput(reason="a bench")
        )


def _step(url: str, claim_id: int) -> None:
    """The one of the two steps that the claim is ready for."""
    with transaction(url) as conn:
        state = claims.get_claim(conn, claim_id).state
    _apply(url, claim_id, "release" if state == "assigned" else "take")


def _median_of_pages(server: Web, cookie: str, change: Callable[[], None]) -> float:
    """The median seconds of a page, while claims change twice a second."""
    done = threading.Event()

    def changes() -> None:
        while not done.wait(0.5):
            change()

    thread = threading.Thread(target=changes)
    thread.start()
    try:
        times = []
        for _ in range(_REQUESTS):
            status, _, took = server.get(_PAGE, cookie)
            if status not in (200, 302):
                raise SystemExit(f"{_PAGE} answered {status}")
            times.append(took)
    finally:
        done.set()
        thread.join()
    return statistics.median(times)


def _renew_all(server: Web, cookies: list[str]) -> float:
    began = time.monotonic()
    with ThreadPoolExecutor(len(cookies)) as pool:
        answers = list(pool.map(lambda cookie: server.get(_PAGE, cookie, 60)[0], cookies))
    if any(status not in (200, 302) for status in answers):
        raise SystemExit(f"{_PAGE} answered {sorted(set(answers))} to open desks")
    return time.monotonic() - began
