"""The loader of word lists."""

import re

import pytest

from checks.lexicon import DATA, alternatives, load_list, load_table, load_words, whole_pattern


def test_a_list_keeps_its_order_whether_it_holds_words_or_phrases() -> None:
    assert load_list("dates", "words_vague")[:2] == ("a few", "few")
    assert load_list("nlp", "names_of_a_people")[0] == "ians"


def test_alternatives_stand_in_a_group_of_a_pattern_and_the_first_that_matches_is_taken() -> None:
    found = re.match(alternatives("dates", "words_vague"), "a few days")
    assert found is not None
    assert found[0] == "a few"


def test_a_pattern_in_pieces_is_one_pattern() -> None:
    assert whole_pattern(["(?:a|", "b)"]) == whole_pattern("(?:a|b)")


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_words("dates", "no such list")
    with pytest.raises(FileNotFoundError):
        load_words("no such table", "words_vague")


def test_a_list_takes_in_others_or_a_part_of_them_by_name() -> None:
    assert load_list("documents", "rank_places")[:2] == ("second", "third")
    assert load_list("documents", "rank_places")[-1] == "tenth"
    assert load_list("quantities", "conversion_counts")[:3] == (r"\d+", "two", "three")
    assert {"january", "dec", "sept", "mon"} <= load_words("nlp", "names")


def test_every_list_that_is_named_in_another_is_there() -> None:
    tables = [load_table(path.stem) for path in sorted(DATA.glob("*.toml"))]
    assert len(tables) > 30
    assert [word for word in re.findall(r"@\w+\.\w+\S*", str(tables)) if not word.startswith("@type")] == []
