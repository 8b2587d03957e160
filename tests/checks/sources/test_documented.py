"""The source that docs/developers/add-a-source.md shows, taken from there and asked."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import cast

import pytest

from checks.extraction import split
from checks.retrieval import sources
from checks.retrieval.sources import Source, limits, options
from checks.types.answer import CouldNotAsk, Found, Nothing
from tests.checks.sources.answering import Played, Route
from tests.checks.sources.playing import context

PAGE = Path(__file__).parents[3] / "docs/developers/add-a-source.md"
CLAIM = split("Poland has more than 38 million inhabitants.").claims[0]
HIT = {
    "title": "Count",
    "link": "https://gazette.example/1",
    "body": "It rained. Poland has 38.0 million inhabitants.",
}


@pytest.fixture
def gazette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Source]:
    """The documented source as a distribution of its own, found through its entry point."""
    code, entry = _blocks()
    package = tmp_path / "my_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "gazette.py").write_text(code, encoding="utf-8")
    made = tmp_path / "gazette-1.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: gazette\nVersion: 1\n")
    (made / "entry_points.txt").write_text(entry.replace('project.entry-points."', "").replace('"', ""))
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    sources.sources.cache_clear()
    yield cast(Source, sources.sources()["gazette"])
    sources.sources.cache_clear()
    for name in ("my_package", "my_package.gazette"):
        sys.modules.pop(name, None)


def _blocks() -> list[str]:
    """The page's blocks of code: the source, and its entry point."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = [dedent(block) for block in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.MULTILINE)]
    return [next(b for b in blocks if "def ask" in b), next(b for b in blocks if "entry-points" in b)]


def test_the_documented_source_is_found_and_gives_its_passages_word_for_word(gazette: Source) -> None:
    answer = gazette.ask(CLAIM, context(gazette, Played([Route({"q": "Poland inhabitants"}, {"hits": [HIT]})])))
    assert isinstance(answer, Found)
    (passage,) = answer.passages
    assert passage.text == "Poland has 38.0 million inhabitants."
    assert passage.captured is not None
    assert passage.captured[passage.start : passage.end] == passage.text
    assert limits(gazette) is not None
    assert [option.address for option in options(gazette)] == [True]


def test_it_tells_nothing_from_no_answer(gazette: Source) -> None:
    assert isinstance(gazette.ask(CLAIM, context(gazette, Played([Route(answer={"hits": []})]))), Nothing)
    assert isinstance(gazette.ask(CLAIM, context(gazette, Played([Route(status=500)]))), CouldNotAsk)
    misshapen = gazette.ask(CLAIM, context(gazette, Played([Route(answer={"hits": [{"title": 5}]})])))
    assert isinstance(misshapen, CouldNotAsk)
    assert "at hits.0.title" in misshapen.reason


def test_it_takes_about_forty_lines() -> None:
    assert len([line for line in _blocks()[0].splitlines() if line.strip()]) <= 45
