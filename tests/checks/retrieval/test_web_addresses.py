"""Which hosts an address may name, and which characters it may hold, wherever it comes from."""

import pytest

from checks.claimreview.values import parse_web_address
from checks.feeds.values import web_address
from checks.retrieval.response_schemas import link
from checks.types.address import escape_unseen, host_fault, unseen_fault

NO_HOST = "the address names no host that could exist"
SECRET = "the address holds a name or password; give it without"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://.", NO_HOST), ("http://..", NO_HOST), ("http://a..b/", NO_HOST), ("http://.example/", NO_HOST),
        ("http://:80/", NO_HOST), ("http://a.example:0/", NO_HOST), ("http://a.example:70000/", NO_HOST),
        ("http://[::g]/", NO_HOST), ("http://exa<mple>.com/", NO_HOST), ("http://a.example\\b/", NO_HOST),
        (f"http://{'a' * 64}.example/", NO_HOST), (f"http://{'a.' * 127}example/", NO_HOST),
        ("http://\u202emoc.example/", NO_HOST), ("http://a\u0085b.example/", NO_HOST),
        ("http://\ud800.example/", NO_HOST),
        ("http://ada:secret@a.example/", SECRET), ("http://bank.example@a.example/", SECRET),
        ("http://a.example./", None), ("http://localhost:8000/", None), ("http://my_desk/", None),
        ("http://[::1]/", None),
        ("http://münchen.example/", None), ("http://пример.example/", None), ("http://192.0.2.7/", None),
        ("http://نامه\u200cای.example/", None),
    ],
)  # fmt: skip
def test_a_host_that_cannot_exist_is_reported(address: str, fault: str | None) -> None:
    assert host_fault(address) == fault


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u2066", "\u200b", "\u200e", "\ufeff", "\u00ad", "\u0085", "\u2028"]
)
def test_a_character_that_nobody_sees_is_named(unseen: str) -> None:
    words = f"the address holds the character U+{ord(unseen):04X}, which cannot be seen; take it out"
    assert unseen_fault(f"https://a.example/{unseen}fdp.exe") == words
    assert unseen_fault("https://a.example/نامه\u200cای") is None


def test_in_a_feed_such_characters_are_taken_off_or_escaped() -> None:
    assert escape_unseen("\u200ehttps://a.example/a\u202eb\ufeff \n") == "https://a.example/a%E2%80%AEb"
    assert web_address(" https://a.example/a b\n\tc\u200e", "") == "https://a.example/a%20b%20c"
    assert web_address("https://\u202ea.example/", "") is None
    assert web_address("http://.", "") is None
    assert web_address("https://ada:secret@a.example/", "") is None


@pytest.mark.parametrize("address", ["http://.", "https://\u202ea.example/", "https://ada:secret@a.example/"])
def test_nothing_that_is_read_leads_to_such_an_address(address: str) -> None:
    assert link(address) == ""
    with pytest.raises(ValueError, match="its address"):
        parse_web_address(address)
