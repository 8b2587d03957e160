"""Every word list, as data in `checks/lexicon/data/`, and the one loader of it.

A list belongs here when a rule of language needs it and code would only hide it. Each TOML file begins with its
source; those of CSV files stand in `checks/documents/data/NOTICE`.
"""

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"


@cache
def load_table(name: str) -> dict[str, Any]:
    """The TOML file `name` (without ending) of the lexicon, parsed once a process.

    Raises `FileNotFoundError` when there is no such file.
    """
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file `name` (without ending) of the lexicon, by the columns of its first line."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def load_words(table: str, name: str) -> frozenset[str]:
    """The words of the list `name` of the TOML file `table`, which stand there separated by white space.

    Raises `FileNotFoundError` or `KeyError` when there is no such file or list.
    """
    return frozenset(load_table(table)[name].split())


@cache
def load_list(table: str, name: str) -> tuple[str, ...]:
    """The entries of a list in their order: words that are separated by white space, or the phrases of an array.

    Raises as `load_words` does.
    """
    entries: str | list[str] = load_table(table)[name]
    return tuple(entries.split() if isinstance(entries, str) else entries)


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
