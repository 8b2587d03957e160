"""Two texts compared: nothing is lost, line breaks stay, and no pair of texts takes long."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text_diff import TextDiff, text_diff

WORDS = st.lists(st.sampled_from(["a", "b", "the", " ", "\n", "\n\n", "x y", "2021"]), max_size=40).map("".join)


def _side(diff: TextDiff, side: str) -> str:
    return "".join(text for kind, text in diff.pieces if kind in ("same", side))


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    diff = text_diff(before, after)
    assert (_side(diff, "del"), _side(diff, "ins")) == (before, after)
    assert diff.changed == (before != after)


@given(WORDS, WORDS, st.integers(0, 60))
def test_that_holds_however_few_steps_there_are(before: str, after: str, steps: int) -> None:
    diff = text_diff(before, after, steps)
    assert (_side(diff, "del"), _side(diff, "ins")) == (before, after)


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not text_diff(text, text).changed


def test_one_word_is_one_change_and_line_breaks_stay() -> None:
    diff = text_diff("One.\n\n- last inspected: 2021\n- by: Kim\n", "One.\n\n- last inspected: 2020\n- by: Kim\n")
    assert diff.pieces == (
        ("same", "One.\n\n- last inspected: "),
        ("del", "2021"),
        ("ins", "2020"),
        ("same", "\n- by: Kim\n"),
    )


def test_what_is_added_at_the_end_leaves_the_last_line_alone() -> None:
    diff = text_diff("- in 2021\n- by hand", "- in 2020\n- by hand\n\nMore of it.")
    assert diff.pieces == (
        ("same", "- in "),
        ("del", "2021"),
        ("ins", "2020"),
        ("same", "\n- by hand"),
        ("ins", "\n\nMore of it."),
    )


def test_changed_words_that_stand_together_are_one_change() -> None:
    diff = text_diff("The dam was quite safe in the spring.", "The dam had been safe in the spring.")
    assert diff.pieces == (
        ("same", "The dam "),
        ("del", "was quite"),
        ("ins", "had been"),
        ("same", " safe in the spring."),
    )


def test_a_paragraph_with_little_in_common_is_shown_whole() -> None:
    diff = text_diff("Ten of them were counted.\nEnd.", "Nobody knows how many there were of all.\nEnd.")
    assert diff.pieces[:2] == (
        ("del", "Ten of them were counted."),
        ("ins", "Nobody knows how many there were of all."),
    )


def test_line_breaks_of_a_form_are_those_of_a_program() -> None:
    assert not text_diff("One.\r\nTwo.", "One.\nTwo.").changed


ALIKE = "a " * 25_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ALIKE, ALIKE[:20_000] + "b " + ALIKE[20_002:]),
        (ALIKE, "b " * 25_000),
        ("a b " * 12_500, "b b a " * 8_300),
        ("a\n" * 25_000, "b\na\n" * 12_500),
        (" ".join(map(str, range(8000))), " ".join(map(str, reversed(range(8000))))),
    ],
)
def test_no_pair_of_texts_takes_long(before: str, after: str) -> None:
    began = process_time()
    diff = text_diff(before, after)
    assert process_time() - began < 1.5  # seconds of the processor; 86 before, for the first pair
    assert (_side(diff, "del"), _side(diff, "ins")) == (before, after)


def test_texts_that_differ_too_much_say_so() -> None:
    assert text_diff("a b " * 12_500, "b b a " * 8_300).whole
    assert not text_diff(ALIKE, ALIKE[:20_000] + "b " + ALIKE[20_002:]).whole
