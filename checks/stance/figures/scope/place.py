"""Scope rules of place: another place, a whole country, a wider area."""

import re
from collections.abc import Set
from typing import Final

from checks.nlp.names import names
from checks.nlp.places import place_names
from checks.stance.figures.pair import FigurePair

_WORD_WITH_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_GREATER = re.compile(r"\bGreater [A-Z]\w+")
_WHOLE_COUNTRY = re.compile(
    r"\bthe (?:whole (?:of the )?|entire )?"
    r"(?:country|nation|province|region|(?:federal )?state|county|world)(?:['’]s)?\b"
    r"|\b(?:nationwide|nation-wide|nationally|worldwide|globally)\b",
    re.IGNORECASE,
)
# A claim of a town is none of the country, even if it names that.
_TOWN = re.compile(r"\b(?:capital|city|town|village|district|borough)\b", re.IGNORECASE)
_UNNAMED: Final = "another place"


def other_location(pair: FigurePair) -> str | None:
    """The source's figure is of a place that the claim does not name: of Lisbon, for a claim of Portugal.

    Asked of the figure's clause first, and of the whole source last. A claim that names no place cannot differ by
    place.
    """
    other = _whole_country(pair) or _place_of_clause(pair) or _place_of_source(pair)
    return f"scope differs: source speaks of {other}" if other else None


def wider_area(pair: FigurePair) -> str | None:
    """The source counts an area that is wider than the claim's: "Greater Tokyo" is more than Tokyo."""
    wide = _GREATER.search(pair.theirs.part)
    return f"scope differs: source counts {wide[0]}" if wide and not _GREATER.search(pair.claim.text) else None


def _whole_country(pair: FigurePair) -> str | None:
    """The country or region that the figure's sentence speaks of, where the claim names a place and not that."""
    wanted, claim = pair.claim.places, pair.claim.text
    wide = _WHOLE_COUNTRY.search(pair.theirs.sentence)
    if wide is None or not wanted or wide[0].lower() in claim.lower():
        return None
    return wide[0] if _TOWN.search(claim) or not wanted & pair.theirs.sentence_names else None


def _place_of_clause(pair: FigurePair) -> str | None:
    """The place that the figure's clause names, where that is none of the claim's names."""
    given = place_names(pair.theirs.part)
    if not pair.claim.places or not given or given & (pair.claim.names | pair.claim.all_names):
        return None
    return _as_written(given, pair.theirs.part)


def _place_of_source(pair: FigurePair) -> str | None:
    """The place that the source speaks of, where it names none of the claim's places."""
    wanted, source = pair.claim.places or pair.claim.parsed_names, pair.source
    if not wanted or wanted & (source.all_names | source.names):
        return None
    given = place_names(pair.theirs.sentence) or source.places
    return _as_written(given, source.text) if given else None


def _as_written(found: Set[str], text: str) -> str:
    """Names as a text writes them, in its order.

    "another place" where none of them is found in the text, as when a people stands for its country.
    """
    words = [w for w in _WORD_WITH_CAPITAL.findall(text) if names(w, include_first=True) & found]
    return ", ".join(dict.fromkeys(w.removesuffix("'s").removesuffix("’s") for w in words)) or _UNNAMED
