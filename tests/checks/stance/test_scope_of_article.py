"""A claim that names nobody is of the place and the people that its context line names."""

import pytest

from checks.stance.judge import compare
from checks.stance.whom_meant import with_names_of_article
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


@pytest.mark.parametrize(
    ("statement", "context", "passage", "stance"),
    [
        ("The carmaker closed the plant", "Fordham Motors; Dunmore", "Fordham Motors shut the plant in Dunmore.",
            "supports"),
        ("The carmaker will cut 900 jobs", "Fordham Motors; Dunmore", "Fordham Motors will shed 900 posts at Dunmore.",
            "supports"),
        ("The carmaker closed the plant", "Fordham Motors; Dunmore",
            "Opel shut the plant in Dunmore. Fordham Motors criticised it.", "context"),
        ("The minister resigned", "Ada Moss, the minister; Tom Hale", "Moss stays in office.", "refutes"),
        ("The minister resigned", "Tom Hale, a reporter", "Hale stays in office.", "none"),
    ],
)  # fmt: skip
def test_a_claim_that_does_not_decide_is_read_with_the_names_of_its_article(
    statement: str, context: str, passage: str, stance: str
) -> None:
    assert _stance(statement, context, passage)[0] == stance


@pytest.mark.parametrize(
    ("statement", "context", "passage", "read"),
    [
        ("The carmaker's chief left", "the carmaker Fordham Motors; Opel", "Fordham Motors said so.",
            "Fordham Motors's chief left"),
        ("He met the president", "President Ada Moss; Mrs Moss", "Ada Moss spoke.", "He met Ada Moss"),
        ("The museum will pay", "Alder Museum, northern England; Kestrel University", "Alder Museum has the money.",
            "Alder Museum will pay"),
        ("The minister resigned", "Ada Moss, head of the port", "Ada Moss stays.", "The minister resigned"),
        ("The minister of trade resigned", "Ada Moss, the minister", "Ada Moss stays.",
            "The minister of trade resigned"),
        ("She resigned", "Ada Moss, the minister", "Ada Moss stays.", "She resigned"),
        ("The carmaker closed", "Fordham Motors; Dunmore", "Opel closed.", "The carmaker closed"),
        ("The company closed", "“Shares fell at the Fordham Exchange”", "The Fordham Exchange closed.",
            "The company closed"),
        ("The company closed", "Fordham Motors; Siemens", "Siemens closed.", "The company closed"),
    ],
)  # fmt: skip
def test_a_noun_has_a_name_only_beyond_doubt(statement: str, context: str, passage: str, read: str) -> None:
    assert with_names_of_article(statement, context, passage) == read
