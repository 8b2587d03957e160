"""Check-worthiness: what a newsroom would check stands above talk, and the reasons say why."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.extraction.worthiness import features, net
from checks.extraction.worthiness.score import MOST_REASONS, NEWS_SIGNS, Candidate, judge, load_weights, weigh
from checks.types.claim import Kind, SpeechAct
from checks.types.quantity import Quantity

FACTS = (
    "Unemployment fell from 9 percent to 6.2 percent in three years.",
    "We lost 240,000 factory jobs under this governor.",
    "The senator voted against the highway bill four times.",
    "Crime in our cities has doubled since 1998.",
    "They spent 14 billion dollars on a bridge that was never built.",
    "Two million children have no health insurance.",
)
TALK = (
    "Good evening, and thank you all for coming.",
    "What would you do about it?",
    "I think we can do better than that.",
    "Let me finish, please.",
    "We must believe in the future of this country.",
    "I love this town and the people in it.",
)
PAIRS = (
    ("the minister denied taking bribes", "statement", "denies", "the band played two encores", "event"),
    ("Police arrested 40 protesters", "quantity", "asserts", "she wore a blue dress", "state"),
    ("the court banned the party", "event", "asserts", "the logo is round", "state"),
    ("exports fell by 12 percent", "quantity", "asserts", "the parade began at noon", "event"),
    ("the ministry announced sanctions against two banks", "event", "announces", "he scored late on", "event"),
)


@pytest.mark.parametrize("text", FACTS)
def test_a_checkable_fact_is_check_worthy(text: str) -> None:
    assert judge([text])[0].check_worthy


@pytest.mark.parametrize("text", TALK)
def test_talk_is_not_check_worthy(text: str) -> None:
    assert not judge([text])[0].check_worthy


@pytest.mark.parametrize(("first", "kind", "speech_act", "later", "other_kind"), PAIRS)
def test_in_news_what_has_consequences_stands_above_trivia(
    first: str, kind: Kind, speech_act: SpeechAct, later: str, other_kind: Kind
) -> None:
    above, below = weigh(
        [Candidate(first, first, kind, speech_act=speech_act), Candidate(later, later, other_kind)]
    )
    assert above.value > below.value


def test_a_figure_is_given_as_the_reason() -> None:
    assert "states a figure that can be looked up" in judge([FACTS[0]])[0].worth.reasons


def test_an_opinion_is_given_as_the_reason() -> None:
    assert "an opinion" in judge(["I believe this is a wonderful idea."])[0].worth.reasons


def test_a_quantity_that_the_splitter_read_raises_the_worth() -> None:
    text = "the fund lost much of it"
    read = Quantity(14, 24, "much of it", comparator="=", low=5e6, high=5e6, unit="USD")
    plain, counted = weigh([Candidate(text, text, "event"), Candidate(text, text, "quantity", (read,))])
    assert counted.value > plain.value


def test_a_sentence_weighs_the_same_alone_and_in_a_batch() -> None:
    together = judge([*FACTS, *TALK])
    alone = [judge([text])[0] for text in (*FACTS, *TALK)]
    assert [j.worth.value for j in together] == pytest.approx([j.worth.value for j in alone], abs=0.002)


@pytest.mark.parametrize("text", [*FACTS, *TALK])
def test_quotation_marks_around_the_whole_change_nothing(text: str) -> None:
    assert judge([f'"{text}"', f"“{text}”"]) == judge([text, text])


def test_nothing_to_weigh_gives_nothing() -> None:
    assert judge([]) == []
    assert weigh([]) == []


@pytest.mark.parametrize(
    "text", ["", " ", "…", "\x00\u202e", "x" * 100_000, "1 " * 50_000, "“”" * 999, "Привет, мир"]
)
def test_any_text_gets_a_worth_and_a_reason(text: str) -> None:
    for worth in (judge([text])[0].worth, weigh([Candidate(text, text, "state")])[0]):
        assert 0 <= worth.value <= 1
        assert 1 <= len(worth.reasons) <= MOST_REASONS


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=12))
def test_check_worthy_means_a_worth_of_half_or_more(texts: list[str]) -> None:
    for judged in judge(texts):
        assert judged.check_worthy == (judged.worth.value >= 0.5)
        assert 1 <= len(judged.worth.reasons) <= MOST_REASONS


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from((*FACTS, *TALK)), min_size=2, max_size=8))
def test_the_order_of_worth_is_the_order_of_the_nets_scores(texts: list[str]) -> None:
    scores = load_weights().net.scores(texts)
    worths = [judged.worth.value for judged in judge(texts)]
    by_score = sorted(range(len(texts)), key=lambda i: scores[i])
    assert all(worths[a] <= worths[b] + 0.001 for a, b in pairwise(by_score))


def test_every_sign_has_its_weight() -> None:
    model = load_weights()
    assert len(model.signs) == len(features.SIGNS)
    assert len(model.news) == len(NEWS_SIGNS)


def test_the_weights_are_read_once() -> None:
    assert load_weights() is load_weights()


@pytest.mark.parametrize(
    ("token", "of_class"),
    [("7", "<one digit>"), ("42", "<two digits>"), ("1998", "<year>"), ("1,200", "<thousands>"),
     ("3.5", "<decimal>"), ("5000", "<digits>")],
)  # fmt: skip
def test_a_number_is_read_by_its_form(token: str, of_class: str) -> None:
    assert net.number_class(token) == of_class


def test_a_capital_counts_only_inside_a_sentence() -> None:
    vocabulary = load_weights().net.vocabulary
    assert vocabulary.numbers("House rules")[0] == vocabulary.numbers("house rules")[0]
    assert vocabulary.numbers("the House")[1] == vocabulary.numbers("the house")[1] + 1


@pytest.mark.parametrize(
    ("text", "sign"),
    [("In 1994 it opened", "year"), ("He was convicted of fraud", "law"), ("Is it true?”", "question"),
     ("the highest on record", "record"), ("It rose", "change"), ("because of the storm", "cause"),
     ("6 % of them", "percent"), ("two of three", "figure"), ("1,500 tents", "large")],
)  # fmt: skip
def test_a_sign_is_read_from_the_words(text: str, sign: str) -> None:
    assert features.sign_values(text)[features.NAMES.index(sign)] == 1.0


def test_a_year_is_no_figure() -> None:
    assert features.sign_values("It was founded in 1994")[features.NAMES.index("figure")] == 0.0
