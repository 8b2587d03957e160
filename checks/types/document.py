"""What is read of a document: its parts, their blocks, and the figures of its tables."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a figure table: entity × measure × year, and the data set that it stands in.

    `dataset` is the data set's title, `edition` which version of it this is, `url` where its publisher has it. With
    `since` it is no level, but by how much that has changed from that year to `year`.
    """

    entity: str
    measure: str
    year: int
    value: float
    unit: str | None
    source: str
    dataset: str | None = None
    edition: str | None = None
    url: str | None = None
    since: int | None = None


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set that comes with the desk: `key` is its fixed name, `obtained` says from where and when it was
    taken.
    """

    key: str
    title: str
    publisher: str
    url: str
    edition: str
    licence: str
    obtained: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a part of a document that can be quoted, and the heading that it stands under."""

    start: int
    end: int
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a document, or a stretch of one that has no pages: its text, and the blocks in it."""

    text: str
    blocks: tuple[Block, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, and how many pages it has; None if it has no pages or says nothing."""

    title: str | None = None
    author: str | None = None
    published: date | None = None
    pages: int | None = None
