"""A desk that was exported and imported is the same desk, and exports the same bytes."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from settings import settings
from store import articles, people
from store.db import metadata, transaction
from store.people import MACHINE, Refused
from store.transfer import export, restore
from store.transfer.emptiness import require_empty
from store.transfer.tables import COLUMNS_NOT_EXPORTED, NOT_EXPORTED, exported_tables
from tests.fixtures.desk_parts import article, person
from tests.fixtures.full_desk import SECRET_OF_A_SOURCE, fill_desk
from tests.running.databases import Databases


@pytest.fixture
def full(desk: str) -> str:
    """A desk with a little of everything in it."""
    fill_desk(desk)
    return desk


@pytest.fixture
def small(desk: str) -> str:
    """A desk with a person and two articles."""
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        for title in ("A town", "=HYPERLINK(1)"):
            articles.receive_article(conn, articles.Submission(f"{title} sank.", title), actor)
    return desk


@pytest.fixture
def empty(databases: Databases) -> Iterator[str]:
    """A second desk, in which nothing is."""
    url = databases.take()
    yield url
    databases.give_back(url)


def exported(url: str) -> str:
    with transaction(url) as conn:
        export.begin_export(conn)
        return "".join(export.export_lines(conn))


def read_in(url: str, content: str) -> int:
    lines = iter(content.splitlines(keepends=True))
    with transaction(url) as conn:
        require_empty(conn)
        restore.read_header(conn, next(lines, ""))
        rows = [0, *restore.restore(conn, lines)][-1]
    return rows


def test_export_import_export_gives_the_same_bytes(full: str, empty: str) -> None:
    first = exported(full)
    header = json.loads(first.splitlines()[0])
    must = ("articles", "revisions", "claims", "lookups", "evidence", "verdicts",
        "fact_checks", "corrections", "audit", "people",
            "external_ratings", "documents", "document_passages", "figures",
                "feeds", "suggestions", "quantities", "captures",
            "imports", "work", "citations", "automation_rules", "automation_rule_uses", "source_settings")  # fmt: skip
    assert {name for name in must if not header["rows"][name]} == set()
    assert read_in(empty, first) == sum(header["rows"].values()) == len(first.splitlines()) - 2
    assert exported(empty) == first
    assert _searches(empty) == _searches(full)


def _searches(url: str) -> list[tuple[int, str]]:
    """The words and labels by which claims are found, which no export holds."""
    with transaction(url) as conn:
        return [tuple(row) for row in conn.execute(text("SELECT id, search::text FROM claims ORDER BY id"))]


def test_the_imported_desk_goes_on(full: str, empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in(empty, exported(full))
    monkeypatch.setenv("DATABASE_URL", empty)
    settings.cache_clear()
    with transaction(empty) as conn:
        before = int(conn.execute(text("SELECT max(id) FROM articles")).scalar_one())
        who = people.find_person_by_email(conn, "checker@example.org")
        assert who
        assert not who.has_password
        assert people.create_sign_in_link(conn, who.id)
    assert article(empty, MACHINE, "Nine boats sank in the harbour of Alder on Monday.") == before + 1
    with pytest.raises(Exception, match="violates foreign key"), transaction(empty) as conn:
        conn.execute(text("UPDATE claims SET head_id = 999999 WHERE id = (SELECT min(id) FROM claims)"))


def test_no_secret_is_exported(full: str) -> None:
    content = exported(full)
    with transaction(full) as conn:
        hashes = (
            conn.execute(text("SELECT password_hash FROM people WHERE password_hash IS NOT NULL")).scalars().all()
        )
    assert hashes
    assert not any(each in content for each in hashes)
    assert SECRET_OF_A_SOURCE not in content
    assert '"sealed"' not in content
    assert "password_hash" not in content
    assert '"type":"tokens"' not in content
    assert '"type":"webhooks"' not in content


def test_every_table_is_exported_or_named_as_left_out() -> None:
    names = {table.name for table in exported_tables()}
    assert names | NOT_EXPORTED == set(metadata.tables)
    for name, columns in COLUMNS_NOT_EXPORTED.items():
        assert set(columns) <= set(metadata.tables[name].c.keys())
    assert [table.name for table in exported_tables() if "type" in table.columns] == []
    secrets = {
        (t.name, c)
        for t in exported_tables()
        for c in t.columns
        if any(word in c for word in ("secret", "password", "sealed", "code_hash"))
    }
    assert secrets == set()


def test_an_import_is_refused_where_the_desk_holds_something(small: str, empty: str) -> None:
    content = exported(small)
    with pytest.raises(Refused, match="the desk is not empty"):
        read_in(small, content)
    person(empty, "admin")
    with pytest.raises(Refused, match="the desk is not empty"):
        read_in(empty, content)


def _cut(lines: list[str]) -> list[str]:
    return lines[:-1]


def _without_people(lines: list[str]) -> list[str]:
    kept = [line for line in lines if not line.startswith('{"type":"people"')]
    return [*kept[:-1], json.dumps({"type": "end", "rows": len(kept) - 2}) + "\n"]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_cut, "its last line is missing"),
        (lambda lines: [*lines[:-1], '{"type": "end", "rows": 1}\n'], "it ends after 1 rows"),
        (lambda lines: [*lines, lines[1]], "something follows after the end"),
        (lambda lines: [*lines[:5], "{no\n", *lines[5:]], "line 6 is no JSON object"),
        (
            lambda lines: [*lines[:5], '{"type":"tokens","id":1}\n', *lines[5:]],
            "line 6: there is no type “tokens”",
        ),
        (lambda lines: [*lines[:5], lines[4], *lines[5:]], "the store refuses"),
        (_without_people, "refers to rows that are not in it"),
        (lambda lines: lines[1:], "no export of a desk"),
        (
            lambda lines: [lines[0].replace('"schema": "', '"schema": "x'), *lines[1:]],
            "written by another version",
        ),
        (lambda lines: [], "is no JSON object"),
    ],
)
def test_an_import_that_breaks_off_writes_nothing(
    small: str, empty: str, spoil: Callable[[list[str]], list[str]], why: str
) -> None:
    lines = spoil(exported(small).splitlines(keepends=True))
    with pytest.raises(Refused, match=why):
        read_in(empty, "".join(lines))
    with transaction(empty) as conn:
        assert conn.execute(text("SELECT count(*) FROM articles")).scalar_one() == 0
        require_empty(conn)


def test_csv_holds_no_formula(small: str) -> None:
    with transaction(small) as conn:
        export.begin_export(conn)
        rows = list(csv.DictReader(io.StringIO("".join(export.export_csv(conn, "articles")))))
    assert [row["title"] for row in rows][-1] == "'=HYPERLINK(1)"
    assert not any(cell.startswith(("=", "+", "@", "-")) for row in rows for cell in row.values())
    assert json.loads(rows[0]["authors"]) == []
    with pytest.raises(Refused, match="there is no “tokens”"), transaction(small) as conn:
        export.export_csv(conn, "tokens")


def test_large_rows_go_through_in_bounded_memory(desk: str) -> None:
    """Rows of 60 MB in all are exported in a process that may grow by less than that."""
    with transaction(desk) as conn:
        conn.execute(
            text("INSERT INTO captures (sha256, text) SELECT sha256(n::text::bytea), repeat(n::text, 300000) "
                 "FROM generate_series(10, 109) n")
        )  # fmt: skip
    code = (
        "import resource, sys\n"
        "from store.db import transaction\nfrom store.transfer import export\n"
        "size = 0\n"
        f"with transaction({desk!r}) as conn:\n"
        "    export.begin_export(conn)\n"
        "    begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "    for piece in export.export_lines(conn):\n        size += len(piece)\n"
        "grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begin\n"
        "print(size, grown)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    size, grown = map(int, done.stdout.split())
    assert size > 60_000_000
    assert grown < 20_000, f"it grew by {grown} kB"
