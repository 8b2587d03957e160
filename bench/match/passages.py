"""Passages of the shelf found for claims: with words only, and with words and meaning.

    python -m bench.match.passages [FILE ...]    FILE holds stance pairs, as for bench.stance

Of the pairs, by default those that are held out, 300 claims are asked that their passage decides. The shelf, a
PostgreSQL of its own, holds the passages of all pairs of `tests/data`; once each as a paragraph, and once three to a
paragraph, as documents have them; and where the corpora are, 22,500 sentences of debates besides. "Found" is how often
a passage of the claim is among the hits, "evidence" how often it is shown; "others" how many passages are shown that
are none of the claim's pairs, and "decide" how many of these are for or against, a claim. Some are so rightly: pairs of
one matter are in several files. Texts are not printed.

Then 300,000 passages, with vectors near those (cosine .8): how long one lookup's searches take, in processor time of
bench and server, the encoder included.
"""

import csv
import gzip
import json
import logging
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from sqlalchemy import text

from bench.gold import place
from bench.match.store import on_core, one_core
from bench.servers import empty_database
from bench.stance.__main__ import HELD_OUT
from bench.statements import statements
from checks.nlp.encoder import encoder
from checks.quantities import quantities
from checks.retrieval.search_log import SearchLog
from checks.retrieval.shelf_documents import CANDIDATES, LEAST_COSINE, search_texts, shelf_passages
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.document import About, Block, Figure, Part
from checks.types.embedding import ENCODER_DIMENSIONS, ENCODER_NAME
from checks.types.passage import Passage
from checks.types.source import SourceContext
from embedded.process import Server
from settings import set_variables
from store import embeddings
from store.db import engine, transaction
from store.shelf.incoming import DocumentSubmission, add_read_document
from workers.source_runtime import Unreachable
from workers.sources.searches import PastFactChecks, Shelf

_DATA: Final = Path(__file__).parents[2] / "tests/data"
_DEBATES: Final = "checkworthy/CT24_checkworthy_english_train.tsv.gz"
_ASKED, _TIMED, _WARM = 300, 100, 20
_LARGE, _NOISE = 300_000, 0.75
_DECIDES: Final = ("supports", "refutes")


@dataclass
class Searched:
    """The shelf, with all that its searches found; without meaning nothing is found by it."""

    shelf: Shelf
    by_meaning: bool
    hits: list[Passage] = field(default_factory=list)

    def has_documents(self) -> bool:
        """As `workers.sources.searches.Shelf`."""
        return self.shelf.has_documents()

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        """As `workers.sources.searches.Shelf`."""
        return self._noted(self.shelf.documents(words, limit))

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        """As `workers.sources.searches.Shelf`."""
        return self._noted(self.shelf.documents_like(statement, limit, least)) if self.by_meaning else ()

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        """None: documents alone are asked."""
        return ()

    def measures(self, entity: str) -> tuple[str, ...]:
        """None."""
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        """None."""
        return ()

    def _noted(self, hits: tuple[Passage, ...]) -> tuple[Passage, ...]:
        self.hits += hits
        return hits


def main(files: Sequence[Path] = HELD_OUT) -> None:
    """Print the tables."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    set_variables({"TOKENIZERS_PARALLELISM": "false"})
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    everything = [
        json.loads(line)["passage"] for file in _DATA.glob("stance_pairs*.jsonl") for line in file.open()
    ]
    passages = list(dict.fromkeys([*(row["passage"] for row in rows), *everything]))
    own: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        own[row["claim"]].add(row["passage"])
    decided = list(dict.fromkeys(row["claim"] for row in rows if row["stance"] in _DECIDES))
    asked = Random(4).sample(decided, min(_ASKED, len(decided)))
    for title, paragraphs in _shelves(passages):
        with empty_database() as server:
            _fill(server.url, paragraphs)
            print(f"\n{title}: {len(paragraphs):,} paragraphs, {len(asked)} claims")
            print(f"{'':<22}{'found':>10}{'evidence':>10}{'others':>10}{'decide':>10}")
            for name, by_meaning in (("words", False), ("words and meaning", True)):
                shares = _ask(server.url, asked, own, by_meaning=by_meaning)
                print(f"{name:<22}" + "".join(f"{share:>10.3f}" for share in shares), flush=True)
    _time(passages, asked)


def _shelves(passages: Sequence[str]) -> Iterable[tuple[str, list[str]]]:
    """The shelves that are asked, each with its title."""
    mixed = Random(5).sample(list(passages), len(passages))
    threes = [" ".join(mixed[n : n + 3]) for n in range(0, len(mixed), 3)]
    yield "one passage a paragraph", list(passages)
    yield "three passages a paragraph", threes
    if (debates := place() / _DEBATES).exists():
        with gzip.open(debates, "rt", encoding="utf-8", newline="") as file:
            lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            yield "three a paragraph, debates besides", [*threes, *(row[1] for row in lines if len(row) > 1)]


def _fill(url: str, paragraphs: Sequence[str]) -> None:
    """Put paragraphs on the shelf, all of one document, and fill in their embeddings as the workers do."""
    parts = [Part(each, (Block(0, len(each)),)) for each in paragraphs if each.strip()]
    with transaction(url) as conn:
        add_read_document(conn, DocumentSubmission("document", "bench.txt", "Bench"), About(), parts)
    while True:
        with transaction(url) as conn:
            if not (batch := embeddings.take_missing_embeddings(conn, 500)):
                break
            vectors = encoder().sentences([row.statement for row in batch])
            embeddings.fill_embeddings(conn, batch, vectors.tolist())
    with engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))


def _ask(
    url: str, asked: Sequence[str], own: Mapping[str, set[str]], *, by_meaning: bool
) -> tuple[float, float, float, float]:
    """(found, evidence, others, others that decide), each a claim."""
    found = evidence = others = decide = 0
    for statement in asked:
        claim, shelf = _claim(statement), Searched(Shelf(url), by_meaning)
        shown = shelf_passages(claim, _context(url, shelf), SearchLog())
        wrong = [passage for passage in shown if not _is_of(passage, own[statement])]
        found += any(_is_of(passage, own[statement]) for passage in shelf.hits)
        evidence += len(wrong) < len(shown)
        others += len(wrong)
        decide += sum(compare(claim, passage).stance in _DECIDES for passage in wrong)
    n = len(asked)
    return found / n, evidence / n, others / n, decide / n


def _is_of(passage: Passage, own: set[str]) -> bool:
    return any(text in passage.text for text in own)


def _claim(statement: str) -> Claim:
    found = quantities(statement)
    return Claim(
        0,
        len(statement),
        statement,
        statement=statement,
        kind="statement",
        claimant=None,
        worth=0.0,
        reasons=(),
        quantities=found,
    )


def _context(url: str, shelf: Searched) -> SourceContext:
    return SourceContext(shelf, PastFactChecks(url), datetime.now(UTC), Unreachable())


def _time(passages: Sequence[str], asked: Sequence[str]) -> None:
    """Print how long the searches of a lookup take at 300,000 passages."""
    print(
        f"\n{_LARGE:,} passages, searches of one lookup\n{'':<22}{'p50 ms cpu':>12}{'p95 ms cpu':>12}", flush=True
    )
    with empty_database() as server:
        _fill(server.url, passages)
        _enlarge(server.url)
        with one_core(server):
            for name, by_meaning in (("words", False), ("words and meaning", True)):
                took = _searches(server, asked, by_meaning=by_meaning)
                p95 = statistics.quantiles(took, n=20)[-1]
                print(f"{name:<22}{statistics.median(took):>12.1f}{p95:>12.1f}", flush=True)


def _searches(server: Server, asked: Sequence[str], *, by_meaning: bool) -> list[float]:
    """Milliseconds of processor time of bench and server for the searches of each lookup, nothing compared."""
    took = []
    for n, statement in enumerate([*asked[:_WARM], *asked[:_TIMED]]):
        with transaction(server.url) as conn:
            backend = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
        claim, shelf = _claim(statement), Searched(Shelf(server.url), by_meaning)
        words = search_texts(claim)
        worked = on_core(backend)
        if by_meaning:
            shelf.documents_like(statement, CANDIDATES, LEAST_COSINE)
        for search in words:
            shelf.documents(search, CANDIDATES)
        if n >= _WARM:
            took.append(on_core(backend) - worked)
    return took


def _enlarge(url: str) -> None:
    """Make the shelf 300,000 passages large: made-up statements, with vectors near those that are there."""
    noise = np.random.default_rng(3).standard_normal((997, ENCODER_DIMENSIONS))
    noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    with transaction(url) as conn:
        conn.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '1GB'"))
        conn.execute(text("DROP INDEX ix_passage_embeddings_embedding"))
        conn.execute(text("CREATE TEMP TABLE noise (n integer, vector halfvec) ON COMMIT DROP"))
        values = [{"n": n, "vector": str(row.round(4).tolist())} for n, row in enumerate(noise)]
        conn.execute(text("INSERT INTO noise VALUES (:n, :vector)"), values)
        document = conn.execute(text("SELECT max(document_id) FROM document_passages")).scalar_one()
        with conn.connection.cursor().copy(
            "COPY document_passages (document_id, number, part, text) FROM STDIN"
        ) as copy:
            for n, made in enumerate(statements(_LARGE), 1_000_000):
                copy.write_row((document, n, 1, made.text))
        conn.execute(
            text("""
                WITH near AS (
                  SELECT row_number() OVER (ORDER BY passage_id) - 1 AS n, embedding FROM passage_embeddings)
                INSERT INTO passage_embeddings (passage_id, embedding, encoder)
                SELECT p.id, l2_normalize(near.embedding + noise.vector), :encoder FROM document_passages p
                JOIN near ON near.n = p.id % (SELECT count(*) FROM passage_embeddings)
                JOIN noise ON noise.n = p.id % 997 WHERE p.number >= 1000000"""),
            {"encoder": ENCODER_NAME},
        )
        index = next(i for i in embeddings.passage_embeddings.indexes if str(i.name).endswith("_embedding"))
        began = time.perf_counter()
        index.create(conn)
        conn.execute(text("SELECT gin_clean_pending_list('ix_document_passages_search')"))
        print(f"index made in {time.perf_counter() - began:.0f} s", flush=True)
    with engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]] or HELD_OUT)
