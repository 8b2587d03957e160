"""The outcomes that sentences tell, and what they decide where no clause does."""

import json
from pathlib import Path

import pytest

from checks.lexicon import DATA, load_list
from checks.stance.judge import judge_texts
from checks.stance.syntax.clauses import parsed_sentence
from checks.stance.text import AnalyzedText
from checks.stance.wording import outcome_judgement
from checks.stance.wording.judge import wording_outcomes
from checks.stance.wording.outcome_judgement import most_likely
from checks.stance.wording.outcomes import news_outcomes


def relations(claim: str, source: str) -> set[str]:
    """What the outcomes of a source are to those of a claim."""
    ours, theirs = parsed_sentence(claim), parsed_sentence(source)
    assert ours is not None
    assert theirs is not None
    found = (one.relation(other) for one in news_outcomes(ours) for other in news_outcomes(theirs))
    return {each for each in found if each is not None}


@pytest.mark.parametrize(
    ("claim", "source", "relation"),
    [
        ("The minister has stepped down.", "The minister handed in her resignation.", "same"),
        ("The minister has stepped down.", "The minister keeps her post.", "contrary"),
        ("The minister has stepped down.", "The minister did not step down.", "contrary"),
        ("The minister has not stepped down.", "The minister stays in office.", "same"),
        ("The minister has stepped down.", "The opposition called on the minister to quit.", "open"),
        (
            "Prosecutors charged the banker with fraud.",
            "Charges were never brought against the banker.",
            "contrary",
        ),
        ("The licence was revoked.", "The regulator stripped the bank of its licence.", "same"),
        ("The bill was passed.", "The runner-up is due to vote tomorrow.", "open"),
    ],
)
def test_relation_of_two_outcomes(claim: str, source: str, relation: str) -> None:
    """The same outcome, one that excludes it, or one that is left open; denials count on both sides."""
    assert relations(claim, source) == {relation}


def test_that_another_outcome_is_not_so_tells_nothing() -> None:
    """Who did not lose may have drawn."""
    assert relations("Arden won the match.", "Arden did not finish second.") == set()


def test_only_the_longer_of_two_phrases_is_outcome_of() -> None:
    """ "Left its licence" is no leaving; a name is no deed."""
    sentence = parsed_sentence("The regulator left its licence untouched.")
    assert sentence is not None
    found = news_outcomes(sentence)
    assert all(len(each.places) > 1 for each in found)
    named = parsed_sentence("Hope Power lives in Reading.")
    assert named is not None
    assert not news_outcomes(named)


@pytest.mark.parametrize(
    ("claim", "source", "words"),
    [
        (
            "Police in Marwick arrested the suspect.",
            "The suspect is still on the run, police in Marwick said.",
            ("“on the run”", "“arrested”"),
        ),
        (
            "Striking nurses in Carbury returned to work.",
            "Nurses in Carbury are on strike for a third week, and picket lines stand at every hospital.",
            ("picket", "“returned to work”"),
        ),
    ],
)
def test_contrary_outcomes_refute_in_words_of_both_sides(claim: str, source: str, words: tuple[str, ...]) -> None:
    """What no clause decides is refuted by the contrary outcome, and the reason has the deciding words of both."""
    found = judge_texts(claim, source)
    assert found.stance == "refutes"
    assert all(word in found.reason for word in words)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Otto Frey was taken into custody in Paris.", "Otto Frey was set free in Lyon."),  # another place
        (
            "The head of Corvia Bank stepped down.",
            "The head of Delmar Bank handed in his resignation.",
        ),  # another name
        ("The mayor of Tarn stepped down in 2019.", "In 2021 the mayor of Tarn handed in her resignation."),
        ("The mayor of Tarn stepped down.", "The mayor of Tarn may hand in her resignation."),  # no fact
        ("The mayor of Tarn stepped down.", "Residents called on the mayor of Tarn to quit her post."),
    ],
)
def test_what_the_rules_need_is_needed_here_too(claim: str, source: str) -> None:
    """Another name, place or year, and what is no fact, decide nothing."""
    assert not judge_texts(claim, source).decides


@pytest.mark.parametrize(
    ("claim", "source", "stance"),
    [
        ("Police in Lorn arrested the mayor.", "The mayor was taken into custody by police in Lorn.", "supports"),
        ("Police in Lorn arrested the mayor.", "The mayor was released by police in Lorn.", "refutes"),
        ("The court in Velm overturned the ban.", "The court in Velm quashed the ban on Monday.", "supports"),
        ("The union allowed Idris Kanu to compete in Paris.", "The union forbade Idris Kanu to compete in Paris.",
            "refutes"),
    ],
)  # fmt: skip
def test_outcomes_decide_where_all_else_is_met(claim: str, source: str, stance: str) -> None:
    """Two clauses with the same arguments tell of one matter: the same outcome supports, a contrary one refutes."""
    assert judge_texts(claim, source).stance == stance


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The striking pilots returned to work.", "Cabin crews went back to work, unlike the striking pilots."),
        ("The bridge was reopened to lorries.", "The bridge is open to cars, and lorries take the ferry."),
        ("Corvo sacked Halden.", "Halden dismissed Corvo."),
    ],
)
def test_outcomes_of_somebody_else_support_nothing(claim: str, source: str) -> None:
    """Another subject, or the two the other way round, leaves it open."""
    assert not judge_texts(claim, source).decides


@pytest.mark.parametrize(
    ("claim", "source", "stance"),
    [
        ("Irena Polk, governor of Halmer, stepped down over a scandal.",
            "Governor Irena Polk handed in her resignation on Monday, ending nine years at the head of Halmer.",
            "supports"),
        ("The town council of Graben voted down a plan to ban lorries.",
            "A proposal to bar lorries from central Graben was rejected by the town's council.", "supports"),
        # doubted, at another time, against something else, no outcome at all
        ("Irena Polk, governor of Halmer, stepped down over a scandal.",
            "Rumours that governor Irena Polk handed in her resignation over Halmer's debts went round.", "context"),
        ("The Orme Bridge between Tarn and Velm opened to traffic in 1996.",
            "Cars were let on to the Orme Bridge between Tarn and Velm on 1 July 2000, when it was inaugurated.",
            "context"),
        ("Wages in Halmer rose more slowly than rents.", "Wages in Halmer climbed, and rents went up.", "context"),
        ("The Tarvian government and the rebels signed a peace agreement in Doha.",
            "The Tarvian government and the rebels met for talks in Doha, according to the foreign ministry.",
            "context"),
    ],
)  # fmt: skip
def test_the_same_outcome_with_less_met_supports_if_its_clause_tells_it(
    claim: str, source: str, stance: str
) -> None:
    """It may be that of another time, doubted, or one side of a comparison."""
    assert judge_texts(claim, source).stance == stance


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Striking nurses went back to work in Carbury.", "Nurses on strike in Carbury went back to work."),
        ("The works shut down its No 2 furnace.", "Furnace No 2 was taken out of service at the works."),
    ],
)
def test_what_only_names_or_numbers_tells_no_outcome(claim: str, source: str) -> None:
    """ "Nurses on strike" says which ones, and "No 2" denies nothing."""
    assert judge_texts(claim, source).stance != "refutes"


def test_the_contrary_must_be_less_likely() -> None:
    """The likeliest is chosen unless the contrary is nearly as likely; without any there is none."""
    assert most_likely([("same", 0.6), ("same", 0.9), ("contrary", 0.5)]) == 1
    assert most_likely([("same", 0.9), ("contrary", 0.85)]) is None
    assert most_likely([]) is None


def test_weights_are_of_these_features() -> None:
    """The file of weights has one for each feature, and was made from sets that are not held out."""
    claim = AnalyzedText("The mayor of Tarn stepped down.")
    source = AnalyzedText("The mayor of Tarn handed in her resignation.", is_source=True)
    pair = next(iter(wording_outcomes(claim, source)))
    made = json.loads(
        (Path(outcome_judgement.__file__).parents[1] / "data/outcomes.json").read_text(encoding="utf-8")
    )
    assert made["weights"].keys() == pair.features().keys()
    assert all(0 <= value <= 1 for value in pair.features().values())
    assert not [
        name for name in made["learned_from"] if "held_out" in name and name != "stance_pairs_held_out.jsonl"
    ]


def test_every_matter_has_outcomes_that_exclude_each_other() -> None:
    """Each line names its matter and two outcomes or more, of which none has a phrase of another."""
    assert (DATA / "outcomes.toml").exists()
    for line in load_list("outcomes", "outcomes"):
        name, _, rest = line.partition(" : ")
        outcomes = [
            {phrase.strip() for phrase in outcome.split(",")} for outcome in rest.partition("~")[0].split("|")
        ]
        assert len(outcomes) >= 2, name
        assert all("" not in phrases for phrases in outcomes), name
        both = [a & b for n, a in enumerate(outcomes) for b in outcomes[n + 1 :] if a & b]
        assert not both, (name, both)
