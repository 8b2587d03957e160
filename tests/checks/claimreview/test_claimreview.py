"""ClaimReview in every form in which it is published, and the traps in each."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.claimreview import LONGEST_STATEMENT, read_entries, read_fact_checks
from checks.claimreview.bounded_stream import LONGEST_ENTRY
from checks.types.fact_check import ExternalFactCheck, RatingScale, SkippedEntry


def review(**more: Any) -> dict[str, Any]:
    """A ClaimReview with all that is needed."""
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checks.example.org/1",
        "claimReviewed": "The town of Alder sold its bridge",
        "author": {"@type": "Organization", "name": "Alder Checks", "url": "https://checks.example.org"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        **more,
    }


def taken(data: Any) -> tuple[list[ExternalFactCheck], list[SkippedEntry]]:
    """What is read out of a file, and what is skipped."""
    raw = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    found = [each for entry in read_entries(io.BytesIO(raw)) for each in read_fact_checks(entry)]
    return [f for f in found if isinstance(f, ExternalFactCheck)], [
        f for f in found if isinstance(f, SkippedEntry)
    ]


def one(**more: Any) -> ExternalFactCheck:
    """The one fact-check of a ClaimReview with these members."""
    (found,), skipped = taken(review(**more))
    assert skipped == []
    return found


def refused(**more: Any) -> str:
    """Why a ClaimReview with these members is not taken."""
    found, (skipped,) = taken(review(**more))
    assert found == []
    return skipped.reason


def script(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


SECOND = review(url="https://checks.example.org/2")
FORMS = {
    "an object": json.dumps(review()),
    "an object over many lines": json.dumps(review(), indent=2),
    "a list": json.dumps([review(), SECOND]),
    "@graph": json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, review()]}),
    "nested": json.dumps({"@type": "Article", "mainEntity": {"@type": "WebPage", "hasPart": [review(), SECOND]}}),
    "a feed": json.dumps({"@type": "DataFeed", "dataFeedElement": [
        {"@type": "DataFeedItem", "item": [review(), SECOND]}, {"item": None}, None, {"item": []}]}),
    "JSON Lines": "\n".join(map(json.dumps, (review(), SECOND))) + "\n\n",
    "the research set": "\n".join(map(script, (review(), SECOND))) + "\n",
    "a page": f"<!doctype html><title>x</title>{script({'@type': 'Organization'})}\n<p>text {script([review()])}",
    "a fragment of a page": '<script type="application/ld+json">\n' + json.dumps(review(), indent=1) + "\n</script>",
    "CSV": "claim,rating,url,publisher\nThe town of Alder sold its bridge,False,https://checks.example.org/1,"
           "Alder Checks\n",
    "CSV by semicolons": "Rating;Claim;URL;Publisher\r\nFalse;The town of Alder sold its bridge;"
                         "https://checks.example.org/1;Alder Checks\r\n",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, b"\xef\xbb\xbf".__add__], ids=["plain", "gzip", "BOM"])
def test_every_form_gives_the_same_fact_check(form: str, pack: Any) -> None:
    found, _ = taken(pack(FORMS[form].encode()))
    assert found[0] == one()
    assert [each.url for each in found[1:]] == [SECOND["url"]] * (len(found) - 1)
    assert len(found) == FORMS[form].count("checks.example.org/2") + 1


@pytest.mark.parametrize("form", ["JSON Lines", "the research set", "an object"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, b"\xef\xbb\xbf".__add__], ids=["plain", "gzip", "BOM"])
def test_a_first_line_longer_than_the_head_hides_no_form(form: str, pack: Any) -> None:
    long = FORMS[form].replace("{", '{"articleBody": "' + "x" * 200_000 + '", ', 1)
    found, skipped = taken(pack(long.encode()))
    assert ([each.url for each in found], skipped) == (
        [review()["url"], SECOND["url"]][: 1 if form == "an object" else 2],
        [],
    )


def test_all_that_is_stated_is_kept() -> None:
    whole = one(
        itemReviewed={
            "@type": "Claim", "author": {"@type": "Person", "name": "A. Speaker"},
                "datePublished": "2026-01-14T09:00:00Z",
        },
        datePublished="2026-01-20", headline="No, the bridge stands", inLanguage="en-GB",
        reviewRating={"alternateName": "Mostly false", "ratingValue": 2, "bestRating": 5, "worstRating": 1},
    )  # fmt: skip
    assert whole == ExternalFactCheck(
        statement="The town of Alder sold its bridge",
        rating="Mostly false",
        publisher="Alder Checks",
        url="https://checks.example.org/1",
        claimant="A. Speaker",
        published=date(2026, 1, 20),
        claimed=date(2026, 1, 14),
        summary="No, the bridge stands",
        language="en",
        scale=RatingScale(2, 1, 5),
    )


@pytest.mark.parametrize(
    ("rating", "words", "scale"),
    [
        ({"alternateName": "Falso", "ratingValue": "5", "bestRating": "1",
            "worstRating": "5"}, "Falso", RatingScale(5, 5, 1)),
        ({"alternateName": "Not really", "ratingValue": "-1", "bestRating":
            "-1", "worstRating": "-1"}, "Not really", None),
        ({"alternateName": "", "name": "Fake"}, "Fake", None),
        ({"alternateName": "  ", "ratingValue": "2,5", "bestRating": 5, "worstRating": 1},
         "2.5 (from 1, the worst, to 5, the best)", RatingScale(2.5, 1, 5)),
        ({"alternateName": "False", "ratingValue": 7, "bestRating": 5, "worstRating": 1}, "False", None),
        ({"alternateName": "False", "ratingValue": "NaN", "bestRating": 5, "worstRating": 1}, "False", None),
        ([{}, {"alternateName": ["", "Half &amp;amp; half"]}], "Half & half", None),
        ("Pants on Fire!", "Pants on Fire!", None),
        ({"alternateName": {"@value": "Faux", "@language": "fr"}}, "Faux", None),
    ],
)  # fmt: skip
def test_ratings_as_they_are_met(rating: Any, words: str, scale: RatingScale | None) -> None:
    found = one(reviewRating=rating)
    assert (found.rating, found.scale) == (words, scale)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-10-07 20:05", date(2020, 10, 7)),
        ("2017-03-01 20:30:17 UTC", date(2017, 3, 1)),
        ("2020-03-10T12:31:20+01:00", date(2020, 3, 10)),
        ("2021/4/5", date(2021, 4, 5)),
        ("20210405", date(2021, 4, 5)),
        ("March 5, 2021", date(2021, 3, 5)),
        ("Wed, 07 Oct 2020 10:00:00 GMT", date(2020, 10, 7)),
        ("2021-02-30", None),
        ("0001-01-01", None),
        ("05/04/2021", None),
        ("soon", None),
        ("", None),
        (20210405, date(2021, 4, 5)),
        ({"x": 1}, None),
    ],
)
def test_odd_dates_are_read_or_left_out(written: Any, day: date | None) -> None:
    assert one(datePublished=written).published == day


@pytest.mark.parametrize(
    ("who", "publisher"),
    [
        ({"@type": "Organization", "url": "https://www.politifact.com"}, "politifact.com"),
        ({"@type": "Organization", "name": ""}, "checks.example.org"),
        ([{"name": None}, {"name": "Second"}], "checks.example.org"),
        (None, "checks.example.org"),
        ("Written Out", "Written Out"),
    ],
)
def test_an_author_without_a_name_is_named_by_its_site(who: Any, publisher: str) -> None:
    assert one(author=who).publisher == publisher


def test_a_journalist_who_signs_is_not_the_publisher() -> None:
    assert (
        one(author={"@type": "Person", "name": "Jo"}, publisher={"name": "The Office"}).publisher == "The Office"
    )


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"claimReviewed": ""}, "says no claim"),
        ({"claimReviewed": "<p>&nbsp;</p>"}, "says no claim"),
        ({"claimReviewed": "x" * (LONGEST_STATEMENT + 1)}, "2,001 characters"),
        ({"reviewRating": None}, "no rating"),
        ({"reviewRating": {"image": "https://x.example/i", "ratingValue":
            "-1", "bestRating": "-1", "worstRating": "-1"}},
         "its rating is a picture"),
        ({"url": "javascript:alert(1)"}, "http"),
        ({"url": "data:text/html,x"}, "http"),
        ({"url": ""}, "no address"),
        ({"url": "https://"}, "address is none"),
        ({"url": "https://[::1"}, "address is none"),
        ({"url": "https://safe.example@evil.example/"}, "address is none"),
        ({"url": "https://x.example/a b"}, "address is none"),
        ({"url": "https://x.example/" + "ä" * 2000}, "longer than"),
        ({"url": ["javascript:alert(1)"]}, "http"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_why(members: dict[str, Any], reason: str) -> None:
    assert reason in refused(**members)


def test_hostile_text_becomes_plain_text() -> None:
    found = one(
        claimReviewed="&lt;script&gt;alert(1)&lt;/script&gt; <b>Alder</b>\x00 sold\u202e its\n\nbridge \ud800 "
        "5 < 6 &amp; 7 > 6",
        author={"name": "  A\u200bB  "},
    )
    assert found.statement == "alert(1) Alder sold its bridge 5 < 6 & 7 > 6"
    assert found.publisher == "A B"


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"", "the file", "empty"),
        (b"\xff\xfe{\x00", "the file", "not UTF-8"),
        (json.dumps([review(), 5, SECOND])[:-40], "after element 2", "broken"),
        ("[", "at its beginning", "broken"),
        ("{}", "the object", "no ClaimReview"),
        ('{"a": ' * 3000, "the object", "not JSON"),
        ("\n".join((json.dumps(review()), "{no", json.dumps(SECOND))), "line 2", "not JSON"),
        (json.dumps(review()).encode() + b"\n{\xff}\n" + json.dumps(SECOND).encode(), "line 2", "not UTF-8"),
        ("<p>nothing</p>", "the page", "no script"),
        (script(review()) + "\n<script>{</script>\n", "line 2", "not JSON"),
        (gzip.compress(json.dumps([review()] * 900).encode())[:-300], "the file", "breaks off"),
        ("claim,url\nx,https://x.example/", "line 1", "lacks rating"),
        ("just words\nand more", "line 1", "lacks claim, url"),
        ("claim,rating,url\nx,y,https://x.example/,too many", "line 2", "4 cells"),
        ('claim,rating,url\n"a "b,y,https://x.example/\nx,y,https://x.example/', "line 2", "not CSV"),
        (b"claim,rating,url\n\xff,y,https://x.example/", "line 2", "“claim” is not UTF-8"),
        ('claim,rating,url\n"never closed,y', "line 2", "not CSV"),
    ],
)  # fmt: skip
def test_what_is_broken_says_where_and_what(data: Any, place: str, reason: str) -> None:
    _, skipped = taken(data)
    assert [each.place for each in skipped if reason in each.reason] == [place], skipped


def test_one_broken_line_costs_the_others_nothing() -> None:
    found, skipped = taken("\n".join((json.dumps(review()), "{no", "[]", json.dumps(SECOND))))
    assert ([each.url[-1] for each in found], [each.place for each in skipped]) == (
        ["1", "2"],
        ["line 2", "line 3"],
    )


def test_a_page_of_other_scripts_only_skips_nothing() -> None:
    assert taken(script({"@type": "Article"}) + "<p>") == ([], [])


def test_several_reviews_in_one_entry_are_distinguished() -> None:
    _, skipped = taken({"dataFeedElement": [{"item": [review(), review(url="ftp://x")]}]})
    assert [each.place for each in skipped] == ["element 1, review 2"]


@given(st.binary(max_size=400) | st.builds(lambda t: b"[" + t, st.binary(max_size=200))
       | st.builds(lambda t: b"claim,rating,url\n" + t, st.binary(max_size=200)))  # fmt: skip
def test_no_bytes_at_all_make_it_fail(data: bytes) -> None:
    taken(data)


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(
    member=st.sampled_from(sorted({*review(), "itemReviewed", "datePublished", "inLanguage", "publisher"})),
    value=_json,
)
def test_no_value_of_a_member_makes_it_fail(member: str, value: Any) -> None:
    found, skipped = taken(json.dumps(review(**{member: value})))
    assert len(found) + len(skipped) == 1


class _Endless(io.RawIOBase):
    """A file that is made up as it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._rest = self._rest or next(self._pieces, b"")
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _feed(count: int) -> Iterator[bytes]:
    element = json.dumps({"@type": "DataFeedItem", "item": [review(reviewBody="word" * 5000)]}).encode()
    yield b'{"@type": "DataFeed", "dataFeedElement": ['
    yield from (element + b"," for _ in range(count - 1))
    yield element + b"]}"


def _table(count: int) -> Iterator[bytes]:
    yield b"claim,rating,url,summary\n"
    yield from (b"x,False,https://x.example/%d,%s\n" % (n, b"word" * 5000) for n in range(count))


@pytest.mark.parametrize("made", [_feed, _table])
def test_a_large_file_takes_little_memory(made: Any) -> None:
    count = 20_000_000 // 20_000
    tracemalloc.start()
    try:
        stream = _Endless(made(count))
        read = sum(
            1
            for entry in read_entries(stream)
            for each in read_fact_checks(entry)
            if isinstance(each, ExternalFactCheck)
        )  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert read == count
    assert peak < 3_000_000


def test_one_endless_entry_is_given_up() -> None:
    for start in (b'[{"a": "', b'{"a": 1}\n{"b": "', b"<html>", b"claim,rating,url\n"):
        pieces = iter([start, *[b"x" * 1_000_000] * (LONGEST_ENTRY // 1_000_000 + 3)])
        read = read_entries(_Endless(pieces))  # type: ignore[arg-type]
        skipped = [e for e in read if "longer than" in e.wrong]
        assert skipped, start


@pytest.mark.parametrize("begins", ["", '{"dataFeedElement": [{"item": '])
def test_what_nests_too_deep_is_skipped_before_it_takes_memory(begins: str) -> None:
    tracemalloc.start()
    found, (skipped,) = taken(begins + "[" * 40_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == []
    assert "nested" in skipped.reason or "JSON" in skipped.reason
    assert peak < 30_000_000


def test_a_header_that_is_no_text_is_reported_and_a_number_without_end_is_read_over() -> None:
    _, (skipped,) = taken(b"claim,rat\xffing,url\n1,2,3\n")
    assert "not UTF-8" in skipped.reason
    _, (skipped,) = taken("<!doctype html><p>&#" + "1" * 5000 + ";</p>")
    assert "no script" in skipped.reason
