"""The context line: the headline, the words that a statement goes on from, whole names, where and when."""

from datetime import date

import pytest

from checks.extraction import split
from checks.nlp.names import names_in_line
from checks.types.claim import Claim

DAY = date(2024, 10, 24)


def _claim(text: str, statement: str) -> Claim:
    return next(claim for claim in split(text, DAY).claims if claim.statement.startswith(statement))


def test_a_headline_tells_what_the_article_is_about() -> None:
    text = (
        "Lorvale municipality raises its tariffs for water\n\nResidents of Marsh End met on Monday.\n\n"
        "The city had cut 40 posts in May."
    )
    assert "“Lorvale municipality raises its tariffs for water”" in _claim(text, "The city had cut").context


@pytest.mark.parametrize(
    "line",
    ["By Ann Lind, our reporter in Lorvale", "Home > News > Education in Lorvale", "Photo: a street in Lorvale"],
)
def test_a_line_that_is_no_headline_is_not_stated_as_one(line: str) -> None:
    text = f"{line}\n\nFlooding killed 14 people in Norland.\n\nThe rain lasted for six days in May."
    assert line not in _claim(text, "The rain lasted").context


def test_the_title_of_a_page_is_the_headline_of_a_text_without_one() -> None:
    title = "Lorvale municipality raises its tariffs for water"
    (claim,) = split("The city had cut 40 posts in May.", DAY, title=title).claims
    assert claim.context.startswith(f"“{title}”")


def test_without_a_headline_the_first_statement_tells_what_the_article_is_about() -> None:
    text = "A landslide in Norland killed 14 people on Wednesday.\n\nThe rain had lasted for six days in May."
    stated = "“A landslide in Norland killed 14 people on 23 October 2024”"
    assert stated in _claim(text, "The rain had lasted").context


def test_a_dateline_tells_where_an_article_is_reported_from() -> None:
    text = "TURIN, Italy, Oct 24 (Meridian Wire) — A dam broke on Wednesday and killed 14 people."
    assert "reported from Turin, Italy" in split(text, DAY).claims[0].context


@pytest.mark.parametrize(
    ("text", "statement", "before"),
    [
        (
            "Some members were locked in while others were locked out by the police who claimed that they were"
            " following 14 orders.",
            "They were following",
            "Some members were locked in while others were locked out by the police who claimed that …",
        ),
        (
            "Norland and Sudmark went to Lind in 2016. Both were lost to Reed by 14,000 votes in 2020.",
            "Both were lost",
            "Norland and Sudmark went to Lind in 2016",
        ),
        (
            "The race for 538 votes is close. Lind has won 253 of them in Norland. The winner of it needs 270.",
            "The winner of it needs 270",
            "Lind has won 253 of them in Norland",
        ),
    ],
)
def test_what_a_statement_goes_on_from_stands_first(text: str, statement: str, before: str) -> None:
    assert _claim(text, statement).context.split("; ")[0] == f"“{before}”"


def test_what_begins_with_a_pronoun_itself_is_passed_over() -> None:
    text = "Lorvale United beat Marsh End 2-1 on Monday. They had 14 shots. They defeated Norland in May 2023."
    assert _claim(text, "They defeated").context.startswith("“Lorvale United beat Marsh End 2-1 on Monday”")


def test_whose_a_thing_is_may_be_stated_later() -> None:
    text = "The inflation rate rose to 2.58% in May.\n\nNorland’s average inflation rate since 2013 is 5.4%."
    assert _claim(text, "The inflation rate").context.startswith("Norland’s average inflation rate")


def test_a_name_is_stated_once_in_its_longest_form() -> None:
    text = (
        "Prices rose by 4% in Lorvale in May.\n\nThe National Statistics Office (NSO) counts them every month."
        " Mayor Ann Lind doubts the figures of the NSO for 2023.\n\nLind said 40 shops had closed in the old town."
    )
    context = _claim(text, "40 shops").context.split("; ")
    assert "The National Statistics Office" in context
    assert "NSO" not in context
    assert "Lind" not in context


def test_a_period_of_the_sentence_before_is_stated() -> None:
    text = "Net income for January to June rose to $5.8 billion, Lorvale Air said. Revenues grew to $55.9 billion."
    assert "January to June" in _claim(text, "Revenues grew").context


def test_another_of_a_people_keeps_his_name() -> None:
    text = (
        "Another Nigerian, Segun Ogun, received a five-year sentence in Norland for robbing and beating a woman."
    )
    assert all("Segun Ogun" in claim.statement for claim in split(text, DAY).claims)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("“Nigerian Man Sentenced to Eight Years in Kenyan Prison”; Mayor Ann Lind", ["Mayor Ann Lind"]),
        ("“Flooding disaster that killed seven in Norland now menaces Texas”; May 2023", ["Norland", "Texas"]),
        ("“Kestrel Bay closes its harbour to ships”", ["Kestrel Bay"]),
        ("Kestrel Bay; 14 May 2023", ["Kestrel Bay"]),
    ],
)
def test_names_of_a_line_are_read_in_headlines_whose_capitals_tell_them(line: str, names: list[str]) -> None:
    assert [name for name, _ in names_in_line(line)] == names
