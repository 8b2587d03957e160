"""Where something is: two places of one size exclude each other, a town and its country do not."""

import pytest

from checks.stance.wording.attribute_rules import other_place
from tests.checks.stance.aligned import with_clause


@pytest.mark.parametrize(
    ("claim", "passage", "where"),
    [
        ("Ada Moss was born in Leeds.", "Ada Moss was born in York.", "York"),
        ("Ada Moss was born in France.", "Ada Moss was born in Spain.", "Spain"),
        ("Ada Moss was born in Leeds.", "Ada Moss was born in England.", None),
        ("Ada Moss was born in England.", "Ada Moss was born in Leeds, England.", None),
        ("Ada Moss was born in Leeds.", "Ada Moss was born in Leeds.", None),
        ("Ada Moss worked in Leeds.", "Ada Moss worked in York.", None),
    ],
)
def test_what_is_at_one_place_is_at_no_other_of_its_size(claim: str, passage: str, where: str | None) -> None:
    found = other_place(*with_clause(claim, passage))
    assert (found.reason if found else None) == (f"place differs: source gives {where}" if where else None)


def test_the_words_that_the_place_of_the_claim_has_are_the_ground() -> None:
    alignment, clause = with_clause("Ada Moss was born in New Haven.", "Ada Moss was born in York.")
    found = other_place(alignment, clause)
    assert found is not None
    assert [alignment.claim.words[i].text for i in sorted(found.instead_of)] == ["New", "Haven"]
