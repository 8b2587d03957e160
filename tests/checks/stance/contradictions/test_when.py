"""When it was: another time of what happens once."""

import pytest

from checks.stance.wording.contradiction_rules import other_time
from tests.checks.stance.aligned import with_clause


@pytest.mark.parametrize(
    ("claim", "passage", "excludes"),
    [
        ("Ada Moss was born in 1961.", "Ada Moss was born in 1974.", True),
        ("Ada Moss was born in 1961.", "Ada Moss was born in May 1961.", None),
        ("Ada Moss visited Leeds in 1961.", "Ada Moss visited Leeds in 1974.", None),
        ("Ada Moss was born in Leeds.", "Ada Moss was born in 1974.", None),
    ],
)
def test_what_happens_once_happened_at_no_other_time(claim: str, passage: str, excludes: bool | None) -> None:
    found = other_time(*with_clause(claim, passage))
    assert (found.excludes if found else None) == excludes
