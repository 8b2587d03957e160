"""A claim without figures held against a passage: when, where, who, which one, and whether at all."""

import json
from pathlib import Path

import pytest

from bench.stance.__main__ import findings
from bench.stance.report import reliability
from checks.stance.judge import compare, judge_texts
from checks.stance.result import Judgement, confidence
from checks.stance.syntax.clauses import clauses, main_clause, parsed_sentence, parsed_sentences
from checks.stance.wording.times import compare_times, times
from checks.types.claim import Claim
from checks.types.passage import Passage

DATA = Path(__file__).parents[3] / "data"

LIFE = "Ada Birch (6 May 1871 – 8 June 1934) was a Danish painter."
BORN = "Ada Birch (born 3 May 1961) is a Danish painter and writer."
FILM = "Green Alder is a 1998 thriller film directed by Nora Feld and starring Tom Hale."


@pytest.mark.parametrize(
    ("claim", "passage", "stance", "reason"),
    [
        ("Ada Birch was born in 1961.", BORN, "supports", "says the same"),
        ("Ada Birch was born in 1962.", BORN, "refutes", "date differs"),
        ("Ada Birch was born in the 1960s.", BORN, "supports", ""),
        ("Tim Corm was born in 1962.", "Tim Corm (born 14 May 1961) is an English actor and director.",
            "refutes", "1961"),
        ("Ada Birch died in 1934.", LIFE, "supports", ""),
        ("Ada Birch died in 1871.", LIFE, "refutes", "date differs"),
        ("The mill was built before 1900.", "The mill was built in 1926.", "refutes", "before 1900"),
        ("Ada Birch led the party until 2011.", "Ada Birch was leader of the party from 1999 to 2008.",
            "refutes", "date"),
        ("Ada Birch has been mayor of Alder since 2014.", "Ada Birch took office as mayor of Alder in 2014.",
            "supports", ""),
        ("Ada Birch was born in Alder.", "Ada Birch was born in Corm, a town in Denmark.", "refutes", "place differs"),
        ("Alder College is in Leeds.", "Alder College is a private college in Leeds, England.", "supports", ""),
        ("Ada Birch is a Swedish painter.", BORN, "refutes", "Danish"),
        ("Ada Birch is a chess player.", "Ada Birch is a tennis player from Alder.", "context", "nothing of “chess”"),
        ("Green Alder was directed by Tom Hale.", FILM, "refutes", "Nora Feld"),
        ("Red Birch was written by Ian Moss.", "Red Birch is a 1931 novel by Edith Crane.", "refutes", "Edith Crane"),
        ("Brazil won the final.", "In the final, Uruguay beat Brazil.", "refutes", "change places"),
        ("Alder Mills sold the plant to Corm Foods.", "Corm Foods bought the plant from Alder Mills.", "supports", ""),
        ("Ada Birch was the second woman to climb Corm.", "Ada Birch became the first woman to climb Corm.",
            "refutes", "first"),
        ("Alder is the highest mountain in Corm.", "Alder is the second-highest mountain in Corm.",
            "refutes", "highest"),
        ("Alder beat Corm 3-0.", "Alder beat Corm 3–1 on Saturday.", "refutes", "3–1"),
        ("The council approved the stadium.", "The council rejected the stadium.", "refutes", "rejected"),
        ("The governor did not sign the bill.", "The governor vetoed the bill.", "supports", ""),
        ("Sorbe is spoken in Alder.", "Sorbe is no longer spoken in Alder.", "refutes", "denies"),
        ("Ada Birch died of cancer.", "Ada Birch died of a stroke in Alder.", "context", "nothing of “cancer”"),
        ("Alder Foods has closed its factory.", "Alder Foods is considering closing its factory.",
            "context", "considering"),
        ("Alder Bank laundered money.", "Alder Bank has been accused of laundering money.", "context", "accused"),
        ("Ada Birch painted ships.", "Ada Birch's sister, Karen Birch, painted ships.", "context", "else"),
        ("Uruguay won the 1991 Alder Cup.", "In the final of the 1987 Alder Cup, Uruguay beat Brazil.", "context", ""),
        ("Ada Birch was born in Leeds.", BORN, "context", "does not name Leeds"),
    ],
)  # fmt: skip
def test_words(claim: str, passage: str, stance: str, reason: str) -> None:
    judgement = judge_texts(claim, passage)
    assert (judgement.stance, reason in judgement.reason) == (stance, True), judgement


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("The Alder union has 12,000 members.", "The Alder union has 3,400 young members.", "context"),
        ("The Alder union has 2,000 members.", "The Alder union has 3,400 young members.", "refutes"),
        ("The airline Alder has 60 aircraft.", "The airline Alder has ordered 24 aircraft.", "context"),
        ("Alder sold 4 million phones in 2015.", "Alder sold 1.1 million phones in Europe in 2015.", "context"),
        ("Alder's book sold 2 million copies.", "Alder's book sold 300,000 copies in its first month.", "context"),
        ("Diesel in Alder costs twice as much as in 2019.", "Diesel in Alder now costs 2.40 euros; in 2019 it "
                                                            "was 1.20 euros.",
         "supports"),
        ("The siege of Alder lasted three months.", "The siege of Alder lasted from 4 March to 6 June 1812.",
            "supports"),
        ("The Alder deficit exceeded 300 million euros.", "The Alder deficit came to 418 million euros.", "supports"),
        ("Prices in Alder rose by 2 percent in May.", "Prices in Alder rose by 0.6 percent in February.", "context"),
        ("One in four drivers in Alder was speeding.", "In Alder police stopped 800 drivers, 204 of whom were "
                                                       "speeding.",
         "supports"),
    ],
)  # fmt: skip
def test_figures_of_a_part_or_of_another_predicate_do_not_refute(claim: str, passage: str, stance: str) -> None:
    judgement = judge_texts(claim, passage)
    assert judgement.stance == stance, judgement


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        (
            "The opposition leader Idris Kanu was arrested.",
            "Two bodyguards of the opposition leader Idris Kanu were detained.",
        ),
        (
            "Parliament ratified the agreement with Canada.",
            "The minister signed the agreement with Canada in Ottawa.",
        ),
        (
            "Mayor Lena Holt sold her shares in the port company.",
            "The husband of mayor Lena Holt sold his shares in the port company last spring.",
        ),
        ("Lena Holt resigned.", "The son of Lena Holt resigned."),
    ],
)
def test_what_somebody_else_did_was_left_or_was_asked_is_not_the_same(claim: str, passage: str) -> None:
    assert judge_texts(claim, passage).stance != "supports"


def test_the_right_sentence_of_a_passage_decides_and_it_is_known_of_whom_it_speaks() -> None:
    passage = (
        "The Alder Bridge is a bridge in Corm. It was opened in 2003 after five years of work. Tolls were dropped."
    )
    assert judge_texts("The Alder Bridge opened in 2003.", passage).stance == "supports"
    assert judge_texts("The Alder Bridge opened in the 1990s.", passage).stance == "refutes"
    assert judge_texts("The Birch Bridge opened in the 1990s.", passage).stance in ("context", "none")


def test_a_clause_says_who_did_what_to_whom() -> None:
    sentence = parsed_sentence("The film was directed by Nora Feld, who lost to Ian Moss.")
    assert sentence is not None
    directed, lost = main_clause(sentence), next(c for c in clauses(sentence) if c.verb.text == "lost")
    assert [sentence.words[i].text for i in directed.roles["agent"]] == ["Feld"]
    assert "win" in lost.predicates  # told from the other side: Moss won
    assert [sentence.words[i].text for i in lost.roles["agent"]] == ["Moss"]


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It was in 1994.", "It was in the early 1990s.", "differs"),
        ("It was in the 1990s.", "It was on 4 May 1994.", "agrees"),
        ("It was on 4 May 1994.", "It was in 1994.", "silent"),
        ("It was after 2010.", "It was in 2006.", "differs"),
        ("It was by 2010.", "It was in 2006.", "agrees"),
        ("It was from 2003 to 2007.", "It was between 2003 and 2007.", "agrees"),
        ("It was until 1998.", "It was from 1985 to 1998.", "agrees"),
        ("It was in 1990.", "It was from 1985 to 1998.", "agrees"),
        ("It is in October.", "It is in April.", "differs"),
    ],
)
def test_times(claim: str, source: str, found: str) -> None:
    ours, theirs = parsed_sentences((claim, source))
    assert ours is not None
    assert theirs is not None
    assert compare_times(times(ours, None)[0], times(theirs, None)[0], starts=False, ends=False) == found


def test_confidence_is_the_share_of_its_kind_that_was_right() -> None:
    made = json.loads((Path(__file__).parents[4] / "checks/stance/data/calibration.json").read_text())
    assert confidence(Judgement("supports", "", 0.0, "number")) == made["confidences"]["number supports"]
    assert all(0.5 < share < 1 for share in made["confidences"].values())


def test_a_stance_that_decides_has_the_confidence_that_was_fitted() -> None:
    claim = "Alder has 38 million inhabitants."
    made = Claim(0, len(claim), claim, statement=claim, kind="statement", claimant=None, worth=0.0, reasons=())
    passage = "Alder counts 37.6 million residents."
    assert compare(made, Passage(passage, "", "")).confidence == confidence(judge_texts(claim, passage))


def test_reliability_tells_confidence_beside_what_is_right() -> None:
    said = [(0.95, True), (0.95, True), (0.75, False), (0.75, True)]
    assert reliability(said) == "reliability: 2 at 0.75: 0.50, 2 at 0.95: 1.00; ECE 0.150, Brier 0.158"


def test_what_is_said_is_right_about_as_often_as_it_claims_on_pairs_that_no_rule_was_made_with() -> None:
    said = [
        (found["confidence"], found["stance"] == row["stance"])
        for row, found in findings(DATA / "stance_pairs_fifth_held_out.jsonl")
        if found["stance"] in ("supports", "refutes")
    ]
    right = sum(each for _, each in said) / len(said)
    assert right >= 0.8
    assert abs(sum(sure for sure, _ in said) / len(said) - right) <= 0.1


@pytest.mark.parametrize("claim", ["Lena Holt resigned on Monday.", "Mayor Lena Holt resigned on Monday."])
def test_a_phrase_that_names_its_own_person_means_nobody_else(claim: str) -> None:
    judgement = judge_texts(claim, "On Monday the mayor of Uster, Peter Lang, resigned.")
    assert (judgement.stance, "does not name" in judgement.reason) == ("context", True)


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("The court ruled that students are exempt from service.",
            "The court ruled that students are not exempt from service.", "refutes"),
        ("Ahmed Rahimi pleaded guilty to the stabbing.", "Ahmed Rahimi pleaded not guilty to the stabbing.", "refutes"),
        ("The court ruled that students are not exempt from service.",
            "The court ruled that students are not exempt from service.", "supports"),
        ("Ahmed Rahimi pleaded not guilty to the stabbing.",
            "Ahmed Rahimi pleaded not guilty to the stabbing in Leeds.", "supports"),
    ],
)  # fmt: skip
def test_a_denial_below_the_verb_of_the_clause_is_seen(claim: str, passage: str, stance: str) -> None:
    assert judge_texts(claim, passage).stance == stance
