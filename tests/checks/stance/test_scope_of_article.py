"""A claim that names nobody is of the place and the people that its context line names."""

import pytest

from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage

STATEMENT = "Some 40 people were killed"
LINE = "“The dam above the Lower Valley broke”; Kestrel; 12 September 2015; published 13 September 2015"


def _stance(statement: str, context: str, passage: str) -> tuple[str, str]:
    claim = Claim(
        0, len(statement), statement, statement=statement, kind="quantity", claimant=None, worth=0.5, reasons=(),
        context=context,
    )  # fmt: skip
    found = compare(claim, Passage(passage, "", ""))
    return found.stance, found.reason


@pytest.mark.parametrize(
    ("passage", "stance"),
    [
        ("In Kestrel 40 people were killed.", "supports"),
        ("The flood in the Lower Valley killed 40 people.", "supports"),
        ("In all 40 people were killed.", "supports"),  # it names nobody either
        ("A ferry sank off Senegal and 40 people were killed.", "context"),
        ("At Northmere 75 people were killed.", "context"),
    ],
)
def test_a_passage_that_names_only_others_does_not_decide(passage: str, stance: str) -> None:
    assert _stance(STATEMENT, LINE, passage)[0] == stance


def test_the_reason_names_whom_the_passage_speaks_of() -> None:
    assert _stance(STATEMENT, LINE, "A ferry sank off Senegal and 40 people were killed.")[1].endswith(
        "scope differs: source speaks of Senegal"
    )


def test_a_claim_with_a_name_or_without_a_line_is_judged_by_its_words() -> None:
    assert (
        _stance("Some 40 people were killed in Senegal", LINE, "In Senegal 40 people were killed.")[0]
        == "supports"
    )
    assert _stance(STATEMENT, "", "A ferry sank off Senegal and 40 people were killed.")[0] == "supports"
