"""Files as newsrooms have them, made here: PDF written out by hand, DOCX and XLSX by the libraries that read them."""

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str, title: str | None = None, bomb: int = 0) -> bytes:
    """A PDF with these texts, a line of text a line; `bomb` bytes of blanks unpack in front of each page's text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids, streams = [], []
    for text in pages:
        lines = "".join(f"({line.replace('(', '').replace(')', '')}) Tj T*\n" for line in text.split("\n"))
        stream = zlib.compress(b" " * bomb + f"BT /F1 11 Tf 14 TL 40 800 Td\n{lines}ET".encode("latin-1"))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>")
        streams.append((len(objects), stream))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in kids)}] /Count {len(kids)} >>"
    objects.append(
        f"<< /Title ({title}) /Author (Jane Roe) /CreationDate (D:20260203120000Z) >>" if title else "<< >>"
    )
    return _written(objects, dict(streams))


def _written(objects: list[str], streams: dict[int, bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\n".encode("latin-1")
        if number in streams:
            out += b"stream\n" + streams[number] + b"\nendstream\n"
        out += b"endobj\n"
    at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    return bytes(out + f"startxref\n{at}\n%%EOF".encode())


def encrypted(plain: bytes) -> bytes:
    """A PDF that wants a password."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(plain))), BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def docx(*parts: str | Sequence[Sequence[str]], title: str = "") -> bytes:
    """A DOCX of paragraphs; one that begins with # is a heading, rows of cells are a table."""
    document, out = Document(), BytesIO()
    document.core_properties.title = title
    for part in parts:
        if not isinstance(part, str):
            table = document.add_table(len(part), len(part[0]))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif part.startswith("#"):
            document.add_heading(part[1:], 1)
        else:
            document.add_paragraph(part)
    document.save(out)
    return out.getvalue()


def xlsx(rows: Iterable[Sequence[object]], **sheets: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file with a sheet of these rows, and further sheets by their names."""
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for name, others in sheets.items():
        more = book.create_sheet(name)
        for row in others:
            more.append(list(row))
    book.save(out)
    return out.getvalue()


def swapped(archive: bytes, name: str, content: bytes) -> bytes:
    """An archive with another content of one of its files."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return out.getvalue()
