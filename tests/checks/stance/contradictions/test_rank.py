"""Which one of many: another ordinal, number or superlative of the same thing."""

import pytest

from checks.stance.wording.attribute_rules import other_rank
from tests.checks.stance.aligned import with_clause


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("Ada Moss was the second president.", "Ada Moss was the first president.", "source says “first”"),
        ("The song was number one.", "The song was number three.", "source says “number three”, the claim "
                                                                   "“number one”"),
        ("The peak is the highest in Lenia.", "The peak is the second-highest in Lenia.",
         "source says number 2 “highest”, the claim “highest”"),
        ("Ada Moss was the first president.", "Ada Moss was the first president.", None),
        ("The song was number one.", "The song was no. one.", None),
        ("Ada Moss was the second president.", "Ada Moss was in her first year.", None),
        ("The peak is the highest in Lenia.", "The peak is the highest in Lenia.", None),
    ],
)  # fmt: skip
def test_a_rank_differs_from_another_of_the_same(claim: str, passage: str, reason: str | None) -> None:
    found = other_rank(*with_clause(claim, passage))
    assert (found.reason if found else None) == reason
