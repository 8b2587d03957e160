"""Words go into full-text queries as they are, whatever characters they hold."""

import pytest
import sqlalchemy as sa

from store.columns import quote_lexeme
from store.db import transaction


@pytest.mark.parametrize(
    "word", ["bridge", "o'neill", "'", "a\\b", "\\", "\\'", "a & b", "a | !b", "(c):*", "größe", "a b"]
)
def test_a_quoted_lexeme_is_one_word_of_a_query_and_unchanged(desk: str, word: str) -> None:
    with transaction(desk) as conn:
        found = conn.execute(
            sa.text(
                "SELECT array_to_tsvector(ARRAY[:word]) @@ CAST(:query AS tsquery), numnode(CAST(:query AS tsquery))"
            ),
            {"word": word, "query": quote_lexeme(word)},
        ).one()
    assert found == (True, 1)
