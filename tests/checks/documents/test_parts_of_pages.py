"""What of a received text is no article, each test for one module of cleaning and of formats."""

from io import BytesIO

import pytest

from checks.documents.cleaning.boilerplate import opens_related, opens_sources, why_boilerplate
from checks.documents.cleaning.bylines import bylines_and_credits, without_credit
from checks.documents.cleaning.captions import is_caption, why_no_sentence
from checks.documents.cleaning.cleaner import clean
from checks.documents.cleaning.layout import find_paragraphs, is_bulleted, pieces, printable, trimmed
from checks.documents.cleaning.repeats import repeated
from checks.documents.formats import cells, docx, html, pdf, text
from checks.documents.formats.detection import recognised
from checks.documents.formats.errors import Unreadable
from checks.documents.formats.tables import figures
from tests.fixtures import files


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Advertisement", "advertisement"),
        ("Subscribe to our newsletter today", "subscribe line"),
        ("Share on Facebook", "share line"),
        ("© 2021 The Gazette", "copyright line"),
        ("3 min read", "reading time"),
        ("By Jane Roe", "byline"),
        ("In this Monday, May 3, 2021, photo, boats lie in the harbour.", "caption"),
        ("The council counted 40 boats.", None),
        ("In this town 40 boats sank.", None),
    ],
)
def test_lines_that_belong_to_the_page(line: str, reason: str | None) -> None:
    assert why_boilerplate(line) == reason


def test_headings_of_lists_that_are_no_article() -> None:
    assert [opens_related(line) for line in ("More from Ireland", "Related", "More boats sank on Friday.")] == [
        True,
        True,
        False,
    ]
    assert [opens_sources(line) for line in ("Sources:", "Sources say so.")] == [True, False]


def test_credits_stand_before_and_behind_the_prose() -> None:
    line = "OSLO (Reuters) - The council counted 40 boats."
    assert [(part.start, part.reason) for part in bylines_and_credits(line, 0, len(line), at_the_top=True)] == [
        (0, "dateline")
    ]
    assert without_credit("The harbour of Oslo. (AP Photo/Ann Ray)") == "The harbour of Oslo."


def test_captions_and_headings_have_no_verb() -> None:
    assert is_caption("The current flag of New Zealand.")
    assert not is_caption("The flag was changed in New Zealand.")
    assert why_no_sentence("Forty boats lost", first=True) == "a name alone on a line"
    assert why_no_sentence("The council said it had counted the boats", first=False) is None


def test_lines_become_paragraphs_of_bearable_length() -> None:
    assert printable("a\u202fb\x00c\r\nd") == "a b c \nd"
    assert find_paragraphs("One.\n\nTwo.") == [(0, 4), (6, 10)]
    assert is_bulleted("- one")
    assert trimmed("  a ", 0, 4) == (2, 3)
    assert list(pieces("a b. c d.", 0, 9, longest=5)) == [(0, 5), (5, 9)]
    assert repeated(["It rained a lot.", "Yes.", "it RAINED a lot", "Yes."]) == {2}


def test_cleaning_moves_no_character() -> None:
    raw = "Advertisement\n\nThe council counted 40 boats.\n\nShare on Facebook"
    cleaned = clean(raw)
    assert len(cleaned.text) == len(raw)
    assert [raw[a:b] for a, b in cleaned.paragraphs] == ["The council counted 40 boats."]
    assert [part.reason for part in cleaned.removed] == ["advertisement", "share line"]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.4", "", "pdf"),
        (b"<!doctype html>", "", "html"),
        (b"a,b", "a.csv", "csv"),
        (b"It rained.", "", "text"),
    ],
)
def test_a_format_is_recognized_by_its_first_bytes_and_its_name(data: bytes, name: str, kind: str) -> None:
    assert recognised(data, name) == kind


def test_every_format_gives_its_parts() -> None:
    for module, data in (
        (text, b"It rained."),
        (html, b"<p>It rained."),
        (pdf, files.pdf("It rained.")),
        (docx, files.docx("It rained.")),
    ):
        _, parts = module.read_document(data)
        assert [part.text for part in parts] == ["It rained."]
    with pytest.raises(Unreadable, match="broken PDF"):
        pdf.read_document(b"%PDF-1.4 and rubbish")


def test_rows_and_figures_of_tables() -> None:
    table = b"entity,measure,year,value,unit,source\nAlder,boats,2020,40,,Gazette\n"
    assert [row for _, row in cells.csv_rows(table)][1][:4] == ["Alder", "boats", "2020", "40"]
    assert [(f.entity, f.year, f.value) for f in figures(table, "csv").rows] == [("Alder", 2020, 40.0)]
    sheets = list(cells.xlsx_sheets(files.xlsx([["a", 1]])))
    assert len(sheets) == 1
    assert BytesIO(table).read(6) == b"entity"
