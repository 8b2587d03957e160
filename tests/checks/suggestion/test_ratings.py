"""External ratings on our scale: words of a publisher, words of all, numbers, or none."""

import re

import pytest

from checks.lexicon import load_table
from checks.suggestion import ratings
from checks.suggestion.findings import find
from checks.suggestion.ratings import rating_by_numbers, rating_by_words, rating_key
from checks.types.claim import Claim
from checks.types.fact_check import RatingScale
from checks.types.passage import Passage
from checks.types.stance import Finding
from store.verdicts.ratings import SCALE

RULES = load_table("ratings")


@pytest.mark.parametrize(
    ("publisher", "words", "ours"),
    [
        ("PolitiFact", "Pants on Fire!", "False"),
        ("politifact.com", "Barely True", "Mostly false"),
        ("The Washington Post", "Four Pinocchios", "False"),
        ("Somebody", "Four Pinocchios", None),
        ("Snopes", "Legend", "Not checkable"),
        ("AFP", "FAUX", "False"),
        ("Factual", "¡Falso!", "False"),
        ("Correctiv", "Größtenteils richtig", "Mostly true"),
        ("Aos Fatos", "NÃO É BEM ASSIM", None),
        ("Lupa", "Verdadeiro", "True"),
        ("Pagella Politica", "Nì", None),
        ("Pagella Politica", "Pinocchio andante", "Mostly false"),
        ("Somebody", "Nì", None),
        ("Somebody", "Misleading", "Missing context"),
        ("Somebody", "False: no such law was passed", "False"),
        ("Somebody", "Falso. Nada lo prueba", "False"),
        ("Somebody", "True, but it leaves out a lot", None),
        ("Somebody", "True. But it leaves out a lot", None),
        ("Somebody", "False friends abound", None),
        ("Somebody", "Not really, charts say", None),
        ("PolitiFact", "Full Flop", "none"),
        ("AAP FactCheck", "Somewhat True", "Half true"),
        ("AAP FactCheck", "Altered photo", "False"),
        ("Somebody", "This is correct", "True"),
        ("Somebody", "Not accurate", "False"),
        ("TjekDet", "Vildledende", "Missing context"),
        ("Faktisk.no", "Faktisk helt feil", "False"),
        ("Tempo", "Keliru", "False"),
        ("Teyit", "Yanlış", "False"),
        ("Faktograf", "Netočno", "False"),
        ("Factual.ro", "Parțial adevărat", "Half true"),
        ("FactNameh", "گمراه‌کننده", "Missing context"),
        ("FactNameh", "نیمه‌درست", "Half true"),
        ("Provereno", "Скорее неправда", "Mostly false"),
        ("Colombiacheck", "Verdadero, pero", "Half true"),
        ("Projeto Comprova", "Comprovado", None),
        ("Correctiv", "Falscher Kontext", "Missing context"),
        ("Somebody", "Bez ocjene", None),
        ("", "", None),
    ],
)
def test_words_are_read_for_their_publisher_then_for_everybody(
    publisher: str, words: str, ours: str | None
) -> None:
    assert rating_by_words(publisher, words) == ours


def test_what_a_publisher_means_by_its_words_has_a_source() -> None:
    assert all(re.match(r"https?://[^/ ]+/", row["source"]) for row in RULES["publisher"].values())


@pytest.mark.parametrize(
    ("value", "worst", "best", "ours"),
    [
        (1, 1, 5, "False"), (2, 1, 5, "Mostly false"), (3, 1, 5, "Half true"), (4, 1, 5,
            "Mostly true"), (5, 1, 5, "True"),
        (5, 5, 1, "False"), (1, 5, 1, "True"), (0, 0, 1, "False"), (1, 0, 2, "Half true"), (100, 0, 100, "True"),
        (6, 1, 5, None), (0, 1, 5, None), (-1, -1, -1, None),
    ],
)  # fmt: skip
def test_numbers_are_read_between_worst_and_best(
    value: float, worst: float, best: float, ours: str | None
) -> None:
    assert rating_by_numbers(RatingScale(value, worst, best)) == ours


def test_every_row_is_on_our_scale_and_no_words_stand_in_two() -> None:
    for rows in (RULES["everybody"], *(publisher["ratings"] for publisher in RULES["publisher"].values())):
        assert set(rows) <= {*SCALE, ratings.NONE}
        written = [(rating_key(words), ours) for ours, listed in rows.items() for words in listed]
        assert len({words for words, _ in written}) == len(set(written))


def _checked(rating: str, rated: str | None, publisher: str = "PolitiFact") -> Finding:
    statement = "The town of Alder sold its bridge"
    past = Passage(statement, "summary", publisher, rating=rating, mapped_rating=rated)
    return find(
        Claim(0, 1, statement, statement=statement, kind="event", claimant=None, worth=0.5, reasons=()), past
    )


def test_a_past_check_bears_by_our_rating_and_is_reported_in_the_publisher_s_words() -> None:
    finding = _checked("Pants on Fire", "False")
    assert finding.stance == "refutes"
    assert finding.reason.startswith("already checked: Pants on Fire (False), by PolitiFact")
    assert _checked("True", "True").reason.startswith("already checked: True, by PolitiFact")
    assert _checked("Half True", "Half true").stance == "context"


def test_a_rating_that_nobody_knows_is_context_and_says_so() -> None:
    finding = _checked("Not really, charts say", None)
    assert (finding.stance, "is not known" in finding.reason) == ("context", True)


def test_what_the_desk_decided_goes_before_the_rules() -> None:
    assert _checked("False", None).stance == "refutes"
    assert _checked("False", "").stance == "context"
    assert _checked("Nearly so", "Mostly true").stance == "supports"
