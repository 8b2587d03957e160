"""Where the text of an entry's article comes from."""

from dataclasses import replace

import pytest

from checks.feeds.content import GivenText, NoText, OnPage, article_source
from checks.types.feed import FeedEntry

_WHOLE = "The town of Alder has counted its wells, and forty of them are dry. " * 9
_ENTRY = FeedEntry(
    id="1", address="https://news.example/1", title="Wells counted", content=_WHOLE, is_html=False, is_content=True,
    published=None, modified=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "is_content", "on_page"),
    [
        (_WHOLE, True, False),
        (_WHOLE, False, True),  # in the element for summaries
        (_WHOLE[:590], True, True),
        (_WHOLE + "Read more", True, True),
        (_WHOLE + "Read more …", True, True),
        ("<p>" + "<b></b>" * 200 + "Wells</p>", True, True),  # long by its markup alone
        ("", True, True),
    ],
)
def test_the_page_is_fetched_where_the_feed_gives_less_than_the_whole(
    content: str, is_content: bool, on_page: bool
) -> None:
    entry = replace(_ENTRY, content=content, is_content=is_content, is_html=content.startswith("<"))
    wanted = OnPage("https://news.example/1") if on_page else GivenText(content, entry.is_html)
    assert article_source(entry, fetch_full_text=True) == wanted


def test_a_feed_whose_pages_are_not_fetched_gives_what_it_has() -> None:
    teaser = replace(_ENTRY, content="Forty wells are dry.", is_content=False)
    assert article_source(teaser, fetch_full_text=False) == GivenText("Forty wells are dry.", False)
    titled = replace(teaser, content=" ")
    assert article_source(titled, fetch_full_text=False) == GivenText("Wells counted", False)
    bare = replace(titled, title="")
    assert article_source(bare, fetch_full_text=False) == OnPage("https://news.example/1")
    assert isinstance(article_source(replace(bare, address=None), fetch_full_text=True), NoText)
