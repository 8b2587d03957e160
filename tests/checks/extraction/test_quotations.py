"""Which stretches of a text stand in quotation marks."""

import pytest

from checks.extraction.quotations import find_quotations


def _quotations(text: str) -> list[str]:
    return [text[a:b] for a, b in find_quotations(text, [(0, len(text))]).spans]


def test_speech_is_found_in_straight_and_curly_marks() -> None:
    assert _quotations('He said: "All roads are open again."') == ['"All roads are open again."']
    assert _quotations("“All roads are open again,” he said.") == ["“All roads are open again,”"]


def test_a_turn_of_phrase_is_no_speech() -> None:
    assert _quotations("The so-called “super league” was founded.") == []


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = "“We came in the morning.\n\nThe police came at noon."
    spans = find_quotations(text, [(0, 24), (26, len(text))]).spans
    assert [text[a:b] for a, b in spans] == ["“We came in the morning."]


def test_a_place_is_found_in_its_quotation() -> None:
    text = "“All roads are open again,” he said."
    quotes = find_quotations(text, [(0, len(text))])
    assert quotes.around(5) == (0, 27)
    assert quotes.around(30) is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said: ‘The oil had spread. It could be seen.’ He left.", ["‘The oil had spread. It could be seen.’"]),
        ("‘The boys’ boats are all safe,’ he said. ‘They are not lost.’",
            ["‘The boys’ boats are all safe,’", "‘They are not lost.’"]),
        ("‘Soft’ power is what those call it who ‘know it all.’", []),
        ("It is the teachers’ third strike, and the pupils’ first.", []),
        ("The rock ‘n’ roll of the ’90s was loud, and long.", []),
    ],
)  # fmt: skip
def test_single_marks_hold_speech_that_ends_before_its_mark(text: str, quoted: list[str]) -> None:
    assert _quotations(text) == quoted


def test_speech_in_single_marks_goes_on_over_paragraphs() -> None:
    text = "‘We have begun to build boats.\n\n‘And we go on with it,’ he said."
    found = find_quotations(text, [(0, 30), (32, len(text))])
    assert found.first_of((32, 55)) == (0, 30)
