"""How long it takes from the POST of an article to its claims on an open page of triage, as a browser renews it.

A person signs in, opens triage, is led to its first claim, and keeps the stream of live updates open. At an event the
page is fetched anew after the pause that `static/js/live.js` makes. An article counts as shown once a claim of it
stands on the page that was fetched.
"""

import math
import queue
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import requests
from sqlalchemy import text

from store.db import transaction

_PAUSE, _BURST, _LONGER_PAUSE = 0.25, 0.03, 1.5  # seconds, as in static/js/live.js
_AT_ONCE, _LATER = (b"claim", b"again"), (b"article", b"progress")
_PAGE: Final = "/triage?sort=newest"
_CLAIM: Final = re.compile(r"[?&;]claim=(\d+)")
_CSRF: Final = re.compile(r'name="csrf" value="([^"]+)"')
_ARTICLES: Final = text("SELECT id, article_id FROM claims WHERE id = ANY(:ids)")


@dataclass
class Shown:
    """When each article was posted, when the event came after which it was seen, and when the page showed it."""

    posted: dict[int, float] = field(default_factory=dict)
    heard: dict[int, float] = field(default_factory=dict)
    seen: dict[int, float] = field(default_factory=dict)

    def seconds(self, moments: dict[int, float]) -> list[float]:
        """From the POST of each article that was seen to one of these moments, sorted."""
        return sorted(moments[article] - self.posted[article] for article in self.posted if article in moments)


class OpenPage:
    """A page of triage that hears of changes and renews itself; `close` ends its stream."""

    def __init__(self, url: str, address: str, email: str, password: str) -> None:
        self._url, self._address = url, address
        self.session = requests.Session()
        form = {"csrf": self._csrf("/sign-in"), "email": email, "password": password}
        self.session.post(f"{address}/sign-in", form, timeout=30).raise_for_status()
        self._page = self.session.get(f"{address}{_PAGE}", timeout=30).url  # of its first claim
        self._stream = self.session.get(f"{address}/live", stream=True, timeout=60)
        self._stream.raise_for_status()
        self._events: queue.Queue[tuple[float, bool]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Close the page."""
        self._stream.close()

    def changes(self, until: float) -> Iterator[tuple[float, float, set[int]]]:
        """For each renewal until a moment: when the event came that it follows, when the page was there, and whose
        claims it shows.
        """
        began = heard = 0.0
        due = math.inf
        while (now := time.monotonic()) < until:
            try:
                at, at_once = self._events.get(timeout=max(0.0, min(due, until) - now))
                wanted = max(at + _BURST, began + _PAUSE) if at_once else at + _LONGER_PAUSE
                heard, due = (at, wanted) if wanted < due else (heard, due)
            except queue.Empty:
                if due < until:
                    began, due = time.monotonic(), math.inf
                    page = self.session.get(self._page, timeout=30)
                    page.raise_for_status()
                    yield heard, time.monotonic(), self._articles_on(page.text)

    def _listen(self) -> None:
        try:
            for line in self._stream.iter_lines(chunk_size=1):
                kind = line.removeprefix(b"event: ")
                if kind in (*_AT_ONCE, *_LATER):
                    self._events.put((time.monotonic(), kind in _AT_ONCE))
        except (requests.RequestException, AttributeError, ValueError):
            return  # it was closed

    def _articles_on(self, page: str) -> set[int]:
        ids = sorted({int(number) for number in _CLAIM.findall(page)})
        with transaction(self._url) as conn:
            return {row.article_id for row in conn.execute(_ARTICLES, {"ids": ids})}

    def _csrf(self, path: str) -> str:
        page = self.session.get(f"{self._address}{path}", timeout=30)
        found = _CSRF.search(page.text)
        if found is None:
            raise SystemExit(f"{path} has no form")
        return found[1]


def post_evenly(address: str, headers: dict[str, str], texts: list[str], every: float, shown: Shown) -> None:
    """Post articles, one every so many seconds."""
    with requests.Session() as session:
        first = time.monotonic()
        for number, body in enumerate(texts):
            time.sleep(max(0.0, first + number * every - time.monotonic()))
            began = time.monotonic()
            answer = session.post(f"{address}/api/v1/articles", json={"text": body}, headers=headers, timeout=60)
            answer.raise_for_status()
            shown.posted[int(answer.json()["id"])] = began


def measure(page: OpenPage, address: str, headers: dict[str, str], texts: list[str], every: float) -> Shown:
    """Post the articles, one every so many seconds, and watch the page until all were shown, two minutes at most."""
    shown = Shown()
    poster = threading.Thread(target=post_evenly, args=(address, headers, texts, every, shown))
    poster.start()
    for heard, there, articles in page.changes(time.monotonic() + len(texts) * every + 120):
        for article in articles & shown.posted.keys() - shown.seen.keys():
            shown.heard[article], shown.seen[article] = heard, there
        if not poster.is_alive() and len(shown.seen) == len(texts):
            break
    poster.join()
    return shown
