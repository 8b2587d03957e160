"""One address in many spellings, and two addresses that look alike."""

import pytest

from checks.documents.addresses import address_key, clean_address, is_same_site

SPELLINGS = (
    "https://www.gazette.example/news/wells-400",
    "http://gazette.example/news/wells-400/",
    "https://gazette.example:443/news/wells-400",
    "https://gazette.example/news/wells-400#comments",
    "https://www.gazette.example/news/wells-400?utm_source=newsletter&utm_medium=email",
    "https://gazette.example/news/../news/wells-400?fbclid=IwAR0",
    "HTTPS://WWW.GAZETTE.EXAMPLE/news/wells-400/?at_medium=RSS&gclid=1#top",
)


@pytest.mark.parametrize("address", SPELLINGS)
def test_seven_spellings_are_one_address(address: str) -> None:
    assert address_key(address) == "gazette.example/news/wells-400"


@pytest.mark.parametrize(
    "address",
    [
        "https://gazette.example/news/wells-40", "https://gazette.example/news/wells-400?id=5",
            "https://gazette.example/News/wells-400",
        "https://blog.gazette.example/news/wells-400", "https://gazette.example:8443/news/wells-400",
        "https://gazette.example/news/wells-400?page=2", "https://gazette.example/news/wells-400?12345",
        "https://gazette.example/news/wells-400?cid=1", "https://gazette.example/news/wells-400?s=2",
    ],
)  # fmt: skip
def test_another_address_stays_another(address: str) -> None:
    assert address_key(address) != "gazette.example/news/wells-400"


def test_the_order_of_parameters_and_escapes_do_not_count() -> None:
    assert address_key("https://e.example/a?b=2&a=1") == address_key("https://e.example/a?a=1&b=2")
    assert address_key("https://e.example/%7ejane/%e4%b8%ad") == address_key("https://e.example/~jane/中")


def test_a_clean_address_can_still_be_fetched() -> None:
    assert (
        clean_address("HTTP://www.Gazette.example:80/a/?utm_source=x&id=5#b")
        == "http://www.gazette.example/a/?id=5"
    )


@pytest.mark.parametrize(
    "text", ["", "no address", "http://", "https://[::1", "mailto:a@b.example", "https://e.example:99999/"]
)
def test_what_is_no_address_breaks_nothing(text: str) -> None:
    assert isinstance(clean_address(text), str)
    assert isinstance(address_key(text), str)
    assert not is_same_site(text, "https://gazette.example/")


@pytest.mark.parametrize(
    ("other", "same"),
    [("https://m.gazette.example/x", True), ("http://www.gazette.example/", True),
     ("https://gazette.example.evil.example/", False),
     ("https://blog.gazette.example/", False), ("https://evil.example/gazette.example", False)],
)  # fmt: skip
def test_which_addresses_are_of_one_site(other: str, same: bool) -> None:
    assert is_same_site("https://gazette.example/news", other) is same
