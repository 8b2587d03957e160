"""Which stretches of a text stand in quotation marks."""

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
