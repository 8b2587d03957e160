"""Scope rules of place: another place, a whole country, a wider area; and the places that a text names."""

import re

from checks.nlp.names import names
from checks.nlp.places import place_names
from checks.stance.figures.amount_context import sentence_names
from checks.stance.figures.pair import FigurePair

_GREATER = re.compile(r"\bGreater [A-Z]\w+")
_WIDE = re.compile(
    r"\bthe (?:whole (?:of the )?|entire )?(?:country|nation|province|region|(?:federal )?state|county|world)(?:['’]s)?\b"
    r"|\b(?:nationwide|nation-wide|nationally|worldwide|globally)\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"\b(?:capital|city|town|village|district|borough)\b", re.IGNORECASE)


def place_of_source(wanted: frozenset[str], source: str, sentence: str) -> str | None:
    """The place that a source speaks of where it names none of those wanted; None where it may be the same."""
    if not wanted or wanted & names(source, include_first=True) or wanted & names(source):
        return None
    given = place_names(sentence) or place_names(source)
    return _shown(given, source) if given else None


def place_of_clause(claim: str, part: str) -> str | None:
    """The place that the clause of a figure names, where that is none of the claim's."""
    wanted, given = names(claim) | names(claim, include_first=True), place_names(part)
    if not place_names(claim) or not given or given & wanted:
        return None
    return _shown(given, part)


def _shown(found: frozenset[str], text: str) -> str:
    words = [w for w in re.findall(r"[A-Z][\w’'-]+", text) if names(w, include_first=True) & found]
    return (
        ", ".join(dict.fromkeys(word.removesuffix("'s").removesuffix("’s") for word in words)) or "another place"
    )


def other_place(pair: FigurePair) -> str | None:
    if wide := _whole_country(pair.claim.text, pair.theirs.sentence):
        return f"scope differs: source speaks of {wide}"
    wanted = place_names(pair.claim.text) or sentence_names(pair.claim.text)
    other = place_of_clause(pair.claim.text, pair.theirs.part) or place_of_source(
        wanted, pair.source.text, pair.theirs.sentence
    )
    return f"scope differs: source speaks of {other}" if other else None


def _whole_country(claim: str, sentence: str) -> str | None:
    """The country or region that a sentence speaks of, where the claim speaks of a place that it does not name."""
    wanted = place_names(claim)
    wide = _WIDE.search(sentence)
    if wide is None or not wanted or wide[0].lower() in claim.lower():
        return None
    return wide[0] if _TOWN.search(claim) or not wanted & names(sentence, include_first=True) else None


def wider_area(pair: FigurePair) -> str | None:
    """ "Greater Tokyo" is more than Tokyo."""
    wide = _GREATER.search(pair.theirs.part)
    return f"scope differs: source counts {wide[0]}" if wide and not _GREATER.search(pair.claim.text) else None
