"""The site at which pages stand that workers fetch over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from settings import settings
from tests.fixtures.outside import Outside, Reply, outside
from workers.tasks import fetch

HTML: Final = {"Content-Type": "text/html; charset=utf-8"}


@contextmanager
def page_site(page: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A site on loopback that may be fetched from, and answers with one page."""
    with outside() as there:
        there.reply = lambda _: Reply(page.encode(), headers=HTML)
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", there.url.removeprefix("http://"))
        forget()
        yield there
    forget()


def forget() -> None:
    """Have the settings read anew, and the HTTP client made anew."""
    for kept in (settings, fetch._web, fetch._robots):
        kept.cache_clear()
