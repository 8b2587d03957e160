"""A passage held against a claim: what its figures decide, what they do not, and why."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench.stance.__main__ import pairs
from bench.stance.report import shares
from checks.amounts import amounts as amounts_of
from checks.amounts.amounts import amounts
from checks.extraction import split
from checks.nlp.relations.word_groups import contrasting_words
from checks.quantities import quantities
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding

DATA = Path(__file__).parents[3] / "data"


def judged(claim: str, passage: str, reported: date | None = None, published: date | None = None) -> Finding:
    """The finding for two texts."""
    made = Claim(
        0,
        len(claim),
        claim,
        statement=claim,
        kind="statement",
        claimant=None,
        worth=0.0,
        reasons=(),
        quantities=quantities(claim),
    )
    return compare(made, Passage(passage, "", "", published=published), reported)


@pytest.mark.parametrize(
    ("claim", "passage", "stance", "reason"),
    [
        ("Alder has 38 million inhabitants.", "Alder counts 37.6 million residents.", "supports", "within"),
        ("Alder has 38 million inhabitants.", "Alder counts 41.2 million residents.",
            "refutes", "8.4 % more than 38 million"),
        ("Alder has more than 100,000 soldiers.", "Alder has about 130,000 troops.", "supports", "within"),
        ("Alder has more than 100,000 soldiers.", "Alder has more than 90,000 troops.", "context", "too wide"),
        ("The Alder line is 120 kilometres long.", "The Alder line runs for 74.6 miles.", "supports", "within"),
        ("It was 38 degrees Celsius in Alder.", "Alder had 70 degrees Fahrenheit.",
            "refutes", "16.9 degrees Celsius less"),
        ("The Alder plant cost 300 million euros.", "The Alder plant cost 300 million dollars.", "context", "currency"),
        ("Two in five voters in Alder stayed away.", "In Alder, 40 percent of voters stayed away.",
            "supports", "within"),
        ("Half of the buses in Alder are electric.", "In Alder, 100 of the 200 buses are electric.",
            "supports", "within"),
        ("Alder raised its rate by 0.5 percentage points.", "Alder lifted its rate from 3.25 to 3.75 percent.",
         "supports", "within"),
        ("Profit at Alder doubled.", "Alder made 640 million crowns in profit, compared with 320 million.",
            "supports", "within"),
        ("Crime in Alder rose by 8 percent.", "Crime in Alder fell by 8 percent.", "refutes", "a fall"),
        ("Nobody was killed in the Alder fire.", "Six people were killed in the Alder fire.",
            "refutes", "there is none"),
        ("Twelve people were killed in Alder.", "Twelve people were injured in Alder.", "context", "injured"),
        ("In Alder 300 women were hired.", "In Alder 500 men were hired.", "context", "scope differs"),
        ("Alder has 2,000 soldiers in Mirz.", "Alder sends another 2,000 soldiers to Mirz.",
            "context", "scope differs"),
        ("Unemployment in Alder was 9 percent in 2024.", "Unemployment in Alder was 6 percent in 2017.", "context",
         "date differs"),
        ("Unemployment in Alder was 9 percent.", "Unemployment in Birch was 6 percent.", "context", "Birch"),
        ("The Alder bridge cost 350 million crowns.", "The Alder bridge is expected to cost 240 million "
                                                      "crowns.", "context",
         "expected"),
        ("The Alder plant uses 30,000 litres a month.", "The Alder plant uses 360,000 litres a year.",
            "supports", "within"),
        ("Fines in Alder are no higher than 500 euros.", "Fines in Alder can be up to 1,500 euros.",
            "refutes", "200 % more"),
        ("More than 3 million people live in Alder.", "Alder's population crossed the 3 million mark.",
            "supports", "within"),
        ("Alder won three gold medals.", "Alder won two gold medals and one silver medal.",
            "refutes", "33 % less than 3"),
        ("Every second pupil in Alder cycles.", "In Alder 51 percent of pupils cycle.", "supports", "within"),
        ("Fines in Alder reach up to 5,000 euros.", "Fines in Alder are between 200 and 5,000 euros.",
            "supports", "within"),
        ("In Alder 12 people drowned.", "The town of Birch opened a library.", "none", "few words"),
    ],
)  # fmt: skip
def test_figures(claim: str, passage: str, stance: str, reason: str) -> None:
    finding = judged(claim, passage)
    assert (finding.stance, reason in finding.reason) == (stance, True), finding.reason


def test_of_several_figures_the_one_that_speaks_of_the_same_decides() -> None:
    passage = (
        "The Alder marathon, first run in 1978, had 21,000 runners. In all, 18,500 runners finished; "
        "three were over 80."
    )
    assert judged("In the Alder marathon 18,500 runners finished.", passage).stance == "supports"
    passage = "The Alder marathon had 21,000 runners. In all, 18,500 runners finished."
    assert judged("In the Alder marathon 18,500 runners finished.", passage).stance == "context"
    assert judged("In the Alder marathon 17,000 runners finished.", passage).stance == "refutes"


def test_a_month_is_read_from_the_day_each_was_stated() -> None:
    claim, passage = (
        "Inflation in Alder was 5.5 percent in November.",
        "Inflation in Alder was 7.9 percent in July.",
    )
    finding = judged(claim, passage, date(2023, 12, 12), date(2023, 8, 10))
    assert (finding.stance, finding.reason) == ("context", "date differs: figure is for July")


def test_a_figure_that_is_denied_is_none_of_the_sources() -> None:
    passage = "The office denied that 300 workers had died in Alder. Four workers died there, it said."
    assert judged("In Alder 300 workers died.", passage).stance == "refutes"


def test_without_figures_nearly_the_same_words_support_and_a_not_refutes() -> None:
    assert judged("Alder joined the union.", "Alder joined the union.").stance == "supports"
    assert judged("Alder joined the union.", "Alder never joined the union.").stance == "refutes"
    assert judged("Alder joined the union.", "Alder has a union of bakers and a harbour.").stance == "context"


def test_each_amount_has_its_clause() -> None:
    found = amounts("Twelve people were killed and 40 others were injured, while 300 houses burned.")
    assert [a.part.strip(" ,.") for a in found] == [
        "Twelve people were killed", "and 40 others were injured", "while 300 houses burned"]  # fmt: skip


def test_where_one_side_has_a_group_it_speaks_of_a_part() -> None:
    assert contrasting_words("300 people were hired", "300 women were hired") == ("all", "women")
    assert contrasting_words("300 women were hired", "300 women found work") is None


def test_the_pairs_written_by_hand_come_out_as_documented() -> None:
    counts = Counter((row["stance"], given) for row, given in pairs(DATA / "stance_pairs.jsonl"))
    right, abstains, _ = shares(counts)
    assert counts.total() >= 200
    assert right >= 0.9
    assert abstains <= 0.25


@pytest.mark.parametrize(
    "piece",
    ["denied that 300 died ", "nobody, ", "12 people, ", "in Aaaa Bbbb ", "from 3 to 4 percent ", "A", "1. "],
)
def test_any_passage_and_any_claim_can_be_compared(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    for claim, passage in (
        (text, "More than 300 people died in Aaaa."),
        ("More than 300 people died in Aaaa.", text),
    ):
        assert 0 <= judged(claim, passage).confidence <= 1


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Alder has 4,017 inhabitants.", "Alder police arrested 12 people on Friday."),
        ("Germany has 83 million inhabitants.", "In Germany 1,200 people were killed on the roads in 2023."),
        ("Norway has 5.6 million inhabitants.", "Some 200 people took part in a race in Norway."),
        ("The city has 300 buses.", "The city has 500,000 inhabitants."),
        ("The city has 500,000 inhabitants.", "The city has 300 buses."),
        ("The dam cost 45 million euros.", "The dam was inspected for 300,000 euros."),
        ("Poland spends 4 percent of its GDP on defence.", "Most of the soldiers will be in Poland."),
        ("Poland has more than 50 million inhabitants.", "Most of the 2,000 troops will be stationed in Poland."),
    ],
)
def test_a_figure_of_quite_another_matter_refutes_nothing(statement: str, text: str) -> None:
    (claim,) = split(statement).claims
    assert compare(claim, Passage(text, "", "Office")).stance in ("context", "none")


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("Tokyo has 37 million inhabitants.", "Japan has 125 million inhabitants, most of them in cities."),
        ("Japan has 37 million inhabitants.", "Tokyo's population stood at 14 million."),
        (
            "Munich has 1.5 million inhabitants.",
            "The metropolitan region of Munich counts 6.2 million inhabitants.",
        ),
        ("Germany has 83 million inhabitants.", "In Germany, 3 million people are unemployed."),
        ("Unemployment in Spain is 12 percent.", "In Spain, 27 percent of adults smoke."),
        ("The vaccine is 95 percent effective.", "The vaccine has been given to 62 percent of adults."),
        ("Britain sent 300 soldiers to Estonia.", "Britain sent 900 soldiers to Poland."),
        ("California has 200,000 prisoners.", "Some 1.9 million people are judged in American prisons."),
    ],
)
def test_a_figure_of_another_place_or_people_decides_nothing(statement: str, text: str) -> None:
    assert judged(statement, text).stance in ("context", "none"), judged(statement, text).reason


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The ferry was carrying 1,100 passengers.", "The ferry is licensed to carry 1,100 passengers."),
        ("The driver was doing 120 mph.", "The driver crashed on a road with a limit of 70 mph."),
        ("The hall cost 240 million euros.", "For the hall the council had set aside 180 million euros."),
        ("The government has built 100,000 homes.", "The government will build 100,000 homes."),
        ("Nurses were given a pay rise of 19 percent.", "The nurses are demanding a pay rise of 19 percent."),
        ("The trial took three years.", "After the trial he was sentenced to three years in prison."),
        (
            "Storms did 900 million dollars of damage.",
            "In Kansas alone the storms did 310 million dollars of damage.",
        ),
        ("The Eiffel Tower is 330 metres high.", "The second platform of the Eiffel Tower is 116 metres high."),
        (
            "The hospital treats 90,000 patients a year.",
            "The hospital's emergency ward treats 31,000 patients a year.",
        ),
        ("Corporate tax in Ireland is 12.5 percent.", "The rate of income tax in Ireland is 20 percent."),
        ("A third of adults are obese.", "Some 64 percent of adults are overweight or obese."),
        (
            "A fifth of drivers in Alder phone at the wheel.",
            "Among drivers under 25 in Alder, 44 percent phone at the wheel.",
        ),
    ],
)
def test_a_figure_of_a_part_a_limit_or_a_plan_decides_nothing(statement: str, text: str) -> None:
    assert judged(statement, text).stance == "context", judged(statement, text).reason


def test_of_a_sentence_with_endless_spans_only_so_many_are_assessed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(amounts_of, "content_words", lambda part: seen.append(part) or frozenset())
    found = amounts("open " + "from 1 May to 2 June 1990 " * 500, lasting=True)
    assert len(found) == 40
    assert len(seen) <= 120


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Alder has 80,000 inhabitants and 12 schools.", "Alder has 80,000 inhabitants."),
        ("Lena Holt founded the museum and designed the bridge.", "Lena Holt founded the museum."),
        ("Lena Holt was born in Ghent and died in Lyon.", "Lena Holt was born in Ghent."),
    ],
)
def test_a_claim_of_two_facts_is_not_supported_because_one_is(claim: str, passage: str) -> None:
    assert judged(claim, passage).stance == "context"
    assert judged(claim, claim).stance == "supports"
