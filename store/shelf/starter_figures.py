"""The data sets that come with the desk: on the shelf of every desk, brought up to date by each migration."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Final

import sqlalchemy as sa

from checks.types.document import DataSet, Figure
from store.db import tell
from store.shelf import figures
from store.shelf.documents import documents

_VALUES: Final = attrgetter(*(each.name for each in fields(Figure)))


def load_starter_figures(
    conn: sa.Connection, sets: Iterable[DataSet], names: Iterable[tuple[str, str]]
) -> list[str]:
    """Put the data sets on the shelf that are not there in this very edition; returns their keys.

    An earlier edition is replaced, and so are starter figures of before they belonged to a data set. `names` are
    (entity, name it goes by). What the newsroom put on its shelf itself stays as it is.
    """
    figures.lock_entity_names(conn)
    there = {
        row.built_in: row.sha256
        for row in conn.execute(
            sa.select(documents.c.built_in, documents.c.sha256).where(documents.c.built_in.is_not(None))
        )
    }
    loaded = [(each, digest) for each in sets if there.get(each.key) != (digest := _hash(each))]
    conn.execute(sa.delete(figures.figures).where(figures.figures.c.document_id.is_(None)))
    for each, digest in loaded:
        _replace(conn, each, digest)
    if loaded:
        figures.add_figures(conn, (), names)
    return [each.key for each, _ in loaded]


def _replace(conn: sa.Connection, given: DataSet, digest: bytes) -> None:
    conn.execute(sa.delete(documents).where(documents.c.built_in == given.key))
    row = {
        "kind": "figures",
        "built_in": given.key,
        "title": given.title,
        "publisher": given.publisher,
        "url": given.url,
        "edition": given.edition,
        "licence": given.licence,
        "obtained": given.obtained,
        "sha256": digest,
        "holds": len(given.figures),
        "read_at": sa.func.now(),
    }
    document_id = int(conn.execute(sa.insert(documents).values(row).returning(documents.c.id)).scalar_one())
    figures.add_figures(conn, given.figures, (), document_id)
    tell(conn, "document", document_id)


def _hash(given: DataSet) -> bytes:
    """What tells one edition of a data set from another: the hash of its values, written as nested tuples.

    `dataclasses.astuple` gives the same, and copies each value of 36,000 figures for it, which takes six times as long.
    """
    values = (getattr(given, each.name) for each in fields(given))
    nested = tuple(tuple(map(_VALUES, value)) if value is given.figures else value for value in values)
    return hashlib.sha256(repr(nested).encode()).digest()
