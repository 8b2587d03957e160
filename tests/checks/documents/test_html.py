"""The text of a page: what is left out of it, and that no article is lost to its markup."""

import pytest

from checks.documents.html import to_text

BODY = "<p>The council counted 40 boats on Monday.</p><p>It had counted 31 the year before.</p>"
READ = "The council counted 40 boats on Monday.\n\nIt had counted 31 the year before."


@pytest.mark.parametrize(
    "page",
    [
        f"<nav>Home</nav>{BODY}<footer>Imprint</footer>",
        f"<form action=/search><input><p>Search</p></form>{BODY}<form>Sign up for our letter</form>",
        f"<head><title>Boats</title><style>p {{}}</style><body>{BODY}",
        f"<title>Boats</title>{BODY}<aside><p>Read more: forty reasons to go sailing</p></aside>",
        f"<article>{BODY}</article><button>Share</button><select><option>Norway<option>Sweden</select>",
    ],
)
def test_what_is_no_part_of_the_article_is_left_out(page: str) -> None:
    assert to_text(page) == READ


@pytest.mark.parametrize(
    "page",
    [
        f"<body><form id=aspnetForm><nav>Home</nav>{BODY}<button>Go</button></form></body>",
        f"<body><aside>{BODY}</body>",
        f"<body><aside>{BODY}<aside>Read more</aside><footer>Imprint</footer></body></html>",
        f"<nav>{BODY}",
        f"<head><title>Boats</title>{BODY}",
        f"<svg><path>{BODY}",
        f"<aside>{BODY}</aside>",
        f"<footer>{BODY}</footer>",
    ],
)
def test_no_article_is_lost_to_its_markup(page: str) -> None:
    assert READ in to_text(page)


@pytest.mark.parametrize(
    "page",
    [
        "<div id=root></div><script>render('<p>Forty boats</p>')</script>",
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
        "<title>Boats</title><style>p { color: red }</style>",
        "<button>Share</button><textarea>say something</textarea>",
        "",
    ],
)
def test_a_page_that_only_a_script_fills_has_no_text(page: str) -> None:
    assert to_text(page) == ""
