"""Documents as pages: the article in them, what they say of themselves, and what they are."""

from datetime import UTC, date, datetime
from io import BytesIO
from time import process_time

import pytest
from docx import Document

from checks.documents.pages import LARGEST, LARGEST_PAGE, read_page
from checks.types.page import Page

_PROSE = (
    "The town counted 400 wells on Friday, the mayor said. Forty of them are dry.",
    "The council will dig ten new ones by 2027 and pay 2 million euros for them, it said in a statement.",
    "Nobody had counted them since 1998, when there were 350 in the town and the villages around it.",
    "Farmers asked for more. A third of the fields lie more than five kilometres from the next well.",
)
_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in _PROSE)
_MENU = "<nav><ul><li><a href=/a>Home</a><li><a href=/b>World</a><li><a href=/c>Sport</a></ul></nav>"
_ADDRESS = "https://www.gazette.example/news/wells"


def _page(head: str = "", body: str = f"<article><h1>400 wells counted</h1>{_BODY}</article>") -> str:
    head = f"<head><title>400 wells counted - Gazette</title>{head}</head>"
    return f"<!doctype html><html lang=en>{head}<body>{_MENU}{body}</body></html>"


def _json_ld(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


def _read(html: str, address: str | None = _ADDRESS, latest: date | None = None) -> Page:
    return read_page(html.encode(), "text/html; charset=utf-8", address, latest)


def test_the_article_alone_is_its_text() -> None:
    related = "<aside><h2>Read more</h2><ul><li><a href=/x>Bridge closed for a year</a></ul></aside>"
    foot = "<footer><p>Copyright 2026 Gazette. All rights reserved.</p></footer>"
    page = _read(
        _page(body=f"<article><h1>400 wells counted</h1><p>By Jane Roe</p>{_BODY}</article>{related}{foot}")
    )
    assert page.text == "\n\n".join(_PROSE)
    assert (page.title, page.kind, page.reason, page.language) == ("400 wells counted", "article", None, "en")


def test_a_fragment_is_read_whole() -> None:
    """What has neither html nor head nor body its sender has cut out already."""
    assert _read("<h1>Boats</h1><p>Forty boats sank.</p>").text == "Forty boats sank."
    assert read_page(b"<p>Forty boats sank.").text == "Forty boats sank."


def test_a_short_page_is_not_lost() -> None:
    assert _read("<html><body><h1>Boats</h1><p>Forty boats sank.</p></body></html>").text == "Forty boats sank."


def test_an_article_in_a_table_for_layout_keeps_its_paragraphs() -> None:
    page = _read(
        f"<html><body><table><tr><td>{_MENU}</td><td><h1>Wells</h1>{_BODY}</td></tr></table></body></html>"
    )
    assert page.text == "\n\n".join(_PROSE)


def test_text_in_json_ld_stands_in_for_a_page_that_only_a_script_fills() -> None:
    body = " ".join(_PROSE)
    script = _json_ld(f'{{"@type": "NewsArticle", "headline": "Wells", "articleBody": "{body}"}}')
    page = _read(_page(script, "<div id=root></div>"))
    assert (page.text, page.kind) == (body, "article")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle",'
         '"datePublished":"2019-11-18T23:30:00-05:00"}</script>',
         "2019-11-18T23:30:00-05:00"),
        ('<script type="application/ld+json">//<![CDATA[\n{"@type":"Report","datePublished":"2019-11-18",}\n'
         '//]]></script>',
         "2019-11-18"),
        ("<meta property=article:published_time content=2019-11-18T10:00:00+0000>", "2019-11-18T10:00:00+00:00"),
        ("<meta name=parsely-pub-date content=2019-11-18>", "2019-11-18"),
        ("<meta itemprop=datePublished content='November 18, 2019 12:32'>", "2019-11-18"),
        ("<meta name=date content='Wed Nov 18 2019 09:28:00 GMT+0000 (UTC)'>", "2019-11-18"),
        ("<meta name=sailthru.date content='2019-11-18 16:07:38'>", "2019-11-18"),
        ("<meta name=pubdate content=1574091000>", "2019-11-18T15:30:00+00:00"),
    ],
)  # fmt: skip
def test_the_day_in_the_head(head: str, published: str) -> None:
    found = _read(_page(head)).published
    assert found is not None
    assert found.isoformat() == published


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime=2019-11-18T09:00Z>Monday</time>",
        "<time class=published>18 November 2019</time>",
        "<p>November 18, 2019 - 11:28 AMT</p>",
        "<p class=meta>Published on Monday, November 18th, 2019 at 5:00 p.m.</p>",
        "<span itemprop=datePublished>18 November 2019</span>",
        "<p>Veröffentlicht am 18. November 2019</p>",
        "<p>Publicado el 18 de noviembre de 2019</p>",
        "<p>18 ноября 2019</p>",
        "<p>Stand: 18.11.2019, 14:30 Uhr</p>",
    ],
)
def test_the_day_in_the_body(line: str) -> None:
    found = _read(_page(body=f"<article><h1>400 wells counted</h1>{line}{_BODY}</article>")).published
    assert found is not None
    assert found.isoformat()[:10] == "2019-11-18"


@pytest.mark.parametrize(
    "path", ["2019/11/18/wells", "news/2019/nov/18/wells", "wells-20191118/", "a/2019-11-18-wells.html"]
)
def test_the_day_in_the_address(path: str) -> None:
    assert _read(_page(), f"https://gazette.example/{path}").published == date(2019, 11, 18)


def test_a_month_in_the_address_is_no_day() -> None:
    assert _read(_page(), "https://gazette.example/2019/11/wells-400").published is None


def test_a_day_in_an_article_s_prose_is_not_that_of_publication() -> None:
    prose = (
        "<p>On 3 May 2018 the town council decided that every well in the town and around it be counted within a year,"
        " and named the people who were to count them.</p>"
    )
    assert _read(_page(body=f"<article><h1>Wells</h1>{prose}{_BODY}</article>")).published is None


def test_days_in_the_future_are_not_believed() -> None:
    head = "<meta name=date content=2031-01-01><meta property=article:modified_time content=2041-01-01>"
    page = _read(_page(head), "https://gazette.example/2026/11/27/wells", date(2026, 11, 29))
    assert (page.published, page.modified) == (date(2026, 11, 27), None)


def test_a_change_before_publication_is_none() -> None:
    head = (
        "<meta name=date content=2026-11-27><meta name=datemodified content=0001-01-01>"
        "<meta name=lastmod content=2026-11-01>"
    )
    assert _read(_page(head)).modified is None
    assert _read(_page(head + "<meta name=revised content=2026-11-28>")).modified == date(2026, 11, 28)


def test_authors_site_and_language() -> None:
    script = _json_ld(
        '{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "headline": "400 wells counted", "author":'
        ' [{"@type": "Person", "name": "Jane Roe"}, "By John Doe and Ann Lee"], "publisher": {"name": "The Gazette"}}]}'
    )
    page = _read(_page(script))
    assert (page.authors, page.site, page.language) == (("Jane Roe", "John Doe", "Ann Lee"), "The Gazette", "en")
    assert _read(_page()).site == "gazette.example"


def test_the_article_s_own_object_counts_among_those_of_others() -> None:
    scripts = "".join(
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "datePublished": '
        f'"{day}"}}</script>'
        for title, day in (("Bridge closed", "2026-01-01"), ("400 wells counted", "2026-11-27"))
    )
    assert _read(_page(scripts)).published == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("<link rel=canonical href=/news/wells>", "https://www.gazette.example/news/wells"),
        ("<link rel=canonical href=https://gazette.example/w/1?utm_source=x>", "https://gazette.example/w/1"),
        ("<meta property=og:url content=https://m.gazette.example/w/1>", "https://m.gazette.example/w/1"),
        ("<link rel=canonical href=https://other.example/news/wells>", _ADDRESS),
        ("<link rel=canonical href=https://www.gazette.example/>", _ADDRESS),
        ("<link rel=canonical href='javascript:alert(1)'>", _ADDRESS),
        ("<link rel=canonical href='https://\u202ewww.gazette.example/x'>", _ADDRESS),
    ],
)
def test_the_canonical_address_where_it_stays_on_the_site(head: str, address: str) -> None:
    assert _read(_page(head), f"{_ADDRESS}?fbclid=1#top").address == address


_LONG = "".join(
    f"<p>Well {n} of the town of Alder gives forty litres of water a day, the council says.</p>" for n in range(30)
)
_TEASERS = "".join(
    f"<div><h3><a href=/n/{n}>The council of town {n} counts its wells again</a></h3><p>There are {n} of them now, the"
    " mayor says.</p></div>"
    for n in range(20, 32)
)


@pytest.mark.parametrize(
    ("html", "kind", "words"),
    [
        (f"<html><head><title>News</title></head><body>{_MENU}<h1>News</h1>{_TEASERS}</body></html>",
            "index", "12 headlines"),
        ("<html><body><h1>Latest</h1><ul>" + "".join(
            f"<li><a href=/n/{n}>The council of town {n} counts its wells</a></li>" for n in range(8)) +
                "</ul></body></html>",
         "index", "8 headlines"),
        (_page(_json_ld('{"@type": "NewsArticle", "headline": "400 wells counted", "isAccessibleForFree": false}'),
               f"<h1>400 wells counted</h1><p>{_PROSE[0]}</p><div class=wall>Subscribe now</div>"),
                   "paywall", "subscribers"),
        (_page("", f"<h1>400 wells counted</h1><p>{_PROSE[0]}</p><p>Subscribe to continue reading.</p>"),
         "paywall", "subscribers"),
        (_page(_json_ld('{"@type": "NewsArticle", "headline": "400 wells counted", "isAccessibleForFree": false}'),
               f"<h1>400 wells counted</h1>{_LONG}<p>The mayor, who has …</p><div class=wall>Subscribe now</div>"),
                   "paywall", "subscribers"),
        ("<html><head><title>Before you continue</title></head><body><h1>Before you continue</h1><p>We use "
         "cookies to deliver our services. If you choose to accept all, we and our partners will also use "
         "them.</p><button>Accept all</button><p>Manage options</p></body></html>", "consent", "consent"),
        ("<html><head><title>Before you go on</title></head><body><h1>Before you continue to the News</h1><p>We and "
         "our 834 firms use data to keep our services up, track outages and measure site statistics.</p><form>"
         "<button>Accept all</button><input type=submit value='Reject all'></form></body></html>",
         "consent", "consent"),
        ("<html><head><title>404 - Page not found</title></head><body><h1>Sorry!</h1><p>We looked "
         "everywhere.</p></body></html>",
         "error", "404"),
        ("<html><head><title>Just a moment...</title></head><body><p>Checking your browser before you go "
         "on.</p></body></html>",
         "error", "Just a moment"),
        ("<html><head><title>App</title></head><body><div id=root></div><script>go()</script></body></html>",
            "empty", "no text"),
        ("<html><body><p>Please enable JavaScript to view this site.</p></body></html>", "empty", "no text"),
        ("<html><head><title>Log in - Gazette</title></head><body><h1>Log in</h1><form>Name Password</form>"
         "</body></html>",
         "paywall", "sign in"),
        ("<html><body><noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
            "empty", "no text"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_what_it_is(html: str, kind: str, words: str) -> None:
    page = _read(html)
    assert page.kind == kind
    assert words in str(page.reason)


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Forbidden wells</h1>{_BODY}{_BODY}</article>",
        f"<article><h1>Cookies</h1>{_BODY * 4}<p>We use cookies, the firm said, and our partners do.</p></article>",
        f"<article><h1>Wells</h1>{_BODY}</article><div>Subscribe to our newsletter</div><p>We use cookies. "
        "Accept all</p>",
        f"<article><h1>Wells</h1>{_BODY * 4}</article><p>Already a subscriber? Sign in.</p>",
        f"<article><h1>Wells</h1>{_BODY * 3}</article><section>{_TEASERS}</section>",
    ],
)
def test_an_article_with_such_words_or_teasers_around_it_stays_one(body: str) -> None:
    assert _read(_page(body=body)).kind == "article"


_FEW_TEASERS = [
    f"<div><h3><a href=/n/{n}>The council of town {n} counts its wells again</a></h3><p>There are {n} of them now, the"
    f" mayor of the town said on Monday, {n} more than a year ago, and all of them hold water.</p></div>"
    for n in range(20, 24)
]
_SHORT_NEWS = (
    "<p>The council of Alder counted 400 wells in the town on Monday, of which 40 were dry at the end.</p>"
)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Alder</h1>{''.join(_FEW_TEASERS)}",
        f"<h1>Alder</h1>{''.join(_FEW_TEASERS[:2])}",
        "<h1>Alder</h1><ul>" + "".join(
            f"<li><a href=/n/{n}>The council of town {n} counts its wells</a></li>" for n in range(3)) + "</ul>",
        f"<h1>Alder</h1><p>All news of the town and its wells, every day anew and for all who live here.</p>"
        f"{''.join(_FEW_TEASERS[:3])}",
    ],
)  # fmt: skip
def test_a_page_of_a_few_linked_headlines_is_a_list_too(body: str) -> None:
    page = _read(f"<html><head><title>Alder</title></head><body>{body}</body></html>")
    assert page.kind == "index"
    assert "headlines with links" in str(page.reason)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Wells</h1>{_SHORT_NEWS}",
        f"<h1><a href=/wells>Wells of the town of Alder counted</a></h1>{_SHORT_NEWS}",
        f"<h1>Wells</h1>{_SHORT_NEWS}<p>See <a href=/n/1>what the council of Alder said before</a>.</p>",
        f"<h1>Wells</h1>{_BODY}{''.join(_FEW_TEASERS[:3])}",
    ],
)
def test_short_news_with_a_link_or_two_stays_an_article(body: str) -> None:
    assert _read(f"<html><head><title>Wells</title></head><body>{body}</body></html>").kind == "article"


def test_the_text_is_as_short_as_it_is_though_the_page_is_long() -> None:
    page = _read(_page(f"<script>{'var a = 1;' * 300_000}</script>"))
    assert (page.text, page.kind) == ("\n\n".join(_PROSE), "article")


@pytest.mark.parametrize(
    "html",
    ["<a" * 300_000, "<div>" * 100_000, "<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x", "<![" * 200_000,
     "<!--" * 200_000, "<table><tr><td>" * 40_000, "<time>1 May 2019</time>" * 30_000, '<p class="' * 200_000,
     f'<script type="application/ld+json">{"[" * 100_000}</script>', "<h1>" * 100_000],
    ids=lambda html: html[:12],
)  # fmt: skip
def test_hostile_pages_take_time_by_their_length_alone(html: str) -> None:
    began = process_time()
    _read(f"<html><body>{html}")
    assert process_time() - began < 20


def test_what_is_too_large_says_so() -> None:
    assert "20,000,000" in str(read_page(b"<html>" + b" " * LARGEST_PAGE, "text/html").reason)
    assert "50,000,000" in str(read_page(b"a" * (LARGEST + 1)).reason)
    text = read_page(("well " * 300_000).encode(), "text/plain")
    assert (text.kind, text.text) == ("unreadable", "")
    assert "1,499,999 characters" in str(text.reason)


def test_invalid_utf_8_is_read_as_what_it_likely_is() -> None:
    page = read_page(_page().encode("utf-16"), "text/html")
    assert page.title == "400 wells counted"
    broken = _page(body=f"<article><h1>Café wells</h1>{_BODY}</article>").encode("latin-1")
    assert read_page(broken, "text/html; charset=utf-8", _ADDRESS).kind == "article"
    one_byte = _page(body=f"<article><h1>Drei „Tote“</h1>{_BODY}</article>").encode() + b"\xc3"
    page = read_page(one_byte, "text/html; charset=utf-8", _ADDRESS)
    assert (page.kind, page.title) == ("article", "Drei „Tote“")


def test_other_documents_are_read_alike() -> None:
    text = read_page(
        b"400 wells counted\n\nThe town counted 400 wells.",
        "text/plain",
        "https://gazette.example/a.txt?utm_source=x",
    )
    assert (text.title, text.kind, text.address) == (
        "400 wells counted",
        "article",
        "https://gazette.example/a.txt",
    )
    file, document = BytesIO(), Document()
    document.core_properties.title = "Wells"
    document.add_paragraph(_PROSE[0])
    document.save(file)
    docx = read_page(file.getvalue())
    assert (docx.title, docx.text, docx.kind) == ("Wells", _PROSE[0], "article")


@pytest.mark.parametrize(
    ("body", "media_type", "words"),
    [(b"", None, "empty"), (b"%PDF-1.4 nothing", "application/pdf", "PDF"), (b"a;b\n1;2", "text/csv", "table"),
     (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", "not read"), (b"   \n ", "text/plain", "no text")],
)  # fmt: skip
def test_what_cannot_be_read_says_why(body: bytes, media_type: str | None, words: str) -> None:
    page = read_page(body, media_type)
    assert page.kind in ("unreadable", "empty")
    assert words in str(page.reason)


def test_times_keep_their_zone() -> None:
    page = _read(_page("<meta property=article:published_time content=2026-11-27T10:00:00Z>"))
    assert page.published == datetime(2026, 11, 27, 10, tzinfo=UTC)
