"""Work that many comparisons ask for is done for all of them at once, and changes nothing of what they come to."""

from collections.abc import Sequence

import pytest

from checks.nlp.together import ask_for, done_together


class _Lengths:
    """Keeps how long texts are, and notes each time that it is worked out."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}
        self.worked: list[list[str]] = []

    def of(self, text: str) -> int:
        """How long a text is; worked out where that is not kept."""
        if text not in self.kept:
            ask_for(self.work, (text,))
            self.work((text,))
        return self.kept[text]

    def work(self, texts: Sequence[str]) -> None:
        """Work out how long texts are."""
        self.worked.append([*texts])
        self.kept |= {text: len(text) for text in texts}


def test_what_several_ask_for_is_worked_out_at_once_and_each_text_once() -> None:
    lengths, longer = _Lengths(), dict[tuple[str, str], bool]()

    def compare(one: str, other: str) -> None:
        longer[one, other] = lengths.of(one) > lengths.of(other)

    pairs = [("oak", "ash"), ("oak", "elm"), ("maple", "elm"), ("fir", "fir")]
    done_together(lambda pair=pair: compare(*pair) for pair in pairs)  # type: ignore[misc]
    assert longer == {pair: len(pair[0]) > len(pair[1]) for pair in pairs}
    assert lengths.worked == [["oak", "maple", "fir"], ["ash", "elm"]]


def test_alone_work_is_done_where_it_is_asked_for() -> None:
    lengths = _Lengths()
    assert lengths.of("oak") == lengths.of("oak") == 3
    assert lengths.worked == [["oak"]]


def test_one_that_breaks_leaves_the_others_what_they_come_to() -> None:
    lengths, found = _Lengths(), list[int]()

    def broken() -> None:
        raise ZeroDivisionError(lengths.of("ash"))

    done_together([broken, lambda: found.append(lengths.of("oak"))])
    assert found == [3]
    with pytest.raises(ZeroDivisionError):
        broken()
    assert lengths.worked == [["ash", "oak"]]


def test_what_asks_for_ever_is_left_to_be_done_alone() -> None:
    lengths, asked = _Lengths(), list[str]()

    def endless() -> None:
        asked.append("a" * len(asked))
        lengths.of(asked[-1])

    done_together([endless])
    assert lengths.worked == [[text] for text in asked]
    assert 0 < len(asked) < 10
