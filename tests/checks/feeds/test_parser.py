"""Feed documents of every format, also broken and hostile ones."""

import gzip
import json
import time

import pytest

from checks.feeds.errors import NotAFeed
from checks.feeds.parser import MOST_ENTRIES, read_feed
from tests.checks.feeds.parts import ADDRESS, item, rss

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>A</title>
<link rel="self" href="https://b.example/feed"/><link rel="hub" href="https://hub.example/"/><link
href="https://b.example/"/>
<entry xml:base="https://b.example/2026/"><id>tag:b.example,2026:1</id><title type="html">Eins &amp;amp; zwei</title>
<link rel="alternate" href="story"/><updated>2026-11-28T10:00:00+01:00</updated>
<published>2026-11-27T10:00:00+01:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content></entry></feed>"""
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)


def test_atom() -> None:
    feed = read_feed(ATOM, ADDRESS)
    assert (feed.format, feed.title, feed.language, feed.home) == ("atom", "A", "de", "https://b.example/")
    assert (feed.hub, feed.topic) == ("https://hub.example/", "https://b.example/feed")
    (entry,) = feed.entries
    assert (entry.id, entry.address) == ("tag:b.example,2026:1", "https://b.example/2026/story")
    assert (entry.title, entry.content, entry.is_content, entry.is_html) == (
        "Eins & zwei",
        "<p>Text</p>",
        True,
        True,
    )
    assert entry.published is not None
    assert entry.modified is not None
    assert (entry.published.isoformat(), entry.modified.hour) == ("2026-11-27T09:00:00+00:00", 9)


def test_rss_with_whole_texts_and_time_to_live() -> None:
    namespace = "http://purl.org/rss/1.0/modules/content/"
    whole = f"<c:encoded xmlns:c='{namespace}'><![CDATA[<p>All of it</p>]]></c:encoded>"
    feed = read_feed(rss(item(1).replace("</item>", whole + "</item>"), head="<ttl>60</ttl>"), ADDRESS)
    assert (feed.format, feed.ttl) == ("rss", 3600.0)
    assert (feed.entries[0].content, feed.entries[0].is_content) == ("<p>All of it</p>", True)
    assert not read_feed(rss(item(1)), ADDRESS).entries[0].is_content


def test_rdf_and_the_permalink_that_is_an_id() -> None:
    rdf = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="x"><title>R</title></channel><item rdf:about="https://c.example/1"><title>t</title>
    <link>https://c.example/1</link></item></rdf:RDF>"""
    (entry,) = read_feed(rdf, ADDRESS).entries
    assert entry.id == entry.address == "https://c.example/1"
    (entry,) = read_feed(rss("<item><guid>https://c.example/2</guid><title>t</title></item>"), ADDRESS).entries
    assert entry.address == "https://c.example/2"


def test_json_feed() -> None:
    items = [
        {
            "id": 7,
            "url": "/a",
            "title": "x",
            "content_html": "<p>hi</p>",
            "date_published": "2026-11-28T10:00:00+02:00",
        },
        {"id": "b", "external_url": "https://d.example/b", "summary": "short", "date_modified": "soon"},
        "no object",
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items, "language": "en",
            "home_page_url": "https://d.example/", "hubs": [{"type": "WebSub",
                "url": "https://hub.example"}]}  # fmt: skip
    found = read_feed(json.dumps(feed).encode(), "https://d.example/feed.json")
    assert (found.format, found.hub, found.faults) == (
        "json",
        "https://hub.example",
        ("1 of its items are no objects",),
    )
    first, second = found.entries
    assert (first.id, first.address, first.content, first.is_content) == (
        "7",
        "https://d.example/a",
        "<p>hi</p>",
        True,
    )
    assert first.published is not None
    assert first.published.hour == 8
    assert (second.address, second.content, second.is_content, second.modified) == (
        "https://d.example/b",
        "short",
        False,
        None,
    )


@pytest.mark.parametrize("hubs", [True, 1, "hub", {"type": "WebSub"}, [None]])
def test_hubs_that_are_none_are_left_out(hubs: object) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}], "hubs": hubs}
    document = read_feed(json.dumps(feed).encode(), ADDRESS)
    assert (document.hub, len(document.entries)) == (None, 1)


def test_a_news_sitemap_also_packed_or_in_utf_16() -> None:
    sitemap = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://e.example/1</loc><news:news>
    <news:publication><news:name>The Echo</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2026-11-28T09:00:00Z</news:publication_date><news:title>Storm &amp; flood</news:title>
    </news:news></url>
    <url><loc>https://e.example/about</loc></url></urlset>"""
    wide = sitemap.decode().replace("?>", ' encoding="utf-16"?>', 1)
    for content in (sitemap, gzip.compress(sitemap), wide.encode("utf-16"), gzip.compress(wide.encode("utf-16"))):
        feed = read_feed(content, ADDRESS)
        assert (feed.format, feed.title, feed.language, len(feed.entries)) == ("sitemap", "The Echo", "en", 1)
        assert (feed.entries[0].title, feed.entries[0].id) == ("Storm & flood", None)


def test_a_broken_sitemap_is_read_as_far_as_it_goes() -> None:
    head = b"""<?xml version="1.0"?><urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">"""
    url = """<url><loc>https://e.example/{0}?a=1&b=2</loc><news:news><news:publication><news:name>Echo & Co
    </news:name></news:publication><news:title>Fish & chips&nbsp;{0}</news:title></news:news></url>"""
    pieces = "".join(map(url.format, (1, 2, 3))).encode()
    for content, titles in (
        (head + pieces + b"</urlset>", ["Fish & chips 1", "Fish & chips 2", "Fish & chips 3"]),
        (head + pieces[:-30], ["Fish & chips 1", "Fish & chips 2", "Fish & chips 3"]),
        (
            head + pieces.replace(b"chips&nbsp;2", b"ch\x0bips\xff2") + b"</urlset>",
            ["Fish & chips 1", "Fish & chips 3"],
        ),
    ):
        feed = read_feed(content, ADDRESS)
        assert feed.title == "Echo & Co"
        assert set(titles) <= {each.title for each in feed.entries}
        assert feed.entries[0].address == "https://e.example/1?a=1&b=2"
        assert "not well-formed" in feed.faults[0]


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "shift_jis", "euc-jp", "iso-2022-jp", "foo"])
def test_a_sitemap_may_be_in_any_encoding_or_name_none(encoding: str) -> None:
    sitemap = f"""<?xml version="1.0" encoding="{encoding}"?>
    <urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://e.example/1</loc>
    <news:news><news:title>山水</news:title></news:news></url></urlset>"""
    feed = read_feed(sitemap.encode("utf-8" if encoding == "foo" else encoding), ADDRESS)
    assert [each.title for each in feed.entries] == ["山水"]


@pytest.mark.parametrize("content_type", ["", "application/rss+xml; charset=utf-8", "text/xml"])
def test_a_broken_byte_spoils_no_title_of_a_feed(content_type: str) -> None:
    content = rss(item(1, title="Drei „Tote“ in Köln"), item(2, title="Zwei X")).replace(b"Zwei X", b"Zwei \xc3")
    titles = [each.title for each in read_feed(content, ADDRESS, content_type).entries]
    assert titles == ["Drei „Tote“ in Köln", "Zwei \ufffd"]
    latin = b"<?xml version='1.0' encoding='iso-8859-1'?>" + content.partition(b"?>")[2]
    latin = latin.replace("Köln".encode(), "Köln".encode("latin-1"))
    assert read_feed(latin, ADDRESS).entries[0].title.endswith("Köln")


def test_an_index_of_sitemaps_names_its_parts() -> None:
    index = b"<sitemapindex><sitemap><loc>https://e.example/news.xml</loc></sitemap></sitemapindex>"
    with pytest.raises(NotAFeed) as raised:
        read_feed(index, ADDRESS)
    assert raised.value.leads_to == ("https://e.example/news.xml",)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (rss(item(1, title="Fish & chips")), "Fish & chips"),
        (rss(item(1, title="Fish&nbsp;chips")), "Fish chips"),
        (rss(item(1), item(2).replace("</title>", "")), "Story number 1"),
        (rss(item(1), item(2))[:-60], "Story number 1"),
        (b"\n\n " + rss(item(1)), "Story number 1"),
        (rss(item(1, title="Sto\x0bry")), "Sto ry"),
        (rss(item(1, title="Caf\xe9")).decode().replace('encoding="utf-8"', "").encode("latin-1"), "Café"),
        (rss(item(1)).decode().replace("utf-8", "utf-16").encode("utf-16"), "Story number 1"),
    ],
)  # fmt: skip
def test_a_broken_feed_is_read_without_loss(content: bytes, title: str) -> None:
    feed = read_feed(content, ADDRESS)
    assert feed.entries
    assert feed.entries[0].title == title


@pytest.mark.parametrize(
    ("content", "reason", "is_page"),
    [
        (b"<!doctype html><html><body>no</body></html>", "it is a web page instead of a feed", True),
        (b"<!-- x --><html><body>no</body></html>", "it is a web page instead of a feed", True),
        (b"", "the answer is empty", False),
        (b"  \n", "the answer is empty", False),
        (rss(item(1)).replace(b"</title>", b""), "no entry of it could be read: it is not well-formed: "
                                                 "mismatched tag, in line 1",
         False),
        (b"{", "it begins like JSON and is none", False),
        (b'{"items": []}', "it is JSON, but no JSON Feed", False),
        (b"[" * 100_000, "it begins like JSON and is none", False),
        (b"just words", "it is no feed: neither RSS, Atom, JSON Feed nor a news sitemap", False),
        (b"\x1f\x8b\x00", "it is packed by gzip and cannot be unpacked", False),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "it is a sitemap that names no news", False),
        (gzip.compress(b" " * 30_000_000), "unpacked it is larger than 20 MB", False),
    ],
)  # fmt: skip
def test_what_is_no_feed_says_what_it_is(content: bytes, reason: str, is_page: bool) -> None:
    with pytest.raises(NotAFeed) as raised:
        read_feed(content, ADDRESS)
    assert (str(raised.value), raised.value.is_page) == (reason, is_page)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    began = time.process_time()
    feed = read_feed(
        LAUGHS + b"<rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>", ADDRESS
    )
    assert [len(entry.title) < 100 for entry in feed.entries] == [True]
    with pytest.raises(NotAFeed, match="cannot be read"):
        read_feed(LAUGHS + b"<urlset><url><loc>&l9;</loc></url></urlset>", ADDRESS)
    outside = b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + rss(item(1, title="[&x;]"))
    assert "root" not in read_feed(outside, ADDRESS).entries[0].title
    assert time.process_time() - began < 5


def test_a_text_that_is_a_file_s_name_opens_no_file() -> None:
    with pytest.raises(NotAFeed):
        read_feed(b"/etc/passwd", ADDRESS)
    with pytest.raises(NotAFeed):
        read_feed(b"https://news.example/feed", ADDRESS)


@pytest.mark.parametrize(
    "content",
    [
        b"<" * 200_000,
        b"<!--" * 50_000,
        b"<!DOCTYPE" + b" " * 200_000,
        b"\n" * 200_000 + b"<rss>",
        b"\n<!DOCTYPE x" * 1_200 + b"<rss>",
        b"\n<!DOCTYPE x" * 50_000 + b"<rss>",
        b"<!DOCTYPE x [" * 20_000,
        b"<rss " + b"a='" * 60_000,
        b"&" * 200_000,
    ],
)
def test_what_never_ends_is_read_in_time(content: bytes) -> None:
    began = time.process_time()
    with pytest.raises(NotAFeed):
        read_feed(content, ADDRESS)
    assert time.process_time() - began < 3


@pytest.mark.parametrize("name", ["author", "dc:creator", "managingEditor", "itunes:author", "publisher"])
@pytest.mark.parametrize("text", ["a" * 100_000, "a@" * 50_000, "<![CDATA[" + "a." * 50_000 + "]]>"])
def test_a_long_author_takes_little_time(name: str, text: str) -> None:
    began = time.process_time()
    feed = read_feed(rss(item(1).replace("</item>", f"<{name}>{text}</{name}></item>")), ADDRESS)
    assert len(feed.entries) == 1
    assert time.process_time() - began < 2


def test_of_more_entries_than_are_read_it_says_so() -> None:
    items = ",".join(f'{{"id":"{n}","url":"https://a.example/{n}"}}' for n in range(MOST_ENTRIES + 5))
    feed = read_feed(f'{{"version":"https://jsonfeed.org/version/1","items":[{items}]}}'.encode(), ADDRESS)
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.faults == ("it has 10,005 entries; the first 10,000 are read",)


def test_addresses_that_lead_nowhere_are_none() -> None:
    for link in (
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "mailto:a@b.example",
        "https://a.example:99999/",
    ):
        assert read_feed(rss(item(1, link=link, guid=None)), ADDRESS).entries[0].address is None
    assert (
        read_feed(rss(item(1, link="/a b", guid=None)), ADDRESS).entries[0].address == "https://news.example/a%20b"
    )
