"""The World Bank's indicators: figures of countries, regions and the world, by year.

Built to the Indicators API v2 (datahelpdesk.worldbank.org, articles 889392 and 898581), as recorded answers of
2021 have
it: a pair of header and rows, newest first; a year without data is a row whose value is null; an error comes with
status 200 as `[{"message": [...]}]`, or as a web page; the unit stands in the indicator's name.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from pydantic import Field

from checks.dates.claim_years import claim_years
from checks.documents.claim_measures import named_measures
from checks.documents.measures import Measure, compared_entities, in_words, measures
from checks.retrieval.response_schemas import Shape, shaped
from checks.retrieval.search_log import Hit, SearchLog
from checks.retrieval.sources import Limits, Option, searched
from checks.retrieval.worldbank_places import Countries, Place, places
from checks.types.answer import Answer, SearchFailed
from checks.types.claim import Claim
from checks.types.document import Figure
from checks.types.passage import Passage
from checks.types.source import Fetch, SourceContext

NAME = "worldbank"
TITLE = "World Bank"
LIMITS = Limits(per_minute=60, at_once=1, seconds=20.0, largest=4_000_000, kept_seconds=24 * 3600)
OPTIONS = (Option("address", "its Indicators API", "https://api.worldbank.org/v2", address=True),)
_PAGE: Final = "https://data.worldbank.org/indicator"
_FIRST_YEAR: Final = 1960
_MOST_MEASURES, _MOST_PAGES, _ROWS_A_PAGE = 3, 5, 1000
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_Text = Annotated[str, Field(max_length=300)]


class _Header(Shape):
    page: int = 0
    pages: int = 0
    lastupdated: _Text | None = None


class _Named(Shape):
    id: _Text
    value: _Text = ""


class _Row(Shape):
    indicator: _Named
    country: _Named
    countryiso3code: _Text = ""
    date: _Text
    value: float | None = None
    obs_status: _Text = ""


class _Rows(Shape):
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One row with a value, and the day on which its table was brought up to date (ISO 8601), None if it is not
    told.
    """

    place: Place
    row: _Row
    year: int
    updated: str | None


def applies(claim: Claim) -> bool:
    """A claim that names a measure of which it has an indicator."""
    return bool(_measures(claim))


def ask(claim: Claim, context: SourceContext) -> Answer:
    """Figures of the places and measures that the claim names.

    Of its years, or else of the last year that has one. At most three measures; nothing is asked for a claim
    without a place.
    """
    return searched(lambda log: _passages(claim, context, log))


def _measures(claim: Claim) -> list[Measure]:
    """The measures that the claim speaks of and for which the lexicon names an indicator; three at most."""
    known = (measures()[name] for name in named_measures(claim))
    return [measure for measure in known if measure.worldbank][:_MOST_MEASURES]


def _passages(claim: Claim, context: SourceContext, log: SearchLog) -> Iterator[Passage]:
    """Figures in the order of the measures. Asks nothing if no place was found."""
    found = _places(claim, context, log)
    for measure in _measures(claim) if found else ():
        for cell in _cells(claim, measure, found, context, log):
            passages = list(_passage(measure, cell))
            if passages:
                log.keep(_key(cell))
            else:
                log.set_aside(_key(cell), "its value is no number that a claim can be held against")
            yield from passages


def _cells(
    claim: Claim, measure: Measure, wanted: list[Place], context: SourceContext, log: SearchLog
) -> list[_Cell]:
    """The cells of the claim's years; for a place that has none then, its last one.

    Years before 1960, the first of its data, are not asked for. What the claim does not speak of is noted as set aside.
    """
    asked_years = [year for year in claim_years(claim) if year >= _FIRST_YEAR]
    found: list[_Cell] = []
    if asked_years:
        period: dict[str, str | int] = {"date": f"{asked_years[0]}:{asked_years[-1]}"}
        series = _series(measure, wanted, period, context, log)
        found = [cell for cell in series if cell.year in asked_years]
        for cell in series:
            if cell.year not in asked_years:
                log.set_aside(_key(cell), "of a year that the claim does not speak of")
    if rest := [place for place in wanted if place not in {cell.place for cell in found}]:
        found += _series(measure, rest, {"mrnev": 1}, context, log)
    return found


def _series(
    measure: Measure, wanted: list[Place], period: dict[str, str | int], context: SourceContext, log: SearchLog
) -> list[_Cell]:
    """The rows of one measure that have a value, of all pages.

    `period` are the parameters that choose years ("date" or "mrnev", the most recent non-empty value); all places
    are asked for in one request, page by page up to five pages of 1,000 rows.
    """
    codes = ";".join(place.code for place in wanted)
    path = f"country/{codes}/indicator/{measure.worldbank}"
    by_code = {code: place for place in wanted for code in (place.code, place.short) if code}
    found: list[_Cell] = []
    for page in range(1, _MOST_PAGES + 1):
        header, rows = _answer(context, path, {**period, "page": page})
        for row in shaped(_Rows, {"rows": rows}).rows:
            place = by_code.get(row.countryiso3code) or by_code.get(row.country.id)
            if place is not None and row.value is not None and _YEAR.fullmatch(row.date):
                found.append(_Cell(place, row, int(row.date), header.lastupdated))
        if header.page >= header.pages:
            break
    when = ", ".join(f"{name} {value}" for name, value in period.items())
    log.searched(f"{measure.worldbank} of {codes}, {when}", map(_hit, found))
    return found


def _hit(cell: _Cell) -> Hit:
    """A cell as a hit: the indicator's name, place and year."""
    said = f"{cell.row.indicator.value or cell.row.indicator.id}, {cell.place.entity}, {cell.year}"
    return Hit(_key(cell), said, TITLE)


def _key(cell: _Cell) -> str:
    """What tells a cell from all others: indicator, place and year."""
    return f"{cell.row.indicator.id} {cell.place.code} {cell.year}"


def _answer(context: SourceContext, path: str, params: dict[str, str | int]) -> tuple[_Header, object]:
    """The header and the rows of one request; rows are empty if it has none. Raises `SearchFailed` for an error
    that comes with status 200, and for an answer without a header.
    """
    fetch: Fetch = context.fetch
    answer = fetch.json(
        f"{context.options['address'].rstrip('/')}/{path}", {**params, "format": "json", "per_page": _ROWS_A_PAGE}
    )
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        raise SearchFailed("its answer has another shape than expected: no list that begins with a header")
    if "message" in answer[0]:
        raise SearchFailed(f"it refuses ({_said(answer[0]['message'])})")
    rows = answer[1] if len(answer) > 1 else None
    return shaped(_Header, answer[0]), [] if rows is None else rows


def _said(messages: object) -> str:
    """The words of an error: its number, key and value."""
    first = messages[0] if isinstance(messages, list) and messages else messages
    parts = first.values() if isinstance(first, dict) else (first,)
    return " ".join(" ".join(str(part) for part in parts).split())[:200]


def _places(claim: Claim, context: SourceContext, log: SearchLog) -> list[Place]:
    """The countries and regions that a claim's figures are compared with.

    Its list of countries is asked for first (kept for a day), so that no code is guessed. An entity of ours that
    the list does not have is noted in the log.
    """
    _, rows = _answer(context, "country", {})
    known = shaped(Countries, {"rows": rows}).rows
    log.asked("countries and regions", len(known))
    entities = compared_entities(claim, context.shelf.entities(claim.statement))
    found = places(claim.statement, entities, known)
    missing = [entity for entity in entities if entity not in {place.entity for place in found}]
    for entity in missing:
        log.asked(f"figures of {entity}", 0)
    return found


def _passage(measure: Measure, cell: _Cell) -> Iterator[Passage]:
    """Nothing for a value that is not finite. A forecast is quoted, but without a figure to compare: it is not a
    measurement.
    """
    row = cell.row
    value = (row.value or 0.0) * measure.scale
    if not math.isfinite(value):
        return
    figure = Figure(
        entity=cell.place.entity, measure=measure.name, year=cell.year, value=value, unit=measure.unit, source=TITLE,
    )  # fmt: skip
    forecast = row.obs_status == "F"
    called = row.indicator.value or measure.title
    yield Passage(
        text=in_words(figure) + (" (forecast)" if forecast else ""),
        locator=f"{called} [{measure.worldbank}], {cell.place.code}, {cell.year}", publisher=TITLE,
        url=f"{_PAGE}/{measure.worldbank}?{urlencode({'locations': cell.place.short or cell.place.code})}",
        published=_day(cell.updated), origin=NAME, figure=None if forecast else figure, version=cell.updated,
    )  # fmt: skip


def _day(written: str | None) -> date | None:
    """The day of a date as ISO 8601 writes it; None for anything else."""
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
