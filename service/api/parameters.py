"""The query parameters of the API: what each may hold, read in one way by every list."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, Final

from flask import request

from service.api.fields import LARGEST_ID
from service.errors import Problem
from store import articles, claims, documents, imports
from store.workflow import STATES

MOST: Final = 200
USUAL: Final = 50
_LONGEST_CURSOR: Final = 200
_NUMBER: Final = re.compile("[0-9]{1,18}")

SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    "cursor": {"type": "string", "description": "`next` of the page before"},
    "stage": {"type": "string", "enum": list(articles.STAGES)},
    "state": {"type": "array", "items": {"type": "string", "enum": list(STATES)}},
    "kind": {"type": "string", "enum": list(claims.KINDS)},
    "suggestion": {"type": "string", "enum": list(claims.SUGGESTIONS)},
    "sort": {"type": "string", "enum": list(claims.SORTS), "default": "worth"},
    "owner": {"type": "string", "pattern": "^(me|[0-9]{1,18})$", "description": "a person's number, or `me`"},
    "article": {"type": "integer", "minimum": 1},
    "shelved": {"type": "string", "enum": list(documents.KINDS)},
    "name": {
        "type": "string",
        "maxLength": imports.LONGEST_NAME,
        "description": "the file's name, whose ending tells its format where its bytes do not",
    },
    "title": {"type": "string"},
    "publisher": {"type": "string", "description": "the name of who published it, as it is written"},
    "url": {"type": "string", "description": "where it was published"},
    "published": {"type": "string", "format": "date"},
    "repeated": {"type": "string", "enum": ["yes"], "description": "only claims that repeat a published one"},
    "cluster": {"type": "integer", "minimum": 1, "description": "a claim's number: it and those it stands for"},
    "q": {"type": "string", "description": "words, “phrases in quotes”, or, -without"},
}


def limit() -> int:
    """How many are asked for."""
    text = request.args.get("limit", str(USUAL))
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= MOST:
        raise Problem(422, f"limit is a number from 1 to {MOST}", {"limit": f"from 1 to {MOST}"})
    return int(text)


def number(name: str) -> int | None:
    """A parameter that is a number, or None."""
    text = request.args.get(name)
    if text and not _NUMBER.fullmatch(text):
        raise Problem(422, f"{name} must be a number", {name: "not a number"})
    return int(text) if text else None


def choice(name: str) -> str | None:
    """A parameter that is one of its words; its default, or None, where it is not given."""
    schema = SCHEMAS[name]
    text = request.args.get(name) or schema.get("default")
    if text is not None and text not in schema["enum"]:
        raise _unknown(name, schema["enum"])
    return text


def choices(name: str) -> tuple[str, ...]:
    """A parameter that may be given several times, each one of its words."""
    known = SCHEMAS[name]["items"]["enum"]
    texts = tuple(request.args.getlist(name))
    if set(texts) - set(known):
        raise _unknown(name, known)
    return texts


def words() -> str:
    """The words to search for; a character that no text in the store holds counts as a space."""
    return request.args.get("q", "").replace("\x00", " ")


def cursor(*, leading: int = 0) -> tuple[Any, ...] | None:
    """Where the page before ended: an id, with so many numbers before it as `leading` says the list is sorted by.

    Raises `Problem` for a cursor that is not ours, or that belongs to another sort.
    """
    text = request.args.get("cursor")
    if not text:
        return None
    try:
        place = json.loads(urlsafe_b64decode(text.encode())) if len(text) <= _LONGEST_CURSOR else None
    except ValueError:
        place = None
    if not isinstance(place, list) or len(place) != 1 + leading:
        raise Problem(422, "the cursor is not one of this list and sort", {"cursor": "not of this list and sort"})
    *before, last = place
    if type(last) is not int or not 0 <= last <= LARGEST_ID or not all(_in_unit(n) for n in before):
        raise Problem(422, "the cursor is not one that we gave", {"cursor": "unknown"})
    return tuple(place)


def places(count: int) -> tuple[Any, ...] | None:
    """Where the page before ended, as so many whole numbers. Raises `Problem` for a cursor that is not ours."""
    text = request.args.get("cursor")
    if not text:
        return None
    try:
        place = json.loads(urlsafe_b64decode(text.encode())) if len(text) <= _LONGEST_CURSOR else None
    except ValueError:
        place = None
    if (
        not isinstance(place, list)
        or len(place) != count
        or not all(type(n) is int and abs(n) < 2**31 for n in place)
    ):
        raise Problem(422, "the cursor is not one of this list", {"cursor": "not of this list"})
    return tuple(place)


def written(place: tuple[Any, ...]) -> str:
    """A place in a list as a cursor."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode()


def _in_unit(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _unknown(name: str, known: list[str]) -> Problem:
    return Problem(422, f"the {name} is one of {', '.join(known)}", {name: f"one of {', '.join(known)}"})
