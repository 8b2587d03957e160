"""Files read: what each format gives, where it stands, and what becomes of files that mean harm."""

import re
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from checks.documents import formats
from checks.documents.formats import Unreadable, archive
from checks.documents.formats.encodings import decoded
from checks.documents.formats.parts import LONGEST_BLOCK, LONGEST_PART, part, parts, plain
from checks.documents.pages import read_page
from checks.types.document import About, Part
from tests.fixtures.files import docx, encrypted, pdf, swapped, xlsx

ALDER = "The town of Alder has 4,017 inhabitants. It had 3,900 ten years ago."


def _read(data: bytes, name: str = "", declared: str = "") -> tuple[About, list[Part]]:
    about, found = formats.document(data, formats.recognised(data, name, declared))
    return about, list(found)


def _quoted(found: list[Part]) -> list[tuple[str, str | None, int | None]]:
    return [(each.text[b.start : b.end], b.heading, each.page) for each in found for b in each.blocks]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le café a fermé.", "latin-1"),
        ("The mayor of Nîmes paid 40 €.", "cp1252"),
        ("Größe: 40 m²", "latin-1"),
        ("Åse sa «nei» til Øystein.", "latin-1"),
        ("Żółw zjadł sześć świeżych liści, a potem poszedł spać pod dużym dębem w ogrodzie.", "cp1250"),
        ("Городской совет утвердил бюджет на следующий год, сообщил мэр.", "cp1251"),
        ("Городской совет утвердил бюджет на следующий год, сообщил мэр.", "koi8-r"),
    ],
)
def test_a_text_that_is_not_utf_8_is_read_in_its_own_encoding(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def test_the_encoding_that_a_text_was_sent_with_goes_before_any_guess() -> None:
    words = "Żółw śpi."
    page = read_page(words.encode("iso8859-2"), "text/plain; charset=ISO-8859-2")
    assert page.text == words
    assert read_page(words.encode(), "text/plain; charset=us-ascii").text == words, "a label that does not fit"


FEED = b'<rss version="2.0"><channel><title>Gazette</title><item><title>400 wells</title></item></channel></rss>'


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?>\n<!-- made anew -->' + FEED,
        b"\xef\xbb\xbf " + FEED,
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title></feed>',
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><text>400</text></svg>",
    ],
)
@pytest.mark.parametrize("declared", [None, "text/plain", "text/html", "application/rss+xml; charset=utf-8"])
def test_xml_is_no_article(data: bytes, declared: str | None) -> None:
    page = read_page(data, declared)
    assert (page.kind, page.text) == ("unreadable", "")
    assert (page.reason or "").startswith("it is XML, such as a feed")


def test_a_page_in_xhtml_is_a_page() -> None:
    body = b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>\n<html><p>It rained."
    assert read_page(body).text == read_page(body, "application/xhtml+xml").text == "It rained."


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("labels", [(), ("utf-8",), ("iso-8859-1",)])
def test_a_broken_byte_spoils_no_utf_8(mark: bytes, labels: tuple[str, ...]) -> None:
    data = mark + "Drei „Tote“ in Köln".encode() + b" \xc3, und mehr"
    assert decoded(data, *labels).removeprefix("\ufeff") == "Drei „Tote“ in Köln \ufffd, und mehr"
    assert decoded("Größe in Köln".encode("cp1252"), *labels) == "Größe in Köln"


def test_text_is_parted_by_blank_lines_and_its_encoding_found() -> None:
    words = (
        "Die Gemeinde Größenfelden hat 4.017 Einwohner.\r\nSo steht es im Bericht.\r\n\r\n"
        "Über die Brücke fuhr niemand."
    )
    wanted = [
        "Die Gemeinde Größenfelden hat 4.017 Einwohner. So steht es im Bericht.",
        "Über die Brücke fuhr niemand.",
    ]
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert [text for text, _, _ in _quoted(_read(words.encode(encoding), "a.txt")[1])] == wanted, encoding


def test_html_gives_headings_and_says_who_and_when() -> None:
    page = (
        b"<!doctype html><title>Flood - Alder Gazette</title><meta property='og:title' content='The flood'>"
        b"<meta name=author content='Jane Roe'><meta property='article:published_time' "
        b"content='2026-02-03T10:00:00Z'><nav>Home | Sport</nav><h1>The <b>flood</b></h1><p>Water rose.</p><h2>"
        b"Damage</h2><p>40 homes &amp; a mill.</p><script>alert(1)</script><footer>Imprint</footer>"
    )
    about, found = _read(page, "flood.html")
    assert about == About("The flood", "Jane Roe", date(2026, 2, 3))
    assert _quoted(found) == [("Water rose.", "The flood", None), ("40 homes & a mill.", "Damage", None)]
    latin = "<meta charset=iso-8859-1><p>Größe</p>".encode("latin-1")
    assert _quoted(_read(latin, "a.html")[1]) == [("Größe", None, None)]


def test_pdf_gives_pages_and_mends_words_that_a_line_s_end_parts() -> None:
    data = pdf("The coun-\ncil met on Monday and\nspoke of the flood.\nShort end.\nThe next paragraph is of "
               "other things and", "",
               ALDER, title="Minutes")  # fmt: skip
    about, found = _read(data, "x.bin")
    assert about == About("Minutes", "Jane Roe", date(2026, 2, 3), 3)
    assert [each.page for each in found] == [1, 2, 3]
    first = [text for text, _, page in _quoted(found) if page == 1]
    assert first[0].startswith("The council met on Monday and spoke of the flood.")
    assert _quoted(found)[-1] == (ALDER, None, 3)
    _, rest = formats.document(data, "pdf", 2)
    assert [each.page for each in rest] == [3]


def test_a_docx_without_properties_has_no_title() -> None:
    """python-docx makes up a title and an author where a file has none."""
    data = docx("#Findings", ALDER, title="Report")
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as without:
        for name in whole.namelist():
            if name != "docProps/core.xml":
                content = whole.read(name)
                without.writestr(name, re.sub(rb'<Relationship [^>]*core-properties"[^>]*/>', b"", content))
    about, _ = _read(out.getvalue(), "a.docx")
    assert about == About(None, None)


def test_docx_gives_paragraphs_under_headings_and_tables_row_by_row() -> None:
    data = docx("#Findings", ALDER, [["Town", "Inhabitants"], ["Alder", "4,017"]], title="Report")
    about, found = _read(data)
    assert about == About("Report", "python-docx")
    assert _quoted(found) == [
        (ALDER, "Findings", None), ("Town | Inhabitants", "Findings", None), ("Alder | 4,017", "Findings", None),
    ]  # fmt: skip


def test_tables_within_tables_of_a_docx_are_read_row_by_row() -> None:
    document, out = Document(), BytesIO()
    outer = document.add_table(1, 2).rows[0].cells
    outer[0].text = "Inhabitants"
    inner = outer[1].add_table(2, 2)
    for row, words in zip(inner.rows, (("Alder", "4,017"), ("Birk", "3,900")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    deep = inner.rows[1].cells[1].add_table(1, 1).rows[0].cells[0]
    deep.text = "as of May"
    document.save(out)
    _, found = _read(out.getvalue(), "a.docx")
    assert [text for text, _, _ in _quoted(found)] == [
        "Inhabitants", "Alder | 4,017", "Birk | 3,900", "as of May",
    ]  # fmt: skip


def test_long_paragraphs_are_cut_at_ends_of_sentences() -> None:
    made = part([(None, f"{ALDER} " * 30)])
    texts = [made.text[b.start : b.end] for b in made.blocks]
    assert len(texts) > 2
    assert all(len(text) <= LONGEST_BLOCK for text in texts)
    assert all(text.endswith("ago.") or text.endswith("inhabitants.") for text in texts)


@given(st.lists(st.text(max_size=3000), max_size=6))
def test_what_is_quoted_stands_at_its_offsets_and_nothing_is_lost(paragraphs: list[str]) -> None:
    made = part((None, paragraph) for paragraph in paragraphs)
    texts = [made.text[b.start : b.end] for b in made.blocks]
    assert all(text and text == text.strip() and len(text) <= LONGEST_BLOCK for text in texts)
    assert "".join("".join(texts).split()) == "".join("".join(map(plain, paragraphs)).split())


def test_a_long_text_comes_in_parts_and_can_be_gone_on_with() -> None:
    paragraphs = [(None, f"{number}. {ALDER}") for number in range(1200)]
    whole = list(parts(paragraphs))
    assert len(whole) > 3
    assert all(len(each.text) <= LONGEST_PART * 1.1 for each in whole)
    assert list(parts(paragraphs, 2)) == whole[2:]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "the file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "a.doc", "Office's form from before 2007"),
        (b"PK\x03\x04 and rubbish", "a.docx", "broken DOCX or XLSX"),
        (b"GIF89a\x00\x01\x00", "a.gif", "files of this kind are not read"),
        (b"no pdf at all", "a.pdf", "is called PDF, but is none"),
        (b"%PDF-1.4 and rubbish", "a.pdf", "it is a broken PDF"),
        (encrypted(pdf(ALDER)), "a.pdf", "encrypted; save it without a password"),
        (b"\xff\xfe\x00", "a.txt", "marked as utf-16, but byte"),
        (pdf(ALDER, bomb=90_000_000), "bomb.pdf", "page 1: it is a broken PDF: Limit reached while decompressing"),
        (swapped(docx(ALDER), "word/document.xml", b"<w:document"), "a.docx", "it is a broken DOCX"),
        (xlsx([["a"]]), "a.xlsx", "XLSX is read as a table of figures"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, name: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        _read(data, name)
    assert words in str(refused.value)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = swapped(docx(ALDER), "word/document.xml", b" " * 210_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(Unreadable, match="unpacks to 210,000,000 bytes"):
        _read(bomb, "bomb.docx")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as many:
        for number in range(10_001):
            many.writestr(str(number), "")
    with pytest.raises(Unreadable, match="10,001 files"):
        archive.checked(out.getvalue())


def test_entities_of_xml_are_not_unfolded() -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    document = (
        f"<?xml version='1.0'?><!DOCTYPE w [<!ENTITY l0 'ha'><!ENTITY f SYSTEM 'file:///etc/passwd'>{laughs}]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r>"
        "<w:t>&l9;&f; Water rose.</w:t></w:r></w:p></w:body></w:document>"
    )
    found: list[tuple[str, str | None, int | None]] = []
    with suppress(Unreadable):
        found = _quoted(_read(swapped(docx("x"), "word/document.xml", document.encode()))[1])
    assert all(len(text) < 200 and "root:" not in text for text, _, _ in found)


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.csv", "a.xlsx", ""]))
def test_no_bytes_are_a_mistake_of_ours(data: bytes, name: str) -> None:
    with suppress(Unreadable):
        _read(data, name)


@pytest.mark.parametrize(
    "label", ["punycode", "undefined", "idna", "hex", "utf-7", "unicode_escape", "x-none", "oem"]
)
def test_a_page_that_names_no_encoding_of_pages_is_read_all_the_same(label: str) -> None:
    page = f"<meta charset={label}><p>Forty boats – “all of them” – sank at Größe.</p>".encode()
    assert _quoted(_read(page, "a.html")[1]) == [("Forty boats – “all of them” – sank at Größe.", None, None)]


def test_what_pages_call_latin_1_is_windows_1252() -> None:
    page = "<meta charset=iso-8859-1><p>“Forty” boats</p>".encode("cp1252")
    assert _quoted(_read(page, "a.html")[1]) == [("“Forty” boats", None, None)]
