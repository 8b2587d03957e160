"""The shelf's searches: which entities a text names."""

import pytest

from checks.documents import figures
from store.db import transaction
from store.shelf.figures import add_figures
from store.shelf.search import Shelf


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Poland, a member of the European Union, has 36 million inhabitants.", ("Poland", "European Union")),
        ("South Korea has more inhabitants than Poland.", ("South Korea", "Poland")),
        ("They gave us 3 million euros.", ()),
        ("Germany’s inflation fell.", ("Germany",)),
        ("The US economy grew.", ("United States",)),
        ("The U.S. economy grew.", ("United States",)),
        ("Nothing is named here.", ()),
    ],
)
def test_entities_come_in_the_order_in_which_they_stand(
    database_url: str, text: str, entities: tuple[str, ...]
) -> None:
    with transaction(database_url) as conn:
        add_figures(conn, [], figures.names())
        assert Shelf(conn).entities(text) == entities
