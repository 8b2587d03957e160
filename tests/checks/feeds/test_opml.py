"""Lists of feeds: folders and categories, broken ones, and those that are made to take long."""

import time

import pytest

from checks.feeds.errors import NotAFeed
from checks.feeds.opml import MOST_SUBSCRIPTIONS, Subscription, read_opml


def _list(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><body>{body}</body></opml>'.encode()


def _feed(name: str, more: str = "") -> str:
    return f'<outline type="rss" text="{name}" xmlUrl="https://{name}.example/feed" {more}/>'


def test_a_section_is_the_folders_or_the_first_category() -> None:
    inner = f'<outline title="Europe">{_feed("b")}</outline>'
    found, wrong = read_opml(
        _list(_feed("a") + f'<outline text="News">{inner}{_feed("c")}</outline>' + _feed("d", 'category="/x/y,z"'))
    )
    assert wrong == []
    assert [(each.title, each.section) for each in found] == [
        ("a", ""), ("b", "News / Europe"), ("c", "News"), ("d", "x / y"),
    ]  # fmt: skip


def test_lists_of_lists_are_no_feeds_and_the_same_feed_is_taken_once() -> None:
    other = '<outline type="source" text="more" xmlUrl="https://x.example/list"/>'
    found, wrong = read_opml(
        _list(_feed("a") + other + _feed("a", 'title="again"') + '<outline xmlurl="x:y" text="no"/>')
    )
    assert found == [Subscription("https://a.example/feed", "a")]
    assert wrong == ["no: it has no web address"]


@pytest.mark.parametrize(
    "broken", ["</opml>", "</outline></outline>", "<outline text='x", "&nonsense; <b>", "\x00"]
)
def test_a_broken_list_is_read_as_far_as_it_goes(broken: str) -> None:
    found, _ = read_opml(_list(f"{_feed('a')}{broken}"))
    assert [each.address for each in found] == ["https://a.example/feed"]


@pytest.mark.parametrize("nothing", [b"", b"<html><body>Hello</body></html>", b"https://a.example/list.opml"])
def test_what_names_no_feeds_is_no_list(nothing: bytes) -> None:
    with pytest.raises(NotAFeed):
        read_opml(nothing)


_FOLDERS = '<outline text="a" xmlUrl="http://e.org/a">'
_CATEGORIES = ",".join(f"a/{n}" for n in range(60_000))


@pytest.mark.parametrize("piece", [_FOLDERS, f'<outline xmlUrl="http://e.org/a" category="{_CATEGORIES}"/>'])
def test_a_long_list_takes_no_longer_than_its_length(piece: str) -> None:
    """A web process reads it: folders within folders took 12 s and 2 GB a megabyte."""
    began = time.process_time()
    read_opml(_list(piece * (1_000_000 // len(piece))))
    assert time.process_time() - began < 4


def test_of_too_many_feeds_the_first_are_taken() -> None:
    found, wrong = read_opml(_list("".join(_feed(f"a{n}") for n in range(MOST_SUBSCRIPTIONS + 5))))
    assert len(found) == MOST_SUBSCRIPTIONS
    assert wrong == ["of its 20,005 feeds the first 20,000 are taken"]
