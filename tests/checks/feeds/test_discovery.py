"""From a page to its feeds: which links of it count as those of the same site."""

import pytest

from checks.feeds.discovery import find_feeds


@pytest.mark.parametrize(
    ("page", "linked", "is_found"),
    [
        ("ourpaper.co.uk", "ourpaper.co.uk", True),
        ("www.ourpaper.co.uk", "feeds.ourpaper.co.uk", True),
        ("ourpaper.co.uk", "othersite.co.uk", False),
        ("ourpaper.com.au", "othersite.com.au", False),
        ("www.example.com", "rss.example.com", True),
        ("news.example.com", "example.com", True),
        ("example.com", "badexample.com", False),
        ("news.orf.at", "rss.orf.at", True),
        ("ac.at", "ac.at", True),
        ("localhost", "localhost", True),
    ],
)
def test_a_link_to_a_feed_counts_within_the_site(page: str, linked: str, is_found: bool) -> None:
    found = find_feeds(f'<a href="https://{linked}/rss.xml">RSS</a>'.encode(), f"https://{page}/")
    assert [each.address for each in found] == ([f"https://{linked}/rss.xml"] if is_found else [])
