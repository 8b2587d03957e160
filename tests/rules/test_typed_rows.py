"""Rows leave `store/` as dataclasses, so that mypy holds the border."""

import re
from pathlib import Path
from typing import Final

_TOP: Final = Path(__file__).parent.parent.parent
# Still read rows of lookups, evidence and sources by name. A file goes from this list when it reads them by attribute.
_LEFT: Final = {
    "service/api/claims.py",
    "service/api/schemas/base.py",
    "service/desk/claims/comparison.py",
    "workers/tasks/lookup.py",
}


def test_no_row_of_the_database_leaves_the_store_untyped() -> None:
    files = [path for room in ("service", "workers", "cli") for path in (_TOP / room).rglob("*.py")]
    untyped = {str(path.relative_to(_TOP)) for path in files if re.search(r"\bRowMapping\b", path.read_text())}
    assert untyped == _LEFT
