"""What a page says of itself: title, author, day."""

from datetime import date

import pytest

from checks.documents.metadata import PageReader, day_of
from checks.types.document import About


def _about(page: str) -> About:
    reader = PageReader()
    reader.read(page)
    return reader.about()


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>Boats - Alder Gazette</title><h1>The <b>Alder</b></h1><h1>Boats</h1><p>x", "Boats"),
        (
            "<title>Alder Gazette</title><meta property=og:title content='Boats counted'><h1>Alder</h1>",
            "Boats counted",
        ),
        ("<title>Boats counted</title>", "Boats counted"),
        ("<h1>Boats <script>var a = 1</script>counted</h1><p>Forty.", "Boats counted"),
        ("<script>var b=1</script><style>p{}</style><h1>Boats</h1><svg><title>Share</title></svg>", "Boats"),
        ("<p>Forty boats.", None),
    ],
)
def test_the_headline(page: str, title: str | None) -> None:
    assert _about(page).title == title


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"}, '
        '{"@type": ["NewsArticle"], "datePublished": "2019-11-18T23:30:00-05:00"}]}</script><time '
        'datetime=2020-01-01>',
        "<meta property=article:published_time content=2019-11-18T10:00:00+0000>",
        "<meta property=article:published itemprop='datePublished dateCreated' content=2019-11-18T17:56:27.000Z>",
        "<script type=application/ld+json>{not json</script><time datetime='2019-11-18T20:28:55+00:00'>Monday</time>",
        "<meta name=pubdate content='November 18, 2019 12:32'>",
        "<script type=application/ld+json>{\"datePublished\": \"Mon, 18 Nov 2019 16:07:38 -0600\"}</script>",
    ],
)  # fmt: skip
def test_the_day_on_which_it_was_published(page: str) -> None:
    assert _about(page).published == date(2019, 11, 18)


@pytest.mark.parametrize("said", ["", "soon", "0001-01-01", "2019-13-40", "x" * 5000, "20191118T99", "on Monday"])
def test_what_names_no_day(said: str) -> None:
    assert day_of(said) is None


def test_an_address_is_no_author() -> None:
    page = "<meta name=article:author content='https://example.org/jane'><meta name=dc.creator content='Jane Roe'>"
    assert _about(page).author == "Jane Roe"


def test_json_of_any_depth_is_no_mistake_of_ours() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    assert _about(f"<script type=application/ld+json>{deep}</script><h1>Boats</h1>") == About("Boats")
