"""The small answers of our own making in `answers/`, and the service outside that gives them."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from checks.extraction import split
from checks.retrieval import sources
from checks.retrieval.sources import Source, options_of
from checks.types.answer import SearchFailed
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from tests.fixtures.outside import Reply

FOLDER = Path(__file__).parent / "answers"
COUNTRIES = ("Poland", "Spain", "South Korea", "Türkiye", "Egypt")
MUTANTS = (None, 7, "x", [], {}, -1.5)


@dataclass(frozen=True)
class Route:
    """One answer, and what must stand in a request that gets it."""

    when: dict[str, str] = field(default_factory=dict)
    answer: Any = None
    text: str | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def fits(self, url: str) -> bool:
        """Whether the request is one that this answer is for."""
        split_ = urlsplit(url)
        asked = dict(parse_qsl(split_.query, keep_blank_values=True))
        return all(
            split_.path.endswith(value) if name == "path" else asked.get(name) == value
            for name, value in self.when.items()
        )

    def reply(self) -> Reply:
        """The answer as the service sends it."""
        body = self.answer if self.text is None else self.text.encode()
        return Reply(body, self.status, self.headers)


@dataclass(frozen=True)
class Refusal:
    """An error in the service's own form, and what becomes of it."""

    routes: list[Route]
    says: str
    after: float = 0.0
    busy: bool = False


@dataclass(frozen=True)
class Answers:
    """What one answers file holds."""

    claim: Claim
    found: list[Route]
    nothing: dict[str, list[Route]]
    refused: dict[str, Refusal]
    options: dict[str, str]
    now: str
    documents: tuple[Passage, ...] = ()
    set_aside: tuple[str, ...] = ()


def network() -> list[Source]:
    """Every source of ours that asks the network."""
    ours = (
        s
        for s in sources.sources().values()
        if cast(ModuleType, s).__name__.startswith("checks.retrieval.sources.")
    )
    return [source for source in ours if sources.limits(source) is not None]


def name(source: Source) -> str:
    """The source's file, without its ending."""
    return cast(ModuleType, source).__name__.rsplit(".", 1)[1]


def answers(source: Source) -> Answers:
    """The answers file of a source; it must have one."""
    path = FOLDER / f"{name(source)}.json"
    assert path.exists(), f"{source.NAME} asks the network, so it needs {path.relative_to(FOLDER.parents[3])}"
    value = json.loads(path.read_text(encoding="utf-8"))
    refused = {
        case: Refusal(_routes(form.pop("routes")), **form) for case, form in value.get("refused", {}).items()
    }
    nothing = {case: _routes(given) for case, given in value["nothing"].items()}
    (claim,) = split(value["claim"]).claims
    now = value.get("now", "2026-11-24T12:00:00+00:00")
    documents = tuple(Passage(**given) for given in value.get("documents", ()))
    return Answers(
        claim=claim,
        found=_routes(value["found"]),
        nothing=nothing,
        refused=refused,
        options=value.get("options", {}),
        now=now,
        documents=documents,
        set_aside=tuple(value.get("set_aside", ())),
    )


def _routes(given: list[dict[str, Any]]) -> list[Route]:
    return [Route(**route) for route in given]


def reply(routes: list[Route], url: str) -> Reply:
    """What the first route that fits answers."""
    route = next((route for route in routes if route.fits(url)), None)
    return route.reply() if route else Reply({"no route for": url}, 404)


def options(source: Source, given: dict[str, str], there: str) -> dict[str, str]:
    """The values of a source's options, its addresses moved to the service at `there`."""
    addresses = {
        option.name: there + urlsplit(option.default or "").path
        for option in sources.options(source)
        if option.address
    }
    values = options_of(source, given | addresses)
    assert values is not None, f"{source.NAME} needs options that its answers file does not give"
    return values


def mutants(routes: list[Route]) -> Iterator[tuple[str, list[Route]]]:
    """The routes, again and again, each time with one node of one answer gone or of another type; and where it was."""
    for n, route in enumerate(routes):
        for path in _nodes(route.answer):
            for change in (*MUTANTS, "gone"):
                if change == "gone" and not path:
                    continue
                other = Route(route.when, _changed(route.answer, path, change), route.text)
                yield f"{n}:{'.'.join(map(str, path))} = {change!r}", [*routes[:n], other, *routes[n + 1 :]]


def _nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from _nodes(member, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], change: Any) -> Any:
    if not path:
        return change
    made = copy.deepcopy(value)
    parent = made
    for key in path[:-1]:
        parent = parent[key]
    if change == "gone":
        del parent[path[-1]]
    else:
        parent[path[-1]] = copy.deepcopy(change)
    return made


@dataclass
class Played:
    """`checks.types.source.Fetch` without a network, for the many answers that are wrong in one place only."""

    routes: list[Route]

    def json(self, url: str, params: Any = None, *, headers: Any = None, body: Any = None) -> Any:
        """The answer of the first route that fits."""
        answer = reply(self.routes, f"{url}{'&' if '?' in url else '?'}{urlencode(params or {})}")
        if answer.status != 200:
            raise SearchFailed(f"it answered {answer.status}", status=answer.status)
        return json.loads(answer.body) if isinstance(answer.body, bytes) else copy.deepcopy(answer.body)


class Empty:
    """A store in which there is nothing, but that knows the names of some countries."""

    def has_documents(self) -> bool:
        return False

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        return ()

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]:
        return ()

    def figures(self, entity: str, measure: str) -> tuple[Figure, ...]:
        return ()

    def entities(self, text: str) -> tuple[str, ...]:
        return tuple(country for country in COUNTRIES if country in text)

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        return ()


class Shelf(Empty):
    """The same with documents."""

    def __init__(self, passages: tuple[Passage, ...]) -> None:
        self._passages = passages

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]:
        return self._passages[:limit]
