"""The steps of a judgement in their order, and what becomes of one that is not sure."""

import pytest

from checks.stance import judge
from checks.stance.judge import judge_texts
from checks.stance.normalize import abbreviated, normalize_spelling
from checks.stance.result import Judgement, confidence
from checks.types.passage import Passage
from tests.checks.stance.findings import claim_of


@pytest.mark.parametrize(
    ("claim", "passage", "stance", "reason"),
    [
        ("In Alder 12 people drowned.", "The town of Birch opened a library.", "none", "shares few words"),
        ("Lyon has more cinemas than Nantes.", "There are 24 cinemas in Lyon.", "context", "no figures for both"),
        ("Ada Moss is not a painter.", "Ada Moss is a painter.", "refutes", "denies"),
        ("The European Central Bank cut its rate.", "On Thursday the ECB raised its rate.", "refutes", "“raised”"),
        ("The mayor's deputy resigned.", "The mayor resigned; her deputy stayed.", "context", "something else"),
        ("The drug was approved.", "The agency recommended that the drug be approved.", "context", "“be”"),
        (
            "The strike begins on Tuesday.",
            "The strike, which was to begin on Tuesday, was called off.",
            "context",
            "“was”",
        ),
        (
            "Alder abolished its monarchy.",
            "Alder's parliament rejected a motion to abolish its monarchy.",
            "context",
            "“motion”",
        ),
        ("The suspect is a nurse.", "The suspect is a teacher; the victim was a nurse.", "context", ""),
        ("All parties backed the motion.", "All parties but the Greens backed the motion.", "context", ""),
        ("Kestrel bought the mill from Orlen.", "Kestrel sold the mill to Orlen.", "refutes", "change places"),
        ("Ada Moss won the prize.", "Ada Moss was the first woman to win the prize.", "supports", ""),
        ("Kestrel beat Alder 3-1.", "Kestrel beat Alder 2-1.", "refutes", "2–1"),
        (
            "Alder has 31 provinces.",
            "Alder is a country with provinces.",
            "context",
            "gives no number of provinces",
        ),
        ("In Alder 12 people drowned on Monday.", "Alder opened a library.", "none", "no more than names"),
        (
            "At least a dozen miners died in the blast at Alder.",
            "The blast at the Alder mine killed 14 workers.",
            "supports",
            "“killed” there",
        ),
        (
            "At least a dozen miners died in the blast at Alder.",
            "The blast at the Alder mine killed three workers.",
            "context",
            "of miners",
        ),
        ("Ten men were rescued from the mill.", "The men of the mill drowned.", "context", "no number of men"),
        ("The mill paid no tax.", "The mill did not pay any tax.", "supports", ""),
        ("Half of the homes have no power.", "Some 52 percent of the homes lack power.", "supports", "within"),
        ("Alder has 38 million inhabitants.", "Alder counts 37.6 million residents.", "supports", "within"),
    ],
)
def test_each_step_has_its_answer(claim: str, passage: str, stance: str, reason: str) -> None:
    judgement = judge_texts(claim, passage)
    assert (judgement.stance, reason in judgement.reason) == (stance, True), judgement.reason


def test_a_headline_decides_nothing() -> None:
    passage = Passage("Alder has 38 million inhabitants", "", "Post", part="a headline")
    found = judge.compare(claim_of("Alder has 38 million inhabitants."), passage)
    assert found.stance == "context"
    assert found.reason.startswith("no more than a headline: Post gives ")
    assert found.confidence == 0.5


def test_a_judgement_knows_its_kind_and_whether_it_decides() -> None:
    refutes = Judgement("refutes", "", 1.0, "number")
    assert (refutes.kind, refutes.decides) == ("number refutes", True)
    assert 0.5 <= confidence(refutes) <= 1
    mentions = Judgement("context", "", 0.3)
    assert (mentions.kind, mentions.decides, confidence(mentions)) == ("matter context", False, 0.3)


@pytest.mark.parametrize(
    ("written", "normalized"),
    [
        ("Gross domestic product of the United States", "GDP of the US"),
        ('He wrote "Red Birch" there.', "He wrote Red Birch there."),
    ],
)
def test_what_is_written_in_several_ways_is_written_in_one(written: str, normalized: str) -> None:
    assert normalize_spelling(written) == normalized


@pytest.mark.parametrize(
    ("text", "other", "short"),
    [
        ("The European Central Bank's rate", "the ECB said", "The ECB's rate"),
        ("At the World Health Organization of old", "the WHO said", "At the WHO of old"),
        ("Former International Monetary Fund staff", "the IMF said", "Former IMF staff"),
        ("The European Central Bank's rate", "the bank said", "The European Central Bank's rate"),
        ("Nora Birch Alder", "The NASA said", "Nora Birch Alder"),
    ],
)
def test_a_name_is_written_as_the_initials_that_the_other_text_has(text: str, other: str, short: str) -> None:
    assert abbreviated(text, other) == short
