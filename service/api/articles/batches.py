"""Articles in batches: newline-delimited JSON, each line stored or refused by itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from flask import Blueprint, Response, stream_with_context
from structlog import get_logger

from service import auth, rate_limits
from service.api import http
from service.api.articles.articles import NewArticle, article_address, receive
from service.api.schemas.article_batches import BatchResult, FieldError, LineProblem
from service.errors import Problem, problem_of
from service.request.transaction import transaction
from store import dispatch
from store.db import DatabaseError, was_in_each_others_way
from workers import enqueue

blueprint = Blueprint("api_article_batches", __name__, url_prefix="/api/v1/articles/batch")
MOST_LINES: Final = 1_000
# Lines answered in one piece. All pieces of a batch fit into what may wait for a slow reader
# (`service.serving.asgi`), so that none holds a thread.
_GROUP: Final = 8
_log = get_logger()


@blueprint.post("")
@auth.api("articles")
@http.describe(
    "Send up to 1,000 articles, one a line; each is stored or refused by itself and answered in the same order",
    gives=BatchResult, takes=NewArticle, lines=True,
)  # fmt: skip
def add_articles() -> Response:
    """Store a batch; an answer goes out when what it tells of is on disk, so that a cut connection loses nothing."""
    lines = http.read_lines(MOST_LINES)
    before = rate_limits.charge_articles(len(lines))
    return Response(stream_with_context(_answer(lines, before)), content_type=http.NDJSON)


def _answer(lines: Sequence[bytes], before: int) -> Iterator[str]:
    """The answer to a batch whose sender has sent so many articles before in this minute."""
    batch = _Batch(before)
    counts: Counter[str] = Counter()
    for start in range(0, len(lines), _GROUP):
        results = [batch.add(number, line) for number, line in enumerate(lines[start : start + _GROUP], start + 1)]
        batch.enqueue()
        counts.update(result.status for result in results)
        yield "".join(f"{result.model_dump_json()}\n" for result in results)
    _log.info("batch of articles", lines=len(lines), **counts)


class _Batch:
    """Stores one line after the other. After the store, or the broker, has failed once, it is not asked again."""

    def __init__(self, before: int) -> None:
        self._before = before
        self._jobs: list[tuple[str, int]] = []
        self._store_problem: Problem | None = None
        self._broker_answers = True

    def add(self, number: int, line: bytes) -> BatchResult:
        """Store or refuse a line."""
        try:
            sent = _read(line)
            if self._store_problem:
                raise self._store_problem
            article_id, new, jobs = self._receive(sent, number)
        except Exception as error:
            problem = problem_of(error)
            if problem.status == 503 and not (isinstance(error, DatabaseError) and was_in_each_others_way(error)):
                self._store_problem = problem
            return _refused(number, problem)
        self._jobs += jobs
        return BatchResult(
            line=number,
            status="accepted" if new else "known",
            article_id=article_id,
            location=article_address(article_id),
        )

    def _receive(self, sent: NewArticle, number: int, tries: int = 3) -> tuple[int, bool, list[tuple[str, int]]]:
        """Receive a line in a transaction of its own; again where another transaction stood in its way."""
        try:
            with transaction() as conn:
                return receive(conn, sent, self._before + number - 1)
        except DatabaseError as error:
            if tries == 1 or not was_in_each_others_way(error):
                raise
            return self._receive(sent, number, tries - 1)

    def enqueue(self) -> None:
        """Send the hints of what is stored; those that are left out while the broker is away the sweeper sends."""
        unsent: dict[str, list[int]] = {}
        for kind, subject in self._jobs:
            self._broker_answers = self._broker_answers and enqueue.enqueue(kind, [subject])
            if not self._broker_answers:
                unsent.setdefault(kind, []).append(subject)
        self._jobs = []
        if unsent and not self._store_problem:
            with transaction() as conn:
                for kind, subjects in unsent.items():
                    dispatch.unmark_jobs(conn, kind, subjects)


def _refused(number: int, problem: Problem) -> BatchResult:
    errors = [FieldError(field=field, message=message) for field, message in problem.fields.items()]
    described = LineProblem(status=problem.status, detail=problem.detail, errors=errors)
    return BatchResult(line=number, status="refused", problem=described)


def _read(line: bytes) -> NewArticle:
    """A line as an article. Raises `Problem`."""
    if not line.strip():
        raise Problem(400, "the line is empty")
    try:
        line.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the line is not UTF-8, from its byte {error.start + 1} on") from None
    try:
        return http.parse(NewArticle, line)
    except Problem as problem:
        # The line that JSON's reader names is always the first, and the batch counts lines of its own.
        problem.detail = problem.detail.replace(" at line 1 column ", " at column ")
        raise
