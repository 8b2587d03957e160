"""An import by an admin: nobody else reads or writes between the look at the empty desk and the end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from store.db import DatabaseError, metadata, sqlstate, transaction
from store.people import Refused
from store.transfer.admin_import import import_as_admin
from tests.fixtures.desk_parts import person

_NO_LOCK = "55P03"  # lock_not_available


def test_everybody_else_waits_for_the_end_of_an_import(desk: str) -> None:
    admin = person(desk, "admin")
    waited: set[str] = set()

    def lines() -> Iterator[str]:
        for name in metadata.tables:
            try:
                with transaction(desk) as other:
                    other.execute(text("SET LOCAL lock_timeout = '20ms'"))
                    other.execute(text(f"SELECT count(*) FROM {name}"))
            except DatabaseError as error:
                if sqlstate(error) == _NO_LOCK:
                    waited.add(name)
        yield ""

    with pytest.raises(Refused, match="line 1 is no JSON object"), transaction(desk) as conn:
        import_as_admin(conn, lines(), admin.id or 0)
    assert waited == set(metadata.tables)
