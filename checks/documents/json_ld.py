"""JSON-LD as it stands in published pages: in CDATA or comments, with raw line breaks, escaped as HTML, with
trailing commas.

Strict JSON is tried first; each repair changes only what no strict reading allows.
"""

import json
import re
from html import unescape
from typing import Final

_OPENINGS: Final = re.compile(r"(?:\s|//|/\*|\*/|<!--|<!\[CDATA\[)*")
_ENDINGS: Final = ("//", "/*", "*/", "-->", "]]>", ";")
_ESCAPED: Final = re.compile(r"[\[{]\s*&(?:quot|#34|#x22);")
# An escaped character outside of strings is passed by, so that no quote is tried twice as the beginning of a string.
_TRAILING_COMMA: Final = re.compile(r'(\\.|"(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_LONGEST_REPAIRED: Final = 2_000_000  # characters


def parse_json_ld(script: str) -> object:
    """The JSON value of a script.

    Raises:
        ValueError: it cannot be read as JSON, repaired or not.
        RecursionError: it nests too deeply.
    """
    try:
        return json.loads(script, strict=False)
    except json.JSONDecodeError as error:
        if len(script) > _LONGEST_REPAIRED:
            raise
        wrong = error
    bare = _unwrapped(script)
    if _ESCAPED.match(bare):
        bare = unescape(bare)
    for repaired in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return json.loads(repaired, strict=False)
        except json.JSONDecodeError:
            continue
    raise wrong


def _unwrapped(script: str) -> str:
    """A script without the comments and the CDATA section that it is wrapped in."""
    opening = _OPENINGS.match(script)
    end = len(script.rstrip())
    while ending := next((each for each in _ENDINGS if script.endswith(each, 0, end)), None):
        end -= len(ending)
        while end and script[end - 1].isspace():
            end -= 1
    return script[opening.end() if opening else 0 : end]
