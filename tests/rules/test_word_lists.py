"""Word lists are data in `checks/lexicon/data/`: the code of `checks/` holds none of eight words or more.

A list is an alternation, a string that is split, or a display of strings. Sentences that people read are none, nor is
`__all__`. A whole pattern may hold several alternations of few words each, but no more than twelve words in all.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from checks.lexicon import load_words

_CHECKS = Path(__file__).parents[2] / "checks"
_DATA = sorted(path for path in (_CHECKS / "lexicon/data").iterdir() if path.suffix in (".toml", ".csv"))
_MOST_WORDS = 7
_MOST_WORDS_OF_A_PATTERN = 12
_WIDEST = 120
_FILES = sorted(_CHECKS.rglob("*.py"))
# "Gathered by hand", "after TimeML", "From the general list of AdGuard", "(Quirk et al., …)"
_SOURCE = re.compile(
    r"by hand|own making|project's own|Source: |`source`|[Aa]fter [A-Z]|From |Quirk et al\.|CLDR|UCUM|Stylebook"
)
# The file and list of words that other lists take in by name, and how many of them another may write all the same.
_WRITTEN_ONCE = (
    ("calendar", "months"), ("calendar", "short_months"), ("calendar", "weekdays"), ("numbers", "ones"),
    ("numbers", "tens"), ("numbers", "scales"), ("numbers", "ordinals"),
)  # fmt: skip
_MOST_AGAIN = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


def _words(text: str) -> int:
    """How many words are left when the signs of a pattern are taken out."""
    return len(_WORD.findall(re.sub(r"\?P<\w+>|\\[a-zA-Z]|\[[^\]]*\]", " ", text)))


def _alternations(pattern: str) -> Iterator[str]:
    """The words of each group of a pattern that has several alternatives, without those of groups inside it."""
    own, bars = [""], [0]
    for piece in re.findall(r"\\.|\[[^\]]*\]|\(\?P<\w+>|.", pattern, re.DOTALL):
        if piece.startswith("("):
            own.append("")
            bars.append(0)
        elif piece == ")" and len(own) > 1:
            if bars.pop():
                yield own.pop()
            else:
                own.pop()
            own[-1] += " "
        else:
            own[-1] += " " if piece == "|" else piece
            bars[-1] += piece == "|"
    if bars[0]:
        yield own[0]


def _text(node: ast.expr) -> str | None:
    """A literal's text, with a blank for each value that is put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _exports(tree: ast.Module) -> Iterator[int]:
    """The values of `__all__`, by their identity."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield id(node.value)


def _patterns(source: str) -> Iterator[tuple[int, int]]:
    """(line, number of words) of every pattern with alternatives: all words that stand in one of its alternations."""
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.JoinedStr) or id(node) in inside:
            continue
        if (text := _text(node)) and "|" in text:
            yield node.lineno, sum(map(_words, _alternations(text)))


def _lists(source: str) -> Iterator[tuple[int, int]]:
    """(line, number of words) of every word list in a module: alternations, split strings, displays of strings."""
    tree = ast.parse(source)
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)} | set(_exports(tree))
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant | ast.JoinedStr) and (text := _text(node)) and "|" in text:
            yield node.lineno, max(map(_words, _alternations(text)), default=0)
        elif isinstance(node, ast.Call):
            splits = isinstance(node.func, ast.Attribute) and node.func.attr == "split"
            sets = isinstance(node.func, ast.Name) and node.func.id == "word_set"
            value = (
                node.func.value if splits and isinstance(node.func, ast.Attribute) else (node.args or [None])[0]
            )
            if (splits or sets) and value is not None and (text := _text(value)):
                yield node.lineno, len(text.split())
        elif isinstance(node, ast.List | ast.Tuple | ast.Set | ast.Dict):
            entries = node.keys if isinstance(node, ast.Dict) else node.elts
            plain = not isinstance(node, ast.Dict) or all(isinstance(value, ast.Constant) for value in node.values)
            texts = [_text(entry) for entry in entries if entry is not None]
            if plain and all(texts):
                yield node.lineno, sum(bool(_WORD.search(text)) for text in texts if text)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_CHECKS)))
def test_code_holds_no_list_of_eight_words_or_more(path: Path) -> None:
    assert [(line, words) for line, words in _lists(path.read_text(encoding="utf-8")) if words > _MOST_WORDS] == []


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(_CHECKS)))
def test_no_pattern_is_a_list_in_pieces(path: Path) -> None:
    found = _patterns(path.read_text(encoding="utf-8"))
    assert [(line, words) for line, words in found if words > _MOST_WORDS_OF_A_PATTERN] == []


def test_the_words_of_all_alternations_of_a_pattern_count() -> None:
    assert list(_patterns('x = rf"(?:one|two {y}) (?:three|four|five) six"')) == [(1, 5)]


@pytest.mark.parametrize(
    "source",
    [
        'x = re.compile(r"\\b(?:one|two|three|four|five|six|seven|eight)\\b")',
        'x = rf"(?:one|two {y}|three|four(?:s|th)|five|six|seven|eight)"',
        'x = "one two three four five six seven eight".split()',
        'x = word_set("one two three four five six seven eight")',
        'x = ("aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh")',
        'x = {"aa": 1, "bb": 2, "cc": 3, "dd": 4, "ee": 5, "ff": 6, "gg": 7, "hh": 8}',
    ],
)
def test_such_a_list_is_seen(source: str) -> None:
    assert max(words for _, words in _lists(source)) == 8


def test_what_a_module_exports_is_no_list() -> None:
    assert list(_lists('__all__ = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]')) == []


def test_prose_is_no_list() -> None:
    assert list(_lists('x = f"{n} rows; put it on the shelf in several smaller files, or as text"')) == []


@pytest.mark.parametrize("path", _DATA, ids=lambda path: path.name)
def test_data_can_be_read_in_a_diff_and_names_its_source(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > _WIDEST and path.suffix == ".toml"] == []
    if path.suffix == ".csv":
        assert path.name in (_CHECKS / "documents/data/NOTICE").read_text(encoding="utf-8")
    else:
        assert _SOURCE.search(_head(lines)), "the comment that a file begins with says where its words are from"


@pytest.mark.parametrize("path", [path for path in _DATA if path.suffix == ".toml"], ids=lambda path: path.name)
def test_months_and_number_words_are_written_in_one_file_each(path: Path) -> None:
    assert list(_written_again(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))) == []


def test_a_list_that_writes_months_or_number_words_again_is_seen() -> None:
    assert list(
        _written_again("dates", {"when": "at jan feb mar Apr jun", "few": "one two", "any": "@calendar.months"})
    ) == [("when", "calendar.short_months")]
    assert list(
        _written_again("ranks", {"places": {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}})
    ) == [("places", "numbers.ordinals")]


def _written_again(file: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    """(list, word class) of each list that writes more than four words of the calendar or of numbers again."""
    for name, entries in table.items():
        if isinstance(entries, dict) and not all(isinstance(value, int | float) for value in entries.values()):
            yield from _written_again(file, entries)
            continue
        parts = entries if isinstance(entries, list | dict) else [entries]
        written = " ".join(map(str, parts)).lower().split()
        for owner, word_class in _WRITTEN_ONCE:
            if owner != file and len(load_words(owner, word_class).intersection(written)) > _MOST_AGAIN:
                yield name, f"{owner}.{word_class}"


def _head(lines: list[str]) -> str:
    """The comment that a file begins with, as one line."""
    return " ".join(line.removeprefix("#").strip() for line in takewhile(lambda line: line.startswith("#"), lines))


def test_a_head_that_says_only_what_the_words_are_for_names_no_source() -> None:
    assert not _SOURCE.search(_head(["# What is the same as what.", "", "# by hand"]))
    assert _SOURCE.search(_head(["# Words around numbers. Gathered by", "# hand for this project.", "x = 1"]))
