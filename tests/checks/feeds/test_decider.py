"""What follows from a poll: entries that are new, changed or the same, whatever feeds do with their ids and dates."""

import json
import time
from datetime import timedelta

import pytest

from checks.feeds.decider import read_response
from checks.types.feed import FeedResponse, FeedState
from tests.checks.feeds.parts import ADDRESS, NOW, Reader, item, response, rss, titles

LONG = "The river rose by four metres overnight, and two hundred people left their houses. " * 4


def test_all_entries_are_new_once() -> None:
    reader = Reader()
    first = reader.poll(rss(item(1), item(2)))
    assert (first.outcome, titles(first.new)) == ("read", ["Story number 1", "Story number 2"])
    again = reader.poll(rss(item(1), item(2), head="<lastBuildDate>now</lastBuildDate>"))
    assert (again.new, again.changed, again.same) == ((), (), 2)


def test_an_entry_older_than_the_last_poll_is_new_all_the_same() -> None:
    reader = Reader()
    reader.poll(rss(item(1)))
    late = reader.poll(rss(item(1), item(400)))
    assert titles(late.new) == ["Story number 400"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"guid": "http://news.example/2026/story-1"}, {"guid": "https://news.example/2026/story-1"}),
        ({"guid": "http://www.news.example/a/?utm_source=rss"}, {"guid": "https://news.example/a"}),
        ({"guid": "f3a1"}, {"guid": "97bc"}),
        ({"guid": "f3a1"}, {"guid": None}),
        ({"guid": None}, {"guid": "f3a1"}),
        ({"link": "http://news.example/2026/a"}, {"link": "https://www.news.example/2026/a/?at_medium=RSS#top"}),
        ({"link": "https://old.example/2026/story-1", "guid": "https://old.example/2026/story-1"},
         {"link": "https://new.example/2026/story-1", "guid": "https://new.example/2026/story-1"}),
        ({"link": None, "guid": None}, {"link": None, "guid": None, "date": None}),
    ],
    ids=["http to https", "other spelling", "new id", "no id any more", "an id at last", "other address", "site moved",
         "neither"],
)  # fmt: skip
def test_an_entry_under_another_id_or_address_is_no_new_one(before: dict[str, str], after: dict[str, str]) -> None:
    reader = Reader()
    reader.poll(rss(item(1, **before), item(2)))  # type: ignore[arg-type]
    plan = reader.poll(rss(item(1, **after), item(2)))  # type: ignore[arg-type]
    assert (titles(plan.new), [each.text_changed for each in plan.changed if each.text_changed]) == ([], [])


def test_ids_that_are_new_at_every_poll_double_nothing() -> None:
    reader = Reader()
    for turn in range(5):
        plan = reader.poll(rss(*(item(n, guid=f"{turn}-{n}", link=f"https://news.example/{n}?session={turn}{n}")
                                 for n in range(1, 9))))  # fmt: skip
        assert len(plan.new) == (8 if turn == 0 else 0)
    assert len(reader.seen) == 8


def test_a_headline_in_the_address_may_change_with_it() -> None:
    reader = Reader()
    old = "https://news.example/article123456789/Storm-hits-coast.html"
    new = "https://news.example/article123456789/Storm-hits-coast-two-dead.html"
    reader.poll(rss(item(1, guid=old, link=old, title="Storm hits coast")))
    plan = reader.poll(rss(item(1, guid=new, link=new, title="Storm hits coast, two dead")))
    assert (titles(plan.new), titles(plan.changed)) == ([], ["Storm hits coast, two dead"])
    assert plan.changed[0].text_changed
    by_text = Reader()
    by_text.poll(rss(item(1, guid="a", link="https://news.example/storm-hits", text=LONG)))
    plan = by_text.poll(
        rss(item(1, guid="b", link="https://news.example/storm-kills", title="Storm kills", text=LONG))
    )
    assert (titles(plan.new), titles(plan.changed)) == ([], ["Storm kills"])


def test_numbers_in_headlines_make_no_two_stories_one() -> None:
    reader = Reader()
    reader.poll(
        rss(
            item(1, guid="a", link="https://news.example/100000-troops-at-border", title="100000 troops at border")
        )
    )
    plan = reader.poll(
        rss(item(2, guid="b", link="https://news.example/100000-flee-the-flood", title="100000 flee the flood"))
    )
    assert titles(plan.new) == ["100000 flee the flood"]


def test_the_same_teaser_makes_no_two_stories_one() -> None:
    reader = Reader()
    reader.poll(rss(item(1, title="Monday", text=LONG)))
    plan = reader.poll(rss(item(2, title="Tuesday", text=LONG), item(3, title="Monday", text=LONG)))
    assert titles(plan.new) == ["Tuesday", "Monday"]


def test_the_next_day_s_entry_of_the_same_words_is_a_new_one() -> None:
    days = [
        item(n, title="Weather today", text="Our forecast.", date=None, link=f"https://news.example/weather-{n}")
        for n in (1, 2)
    ]
    reader = Reader()
    reader.poll(rss(days[0]))
    assert titles(reader.poll(rss(days[1])).new) == ["Weather today"]
    assert reader.poll(rss(days[1].replace("id-2", "f3a1"))).new == (), "an id that changes"
    assert reader.poll(rss(days[1].replace("id-2", "f3a1").replace("weather-2", "w"))).new == (), "another address"


def test_the_number_of_a_section_makes_no_two_stories_one_on_the_same_day() -> None:
    day = "Fri, 27 Nov 2026 00:00:00 GMT"
    stories = [
        item(n, title=title, link=f"https://news.example/c/1234567/{title.replace(' ', '-')}", date=day)
        for n, title in enumerate(("Mayor resigns", "Fire in mill"))
    ]
    reader = Reader()
    reader.poll(rss(stories[0]))
    assert titles(reader.poll(rss(stories[1])).new) == ["Fire in mill"]


@pytest.mark.parametrize("date", [None, "Fri, 27 Nov 2026 00:00:00 GMT"])
def test_many_entries_of_one_number_are_matched_in_time(date: str | None) -> None:
    def document(turn: int) -> bytes:
        return rss(*(item(n, title=f"Story {turn} of number {n}", guid=f"{turn}-{n}", date=date,
                          link=f"https://news.example/1234567/{turn}-{n}") for n in range(2_000)))  # fmt: skip

    reader = Reader()
    reader.poll(document(0))
    began = time.process_time()
    reader.poll(document(1))
    assert time.process_time() - began < 6


def test_an_id_that_stands_for_several_entries_is_no_id() -> None:
    reader = Reader()
    first = reader.poll(rss(*(item(n, guid="news") for n in (1, 2, 3))))
    assert len(first.new) == 3
    second = reader.poll(rss(*(item(n, guid="news") for n in (0, 1, 2, 3))))
    assert titles(second.new) == ["Story number 0"]
    nameless = Reader()
    assert len(nameless.poll(rss(*(item(n, guid="news", link=None) for n in (1, 2, 3)))).new) == 3
    assert titles(nameless.poll(rss(*(item(n, guid="news", link=None) for n in (1, 2, 4)))).new) == [
        "Story number 4"
    ]


def test_ids_that_number_the_places_of_a_feed_are_not_believed() -> None:
    reader = Reader()
    reader.poll(rss(*(item(n, guid=str(place)) for place, n in enumerate((3, 2, 1)))))
    plan = reader.poll(rss(*(item(n, guid=str(place)) for place, n in enumerate((5, 4, 3)))))
    assert (titles(plan.new), [each.text_changed for each in plan.changed]) == (
        ["Story number 5", "Story number 4"],
        [False],
    )
    other = reader.poll(
        rss(
            *(
                item(n, guid=str(place), title=f"Altogether different {'xyz'[n - 7]}")
                for place, n in enumerate((9, 8, 7))
            )
        )
    )
    assert len(other.new) == 3


@pytest.mark.parametrize("link", [None, "https://news.example/"])
def test_ids_that_number_the_places_are_not_believed_without_addresses_either(link: str | None) -> None:
    """Else each article would get the text of its neighbour as its next revision."""
    reader = Reader()
    stories = [f"The town of {name} has counted its wells." for name in ("Alder", "Birk", "Carse", "Dorn")]
    reader.poll(rss(*(item(n, guid=str(n), link=link, title=text, text=text) for n, text in enumerate(stories))))
    moved = [item(n, guid=str(n + 1), link=link, title=text, text=text) for n, text in enumerate(stories)]
    plan = reader.poll(rss(item(9, guid="0", link=link, title="A bridge fell", text="It was old."), *moved))
    assert titles(plan.new) == ["A bridge fell"]
    assert not any(each.text_changed for each in plan.changed)


def test_the_same_entry_twice_in_one_document_is_one() -> None:
    plan = Reader().poll(rss(item(1), item(1)))
    assert len(plan.new) == 1


def test_an_edited_entry_is_a_change_and_no_new_one() -> None:
    reader = Reader()
    reader.poll(rss(item(1, text="9 to 6"), item(2)))
    plan = reader.poll(rss(item(1, text="8 to 7"), item(2)))
    assert (plan.new, titles(plan.changed), plan.same) == ((), ["Story number 1"], 1)
    assert (plan.changed[0].text_changed, plan.changed[0].dates_changed) == (True, False)


def test_markup_that_changes_at_every_request_is_no_change() -> None:
    reader = Reader()
    picture = "<![CDATA[<p>Text</p><img src='https://count.example/{}.gif'>]]>"
    reader.poll(rss(item(1, text=picture.format(1))))
    assert reader.poll(rss(item(1, text=picture.format(2)))).changed == ()


def test_a_redated_entry_is_a_change_and_not_ignored() -> None:
    reader = Reader()
    reader.poll(rss(item(1), item(2), item(3)))
    plan = reader.poll(rss(item(1, date="Sat, 28 Nov 2026 11:30:00 GMT"), item(2), item(3)))
    assert (plan.new, titles(plan.changed)) == ((), ["Story number 1"])
    assert (plan.changed[0].text_changed, plan.changed[0].dates_changed) == (False, True)


def test_dates_that_are_made_up_at_every_request_are_no_change() -> None:
    reader = Reader()
    for turn in range(3):
        plan = reader.poll(rss(*(item(n, date=f"Sat, 28 Nov 2026 11:3{turn}:0{n} GMT") for n in range(5))))
        assert len(plan.new) == (5 if turn == 0 else 0)
        assert plan.changed == ()


def test_a_date_ahead_is_left_out() -> None:
    plan = Reader().poll(rss(item(1, date="Fri, 01 Jan 2038 00:00:00 GMT"), item(2)))
    assert [each.entry.published is None for each in plan.new] == [True, False]


def test_entries_without_link_date_or_id() -> None:
    reader = Reader()
    bare = "<item><title>Only a title</title><description>and a text</description></item>"
    assert len(reader.poll(rss(bare, item(2))).new) == 1 + 1
    assert reader.poll(rss(bare, item(2), item(3))).same == 2


def test_ten_thousand_entries_are_read_once() -> None:
    items = [{"id": n, "url": f"https://a.example/{n}", "title": f"Story {n}"} for n in range(10_000)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    reader = Reader()
    assert len(reader.poll(json.dumps(feed).encode()).new) == 10_000
    items.insert(0, {"id": -1, "url": "https://a.example/new", "title": "New"})
    assert len(reader.poll(json.dumps({**feed, "items": items[:10_000]}).encode()).new) == 1


def test_the_very_same_document_is_not_read_again() -> None:
    reader = Reader()
    reader.poll(rss(item(1)))
    plan = reader.poll(rss(item(1)))
    assert (plan.outcome, plan.document) == ("unchanged", None)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (response(b"<html><body>Sorry</body></html>"), "it is a web page instead of a feed"),
        (response(status=404), "there is nothing at this address (404)"),
        (response(status=503, retry_after="7200"), "its server is broken (503)"),
        (response(status=418), "it answered 418"),
        (FeedResponse(ADDRESS, 0, failure="timed out: it did not answer"), "timed out: it did not answer"),
        (response(status=304), "it answered 304"),
    ],
)  # fmt: skip
def test_a_failure_says_why_and_keeps_what_is_known(answer: FeedResponse, reason: str) -> None:
    reader = Reader()
    reader.poll(response(rss(item(1)), etag='"1"'))
    known = reader.state
    plan = reader.poll(answer)
    assert (plan.outcome, plan.reason, plan.state.failures, plan.gone) == ("failed", reason, 1, False)
    assert (plan.state.etag, plan.state.body_hash, plan.state.interval) == (
        known.etag,
        known.body_hash,
        known.interval,
    )
    well = reader.poll(rss(item(1), item(2)))
    assert (well.reason, well.state.failures, titles(well.new)) == (None, 0, ["Story number 2"])


def test_a_feed_that_is_gone_is_asked_no_more() -> None:
    assert Reader().poll(response(status=410)).gone


def test_a_permanent_move_is_followed_and_a_passing_one_is_not() -> None:
    new = "https://news.example/new.xml"
    moved = FeedResponse(new, 200, {}, rss(item(1)), moved_to=new)
    assert Reader().poll(moved).state.address == new
    assert Reader().poll(FeedResponse(new, 200, {}, rss(item(1)))).state.address == ADDRESS
    assert Reader().poll(FeedResponse(new, 200, {}, b"<html>", moved_to=new)).state.address == ADDRESS


def test_busy_feeds_are_polled_more_often_and_quiet_ones_less() -> None:
    reader, pauses = Reader(), []
    for turn in range(5):
        pauses.append(reader.poll(rss(*(item(n) for n in range(turn + 1)))).after)
    assert pauses == [900.0, 450.0, 300.0, 300.0, 300.0]
    quiet = [reader.poll(response(status=304, conditional=True)).after for _ in range(40)]
    assert quiet == sorted(quiet)
    assert quiet[-1] == 6 * 3600


def test_jitter_spreads_feeds_that_were_added_together() -> None:
    pauses = [Reader().poll(rss(item(1)), jitter=jitter).after for jitter in (0.0, 0.5, 1.0)]
    assert [round(pause) for pause in pauses] == [810, 900, 990]


def test_what_the_server_asks_for_is_the_least() -> None:
    assert Reader().poll(rss(item(1), head="<ttl>120</ttl>"), jitter=0).after == 7200
    assert (
        Reader().poll(response(rss(item(1)), cache_control="max-age=3600, public", age="600"), jitter=0).after
        == 3000
    )
    assert Reader().poll(response(rss(item(1)), cache_control="max-age=31536000"), jitter=0).after == 24 * 3600
    assert Reader().poll(response(rss(item(1)), cache_control="no-cache, max-age=3600"), jitter=0).after == 810
    expiring = response(
        rss(item(1)), expires="Sat, 28 Nov 2026 14:00:00 GMT", date="Sat, 28 Nov 2026 13:00:00 GMT"
    )
    assert Reader().poll(expiring, jitter=0).after == 3600
    busy = response(status=429, retry_after="5000")
    assert Reader().poll(busy, jitter=0).after == 5000
    assert Reader().poll(response(status=503, retry_after="Sat, 28 Nov 2026 13:30:00 GMT"), jitter=0).after == 3600


def test_failures_in_a_row_are_backed_off_from() -> None:
    reader = Reader()
    pauses = [reader.poll(response(status=500), jitter=1).after for _ in range(12)]
    assert pauses[:4] == [300.0, 600.0, 1200.0, 2400.0]
    assert pauses[-1] == 24 * 3600
    assert Reader(FeedState(ADDRESS, failures=10_000)).poll(response(status=500), jitter=0).after == 12 * 3600


def test_a_reader_s_clock_is_handed_in() -> None:
    assert Reader().poll(response(rss(item(1)), etag='"a"')).state.whole_at == NOW + timedelta(minutes=30)


def test_a_document_that_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter((0.0, 29.0, 100.0, 131.0))
    monkeypatch.setattr("checks.feeds.decider.time.process_time", lambda: next(seconds))
    read = read_response(FeedState(ADDRESS), response(rss(item(1))), NOW)
    assert (read.failure, len(read.entries)) == (None, 1)
    slow = read_response(FeedState(ADDRESS), response(rss(item(1))), NOW)
    assert (slow.failure, slow.entries) == ("its document takes too long to read", ())
