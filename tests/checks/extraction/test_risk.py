"""Stretches and wordings that are likely wrong: cut elsewhere, or told with what stands around them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from checks.extraction.extractor import analyses_of, split, split_with
from checks.extraction.segments.clause_of import clause_of
from checks.extraction.segments.model import cut_chances, load_model, rows_of
from checks.extraction.segments.risk import (
    CUT,
    NAMES,
    WORDING,
    WORDING_NAMES,
    Risk,
    risk_from,
    risk_rows,
    wording_signs,
)
from checks.extraction.statement.doubtful import NOTE

DAY = date(2024, 6, 20)
AWARD = "The council sets $5.7 million as the sum to be raised through local taxes."

RANGE = (
    "In the second quarter, the maker expects earnings of 94 cents to $1.03 a share on revenue of $3.45 billion."
)


def _by_rules(text: str) -> set[str]:
    """What is stated where nothing is refused for being likely wrong."""
    model = replace(load_model(), risk=None, wording_risk=None)
    return {claim.statement for claim in split_with(model, text, DAY)}


def _chances(text: str, *stretches: tuple[int, int]) -> list[float]:
    """How likely some stretches of a sentence, by the places of their words, are wrong."""
    model = load_model()
    assert model.risk is not None
    (analysis,) = analyses_of(text, DAY)
    rows = rows_of(analysis, cut_chances(analysis, model.cuts), stretches, None, model.meaning)
    return model.risk.chances(risk_rows(analysis, stretches, rows)).tolist()


def test_half_of_what_a_verb_says_is_likelier_wrong_than_all_of_it() -> None:
    half, all_of_it = _chances(AWARD, (0, 5), (0, 14))
    assert half > 2 * all_of_it
    cut_short, whole = _chances(RANGE, (0, 11), (0, 22))
    assert cut_short > 0.1 > 2 * whole


def test_what_is_likely_wrong_is_stated_with_what_stands_around_it() -> None:
    (refused,) = [claim for claim in split(RANGE, DAY).claims if any(NOTE in note for note in claim.notes)]
    assert refused.statement == f"In the second quarter of 2024, {RANGE[23:].strip('.')}"
    assert "In the second quarter of 2024, the maker expects earnings of 94 cents" in _by_rules(RANGE)


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("The Foxes (7-2) snapped a four-game losing streak and ended MSU’s title hopes in the East Division "
         "with two games remaining.",
         ["The Foxes (7-2) snapped a four-game losing streak",
          "The Foxes ended MSU’s title hopes in the East Division with two games remaining"]),
        ("The agency recorded 31 new fires, 2 injuries and 540 evacuations in Shasta.",
         ["The agency recorded 31 new fires", "The agency recorded 2 injuries",
          "The agency recorded 540 evacuations in Shasta"]),
        ("Within that group there is a subset of 408 farms that might support flocks of about the size of Orrin and"
         " receive comparable levels of aid.",
         ["408 farms might receive comparable levels of aid"]),
        ("Farmers in hilly Orrin raced to save dozens of stranded foreign sheep and find 500 cattle still missing"
         " in flash floods that killed 140.",
         ["Farmers in hilly Orrin raced to find 500 cattle"]),
        ("It takes £11.8m out of services: £4.6m from adult social care, £2.1m from highways.",
         ["It takes £2.1m from highways"]),
    ],
)  # fmt: skip
def test_rules_word_parts_that_are_refused_otherwise(text: str, statements: list[str]) -> None:
    assert set(statements) <= _by_rules(text)


def test_parts_that_are_all_stated_with_their_sentence_are_one_claim() -> None:
    model = load_model()
    assert model.wording_risk is not None
    wary = replace(model, wording_risk=replace(model.wording_risk, base=30.0))
    text = "The storm killed 12 people, injured 30 and destroyed 200 houses."
    assert [(c.text, c.statement) for c in split_with(wary, text, DAY)] == [(text[:-1], text[:-1])]


def test_a_part_that_is_likely_wrong_is_stated_with_all_of_its_sentence() -> None:
    text = "The agency recorded 31 new fires, 2 injuries and 540 evacuations in Shasta."
    first, rest = split(text, DAY).claims
    assert first.statement == "The agency recorded 31 new fires"
    assert (rest.text, rest.statement) == ("2 injuries and 540 evacuations in Shasta", text[:-1])


def test_a_wording_is_measured_by_what_it_leaves_out_and_fills_in() -> None:
    (analysis,) = analyses_of(AWARD, DAY)
    signs = dict(
        zip(
            WORDING_NAMES[len(NAMES) :],
            wording_signs(
                analysis.sentence, clause_of(analysis, 0, 5), "The council sets today $5.7 million", False
            ),
            strict=True,
        )
    )
    assert signs["words filled in"] == 1
    assert signs["words told"] == 6
    assert signs["cut off at once"] == 1
    assert signs["gaps in the wording"] == 0
    assert [name for name, sign in signs.items() if sign and name.startswith("found as")] == [
        "found as: main clause"
    ]


def test_weights_come_back_from_a_file_as_they_were() -> None:
    values = np.arange(len(NAMES), dtype=np.float32)
    arrays = Risk(values, values + 1, values / 7, -2.0).arrays(CUT)
    read = risk_from(arrays, CUT)
    assert read is not None
    assert np.allclose(read.weights, values / 7)
    assert read.base == -2.0
    assert risk_from(arrays, WORDING) is None


def test_no_stretch_has_no_chance() -> None:
    model = load_model()
    (analysis,) = analyses_of(AWARD, DAY)
    assert model.risk is not None
    rows = risk_rows(analysis, [], np.zeros((0, 1), dtype=np.float32))
    assert model.risk.chances(rows).shape == (0,)
