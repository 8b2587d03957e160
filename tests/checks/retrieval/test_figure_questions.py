"""What figure tables say of changes over years, of several entities together, and of places among their like."""

from dataclasses import replace

import pytest

from checks.documents.figures import change, growth, named_together, relative_change, together
from checks.documents.measures import measures
from checks.documents.ranks import RankStated, members, rank, rank_stated
from checks.extraction import split
from checks.stance.figures.stated_ratios import growth_stated, ratio_stated, rises_over_years
from checks.stance.judge import compare
from checks.types.document import Figure
from checks.types.passage import Passage


def _table(entity: str, *values: float) -> list[Figure]:
    """Figures of inhabitants from 2010 on."""
    return [
        Figure(entity=entity, measure="inhabitants", year=2010 + n, value=value, unit=None, source="Office")
        for n, value in enumerate(values)
    ]


def test_a_change_is_reported_with_both_figures() -> None:
    found = change(_table("Alder", 40e6, 41e6, 43e6), 2010, 2012)
    assert found is not None
    assert (found.value, found.since, found.year) == (3e6, 2010, 2012)
    assert found.source == "Office (43 million − 40 million)"


@pytest.mark.parametrize(("since", "until"), [(2009, 2012), (2010, 2015), (2012, 2012), (2012, 2010)])
def test_a_change_needs_both_years_in_their_order(since: int, until: int) -> None:
    assert change(_table("Alder", 40e6, 41e6, 43e6), since, until) is None
    assert growth(_table("Alder", 40e6, 41e6, 43e6), since, until) is None


def test_growth_is_how_many_times_as_much() -> None:
    found = growth(_table("Alder", 20e6, 30e6), 2010, 2011)
    assert found is not None
    assert (found.value, found.unit) == (1.5, "times")


def test_a_relative_change_is_in_percent() -> None:
    found = relative_change(_table("Alder", 20e6, 30e6), 2010, 2011)
    assert found is not None
    assert (found.value, found.unit, found.since) == (50.0, "percent", 2010)


def test_what_is_itself_a_change_does_not_grow() -> None:
    prices = [replace(figure, measure="inflation", unit="percent") for figure in _table("Alder", 2.0, 4.0)]
    assert growth(prices, 2010, 2011) is None


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ("A third of the world's people live in Alder.", "World"),
        ("One in five residents of the European Union lives in Alder.", "European Union"),
        ("Only one in a hundred Asians lives in Alder.", "Asia"),
        ("A fifth of the European Union's cars are built in Alder.", None),
    ],
)
def test_the_whole_of_a_share_is_read(statement: str, whole: str | None) -> None:
    assert measures()["share_of_inhabitants"].whole_in(statement) == whole


def test_sums_are_of_the_years_that_all_have() -> None:
    found = together([_table("Alder", 40e6, 41e6), _table("Birch", 2e6)])
    assert [(f.entity, f.year, f.value) for f in found] == [("Alder and Birch", 2010, 42e6)]


@pytest.mark.parametrize(
    ("statement", "entities"),
    [
        ("China or India holds a third", ["China", "India"]),
        ("France, Spain and Italy have 170 million", ["France", "Spain", "Italy"]),
        ("France borders Spain", ["France"]),
        ("France, Spain has said, is large", ["France"]),
        ("", []),
    ],
)
def test_entities_joined_by_and_or_or_count_together(statement: str, entities: list[str]) -> None:
    named = [name for name in ("China", "India", "France", "Spain", "Italy") if name in statement]
    assert named_together(statement, named) == entities


@pytest.mark.parametrize(
    ("statement", "stated"),
    [
        ("Russia was the most populous country of Europe in 2015.", RankStated("Europe", 1, False)),
        ("France is the European Union's second largest economy.", RankStated("European Union", 2, False)),
        ("Nigeria is the most populous African nation.", RankStated("Africa", 1, False)),
        ("Malta is the EU's smallest economy.", RankStated("European Union", 1, True)),
        ("Algeria, Africa's largest country by area, has 45 million people.", None),
        ("Germany is one of the largest economies of Europe.", None),
        ("France is not the most populous country of Europe.", None),
        ("No other European country had more inhabitants than France.", RankStated("Europe", 1, False)),
        (
            "No country of the European Union has a smaller economy than Malta.",
            RankStated("European Union", 1, True),
        ),
        ("No country has more people than India.", RankStated("World", 1, False)),
        ("No European country had a higher share of residents in work than Spain.", None),
        ("France has the largest population of any country in Europe.", RankStated("Europe", 1, False)),
        ("Spain ranked third in the European Union by population.", RankStated("European Union", 3, False)),
        ("France has 68 million inhabitants.", None),
    ],
)
def test_a_place_among_its_like_is_read(statement: str, stated: RankStated | None) -> None:
    assert rank_stated(statement) == stated


def test_members_belong_to_the_union_for_their_years() -> None:
    assert "United Kingdom" in members("European Union", 2019)
    assert "United Kingdom" not in members("European Union", 2021)
    assert "Croatia" not in members("European Union", 2012)
    assert len(members("World", 2020)) > 190


def test_a_rank_needs_figures_of_nearly_all_members() -> None:
    asked = RankStated("Europe", 1, False)
    tables = {"Alder": _table("Alder", 4e6), "Birch": _table("Birch", 5e6)}
    found = rank(asked, "Alder", 2010, tables)
    assert found is not None
    assert (found.value, found.source) == (2.0, "Office (Alder 4 million, Birch 5 million)")
    assert rank(asked, "Alder", 2010, tables | {"Cole": []}) is None
    assert rank(asked, "Cole", 2010, tables) is None


@pytest.mark.parametrize(
    ("statement", "ratio", "holds"),
    [
        ("More people live in Alder than in Birch", 1.2, True),
        ("More people live in Alder than in Birch", 0.9, False),
        ("Alder is smaller than Birch", 0.9, True),
        ("Alder has half as many people as Birch", 0.5, True),
        ("Alder has half as many people as Birch", 0.7, False),
        ("Alder has less than half the population of Birch", 0.4, True),
        ("Alder has as many people as Birch", 1.01, True),
    ],
)
def test_how_a_claim_holds_two_entities_against_each_other(statement: str, ratio: float, holds: bool) -> None:
    allows = ratio_stated(statement, ["Alder"], ["Birch"])
    assert allows is not None
    assert allows.holds(ratio) is holds


@pytest.mark.parametrize(
    "statement",
    [
        "Alder is not larger than Birch",
        "Alder has more than 3 towns",
        "Alder is larger than a village near Birch 3",
    ],
)
def test_other_claims_hold_nothing_against_each_other(statement: str) -> None:
    assert ratio_stated(statement, ["Alder"], ["Birch"]) is None


def test_how_many_times_a_verb_says() -> None:
    doubled, nearly = growth_stated("It more than doubled"), growth_stated("It nearly tripled")
    assert doubled is not None
    assert nearly is not None
    assert (doubled.holds(2.1), doubled.holds(1.9), nearly.holds(2.8), nearly.holds(3.4)) == (
        True,
        False,
        True,
        False,
    )
    assert growth_stated("It has not doubled") is None


@pytest.mark.parametrize(
    ("text", "rises"),
    [
        ("Alder's population fell between 2000 and 2020.", False),
        ("Alder's population grew from 2000 to 2020.", True),
        ("Alder's population did not grow between 2000 and 2020.", None),
        ("Alder's population grew by 3 million between 2000 and 2020.", None),
        ("Alder's population has grown since 2000.", None),
        ("Alder's population grew in 2020.", None),
    ],
)
def test_whether_something_rose_over_years(text: str, rises: bool | None) -> None:
    assert rises_over_years(split(text).claims[0]) is rises


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The economy of Alder doubled between 2010 and 2020.", "context"),
        ("The economy of Alder doubled in dollars between 2010 and 2020.", "supports"),
        ("The economy of Alder grew in dollars between 2010 and 2020.", "supports"),
        ("The economy of Alder shrank in dollars between 2010 and 2020.", "refutes"),
    ],
)
def test_growth_of_money_counts_where_it_is_said_in_money(text: str, stance: str) -> None:
    grown = Figure(entity="Alder", measure="gdp", year=2020, since=2010, value=2.0, unit="times", source="Office")
    (claim,) = split(text).claims
    assert compare(claim, Passage("", "", "Office", figure=grown)).stance == stance
