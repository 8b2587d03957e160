"""Which passages of the newsroom's documents bear on a claim, and why the others are set aside."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from checks.extraction import split
from checks.retrieval import shelf_documents
from checks.retrieval.queries import any_word, queries
from checks.retrieval.search_log import NOT_NEEDED, SearchLog
from checks.retrieval.shelf_documents import NOT_COMPARED, relevance, shelf_passages
from checks.stance.judge import compare
from checks.types.answer import Found
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import SourceContext
from checks.types.stance import Finding
from workers.source_runtime import Unreachable
from workers.sources.searches import PastFactChecks

POLICE = "The budget sets aside $61.5 million for the police."


@pytest.mark.parametrize(
    ("said", "passage"),
    [
        (POLICE, "The police department receives $61.5 million"),
        ("The city council approved a budget of $412 million.", "The 2027 budget totals $412 million"),
        ("Poland has more than 38 million inhabitants.", "Poland has 36 million inhabitants"),
    ],
)
def test_what_decides_or_shares_what_the_claim_is_about_is_evidence(said: str, passage: str) -> None:
    found = relevance(
        split(said).claims[0], Passage(passage, "Alderport report, paragraph 2", "City of Alderport")
    )
    assert found.set_aside is None


@pytest.mark.parametrize(
    ("said", "passage", "reason"),
    [
        ("48,317 ballots were invalid, fewer than in 2022.",
         "Russia has fewer than 60,000 troops near the border with Ukraine",
         "shares no word with the claim that says what it is about"),
        ("Inflation in Poland was 11.5 percent.", "The troops in Poland are under the Department of Defense",
         "shares only “Poland” with the claim"),
        ("The government has more than 300 advisers.", "The or government of the island was moved in May",
         "shares only “government” with the claim"),
        ("The minister told parliament that 300 teachers had left.", "The coach told reporters of his plan, he said",
         "shares no word with the claim that says what it is about"),
        ("Graduates outnumbered apprentices in Alder, the chamber said.", "Sheep outnumbered cows, it announced",
         "shares no word with the claim that says what it is about"),
    ],
)  # fmt: skip
def test_what_shares_a_comparison_or_one_word_is_set_aside_with_the_reason(
    said: str, passage: str, reason: str
) -> None:
    assert relevance(split(said).claims[0], Passage(passage, "p. 1", "Office")).set_aside == reason


@pytest.mark.parametrize(
    "said", ["The government said that it had announced this.", "He told the committee about the budget."]
)
def test_no_query_is_of_stop_words_or_words_of_saying(said: str) -> None:
    empty = {
        "the",
        "that",
        "it",
        "had",
        "this",
        "he",
        "about",
        "of",
        "or",
        "said",
        "told",
        "announced",
        "according",
    }
    (claim, *_) = split(f"{said[:-1]} on 3 May 2021.").claims or split(said).claims
    for query in (*queries(claim), any_word(claim)):
        assert empty.isdisjoint(query.lower().replace(" or ", " ").split()), query


MEANT = "The mayor of Vasa promised the town 200 new flats."


@pytest.mark.parametrize(
    ("said", "passage", "cosine", "reason"),
    [
        (MEANT, "Families in Vasa wait for years to move.", 0.6, None),
        (MEANT, "Families in Vasa wait for years to move.", 0.5, "shares only “Vasa” with the claim"),
        (MEANT, "Families in Vasa wait for years to move.", None, "shares only “Vasa” with the claim"),
        (MEANT, "Families in Orsa wait for years to move.", 0.6, "is near to the claim in meaning alone"),
        ("The strike cost the airline 24 million euros a day.",
            "The walkout set the carrier back by €24m each morning.", 0.6, None),
        ("The dam supplies power to 3 million homes.",
            "Behind the dam lie two billion cubic metres of water.", 0.62, "shares only “dam” with the claim"),
    ],
)  # fmt: skip
def test_what_is_near_in_meaning_needs_a_name_or_an_amount_of_the_claim(
    said: str, passage: str, cosine: float | None, reason: str | None
) -> None:
    found = relevance(split(said).claims[0], Passage(passage, "p. 1", "Office", cosine=cosine))
    assert found.set_aside == reason


def test_of_what_decides_nothing_the_nearer_in_meaning_stands_first() -> None:
    (claim,) = split("The town council of Vasa promised 200 new flats.").claims
    far, near = (
        relevance(claim, Passage("The council of Vasa spoke of flats.", "p. 1", "Office", cosine=cosine))
        for cosine in (None, 0.7)
    )
    assert far.set_aside is near.set_aside is None
    assert far.score < near.score < 0


@pytest.mark.parametrize(("cosine", "counts"), [(None, True), (0.5, False), (0.6, True)])
def test_what_decides_with_few_words_is_evidence_unless_it_is_known_not_to_be_near(
    cosine: float | None, counts: bool
) -> None:
    (claim,) = split("The union says a turnout of 90 percent was reached.").claims
    said = "Turnout in the mayoral contest in Sandermoor was 43.1 per cent, the electoral office said."
    found = relevance(claim, Passage(said, "p. 1", "Office", cosine=cosine))
    assert (found.score > 0) == counts
    assert found.set_aside == (None if counts else "shares only “turnout” with the claim")


@dataclass
class _Shelf:
    """A shelf whose searches by words find the same passages, and whose search by meaning none."""

    passages: tuple[Passage, ...]

    def has_documents(self) -> bool:
        return True

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        return self.passages

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        return ()

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        return ()

    def measures(self, entity: str) -> tuple[str, ...]:
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        return ()


def test_no_more_than_eight_are_compared_the_nearest_and_the_log_says_so_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (claim,) = split("The town council of Vasa promised 200 new flats.").claims
    far = tuple(Passage(f"Vasa has a council, as town {n} does.", f"p. {n}", "Office") for n in range(12))
    near = Passage("The council of Vasa promised new flats to the town.", "p. 99", "Office")
    other = Passage("The moon is made of green cheese.", "p. 100", "Office")
    compared: list[Passage] = []

    def noted(claim: Claim, passage: Passage, day: date | None) -> Finding:
        compared.append(passage)
        return compare(claim, passage, day)

    monkeypatch.setattr(shelf_documents, "compared", noted)
    log = SearchLog()
    context = SourceContext(_Shelf((*far, other, near)), PastFactChecks(""), datetime.now(UTC), Unreachable())
    kept = shelf_passages(claim, context, log)
    assert compared == [near, *far[:7]]
    assert len(kept) == 5
    assert set(kept) < set(compared)
    answer = log.answer(kept)
    assert isinstance(answer, Found)
    assert answer.found == len(kept) + len(answer.set_aside) == 14
    reasons = Counter(each.reason for each in answer.set_aside)
    assert reasons == {NOT_COMPARED: 6, NOT_NEEDED: 3}
