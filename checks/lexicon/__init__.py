"""Every word list, as data in `checks/lexicon/data/`, and the one loader of it.

A list belongs here when a rule of language needs it and code would only hide it. Each TOML file begins with its
source; those of CSV files stand in `checks/documents/data/NOTICE`.

A list takes in another by its name, "@calendar.months", or the part of it whose values lie between two,
"@numbers.ones[2-10]", so that each word class is written once.
"""

import csv
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
_REFERENCE: Final = re.compile(r"(?<!\S)@(\w+)\.(\w+)(?:\[(\d+)-(\d*)\])?(?!\S)")


@cache
def load_table(name: str) -> dict[str, Any]:
    """The TOML file `name` (without ending) of the lexicon, parsed once a process, with the lists that others take in.

    Raises `FileNotFoundError` when there is no such file, and `KeyError` when a list takes in one that is not there.
    """
    return {key: _resolved(value) for key, value in _parsed(name).items()}


@cache
def _parsed(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _resolved(value: object) -> object:
    """A value of a table with the words of other lists in the place of their names."""
    if isinstance(value, dict):
        return {key: _resolved(inner) for key, inner in value.items()}
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: " ".join(_referenced(found)), value)
    if isinstance(value, list):
        return [entry for part in value for entry in _entries(part)]
    return value


def _entries(part: object) -> Iterable[object]:
    """What an entry of an array stands for: itself, or the words of the list that it names."""
    found = _REFERENCE.fullmatch(part) if isinstance(part, str) else None
    return _referenced(found) if found else [_resolved(part)]


def _referenced(found: re.Match[str]) -> Iterable[str]:
    """The words of the list that a reference names, in their order."""
    table, name, low, high = found.groups()
    words = _parsed(table)[name]
    if low is None:
        return _words(words)
    return [word for word, value in words.items() if int(low) <= value <= float(high or "inf")]


def _words(entries: str | Iterable[str]) -> list[str]:
    """The entries of a list, which are separated by white space, or those of an array or table."""
    return entries.split() if isinstance(entries, str) else list(entries)


@cache
def load_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file `name` (without ending) of the lexicon, by the columns of its first line."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def load_words(table: str, name: str) -> frozenset[str]:
    """The words of the list `name` of the TOML file `table`: words separated by white space, or the keys of a table.

    Raises `FileNotFoundError` or `KeyError` when there is no such file or list.
    """
    return frozenset(load_list(table, name))


@cache
def load_list(table: str, name: str) -> tuple[str, ...]:
    """The entries of a list in their order: words that are separated by white space, phrases of an array, or keys.

    Raises as `load_words` does.
    """
    return tuple(_words(load_table(table)[name]))


@cache
def alternatives(table: str, name: str) -> str:
    """The entries of a list joined by "|", to stand in a group of a pattern: "will|shall|going to".

    Entries are in the syntax of `re`; the first that matches is taken, so their order counts. Raises as `load_words`
    does.
    """
    return "|".join(load_list(table, name))


def whole_pattern(pieces: str | list[str]) -> str:
    """A pattern of the lexicon as one text; a long one stands there as an array of pieces, one a line."""
    return "".join(pieces)


@cache
def load_named_lines(table: str, name: str) -> tuple[tuple[str, str], ...]:
    """The lines "name : words" of a list, each as its name and its words. Raises as `load_words` does."""
    parts = (line.partition(" : ") for line in load_table(table)[name])
    return tuple((first, rest) for first, _, rest in parts)
