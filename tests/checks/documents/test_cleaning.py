"""Cleaning: what is left out of a received text and why, what never is, and that no offset moves."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents.cleaning import LONGEST_PIECE, clean, pieces
from checks.documents.cleaning.layout import find_paragraphs

BODY = (
    "The harbour of Varna was closed on Monday after a storm.\n\n{}\n\n"
    "Officials counted 14 damaged boats, and the repairs will take a month."
)


def reason_for(line: str) -> str | None:
    """Why `line` is left out of an article in which it stands between two paragraphs."""
    article = BODY.format(line)
    found = [d.reason for d in clean(article).removed if article[d.start : d.end] == line]
    return found[0] if found else None


def prose(raw: str) -> list[str]:
    cleaned = clean(raw)
    return [cleaned.text[start:end] for start, end in cleaned.paragraphs]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Source link", "source link"),
        ("Share this article", "share line"),
        ("Facebook Twitter WhatsApp", "share line"),
        ("12 comments", "share line"),
        ("Subscribe to our newsletter for more stories like this.", "subscribe line"),
        ("Sign up for our daily briefing", "subscribe line"),
        ("Follow us on Twitter @harbournews", "subscribe line"),
        ("Get the morning's news in your inbox every day.", "subscribe line"),
        ("We use cookies to make this site better.", "cookie notice"),
        ("By continuing to use this site, you agree to our terms.", "cookie notice"),
        ("By Jane Doe", "byline"),
        ("By JANE DOE and Joe Roe, Reuters", "byline"),
        ("By Jane Doe, Staff Writer", "byline"),
        ("By Jane Doe | 4 min read", "byline"),
        ("By Maria van der Berg and Ali al-Amin in Beirut", "byline"),
        ("Jane Doe in Berlin", "byline"),
        ("Reporting by Jane Doe; Editing by Joe Roe", "byline"),
        ("(Additional reporting by Jane Doe in Sofia.)", "byline"),
        ("Saturday, September 12, 2015", "dateline"),
        ("12 September 2015, 10:40 GMT", "dateline"),
        ("Updated 3:40 pm", "dateline"),
        ("Published: March 3, 2021 at 7 a.m. EST", "dateline"),
        ("3 hours ago", "dateline"),
        ("File photo: the old quay of Varna", "caption"),
        ("fishermen at Varna's old quay in 2008.", "caption"),
        ("The current flag of Bulgaria.", "caption"),
        ("The harbour's pilot boat Galata in Burgas.", "caption"),
        ("A lighthouse in Burgas, from file.", "caption"),
        ("Jane Doe.", "caption"),
        ("Photo: Jane Doe/Getty", "image credit"),
        ("(AP Photo/Jane Doe)", "image credit"),
        ("Photo by Jane Doe", "image credit"),
        ("The old quay of Varna. Image: Jane Doe.", "caption"),
        ("Read more: Why the storm came so early", "related articles"),
        ("See also", "related articles"),
        ("More from Harbour News", "related articles"),
        (
            "More from Crime & Courts: Lorry driver ‘watched cricket’ | Town clerk cleared of theft",
            "related articles",
        ),
        ("© 2021 Harbour News", "copyright line"),
        ("Copyright 2021 Harbour News. All rights reserved.", "copyright line"),
        ("4 min read", "reading time"),
        ("Reading time: 4 minutes", "reading time"),
        ("Harbour News", "a name alone on a line"),
        ("Storm closes harbour as insurers fear the worst", "heading"),
    ],
)
def test_what_is_no_prose_is_left_out_with_its_reason(line: str, reason: str) -> None:
    assert reason_for(line) == reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Photos released of the scene showed bodies.",
        "Photos: what they showed shocked the court, its president said.",
        "Image rights were sold for $3 million.",
        "Pictures of the flood were shown on television.",
        "File photos proved him wrong.",
        "Share prices fell.",
        "Share on share, the company lost.",
        "Shares of Acme rose by 3 percent.",
        "Subscribe rates rose by a tenth in May.",
        "Sign language is taught in 12 schools.",
        "Follow the money, the judge told the jury.",
        "Print runs were cut by half.",
        "Comments by the minister angered Paris.",
        "Join the army or leave, they were told.",
        "By Tuesday, 12 people had died.",
        "By Friday the water had gone.",
        "By Jane Doe's own account she was in Rome.",
        "From Paris to Berlin trains stood still.",
        "Related charges were removed.",
        "Related to the king, he fled.",
        "Read more books, the minister said.",
        "More in the north voted than in the south.",
        "See also how prices rose in Rome.",
        "Watch sales fell in China.",
        "Recommended doses were halved.",
        "Source code was stolen from Acme.",
        "Sources said the deal was dead.",
        "Advertisements for cigarettes were banned in 2003.",
        "Ads cost 4 million dollars each.",
        "Copyright law was changed in 1998.",
        "Cookies were sold for a pound.",
        "We use cookies in our kitchen, said the baker, and we sell 300 a day.",
        "Updated figures show 3,000 deaths.",
        "Published in 2011, the report names 12 ministers.",
        "Reading time fell to 12 minutes a day.",
        "Reporting by the agency was wrong.",
        "Credit rose by 4 percent.",
        "Getty sold the company in 2008.",
        "Reuters reported 12 deaths in Aleppo.",
        "Saturday was the hottest day of 2015.",
        "September 2015 was warm.",
        "He died.",
        "Troops retreat from Kiev.",
        "The troops retreat from Kiev.",
        "Iraqis flee from Mosul.",
        "The lira slumps in Ankara.",
        "Two die in Mosul.",
        "Many flee from Mosul.",
        "People in Rome vote.",
        "Prices in Paris fell.",
        "I'm Jane Doe.",
        "Most visitors arrive by train from Sofia.",
        "The minister of Bulgaria resigned.",
        "The king of Spain is in Rome.",
    ],
)
def test_a_sentence_is_never_left_out(sentence: str) -> None:
    assert reason_for(sentence) is None
    assert sentence in prose(BODY.format(sentence))


@pytest.mark.parametrize(
    ("paragraph", "left"),
    [
        ("WASHINGTON (AP) — The Senate voted.", "The Senate voted."),
        ("LONDON, March 3 (Reuters) - Prices fell.", "Prices fell."),
        ("Taipei, Taiwan — The lights went on.", "The lights went on."),
        ("NEW YORK — Stocks rose.", "Stocks rose."),
        ("Kyiv, Ukraine (CNN) — Two bridges fell.", "Two bridges fell."),
        ("(CNN) — Two bridges fell.", "Two bridges fell."),
        ("United Nations, 20 June 2014, UN News – World Orchard Day was marked.", "World Orchard Day was marked."),
        ("Dhaka, March 21 (IANS) Rescuers found six bodies.", "Rescuers found six bodies."),
        ("NEW DELHI: Nearly 150 people landed here.", "Nearly 150 people landed here."),
        ("Thursday, May 7, 2015 On Tuesday, the talks ended.", "On Tuesday, the talks ended."),
        ("December 28, 2014: Markets fell on Monday.", "Markets fell on Monday."),
    ],
)
def test_a_dateline_before_the_first_word_is_left_out(paragraph: str, left: str) -> None:
    assert prose(paragraph) == [left]
    assert [d.reason for d in clean(paragraph).removed] == ["dateline"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Obama — who was in Rome — spoke first.",
        "Merkel, Macron — both were there — left early.",
        "Thursday, May 7, 2015 was a black day.",
        "Mecca (Arabic: Makkah) was closed.",
        "Paris - which is dry - saw rain.",
        "BREAKING: Stocks rose.",
        "MAYOR LIND: We cut the debt.",
        "MAYOR LIND: The debt fell.\n\nJANE ROE: It did not fall.",
    ],
)
def test_an_aside_between_dashes_is_no_dateline(paragraph: str) -> None:
    assert prose(paragraph) == paragraph.split("\n\n")


def test_a_credit_behind_the_prose_is_left_out_and_the_prose_kept() -> None:
    assert prose("Firemen fight the blaze in Athens. (AP Photo/Jane Doe)") == [
        "Firemen fight the blaze in Athens."
    ]
    assert prose("Firemen fight the blaze in Athens. Image: NASA") == ["Firemen fight the blaze in Athens."]
    assert prose("The robots were judged in May. Image: Jane Doe.") == ["The robots were judged in May."]
    assert prose("The robots were judged in May Credit: JANE DOE/ AFP") == ["The robots were judged in May"]
    for prose_of in ("The firm built up its Credit: Jane Doe paid in May.", "Fees fell. Terms of Credit: 30 days"):
        assert prose(prose_of) == [prose_of]


def test_an_advert_marker_inside_a_paragraph_is_blanked() -> None:
    assert prose("The dam [ad_1] broke in May.") == ["The dam        broke in May."]


def test_a_list_of_other_articles_is_left_out_up_to_the_next_sentence() -> None:
    raw = BODY.format("Related news\n- Storm closes port\n- Why ferries sink\n\nTwo ferries were lost.")
    assert prose(raw)[1] == "Two ferries were lost."
    assert [d.reason for d in clean(raw).removed] == ["related articles"] * 3


def test_the_list_of_sources_is_left_out() -> None:
    raw = (
        BODY.format("") + '\n\nSources\n\nJane Doe. "Storm over Varna" — Harbour News, March 3, 2011\n\nOwn notes'
    )
    assert [d.reason for d in clean(raw).removed] == ["sources"] * 3


def test_facts_in_a_list_are_kept() -> None:
    facts = ["- 12 killed in Aleppo", "- 3 missing in Homs"]
    assert prose(BODY.format("\n".join(facts)))[1:3] == facts
    assert prose(BODY.format("The dead by town:\n12 in Aleppo\n3 in Homs"))[2:4] == ["12 in Aleppo", "3 in Homs"]


def test_of_two_equal_paragraphs_the_later_one_is_left_out() -> None:
    raw = (
        BODY.format("Nobody knows when the harbour opens again.")
        + "\n\nNobody knows when the harbour opens again."
    )
    (removed,) = clean(raw).removed
    assert (removed.reason, removed.start) == ("repeated", raw.rindex("Nobody"))


def test_a_pull_quote_is_kept_beside_the_running_text() -> None:
    said = "The sea took everything that my father built."
    raw = BODY.format(f"{said} Jane Doe\n\n“{said}” She wants to leave the town.")
    assert clean(raw).removed == ()


def test_short_answers_may_be_repeated() -> None:
    assert prose("Is it true?\n\nYes.\n\nWas it you?\n\nYes.").count("Yes.") == 2


def test_a_text_without_full_stops_has_no_headings() -> None:
    assert prose("the dam broke in May\nThe army denied it") == ["the dam broke in May", "The army denied it"]
    assert prose("Word") == ["Word"]
    assert prose("") == []


WRAPPED = """The ministry said on Monday that the three northern provinces had
lost more than a fifth of their harvest, and that bread would be
dear. Farmers blame the drought, which
began in March.

The opposition wants an inquiry into why the warnings of the weather
service were not heeded in time.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_hard_wrapped_lines_become_paragraphs_without_moving(newline: str) -> None:
    raw = WRAPPED.replace("\n", newline)
    cleaned = clean(raw)
    assert len(cleaned.text) == len(raw)
    assert [" ".join(p.split()) for p in prose(raw)] == [" ".join(p.split()) for p in WRAPPED.split("\n\n")]
    assert all("\n" not in p for p in prose(raw))


def test_a_line_that_ends_with_a_comma_goes_on_in_the_next() -> None:
    text = (
        "Revenue was hit by weaker sales in Japan, China, and Europe last quarter,\n"
        "despite growing demand, the wire reported.\nUnemployment fell.\n"
    )
    assert [text[a:b].replace("\n", " ") for a, b in find_paragraphs(text)] == [
        "Revenue was hit by weaker sales in Japan, China, and Europe last quarter,"
        " despite growing demand, the wire reported.",
        "Unemployment fell.",
    ]
    short = "The kit holds,\nrope,\nnails"
    assert len(find_paragraphs(short)) == 3


def test_a_dateline_may_stand_behind_a_headline_and_a_line_that_leads_in() -> None:
    text = (
        "The chief of the Norwick police was placed on leave on Monday.\n\nIt is the second case this year.\n\n"
        "ORRIN COUNTY, Utah — Two deputies were placed on leave while the office looks into an arrest."
    )
    cleaned = clean(text)
    assert [cleaned.text[part.start : part.end].strip() for part in cleaned.removed] == [""]
    assert text[cleaned.removed[0].start : cleaned.removed[0].end] == "ORRIN COUNTY, Utah —"


def test_lines_that_are_paragraphs_stay_apart() -> None:
    raw = "The dam broke on Monday, and with it went the bridge of the railway to the north of the country.\n" * 2
    assert len(prose(raw.replace("dam", "dyke", 1))) == 2


def test_control_characters_and_direction_marks_are_blanked_in_place() -> None:
    assert prose("The\x00 dam\u202e broke\u200f in May.") == ["The  dam  broke  in May."]


def test_a_long_paragraph_is_cut_at_spaces_into_pieces() -> None:
    raw = "word " * 30_000
    cleaned = clean(raw)
    assert all(end - start <= LONGEST_PIECE for start, end in cleaned.paragraphs)
    assert "".join(raw[start:end] for start, end in cleaned.paragraphs) == raw.strip()
    assert list(pieces("a" * 50, 0, 50, longest=20)) == [(0, 20), (20, 40), (40, 50)]
    assert next(pieces("It ended there. Now on it goes", 0, 30, longest=20)) == (0, 16)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(BODY.split() + ["\n", "By", "Photo:", "[ad_1]"])).map(" ".join)
)
@settings(max_examples=150, deadline=None)
def test_what_is_kept_stands_where_it_stood(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.text) == len(raw)
    assert all(a in (b, " ", "\n") for a, b in zip(cleaned.text, raw, strict=True))
    assert all(cleaned.text[d.start : d.end].isspace() for d in cleaned.removed)
    assert all(0 <= start < end <= len(raw) for start, end in cleaned.paragraphs)
    assert list(cleaned.paragraphs) == sorted(cleaned.paragraphs)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_cleaning_what_is_clean_leaves_prose_as_it_is(raw: str) -> None:
    once = clean(raw)
    assert len(clean(once.text).text) == len(raw)


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", "a\n", "((AP photo: ", "[ad_", '."', "By A, ", "Aa — ", "Related articles\n", "é\x00", "1.",
     "Photo: ", "a. a. a\n\n", "x" * 63 + "\n", "Image: A b. ", "(c) ", "\u202e\u2028", "-- ", "“A ” — B.\n"],
)  # fmt: skip
def test_a_megabyte_of_anything_is_cleaned_in_seconds(unit: str) -> None:
    began = time.process_time()
    clean(unit * (1_000_000 // len(unit)))
    assert time.process_time() - began < 20
