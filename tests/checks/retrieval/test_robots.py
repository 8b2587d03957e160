"""robots.txt (RFC 9309): what it lets programs fetch, and how often it is asked for."""

import pytest

from checks.retrieval.fetch.robots import RobotsFiles, RobotsUnreachable
from checks.retrieval.fetch.web import FetchFailed, WebResponse

_SITE = "https://gazette.example"


class _Site:
    """A site with a robots.txt; `status` is what it answers, `fault` what asking it comes to."""

    def __init__(self, rules: str = "", status: int = 200, fault: FetchFailed | None = None) -> None:
        self.rules, self.status, self.fault = rules, status, fault
        self.asked: list[str] = []
        self.now = 0.0

    def get(self, address: str) -> WebResponse:
        """Answer a request."""
        self.asked.append(address)
        if self.fault is not None:
            raise self.fault
        return WebResponse(url=address, status=self.status, headers={}, content=self.rules.encode(), moved_to=None)

    def files(self) -> RobotsFiles:
        """Its robots.txt as a program sees it."""
        return RobotsFiles("Factdesk", self.get, lambda: self.now)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", "/private/1", False),
        ("User-agent: *\nDisallow: /private", "/news", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/report.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/report.pdf.html", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/open", "/a/open/1", True),  # the longest rule counts
        ("User-agent: *\nDisallow: /\n\nUser-agent: factdesk\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: factdesk\nDisallow: /b", "/b", False),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("<html>Not found</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_rules_are_those_of_rfc_9309(rules: str, path: str, allowed: bool) -> None:
    assert _Site(rules).files().may_fetch(f"{_SITE}{path}") is allowed


def test_it_is_asked_for_once_an_hour_for_each_site() -> None:
    site = _Site("User-agent: *\nDisallow: /a")
    files = site.files()
    for path in ("/a", "/b", "/c"):
        assert files.may_fetch(f"{_SITE}{path}") is (path != "/a")
    assert files.may_fetch("http://gazette.example:8080/b")
    assert site.asked == [f"{_SITE}/robots.txt", "http://gazette.example:8080/robots.txt"]
    site.rules, site.now = "", 3601.0
    assert files.may_fetch(f"{_SITE}/a")
    assert len(site.asked) == 3


@pytest.mark.parametrize("status", [301, 401, 403, 404, 429])
def test_a_site_without_one_forbids_nothing(status: int) -> None:
    assert _Site("User-agent: *\nDisallow: /", status).files().may_fetch(f"{_SITE}/a")


@pytest.mark.parametrize("site", [_Site(status=503), _Site(fault=FetchFailed("timed out"))])
def test_one_that_is_unreachable_forbids_all_for_now(site: _Site) -> None:
    """RFC 9309, 2.3.1.4; it is not asked again with each of the articles that wait."""
    files = site.files()
    for _ in range(3):
        with pytest.raises(
            RobotsUnreachable, match=r"its robots\.txt can't be had: (timed out|the site answered 503)"
        ):
            files.may_fetch(f"{_SITE}/a")
    assert len(site.asked) == 1
    site.status, site.fault, site.now = 200, None, 61.0
    assert files.may_fetch(f"{_SITE}/a")


def test_one_that_leads_inside_a_network_forbids_nothing() -> None:
    fault = FetchFailed("10.0.0.1 is an address inside a network, which is not asked", refused=True)
    assert _Site(fault=fault).files().may_fetch(f"{_SITE}/a")
