"""The API of a desk, one method for what programs do most; `get`, `send` and `iterate` reach all else."""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import IO, Any, Final, Self, TypeAlias, cast

import requests

from factdesk.client.errors import FactdeskError, Unavailable
from factdesk.client.records import Article, BatchResult, Claim, FactCheck, Feed
from factdesk.client.transport import Parameter, Transport

Json: TypeAlias = dict[str, Any]  # an answer, as the desk's /api/v1/docs describes it
Value = str | int | float | bool | None
_API: Final = "/api/v1"
_MOST_LINES: Final = 1000  # of a batch, as the desk takes it
_MOST_BYTES: Final = 11_000_000
_PAGE: Final = 200
_NDJSON: Final = "application/x-ndjson"


class Factdesk:
    """One desk.

    Args:
        url: of the desk; that of FACTDESK_URL, if not given.
        token: of its API; that of FACTDESK_TOKEN, if not given.
        timeout: seconds to wait for an answer.
        retries: how often a request is tried again after 429, 503 or no answer, honouring `Retry-After`.
        wait: sleeps for some seconds; tests hand in another.

    Raises:
        ValueError: no address or token is known.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        timeout: float = 30.0,
        retries: int = 5,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        url, token = url or os.environ.get("FACTDESK_URL"), token or os.environ.get("FACTDESK_TOKEN")
        if not url or not token:
            raise ValueError("say where the desk is and with which token, or set FACTDESK_URL and FACTDESK_TOKEN")
        self._wait = wait
        self._transport = Transport(url, token, timeout=timeout, retries=retries, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(self, path: str, **query: Value | Sequence[str]) -> Json:
        """What is at a path below /api/v1, as "/claims/7". Raises `FactdeskError`, as all methods do."""
        answer = self._transport.send("GET", _API + path, repeatable=True, params=_query(query))
        return cast(Json, answer.json())

    def send(
        self, method: str, path: str, body: Mapping[str, object] | None = None, *, repeatable: bool = False
    ) -> Json:
        """What the desk answers to a change; {} where it has no answer.

        Args:
            method: POST, PUT, PATCH or DELETE.
            path: below /api/v1.
            body: goes as JSON.
            repeatable: whether sending it twice changes nothing more; it is then sent again where no answer comes.
        """
        sent = None if body is None else dict(body)
        answer = self._transport.send(method, _API + path, repeatable=repeatable, json=sent)
        return cast(Json, answer.json()) if answer.content else {}

    def iterate(self, path: str, **query: Value | Sequence[str]) -> Iterator[Json]:
        """All items of a list, page after page."""
        cursor: str | None = None
        while True:
            page = self.get(path, **{"limit": _PAGE, **query, "cursor": cursor})
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def articles(self, **filters: Value | Sequence[str]) -> Iterator[Article]:
        """Articles, the newest first; narrowed by stage, arrived_by, feed, since, until, with `fields` to choose
        from.
        """
        return cast(Iterator[Article], self.iterate("/articles", **filters))

    def claims(self, **filters: Value | Sequence[str]) -> Iterator[Claim]:
        """Claims, the most check-worthy first unless `sort` says otherwise; narrowed by state, kind, suggestion
        and more.
        """
        return cast(Iterator[Claim], self.iterate("/claims", **filters))

    def fact_checks(self, **filters: Value | Sequence[str]) -> Iterator[FactCheck]:
        """Published fact-checks that stand, the newest first."""
        return cast(Iterator[FactCheck], self.iterate("/fact-checks", **filters))

    def feeds(self, **filters: Value | Sequence[str]) -> Iterator[Feed]:
        """Feeds that are followed, the newest first."""
        return cast(Iterator[Feed], self.iterate("/feeds", **filters))

    def article(self, article_id: int) -> Article:
        """One article with its text."""
        return cast(Article, self.get(f"/articles/{article_id}"))

    def claim(self, claim_id: int) -> Claim:
        """One claim with its lookups, evidence and verdict."""
        return cast(Claim, self.get(f"/claims/{claim_id}"))

    def article_claims(self, article_id: int) -> list[Claim]:
        """The claims of an article's newest revision, in the order of the text."""
        return cast(list[Claim], self.get(f"/articles/{article_id}/claims")["items"])

    def send_article(self, **article: str | None) -> Article:
        """Send one article: `text`, `html` or `url`, and `title`, `published`. The same one twice is one article."""
        given = {name: value for name, value in article.items() if value is not None}
        return cast(Article, self.send("POST", "/articles", given, repeatable=True))

    def send_articles(
        self, articles: Iterable[Mapping[str, str | None]]
    ) -> Iterator[tuple[Mapping[str, str | None], BatchResult]]:
        """Send any number of articles in batches; gives each with what became of it, in the same order.

        A batch is sent again as a whole where the connection breaks: what is there already is then known.
        """
        batch: list[Mapping[str, str | None]] = []
        lines: list[bytes] = []
        size = 0
        for article in articles:
            line = (
                json.dumps({name: value for name, value in article.items() if value is not None}).encode() + b"\n"
            )
            if lines and (len(lines) >= _MOST_LINES or size + len(line) > _MOST_BYTES):
                yield from zip(batch, self._send_batch(lines), strict=True)
                batch, lines, size = [], [], 0
            batch.append(article)
            lines.append(line)
            size += len(line)
        if lines:
            yield from zip(batch, self._send_batch(lines), strict=True)

    def wait_until_ready(self, article_id: int, timeout: float = 300.0, pause: float = 0.5) -> Article:
        """An article once it is ready or has failed.

        Raises:
            TimeoutError: it is neither in time; the desk goes on with it.
        """
        deadline = time.monotonic() + timeout
        while (article := self.article(article_id))["stage"] not in ("ready", "failed"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"article {article_id} is still “{article['stage']}” after {timeout:g} s")
            self._wait(pause)
        return article

    def take_step(self, claim: Claim, action: str, **given: Value) -> Claim:
        """Take a step with a claim, such as "take", "decline" or "submit".

        Args:
            claim: as it was read; the step holds for its version.
            given: what the step needs, such as `reason` or `duplicate_of`.

        Raises:
            Conflict: somebody was faster.
        """
        body = {"action": action, "version": claim["version"], **given}
        return cast(Claim, self.send("POST", f"/claims/{claim['id']}/transitions", body))

    def export(self) -> Iterator[Json]:
        """Everything that the desk holds, row after row with its `type`; for an admin's token.

        Raises:
            Unavailable: it broke off.
        """
        answer = self._transport.send("GET", f"{_API}/export", repeatable=True, stream=True)
        last: Json = {}
        with answer:
            try:
                for line in answer.iter_lines(chunk_size=65_536):
                    last = json.loads(line)
                    yield last
            except (requests.RequestException, ValueError) as error:
                raise Unavailable(0, f"the export broke off: {error}") from error
        if last.get("type") != "end":
            raise Unavailable(0, "the export broke off")

    def import_export(self, lines: IO[bytes] | Iterable[bytes], timeout: float = 3600.0) -> int:
        """Read a whole export into the desk, which must hold nothing but the admin whose token this is; returns
        its rows.

        Args:
            lines: the export as it came: an open file, or its bytes in pieces of any size.
            timeout: seconds to wait while the desk writes, which takes it as long as there is much.

        Raises:
            Conflict: the desk holds something already.
            FactdeskError: lines are wrong, each named in its `problem`; nothing was imported.
        """
        data = lines if hasattr(lines, "read") else iter(lines)  # requests takes a list for the fields of a form
        answer = self._transport.send(
            "POST", f"{_API}/import", repeatable=False, once=True, data=data,
            headers={"Content-Type": _NDJSON}, timeout=timeout,
        )  # fmt: skip
        return int(answer.json()["rows"])

    def _send_batch(self, lines: list[bytes]) -> list[BatchResult]:
        answer = self._transport.send(
            "POST",
            f"{_API}/articles/batch",
            repeatable=True,
            data=b"".join(lines),
            headers={"Content-Type": _NDJSON},
        )
        results = [cast(BatchResult, json.loads(line)) for line in answer.content.splitlines()]
        if len(results) != len(lines):
            raise FactdeskError(answer.status_code, f"the desk answered {len(results)} of {len(lines)} articles")
        return results


def _query(given: Mapping[str, Value | Sequence[str]]) -> dict[str, Parameter]:
    """Parameters as they are sent: lists several times, `fields` with commas, nothing for None."""
    query: dict[str, Parameter] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name == "fields" and not isinstance(value, str):
            value = ",".join(cast(Sequence[str], value))
        query[name] = value
    return query
