"""Two statements: the same claim, related, or neither; and what sets them apart, in words."""

import pytest

from checks.matching.matcher import rank
from checks.matching.parsed_statements import read_statements
from checks.matching.same_claim import compare_claims, denials, exchanged, same_claim_score
from checks.suggestion.findings import find
from checks.types.claim import Claim
from checks.types.passage import Passage

SAME = [
    (
        "Unemployment in Poland fell to 5.2 percent in 2023.",
        "Poland's jobless rate dropped to 5.2 percent in 2023.",
    ),
    ("Unemployment in Poland fell to 5.2 percent.", "In Poland, unemployment fell to 5 percent."),
    ("More than 100,000 troops stand near the border.", "Over 100,000 soldiers are near the border."),
    ("Poland has 38 million inhabitants.", "Poland has 37.6 million inhabitants."),
    ("Vaccines cause autism.", "Childhood vaccines cause autism."),
    ("Vaccines do not cause autism.", "Vaccines never cause autism."),
    ("Vaccines are not safe.", "Vaccines are unsafe."),
    ("The Alder bridge cost 350 million euros.", "The bridge in Alder cost €350 million."),
    ("Two million people marched in Alder on Sunday.", "On Sunday 2 million people marched in Alder."),
    ("Half of the buses in Alder are electric.", "50 percent of the buses in Alder are electric."),
    ("France beat Germany in the final.", "Germany was beaten by France in the final."),
    ("The minister resigned on Monday over the scandal.", "The minister resigned over the scandal."),
    ("The city of Alder banned diesel cars in 2021.", "Alder banned diesel cars in 2021."),
    ("The earth is flat.", "Earth is flat!"),
    ("A shark swam on a flooded motorway in Texas.", "Shark swam on flooded motorway in Texas"),
    ("Inflation in Germany rose by 2 percent.", "Inflation in Germany increased by 2 percent."),
    ("5G masts spread the coronavirus.", "The coronavirus is spread by 5G masts."),
]
RELATED = [
    ("More than 130,000 troops stand near the border.", "More than 100,000 troops stand near the border.",
        "other number"),
    ("Unemployment in Poland fell to 5.2 percent.", "Unemployment in Poland fell to 7.9 percent.", "other number"),
    ("Unemployment in Germany fell to 5.2 percent.", "Unemployment in Poland fell to 5.2 percent.",
     "other country: Poland, not Germany"),
    ("Unemployment in Poland fell to 5.2 percent in 2023.", "Unemployment in Poland fell to 5.2 percent in 2019.",
     "other year: 2019 there, 2023 here"),
    ("Germany has more than 90 million inhabitants.", "Poland has more than 38 million inhabitants.",
     "other country: Poland, not Germany; other number: "),
    ("Vaccines cause autism.", "Vaccines do not cause autism.", "one denies it"),
    ("The minister took the bribe.", "The minister denied that he took the bribe.", "one denies it"),
    ("Crime in London rose in 2023.", "Crime in London fell in 2023.", "opposite"),
    ("The drug is safe for children.", "The drug is unsafe for children.", "opposite"),
    ("Alder allowed diesel cars in the centre.", "Alder banned diesel cars in the centre.", "opposite"),
    ("The video of the flood is real.", "The video of the flood is fake.", "opposite"),
    ("France beat Germany in the final.", "Germany beat France in the final.", "change places"),
    ("Dogs can smell fear.", "Cats can smell fear.", "“Cats” there, “Dogs” here"),
    ("Berlin has 3.6 million inhabitants.", "Hamburg has 3.6 million inhabitants.", "there"),
    ("Twelve people were killed in the Alder fire.", "Twelve people were injured in the Alder fire.", "of others"),
    ("Alder exports more cars than last year.", "Alder imports more cars than last year.", "of others"),
    ("The government will ban petrol cars.", "The government bans petrol cars.", "may come"),
    ("Another 2,000 troops were sent to Alder.", "2,000 troops were sent to Alder.", "other number"),
    ("Crime in Alder rose by 8 percent.", "Crime in Alder rose.", "no number there"),
    ("The plant cost 300 million euros.", "The plant cost 300 million dollars.", "other number"),
    ("More than 100 people died in Alder.", "Fewer than 100 people died in Alder.", ""),
    ("The strike in Alder began in March.", "The strike in Alder began in May.", "other time: May there, March here"),
    ("Every pupil in Alder got a laptop.", "Some pupils in Alder got a laptop.", "opposite"),
    ("Inflation in Alder is the highest of any country in Europe.", "Alder has the highest income tax of any "
                                                                    "country in Europe.",
     "“income tax” there, “Inflation” here"),
    ("Unemployment in Poland is the lowest in Europe.", "Unemployment in Poland is the highest in Europe.", ""),
]  # fmt: skip
NEITHER = [
    ("Vaccines cause autism.", "Crime in London rose in 2023."),
    ("Poland has 38 million inhabitants.", "Inflation in France is 3 percent."),
    ("Unemployment fell to 5.2 percent in 2023.", "The bridge was closed for 5.2 hours in 2023."),
    ("The minister resigned on Monday.", "A shark swam on a flooded motorway in Texas."),
    ("Alder banned diesel cars.", "The Alder orchestra plays on Friday."),
    ("The earth is flat.", "The market in Alder is closed."),
    ("More than 100,000 troops stand near the border.", "More than 100,000 fans saw the concert."),
    ("", "The earth is flat."),
    ("The of and.", "The of and."),
    ("🙂", "2024"),
]


@pytest.mark.parametrize(("ours", "theirs"), SAME)
def test_the_same_claim_in_other_words(ours: str, theirs: str) -> None:
    found = compare_claims(ours, theirs)
    assert found is not None
    assert found.kind == "the same claim", found
    assert 0.7 < found.score <= 1


@pytest.mark.parametrize(("ours", "theirs", "reason"), RELATED)
def test_what_sets_two_claims_apart_makes_them_related(ours: str, theirs: str, reason: str) -> None:
    found = compare_claims(ours, theirs)
    assert found is not None
    assert (found.kind, reason in found.reason) == ("related", True), found
    assert 0 < found.score < 0.7


@pytest.mark.parametrize(("ours", "theirs"), NEITHER)
def test_claims_of_other_matters_are_neither(ours: str, theirs: str) -> None:
    assert compare_claims(ours, theirs) is None


@pytest.mark.parametrize(("ours", "theirs", "reason"), RELATED)
def test_the_rating_of_a_related_claim_is_context(ours: str, theirs: str, reason: str) -> None:
    claim = Claim(0, len(ours), ours, statement=ours, kind="statement", claimant=None, worth=0.5, reasons=())
    finding = find(claim, Passage(theirs, "summary", "Office", rating="False"))
    assert (finding.stance, finding.match_kind) == ("context", "related")
    assert finding.reason.endswith("; that claim was checked: False, by Office")
    assert reason in finding.reason


@pytest.mark.parametrize(
    ("rating", "stance"),
    [("False", "refutes"), ("True", "supports"), ("Half true", "context"), ("Satire", "context")],
)
def test_the_rating_of_the_same_claim_counts(rating: str, stance: str) -> None:
    ours = "Vaccines cause autism."
    claim = Claim(0, len(ours), ours, statement=ours, kind="statement", claimant=None, worth=0.5, reasons=())
    finding = find(claim, Passage("Childhood vaccines cause autism.", "summary", "Office", rating=rating))
    assert (finding.stance, finding.match_kind) == (stance, "the same claim")


def test_of_candidates_the_same_claim_comes_first_and_strangers_do_not_come() -> None:
    found = [(theirs, 0.0) for theirs in ("Crime fell in London.", "Crime rose in London.", "Tea is hot.", "")]
    assert [n for n, _ in rank("Crime in London rose.", found, 5)] == [1, 0]
    assert rank("Crime in London rose.", [], 5) == []


@pytest.mark.parametrize(
    "text", ["1" * 400, "\x00", "9 " * 2000, "∞ 1e999 -0", "word " * 3000, "É" * 900, "' \\ | &"]
)
def test_any_two_texts_can_be_compared(text: str) -> None:
    for other in (text, "Crime rose in London.", ""):
        for found in (compare_claims(text, other), compare_claims(other, text)):
            assert found is None or 0 < found.score <= 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("Some 70 vehicles reached Alder on Thursday, most of them lorries.", "most of them lorries"),
        ("Some 70 vehicles reached Alder on Thursday, including 12 tankers.", "including 12 tankers"),
        ("Some 70 vehicles reached Alder on Thursday, half of which were empty.", "half of which were empty"),
        ("Some 70 vehicles, 50 percent of them lorries, reached Alder on Thursday.", "50 percent of them lorries"),
    ],
)
def test_a_claim_that_says_more_of_a_part_is_related(more: str, said: str) -> None:
    whole = "Some 70 vehicles reached Alder on Thursday."
    for ours, theirs, where in ((more, whole, "here"), (whole, more, "there")):
        similarity = compare_claims(ours, theirs)
        assert similarity is not None
        assert (similarity.kind, f"“{said}” {where}" in similarity.reason) == ("related", True), similarity
    again = compare_claims(more, more.replace("on Thursday", "Thursday"))
    assert again is not None
    assert again.kind == "the same claim"


@pytest.mark.parametrize(("ours", "theirs"), [*SAME, *(pair[:2] for pair in RELATED), *((b, a) for a, b in SAME)])
def test_the_score_of_the_same_claim_is_that_of_the_whole_comparison(ours: str, theirs: str):
    found = compare_claims(ours, theirs)
    expected = found.score if found and found.kind == "the same claim" else None
    assert same_claim_score(*read_statements((ours, theirs))) == expected


def test_statements_that_are_kept_are_those_that_are_asked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("checks.matching.parsed_statements._MOST_READ", 3)
    texts = ["The earth is flat.", "Vaccines are not safe.", "Vaccines are unsafe.", "The earth is flat."]
    for _ in range(2):
        assert [each.text for each in read_statements(texts)] == texts
        assert read_statements(["Poland has 38 million inhabitants."])[0].words


def test_denials_are_counted_and_no_fewer_than_is_none() -> None:
    assert denials("He did not say that nobody came.") == 2
    assert denials("No fewer than 300 people came.") == 0


def test_names_change_places_unless_one_sentence_is_passive() -> None:
    assert exchanged("France beat Spain", "Spain beat France", "France", "Spain")
    assert not exchanged("France beat Spain", "Spain was beaten by France", "France", "Spain")
