"""Which people a text mentions."""

import pytest

from store.discussion.mentions import find_mentions, split_at_mentions

NAMES = ((1, "Eva Kask"), (2, "Eva"), (3, "Jüri"), (4, "O'Neill, Pat"), (5, "Eva  Kask"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Eva Kask, look", [("@Eva Kask", (1, 5))]),
        ("@eva kask look", [("@eva kask", (1, 5))]),
        ("(@Eva)", [("@Eva", (2,))]),
        ("@Eva\nKask", [("@Eva\nKask", (1, 5))]),
        ("@Evangeline", []),
        ("@JÜRI and @O'Neill, Pat!", [("@JÜRI", (3,)), ("@O'Neill, Pat", (4,))]),
        ("eva@Eva", []),
        ("@ Eva", []),
        ("@@Eva", [("@Eva", (2,))]),
        ("", []),
    ],
)
def test_the_longest_name_is_meant(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    mentions = find_mentions(text, NAMES)
    assert [(text[each.start : each.end], each.person_ids) for each in mentions] == found
    assert "".join(piece for piece, _ in split_at_mentions(text, mentions)) == text


def test_nobody_can_be_mentioned_where_nobody_is() -> None:
    assert find_mentions("@Eva", ()) == []
    assert split_at_mentions("@Eva", []) == [("@Eva", False)]
