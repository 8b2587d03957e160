"""Words by which two clauses speak of different things, and words that say the contrary of each other."""

import pytest

from checks.nlp.relations.word_groups import contrasting_words, opposites


@pytest.mark.parametrize(
    ("claim", "source", "words"),
    [
        ("12 people were killed", "12 people were injured", ("killed", "injured")),
        ("40 women were hired", "90 workers were hired", ("women", "all")),
        ("90 workers were hired", "40 women were hired", ("all", "women")),
        ("troops were withdrawn", "troops were massed", ("withdrawn", "massed")),
        ("12 people were killed", "12 people died", None),
    ],
)
def test_words_of_one_line_contrast(claim: str, source: str, words: tuple[str, str] | None) -> None:
    assert contrasting_words(claim, source) == words


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("prices rose", "prices fell", ("rose", "fell")),
        ("the drug is safe", "the drug is unsafe", ("safe", "unsafe")),
        ("cars are allowed", "cars are banned", ("allowed", "banned")),
        ("prices rose and fell", "prices fell", None),
        ("the drug is safe", "the drug is cheap", None),
    ],
)
def test_opposites(ours: str, theirs: str, words: tuple[str, str] | None) -> None:
    assert opposites(ours, theirs) == words
