"""Words go into full-text queries as they are, whatever characters they hold."""

import pytest
import sqlalchemy as sa

from store import progress
from store.columns import quote_lexeme
from store.db import transaction
from store.external import fact_checks as external
from store.verdicts import public_list
from store.word_search import without_lines


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


@pytest.mark.parametrize("line", ["-" * 40, "- " * 40, "(-" * 40, "\uff0d" * 40, "-\ufe63 ." * 20])
def test_a_line_of_hyphens_is_searched_for_as_nothing(desk: str, line: str) -> None:
    """PostgreSQL: "tsquery stack too small"."""
    with transaction(desk) as conn:
        public_list.list_public_fact_checks(conn, public_list.FactCheckFilters(f"bridge {line} dam"))
        external.list_external_fact_checks(conn, words=f"bridge {line} dam")
        progress.list_articles(conn, filters=progress.ArticleFilters(words=f"bridge {line} dam"))
    assert without_lines(f"bridge {line} dam").replace("(", " ").split() == ["bridge", "dam"]


@pytest.mark.parametrize(
    "words", ["-bridge", "bridge -dam -lake", '-"old bridge"', "well-known", '"a - b"', '-"a"-"b"']
)
def test_a_single_hyphen_means_what_it_meant(words: str) -> None:
    assert without_lines(words) == words
