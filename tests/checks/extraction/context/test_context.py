"""The context line: what a statement goes on from, who is who, what the article is about, where and when."""

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


def test_a_headline_stands_beside_a_lead_that_tells_half_of_it() -> None:
    text = (
        "Newborn seal found dead at coastal dump\n\nSergeant Lena Moor of the Lorvale police said the seal was found "
        "in rubbish dumped at the site on Monday.\n\nThe police had 40 calls about it."
    )
    assert "“Newborn seal found dead at coastal dump”" in _claim(text, "The police had 40").context


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


def test_the_first_sentence_tells_what_the_article_is_about() -> None:
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
            "Some members were locked in while others were locked out by the police who claimed that they were"
            " following 14 orders",
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
    assert _claim(text, "They defeated").context.startswith(
        "“Lorvale United beat Marsh End 2-1 on 21 October 2024”"
    )


def test_the_words_right_before_those_findings_stand_behind_what_tells_more() -> None:
    text = (
        "The geologists’ findings on 40 volcanoes fall outside the conclusions of the panel. In part, they result from"
        " a new reading of 12 layers of ash. Those interpretations are disputed by Michael Roe, a geologist in Orrin."
    )
    line = next(c.context for c in split(text, DAY).claims if c.statement.startswith("Those interpretations"))
    first, second = line.index("The geologists’ findings"), line.index("they result from a new reading")
    assert first < second


def test_who_says_so_at_the_end_does_not_make_a_sentence_tell_less() -> None:
    text = (
        "Emissions cuts alone will not be enough, according to Ann Lund. Governments must tax 40 kinds of coal and"
        " spray salt, they argue. Such methods cost 12 million dollars a year."
    )
    line = next(c.context for c in split(text, DAY).claims if c.statement.startswith("Such methods"))
    assert "spray salt" in line


def test_whose_a_thing_is_may_be_stated_later() -> None:
    text = "The inflation rate rose to 2.58% in May.\n\nNorland’s average inflation rate since 2013 is 5.4%."
    assert _claim(text, "The inflation rate").context.startswith("Norland’s average inflation rate")


def test_the_day_in_what_a_statement_goes_on_from_is_stated() -> None:
    text = "The port of Lorvale closed on Monday. It had lost 40 ships by then."
    assert "“The port of Lorvale closed on 21 October 2024”" in _claim(text, "It had lost").context


@pytest.mark.parametrize(
    ("introduction", "rest", "stated"),
    [
        (
            "Anna Lund, head of the port of Lorvale, was asked.",
            "Lund said 40 ships had left.",
            "Anna Lund, head of the port of Lorvale",
        ),
        (
            "John Lund, head of the port of Lorvale, was asked.",
            "Mr Lund counted 40 ships.",
            "John Lund, head of the port of Lorvale",
        ),
        (
            "Sir Keith Lund, the education secretary, was asked.",
            "Keith cut 40 posts.",
            "Sir Keith Lund, the education secretary",
        ),
        (
            "Hann, an adjunct professor of earth and environmental sciences at Columbia University, has often been a "
            "critic of mainstream climate policy.",
            "Hann counted 40 lakes.",
            "Hann, an adjunct professor of earth",
        ),
        (
            "Police questioned the suspect, Mark Fenn, in Hull.",
            "Fenn had 40 phones with him.",
            "the suspect, Mark Fenn",
        ),
        (
            "The Norland Seed Office (NSO) was asked.",
            "The NSO lost 40 tonnes of seeds.",
            "The Norland Seed Office",
        ),
        ("Leeds City Council met on Monday.", "The council cut 40 posts.", "Leeds City Council"),
        ("The Harrow plant was asked.", "The plant’s workers lost 40 days.", "“The Harrow plant was asked”"),
        (
            "A report in newspaper Kestrel Post came out.",
            "The newspaper counted 40 ships.",
            "newspaper Kestrel Post",
        ),
    ],
)
def test_who_and_what_is_named_shortly_is_stated_in_full(introduction: str, rest: str, stated: str) -> None:
    claims = split(f"Prices of fish rose by 4% in Sudmark in May 2023.\n\n{introduction}\n\n{rest}", DAY).claims
    assert stated in next(claim for claim in claims if "40 " in claim.text).context.split("; ")


@pytest.mark.parametrize("titled", ["Ms Lund", "Mrs Lund"])
def test_a_title_of_another_gender_names_somebody_else(titled: str) -> None:
    text = f"Prices rose by 4% in Sudmark.\n\nJohn Lund was asked in Hull.\n\n{titled} counted 40 ships."
    assert "John Lund" not in _claim(text, titled).context


def test_nobody_is_meant_by_the_body_before_a_name() -> None:
    text = "Prices rose by 4% in Sudmark.\n\nOrrin CEO Ann Lind was asked.\n\nOrrin counted 40 ships."
    assert "Ann Lind" not in _claim(text, "Orrin counted").context


def test_a_place_is_not_stated_by_the_body_that_bears_its_name() -> None:
    text = "Leeds City Council met on Monday.\n\nSome 800,000 people lived in Leeds in 2023."
    assert "Leeds City Council" not in _claim(text, "Some 800,000").context.split("; ")


def test_whom_the_first_sentence_leaves_unnamed_the_next_ones_name() -> None:
    text = (
        "A nightclub owner paid a dealer £15,000 for a fire, a jury heard on Monday.\n\nLeo Fenn, 44, owned a club"
        " in Casterleigh. On Monday Fenn denied it.\n\nThe fire killed 14 guests in May 2023."
    )
    context = _claim(text, "The fire killed").context.split("; ")
    assert "Leo Fenn" in context
    assert "Casterleigh" in context


def test_a_line_is_no_longer_than_people_may_write() -> None:
    long = "-".join(["Northern"] * 60)
    text = f"Lind met the {long} board in Hull in May 2019. It cut 40 posts at the {long} mill of Sudmark in 2023."
    assert 0 < len(_claim(text, "It cut").context) <= 1000


def test_names_of_other_sentences_are_left_out() -> None:
    text = (
        "Anna Lund closed the port of Lorvale on Monday.\n\nMark Fenn runs a mill in Hull. Fenn denied all.\n\n"
        "Some 40 ships had left by May 2023."
    )
    assert "Fenn" not in _claim(text, "Some 40").context


def test_a_time_that_is_counted_from_another_is_stated_with_that() -> None:
    text = "Harrow promised 900 flats in May 2019. A year later, some 40 of the 900 flats were built in the north."
    assert "“Harrow promised 900 flats in May 2019”" in _claim(text, "A year later").context


def test_the_day_of_publication_tells_what_now_means() -> None:
    text = "Harrow promised 900 flats in May 2019. The site in Hull is currently assigned to the army of Norland."
    assert _claim(text, "The site").context.endswith("published 24 October 2024")


def test_a_statement_of_a_few_words_stands_beside_its_sentence() -> None:
    text = (
        "The session reviewed 40 reports, assessed the dams of Lorvale and confirmed a plan to empty two of them."
    )
    assert f"“{text.strip('.')}”" in _claim(text, "The session reviewed 40 reports").context


def test_of_a_long_sentence_around_a_few_words_the_first_words_are_stated() -> None:
    text = (
        "The session reviewed 40 reports, assessed the dams of Lorvale and confirmed a plan to empty two of them before"
        " the rains that are expected to last for six weeks in the hills above the town and in the villages along the"
        " river Sud."
    )
    context = _claim(text, "The session reviewed 40 reports").context
    assert context.startswith(
        "“The session reviewed 40 reports, assessed the dams of Lorvale and confirmed a plan"
    )
    assert " …”" in context


def test_what_she_means_is_stated_by_the_words_before_not_by_a_guess() -> None:
    text = "Anna Lund beat Mary Reed of Green Hull in May 2023. She has closed 40 of the 90 mills of Sudmark."
    assert _claim(text, "She has closed").context.startswith(
        "“Anna Lund beat Mary Reed of Green Hull in May 2023”"
    )


@pytest.mark.parametrize(
    ("first", "about"),
    [
        ("You may have wondered why 40 ships left.", False),
        ("A photograph shows ships in the harbour of Lorvale.", False),
        ("But 40 ships have left the harbour of Lorvale.", False),
        ("Some 40 ships have left the harbour of Lorvale.", True),
    ],
)
def test_what_is_stated_to_readers_or_beside_a_picture_is_no_lead(first: str, about: bool) -> None:
    text = f"{first}\n\nMayor Ann Lind met the owners in Hull.\n\nSales of fish fell by 14% in May 2023."
    assert (first.strip(".") in _claim(text, "Sales of fish").context) == about


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
