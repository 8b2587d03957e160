"""The query parameters of the API: what each may hold, read in one way by every list."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from flask import request

from service.api.fields import ADDRESS, DAY, MOMENT, STORABLE, JsonSchema
from service.errors import Problem
from service.request import inputs
from service.request.claim_filters import THRESHOLD_SIDES
from store import articles
from store.claims.tables import KINDS, SORTS, SUGGESTIONS
from store.claims.workflow import STATES
from store.columns import LARGEST_ID
from store.deliveries.tables import STATES as STATES_OF_DELIVERIES
from store.discussion.reply_requests import FILTERS
from store.external import import_uploads
from store.feeds.feeds import HEALTH
from store.feeds.tables import LONGEST_SECTION
from store.shelf import documents
from store.transfer.tables import exported_tables
from store.verdicts.ratings import SCALE

MOST: Final = 200
USUAL: Final = 50
_MOMENT: Final[JsonSchema] = {**MOMENT, "description": "a time, or a day: 2026-02-01T09:30:00Z"}
_TEXT: Final[JsonSchema] = {"type": "string", **STORABLE}
_NUMBER: Final[JsonSchema] = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}


def _any_of(words: Sequence[str]) -> JsonSchema:
    """A parameter that may be given several times."""
    return {"type": "array", "items": {"type": "string", "enum": list(words)}}


SCHEMAS: Final[dict[str, JsonSchema]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    "cursor": {"type": "string", "description": "`next` of the page before"},
    "fields": {"type": "array", "items": {"type": "string"}, "description": "only these fields, with commas"},
    "stage": _any_of(articles.STAGES),
    "arrived_by": _any_of(articles.WAYS),
    "feed": _NUMBER,
    "state": _any_of(STATES),
    "kind": _any_of(KINDS),
    "suggestion": _any_of(SUGGESTIONS),
    "rating": _any_of(SCALE),
    "since": _MOMENT,
    "until": {**_MOMENT, "description": "a time, or a day, before which it was"},
    "section": {**_TEXT, "maxLength": LONGEST_SECTION, "description": "as it is written"},
    "worth": {
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
        "description": "check-worthiness of at least so many hundredths",
    },
    "claimant": {**_TEXT, "maxLength": 300, "description": "words of the name of who says it"},
    "tag": {**_TEXT, "maxLength": 40},
    "language": {
        "type": "string",
        "pattern": "^[a-z]{2,3}$",
        "description": "a code of the article's language, such as en",
    },
    "sort": {"type": "string", "enum": list(SORTS), "default": "worth"},
    "owner": {
        "type": "string",
        "pattern": "^(me|none|[1-9][0-9]{0,17})$",
        "description": "a person's number, `me`, or `none`",
    },
    "article": _NUMBER,
    "before": {**_NUMBER, "description": "number of the earlier revision"},
    "after": {**_NUMBER, "description": "number of the later revision"},
    "health": {**_any_of(HEALTH), "description": "how a feed does"},
    "delivery_state": {"type": "string", "enum": list(STATES_OF_DELIVERIES), "description": "what became of it"},
    "shelved": {"type": "string", "enum": list(documents.KINDS)},
    "name": {
        **_TEXT,
        "maxLength": import_uploads.LONGEST_FILE_NAME,
        "description": "the file's name, whose ending tells its format where its bytes do not",
    },
    "title": {**_TEXT, "maxLength": documents.LONGEST_TITLE},
    "publisher": {
        **_TEXT,
        "maxLength": documents.LONGEST_PUBLISHER,
        "description": "the name of who published it, as it is written",
    },
    "url": {**ADDRESS, "description": "where it was published"},
    "published": DAY,
    "threshold": {
        "type": "string",
        "enum": list(THRESHOLD_SIDES),
        "description": "only what the newsroom's threshold of worth leaves in triage's usual view (`above`), "
        "or puts aside",
    },
    "reply": {
        "type": "string",
        "enum": list(FILTERS),
        "description": "claims of which a reply is awaited, or overdue",
    },
    "repeated": {"type": "string", "enum": ["yes"], "description": "only claims that repeat a published one"},
    "cluster": {**_NUMBER, "description": "a claim's number: it and those it stands for"},
    "q": {**_TEXT, "description": "words and “phrases in quotes”, all of which count, and -without"},
}

# Of names in a path those that have a list; others are any text.
PATHS: Final[dict[str, JsonSchema]] = {
    "resource": {"type": "string", "enum": [table.name for table in exported_tables()]},
}


def choices(name: str) -> tuple[str, ...]:
    """The words that a parameter names, which may be given several times. Raises `Problem` 422."""
    hold(name)
    return tuple(dict.fromkeys(request.args.getlist(name)))


def text(name: str) -> str | None:
    """A parameter that is a text; None if it is not given. Raises `Problem` 422."""
    hold(name)
    return request.args.get(name)


def number(name: str) -> int | None:
    """A parameter that is a number; None if it is not given. Raises `Refused`."""
    hold(name)
    return inputs.query_number(name, least=1)


def moment(name: str) -> datetime | None:
    """A parameter that is a time; None if it is not given. Raises `Refused`."""
    text = request.args.get(name)
    return None if text is None else inputs.moment(text, name)


def limit() -> int:
    """How many are asked for."""
    return inputs.number(request.args.get("limit", str(USUAL)), "limit", least=1, most=MOST)


def hold(*names: str) -> None:
    """Hold the parameters that are given to their schemas. Raises `Problem` 422 naming the one that is not so.

    An empty parameter is refused too: a program that sends one has lost the value, and would get everything.
    """
    for name in names:
        for text in request.args.getlist(name):
            _hold(name, text)


def choice(name: str) -> str | None:
    """A parameter that is one of its words; its default, or None, where it is not given."""
    hold(name)
    usual = SCHEMAS[name].get("default")
    return request.args.get(name, None if usual is None else str(usual))


def words() -> str:
    """The words to search for."""
    return request.args.get("q", "")


def _hold(name: str, text: str) -> None:
    schema = SCHEMAS[name].get("items", SCHEMAS[name])
    if schema["type"] == "integer":
        inputs.number(text, name, least=schema["minimum"])
    elif schema.get("anyOf") == MOMENT["anyOf"]:
        inputs.moment(text, name)
    elif "enum" in schema and text not in schema["enum"]:
        known = ", ".join(schema["enum"])
        raise Problem(422, f"the {name} is one of {known}", {name: f"one of {known}"})
    elif len(text) > schema.get("maxLength", len(text)):
        most = schema["maxLength"]
        raise Problem(422, f"the {name} has at most {most} characters", {name: f"at most {most} characters"})
    elif "pattern" in schema and not re.fullmatch(schema["pattern"], text):
        raise Problem(422, f"the {name} is {schema['description']}", {name: schema["description"]})
