"""Which conditional requests are made: servers that never change their date, change it alone, or lie."""

from datetime import timedelta

import pytest

from checks.feeds.validators import conditional_headers
from tests.checks.feeds.parts import Reader, item, response, rss

GOOD = "Sat, 28 Nov 2026 11:30:00 GMT"


def _asked(reader: Reader, after: timedelta = timedelta(minutes=30)) -> set[str]:
    return set(conditional_headers(reader.state, reader.now + after))


def test_both_validators_are_sent() -> None:
    reader = Reader()
    assert _asked(reader) == set()
    reader.poll(response(rss(item(1)), etag='"1"', last_modified=GOOD))
    assert conditional_headers(reader.state, reader.now) == {"If-None-Match": '"1"', "If-Modified-Since": GOOD}


@pytest.mark.parametrize(
    "date",
    [
        "Tue, 01 Jan 2041 00:00:00 GMT",
        "Tue, 01 Jan 1980 00:00:00 GMT",
        "Sat, 28 Nov 2026 01:00:00 GMT",
        "soon",
        "0",
    ],
)
def test_a_date_that_cannot_be_is_not_sent(date: str) -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), last_modified=date))
    assert _asked(reader) == set()
    reader.poll(response(rss(item(1), item(2)), last_modified=date, etag='"1"'))
    assert _asked(reader) == {"If-None-Match"}


def test_a_whole_fetch_now_and_then_whatever_the_server_says() -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), etag='"1"'))
    for _ in range(60):
        if not _asked(reader):
            break
        reader.poll(response(status=304, conditional=True, etag='"1"'))
    assert _asked(reader, timedelta()) == set() or _asked(reader) == set()
    assert timedelta(hours=23) < reader.now - (reader.state.whole_at or reader.now) < timedelta(hours=25)


def test_a_server_that_answers_304_though_the_feed_changed_is_not_believed_again() -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), etag='"1"'))
    reader.poll(response(status=304, conditional=True))
    reader.poll(response(rss(item(1), item(2)), etag='"1"'))  # fetched whole: another text under the same ETag
    assert _asked(reader) == set()
    reader.poll(response(rss(item(1), item(2)), etag='"1"'))
    assert _asked(reader) == set()
    reader.poll(response(rss(item(1), item(2), item(3)), etag='"2"'))
    assert _asked(reader) == {"If-None-Match"}


def test_an_etag_that_changes_while_the_date_stays_leaves_the_etag_alone() -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), etag='"1"', last_modified=GOOD))
    reader.poll(response(rss(item(1), item(2)), etag='"2"', last_modified=GOOD))
    assert _asked(reader) == {"If-None-Match"}
    reader.poll(response(rss(item(1), item(2)), etag='"2"', last_modified=GOOD))
    assert _asked(reader) == {"If-None-Match"}
    reader.poll(response(rss(item(1), item(2)), etag='"2"', last_modified="Sat, 28 Nov 2026 13:00:00 GMT"))
    assert _asked(reader) == {"If-None-Match", "If-Modified-Since"}


@pytest.mark.parametrize("answer", [{"etag": '"9"'}, {"last_modified": "Sat, 28 Nov 2026 12:00:00 GMT"}])
def test_validators_that_disagree_with_a_304_lead_to_a_whole_fetch(answer: dict[str, str]) -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), etag='"1"', last_modified=GOOD))
    reader.poll(response(status=304, conditional=True, etag='W/"1-gzip"', last_modified=GOOD))
    assert _asked(reader) != set()
    reader.poll(response(status=304, conditional=True, **answer))
    assert _asked(reader) == set()
