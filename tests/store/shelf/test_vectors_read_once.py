"""Vectors that are asked for are read once, and not once for each row that they are compared with."""

import re

import pytest
from sqlalchemy import Select, TextClause

from store.db import transaction
from store.embeddings import written_vector
from store.external import candidates
from store.shelf import nearest_passages

_READ_BESIDE_A_ROW = re.compile(r"::(?:halfvec|tsquery)\b(?!\(\d+\)\[\]|\[\])")
_GIVEN = {
    "vectors": [written_vector([1.0] + [0.0] * 383)],
    "words": ["'boat'"],
    "family": "minilm/", "candidates": 70, "sample": True, "least": 0.4, "limit": 40,
}  # fmt: skip


@pytest.mark.parametrize(
    "select",
    [candidates._nearest_by_embedding(), candidates._sharing_words(), nearest_passages._NEAREST],
    ids=["fact-checks by meaning", "fact-checks by words", "passages by meaning"],
)
def test_what_is_asked_for_is_read_before_rows_are_compared(
    desk: str, select: Select[object] | TextClause
) -> None:
    with transaction(desk) as conn:
        compiled = select.compile(conn)
        given = {name: _GIVEN.get(name, value) for name, value in compiled.params.items()}
        plan = "\n".join(row[0] for row in conn.exec_driver_sql(f"EXPLAIN (VERBOSE) {compiled}", given))
    assert "<#>" in plan
    assert _READ_BESIDE_A_ROW.findall(plan) == []
