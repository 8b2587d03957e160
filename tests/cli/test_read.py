"""`factdesk read`: what the page reader makes of a document, as the command prints it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from cli.text import read as command
from tests.fixtures.endless import endless
from tests.fixtures.outside import Reply, outside
from tests.running.ports import free_port

PAGE = """<html lang=en><head><title>400 wells counted - Gazette</title><meta name=author content="Jane Roe">
<meta property=og:site_name content=Gazette><meta property=article:published_time content=2026-11-27T09:00:00Z>
</head><body>
<nav>Home News Sport</nav><h1>400 wells counted</h1><p>The town has counted 400 wells, the mayor said on Friday,
and forty of them
are dry.</p><p>The council will pay 2 million euros for new ones.</p><footer>All rights reserved</footer></body>
</html>"""
INDEX = "<html><body>" + "".join(f"<h2><a href=/{n}>Story {n} of the day</a></h2>" for n in range(30))
FIELDS = {"title", "text", "authors", "published", "modified", "language", "address", "site", "kind", "reason"}


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["read", *arguments], input=stdin)


def read(*arguments: str, status: int = 0, stdin: bytes | None = None) -> Any:
    done = run(*arguments, "--json", stdin=stdin)
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def test_a_page_is_read_into_one_object(page: Path) -> None:
    found = read(str(page), "--address", "https://gazette.example/wells?utm_source=x")
    assert found.keys() == FIELDS
    assert (found["title"], found["authors"], found["site"]) == ("400 wells counted", ["Jane Roe"], "Gazette")
    assert (found["kind"], found["reason"], found["language"]) == ("article", None, "en")
    assert found["published"].startswith("2026-11-27")
    assert found["address"] == "https://gazette.example/wells"
    assert "forty of them\nare dry" in found["text"] or "forty of them are dry" in found["text"]
    assert not {"Home", "All rights reserved"} & set(found["text"].split("\n"))


def test_it_is_printed_for_people(page: Path) -> None:
    done = run(str(page))
    assert done.exit_code == 0
    assert "title      400 wells counted" in done.stdout
    assert "by         Jane Roe" in done.stdout
    assert "2 million euros" in done.stdout


def test_standard_input_and_plain_text_are_read(tmp_path: Path) -> None:
    assert read("-", stdin=PAGE.encode())["title"] == "400 wells counted"
    text = b"The town has counted 400 wells.\n\nForty of them are dry, the mayor said on Friday."
    assert "Forty of them" in read("-", "--type", "text/plain; charset=utf-8", stdin=text)["text"]
    (tmp_path / "a.txt").write_text("Der Bürgermeister von Köln zählt 400 Brunnen.", encoding="utf-16")
    assert "Bürgermeister" in read(str(tmp_path / "a.txt"))["text"]


@pytest.mark.parametrize(
    ("body", "kind"), [(INDEX.encode(), "index"), (b"", "unreadable"), (b"\x89PNG\r\n\x1a\n\x00", "unreadable")]
)
def test_what_is_no_article_is_said_and_ends_with_3(body: bytes, kind: str) -> None:
    found = read("-", stdin=body, status=3)
    assert found["kind"] == kind
    assert found["reason"]
    shown = run("-", stdin=body)
    assert shown.exit_code == 3
    assert kind in shown.stdout


def test_what_cannot_be_got_ends_with_1_and_wrong_arguments_with_2(tmp_path: Path) -> None:
    missing = run(str(tmp_path / "no.html"))
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "No such file" in missing.stderr
    assert run(str(tmp_path)).exit_code == 1
    assert run(f"http://127.0.0.1:{free_port()}/").exit_code == 1
    assert run().exit_code == 2
    assert run("-", "--no-such-option").exit_code == 2


def test_an_address_is_fetched_though_it_is_one_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_CONTACT", "desk@example.org")
    with outside() as site:
        site.reply = lambda _: Reply(PAGE.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
        assert read(f"{site.url}/wells")["title"] == "400 wells counted"
        assert "desk@example.org" in site.asked[0][1]["user-agent"]
        site.reply = lambda _: Reply(b"gone", 404)
        assert "404" in read(f"{site.url}/wells", status=3)["reason"]


def test_a_redirect_to_another_place_inside_is_refused() -> None:
    with outside() as other, outside() as site:
        site.reply = lambda _: Reply(status=302, headers={"Location": f"{other.url}/secret"})
        done = run(f"{site.url}/wells")
        assert (done.exit_code, done.stdout) == (1, "")
        assert other.asked == []


def test_an_answer_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_SECONDS", 1.0)
    with endless("chunks of one byte") as server:
        done = run(server.url)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "timed out" in done.stderr
