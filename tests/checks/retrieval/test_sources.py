"""The contract of the sources that search the store, and what comparison and suggestion make of their answers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from checks.extraction import split
from checks.retrieval.sources import Source, limits, sources
from checks.suggestion.findings import find
from checks.suggestion.suggest import suggest
from checks.types.answer import CouldNotAsk, Found, Nothing, Query, SearchFailed, SetAside
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import SourceContext
from workers.source_runtime import Unreachable

POLAND = split("Poland has more than 38 million inhabitants.").claims[0]
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Store:
    """A store that answers every search by one function."""

    def __init__(self, answer: Callable[[], tuple[Passage, ...]]) -> None:
        self._answer = answer

    def has_documents(self) -> bool:
        return True

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        return self._answer()

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        return self._answer()

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        return self._answer()

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        return ()

    def measures(self, entity: str) -> tuple[str, ...]:
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        self._answer()
        return ()


def _reach(answer: Callable[[], tuple[Passage, ...]]) -> SourceContext:
    return SourceContext(Store(answer), Store(answer), NOW, Unreachable())


def _fails(reason: str) -> Callable[[], tuple[Passage, ...]]:
    def answer() -> tuple[Passage, ...]:
        raise SearchFailed(reason)

    return answer


NEAR = [source for source in sources().values() if limits(source) is None]


@pytest.mark.parametrize("source", NEAR, ids=lambda s: s.NAME)
class TestEverySourceOfTheStore:
    def test_found(self, source: Source) -> None:
        near = Passage("Poland has 36 million inhabitants", "p. 1", "Office", rating="False")
        answer = source.ask(POLAND, _reach(lambda: (near,)))
        assert isinstance(answer, Found)
        assert answer.passages == (near,)
        assert answer.queries[-1].hits == 1

    def test_nothing(self, source: Source) -> None:
        answer = source.ask(POLAND, _reach(lambda: ()))
        assert isinstance(answer, Nothing)
        assert {query.hits for query in answer.queries} == {0}

    @pytest.mark.parametrize("rubbish", [Passage("Lorem ipsum dolor", "p. 1", "?"), Passage("", "", "")])
    def test_all_set_aside(self, source: Source, rubbish: Passage) -> None:
        answer = source.ask(POLAND, _reach(lambda: (rubbish,)))
        assert isinstance(answer, Found)
        assert (answer.passages, answer.found, answer.aside) == ((), 1, 1)
        assert {query.hits for query in answer.queries} == {1}
        assert answer.set_aside[0].reason in (
            "shares no word with the claim that says what it is about",
            "it examined another claim",
        )

    @pytest.mark.parametrize(
        "reason", ["timed out after 10 s", "asked too often (429)", "the source is broken (500)"]
    )
    def test_could_not_ask(self, source: Source, reason: str) -> None:
        answer = source.ask(POLAND, _reach(_fails(reason)))
        assert isinstance(answer, CouldNotAsk)
        assert answer.reason == reason


class Tables(Store):
    """A store with the inhabitants of two entities, and no documents."""

    def has_documents(self) -> bool:
        return False

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        return (Figure(entity=entity, measure=measure, year=2024, value=1.0, unit=None, source="World Bank"),)

    def entities(self, text: str) -> tuple[str, ...]:
        return ("Poland", "European Union")


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Poland, a member of the European Union, has 36 million inhabitants.", ["Poland"]),
        (
            "Poland has fewer inhabitants than the European Union, 36 million.",
            ["Poland", "European Union", "Poland against European Union"],
        ),
    ],
)
def test_a_claim_is_compared_with_the_figures_of_what_it_speaks_of(text: str, entities: list[str]) -> None:
    store = Tables(lambda: ())
    answer = sources()["shelf"].ask(_whole(text), SourceContext(store, store, NOW, Unreachable()))
    assert isinstance(answer, Found)
    assert [passage.figure.entity for passage in answer.passages if passage.figure] == entities
    assert answer.queries[-1] == Query("documents: the shelf holds no documents", 0)


def _whole(text: str) -> Claim:
    """A sentence as one claim, however it would be split."""
    parts = split(text).claims
    return replace(
        parts[0],
        text=text,
        start=0,
        end=len(text),
        statement=text.rstrip("."),
        quantities=tuple(quantity for part in parts for quantity in part.quantities),
        dates=tuple(dict.fromkeys(each for part in parts for each in part.dates)),
    )


class World(Store):
    """A store with the tables of a few entities, found by their names in the text."""

    TABLES: ClassVar = {
        ("France", "inhabitants"): 68.5e6, ("Spain", "inhabitants"): 48.8e6, ("World", "inhabitants"): 8.1e9,
        ("India", "inhabitants"): 1.45e9, ("Malaysia", "inhabitants"): 35e6, ("Germany", "inflation"): 5.9,
        ("France", "gdp"): 3e12, ("Alder", "hospital beds"): 260.0, ("Alder", "inhabitants"): 4017.0,
    }  # fmt: skip

    def has_documents(self) -> bool:
        return False

    def measures(self, entity: str) -> tuple[str, ...]:
        return tuple(measure for of, measure in self.TABLES if of == entity)

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        value = self.TABLES.get((entity, measure))
        unit = {"gdp": "USD", "inflation": "percent"}.get(measure)
        return (
            ()
            if value is None
            else (Figure(entity=entity, measure=measure, year=2024, value=value, unit=unit, source="Office"),)
        )

    def entities(self, text: str) -> tuple[str, ...]:
        there = {name: text.lower().find(name.lower()) for name, _ in self.TABLES}
        return tuple(sorted((name for name in there if there[name] >= 0), key=lambda name: there[name]))


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("France has 1.4 times as many inhabitants as Spain.", ["context", "context", "supports"]),
        ("France has twice as many inhabitants as Spain.", ["context", "context", "refutes"]),
        ("Spain has 48.8 million inhabitants, fewer than France.", ["supports", "context", "supports"]),
        ("Spain has fewer inhabitants than France.", ["context", "context", "supports"]),
        ("Spain has more inhabitants than France.", ["context", "context", "refutes"]),
        ("Spain has half as many inhabitants as France.", ["context", "context", "refutes"]),
        ("France and Spain have 117 million inhabitants.", ["supports"]),
        ("France and Spain have 150 million inhabitants.", ["refutes"]),
        ("India is home to 18 percent of the world's population.", ["supports"]),
        ("India is home to a fifth of the world's population.", ["refutes"]),
        ("France's GDP per capita was $43,800 in 2024.", ["supports"]),
        ("German inflation was 5.9 percent in 2024.", ["supports"]),
        ("The Chinese population of Malaysia is 7 million.", []),
        ("Alder has 260 hospital beds.", ["supports"]),
        ("Alder has 300 hospital beds.", ["refutes"]),
        ("The hospital in Alder has 90 doctors, too few for its beds.", ["context"]),
    ],
)
def test_claims_are_compared_with_derived_and_the_newsroom_s_own_measures(text: str, stances: list[str]) -> None:
    store, found = World(lambda: ()), []
    claim = _whole(text)
    answer = sources()["shelf"].ask(claim, SourceContext(store, store, NOW, Unreachable()))
    found += [find(claim, p) for p in (answer.passages if isinstance(answer, Found) else ())]
    assert [finding.stance for finding in found] == stances, [finding.reason for finding in found]


class Library(Store):
    """A store of passages, found where all of the words that are asked for stand in them, or any that an "or" joins."""

    PASSAGES = (
        "The border guard of Poland met in May and spoke of new uniforms for the border guard.",
        "Poland counts 5,000 guards at its border.",
        "Guards are paid by the day.",
    )

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        asked = [set(part.lower().split()) for part in words.split(" or ")]
        texts = [t for t in self.PASSAGES if any(part <= set(t.lower().strip(".").split()) for part in asked)]
        return tuple(Passage(text, f"p. {n}", "Office") for n, text in enumerate(texts))

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        return ()


def test_documents_are_asked_from_exact_to_loose_and_what_decides_stands_on_top() -> None:
    (claim,) = split("Poland has more than 4,000 guards at its border.").claims
    store = Library(lambda: ())
    answer = sources()["shelf"].ask(claim, SourceContext(store, store, NOW, Unreachable()))
    assert isinstance(answer, Found)
    asked = [query.text for query in answer.queries]
    assert asked[:2] == ["documents by meaning", "documents: Poland guards border"]
    assert " or " in asked[-1]
    assert answer.passages[0].text == Library.PASSAGES[1]


def _figure(value: float, year: int = 2024, measure: str = "inhabitants", entity: str = "Poland") -> Passage:
    return Passage(
        "a figure",
        "a table",
        "World Bank",
        figure=Figure(entity=entity, measure=measure, year=year, value=value, unit=None, source="World Bank"),
    )


@pytest.mark.parametrize(
    ("text", "value", "stance", "reason"),
    [
        (
            "Poland has more than 38 million inhabitants.",
            37_600_000,
            "refutes",
            "1.1 % less than 38 million; the claim says “more than 38 million inhabitants”",
        ),
        ("Poland has more than 38 million inhabitants.", 38_200_000, "supports", "within"),
        ("Poland has about 38 million inhabitants.", 36_600_000, "supports", "within"),
        ("Poland has nearly 38 million inhabitants.", 37_600_000, "supports", "within"),
        (
            "Poland has nearly 38 million inhabitants.",
            38_100_000,
            "refutes",
            "“nearly” is read as up to 10 % below",
        ),
        ("Poland has at least 38 million inhabitants.", 38_000_000, "supports", "within"),
        ("Poland has between 36 and 37 million inhabitants.", 36_600_000, "supports", "within"),
        ("Poland has 38 million inhabitants.", 37_600_000, "supports", "within"),
        ("Poland had 38 million inhabitants in 2010.", 37_600_000, "context", "the claim speaks of 2010"),
    ],
)
def test_numbers(text: str, value: float, stance: str, reason: str) -> None:
    finding = find(split(text).claims[0], _figure(value))
    assert (finding.stance, reason in finding.reason) == (stance, True), finding.reason


def test_text_gives_its_number_and_past_checks_their_rating() -> None:
    claim = split("Russia has more than 100,000 troops near the border.").claims[0]
    text = Passage("Russia has about 130,000 troops near the border.", "p. 1", "Ministry")
    assert find(claim, text).stance == "supports"
    past = Passage(claim.statement, "summary", "Office", rating="False", published=NOW.date())
    assert (
        find(claim, past).reason == "already checked: False, 24 November 2026, by Office; same words and numbers"
    )
    assert find(claim, past).stance == "refutes"


def test_what_stances_add_up_to() -> None:
    right, wrong, other = (find(POLAND, p) for p in (_figure(39e6), _figure(36e6), _figure(1, measure="gdp")))
    asked: tuple[str, Found] = ("shelf", Found((), ()))
    empty, silent = ("shelf", Nothing(())), ("shelf", CouldNotAsk("timed out"))
    assert suggest([right], [asked]).outcome == "supported"
    assert suggest([wrong], [asked]).outcome == "refuted"
    assert suggest([right, wrong], [asked]).outcome == "conflicting"
    assert suggest([other], [asked]).outcome == "context only"
    assert suggest([], [empty]).outcome == "nothing found"
    assert suggest([], [empty, silent]).outcome == "could not ask"
    aside = Found((), (), (SetAside("Guards", "Office", "shares only “Poland” with the claim"),), 1)
    found = suggest([], [empty, ("archive", aside)])
    assert (found.outcome, found.reasons) == (
        "set aside",
        ("archive found 1 hit, which does not bear on the claim: shares only “Poland” with the claim",
         "shelf: nothing found"),
    )  # fmt: skip
    assert suggest([right], [asked, silent]).reasons[-1] == "shelf could not be asked: timed out"
    assert suggest([wrong], [asked]).finding_indices == (0,)


def test_every_claim_can_be_compared_with_rubbish() -> None:
    claim = Claim(0, 1, "x", statement="x", kind="statement", claimant=None, worth=0.5, reasons=())
    for text in ("", "1" * 400, "\x00", "9 " * 2000, "∞ 1e999 -0"):
        assert find(claim, Passage(text, "", "")).stance in ("none", "context")
