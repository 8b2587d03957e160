"""The countries and regions of the World Bank, found under the names that claims call them by."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from checks.lexicon import load_table
from checks.lexicon.country_names import known_names
from checks.retrieval.response_schemas import Shape

# Whom it calls by a name that is not among ours, cut at its comma.
_CODES: Final[dict[str, str]] = load_table("retrieval")["worldbank_codes"]
_REGIONS: Final[dict[str, str]] = load_table("retrieval")["worldbank_regions"]

_Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{3}$")]
_Text = Annotated[str, Field(max_length=300)]


class Country(Shape):
    """A row of its list; `id` has three letters and may stand in an address, `name` can end in blanks."""

    id: _Code
    iso2Code: _Text = ""
    name: _Text


class Countries(Shape):
    """Its list of countries, regions and groups; it is never empty."""

    rows: Annotated[tuple[Country, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Place:
    """A country or region: what we call it, and its codes of three and two letters at the World Bank."""

    entity: str
    code: str
    short: str


def places(text: str, entities: Sequence[str], known: Sequence[Country]) -> list[Place]:
    """The places of `known` that are among our `entities`, then the regions that `text` names.

    `known` is the Bank's own list. An entity that it has under another name is found by its code
    (`retrieval.toml`).
    """
    return [*_countries(entities, known), *_regions(text, known)]


def _countries(entities: Sequence[str], known: Sequence[Country]) -> Iterator[Place]:
    """Names are compared folded; where two rows have one name, the first counts."""
    by_name = {form: row for row in reversed(known) for form in _forms(row.name)}
    by_code = {row.id: row for row in known}
    for entity in entities:
        forms = (_folded(name) for name in (entity, *known_names().get(entity, ())))
        row = by_code.get(_CODES.get(entity, "")) or next((by_name[f] for f in forms if f in by_name), None)
        if row is not None:
            yield Place(entity, row.id, row.iso2Code)


def _regions(text: str, known: Sequence[Country]) -> Iterator[Place]:
    """Regions such as the euro area, by the words of the lexicon for each code."""
    for row in known:
        if row.id in _REGIONS and re.search(rf"\b(?:{_REGIONS[row.id]})\b", text, re.IGNORECASE):
            yield Place(row.name.strip(), row.id, row.iso2Code)


def _forms(name: str) -> tuple[str, ...]:
    """ "Egypt, Arab Rep." is Egypt; "Korea, Rep." would be any Korea, and stands in `_CODES`."""
    return _folded(name), _folded(name.split(",")[0])


def _folded(name: str) -> str:
    """A name without accents, case and what else is written in more than one way."""
    bare = unicodedata.normalize("NFKD", name.replace("’", "'").replace("&", "and")).lower()
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split()).removeprefix("the ")
