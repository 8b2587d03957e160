"""Requests that no honest program sends, made for every route of the application by itself.

What a desk page reads of a request is learnt by watching: `Recorded` notes each name that a view asks for. What a
resource of the API reads is in its description. A route or parameter that is added is so covered without a line here.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any, ClassVar, Final
from urllib.parse import quote

from flask import Flask
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import ImmutableMultiDict

from service.api import http
from service.desk import forms
from service.request import claim_filters, inputs

NUL: Final = "a\x00b"
LEADS_AWAY: Final = "/\t/evil.com"
TEXTS: Final = (
    "", "-1", "²", str(2**63 - 1), str(2**63), "9" * 5000, NUL, "\ud800",
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "http://[", LEADS_AWAY,
    "W3RydWUsdHJ1ZSx0cnVlXQ==", "W1tb" * 40, "a" * 200_000, "-" * 40,
)  # fmt: skip
VALUES: Final[tuple[Any, ...]] = (
    *TEXTS,
    None, True, 2**31, 2**63 - 1, 2**63, 10**25, 1e308, [], {}, [[[[[]]]]], ["a\x00b"], [2**63], [True], {"a": "\x00"},
)  # fmt: skip
# What every role is tried with, and what one function reads for several routes; each of the above only as somebody who
# may do everything.
WORST: Final = ("²", str(2**63), "9999-12-31T23:59:59-14:00", "W1tb" * 40)
# What is sent to every third field, by turns; but to each that takes an address.
TURNED: Final = (
    "-1", "9" * 5000, "0001-01-01T00:00:00+14:00", "http://[", LEADS_AWAY, "W3RydWUsdHJ1ZSx0cnVlXQ==", "-" * 40,
    str(2**63 - 1), "a" * 200_000,
)  # fmt: skip
ADDRESSES: Final = frozenset({"url", "next"})
# Names that one function reads for all routes that ask for them: what it makes of a text it makes of it everywhere.
_READ_ALIKE: Final = (
    frozenset(claim_filters.NAMES),
    frozenset({"version"}),
    frozenset({"rating", "summary", "explanation", "cites", "media_type", "media_category", "media_url"}),
)
# What one check refuses by whatever name it comes: sent in one field of a route. Some texts are cleaned instead.
REFUSED: Final = (NUL, "\ud800")
CLEANED: Final = frozenset({"text"})
FILE_NAMES: Final = ("a\x00b.csv", "a" * 200_000, "../../etc/passwd", "\ud800.pdf", "'\"<script>.txt", " ")
# What views are given of a path, and what no view is: the converters of `service.request.inputs` refuse it everywhere.
_NUMBERS: Final = (str(2**63 - 1), "0")
_NAMES: Final = ("..%2f..", "a" * 5000, "%0d%0aX: y", "'\"<script>")
_NO_NUMBERS: Final = (str(2**63), "%00", "%D9%A1", "9" * 5000, "%C2%B2", "-1")
_NO_NAMES: Final = ("%00", "a%00b", "%ED%A0%80")
_ARGUMENT: Final = re.compile(r"<(?:(\w+):)?(\w+)>")


class Recorded(ImmutableMultiDict[str, Any]):
    """A query or form that notes in `asked` by which names it is read, and which function read each last."""

    asked: ClassVar[dict[str, CodeType]] = {}

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def get(self, key: str, *more: Any, **named: Any) -> Any:
        """As the class above, noted."""
        self._note(key)
        return super().get(key, *more, **named)

    def getlist(self, key: str, *more: Any, **named: Any) -> Any:
        """As the class above, noted."""
        self._note(key)
        return super().getlist(key, *more, **named)

    def _note(self, key: str) -> None:
        self.asked[key] = sys._getframe(2).f_code


class RecordedRequest(inputs.Request):
    """A request whose query, form and files are `Recorded`."""

    parameter_storage_class = Recorded


@dataclass(frozen=True)
class Route:
    """One method of one rule.

    Attributes:
        fields: those of its JSON body.
        query: the parameters that its description names.
        lines: the body is an object a line.
        model: what its JSON body is read as.
    """

    endpoint: str
    rule: str
    method: str
    fields: tuple[str, ...]
    query: tuple[str, ...]
    takes_file: bool
    lines: bool
    model: type[BaseModel] | None

    def path(self, arguments: dict[str, str]) -> str:
        """Its path with these arguments, which are quoted already; "1" for one that is not named."""
        return _ARGUMENT.sub(lambda found: arguments.get(found[2], "1"), self.rule)

    def hostile_paths(self, arguments: dict[str, str], most: int) -> Iterator[str]:
        """Its path with each argument hostile in turn, in at most so many ways each that its view is given."""
        for kind, name in _ARGUMENT.findall(self.rule):
            for value in (_NUMBERS if kind == "int" else _NAMES)[:most]:
                yield self.path({**arguments, name: value})

    def refused_paths(self, arguments: dict[str, str]) -> Iterator[tuple[object, str]]:
        """What refuses an argument and the value, as one object, and its path with it."""
        for kind, name in _ARGUMENT.findall(self.rule):
            for value in _NO_NUMBERS if kind == "int" else _NO_NAMES:
                yield (kind, value), self.path({**arguments, name: value})

    def refuses(self, name: str, value: Any) -> object:
        """The kind of a field of its body, where that kind refuses this value, so that no view is given it; else None.

        What a kind refuses it refuses of all bodies.
        """
        if self.model is None:
            return None
        try:
            self.model.model_validate_json(json.dumps({name: value}))
        except ValidationError as error:
            found = self.model.model_fields[name]
            places = {each["loc"][:1] for each in error.errors() if each["type"] != "missing"}
            return (repr(found.annotation), repr(found.metadata)) if places & {(), (name,)} else None
        return None


def reader(route: Route, name: str, names: dict[str, CodeType]) -> object:
    """What reads `name` of a route that asks for `names`, each read by a function.

    It is the same for the names of many rows ("label True", "label False"), for those that are read alike
    everywhere, and where the function leaves nothing of it to a view.
    """
    if names[name] in _LEAVES_NOTHING:
        return names[name]
    if " " in name:
        return route, name.split()[0]
    alike = (group for group in _READ_ALIKE if name in group and len(group & names.keys()) * 2 > len(group))
    return next(alike, route), name


_LEAVES_NOTHING: Final = (forms.back.__code__,)
_REMOVES = re.compile(r"/(?:remove|merge)\b")


def _has_claims(route: Route) -> bool:
    """Whether a route removes an article with its claims."""
    return "/articles/" in route.rule and (route.method == "DELETE" or route.rule.endswith("/delete"))


def routes(app: Flask) -> list[Route]:
    """Every method of every rule but files and the stream that never ends; those that remove what others need come
    last.
    """
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ("static", "live.stream"):
            continue
        described = http.description(app.view_functions[rule.endpoint])
        model = described.takes if described else None
        wanted = model or (described.form if described else None)
        fields = tuple(wanted.model_fields) if wanted else ()
        query = described.query if described else ()
        file = bool(described and (described.files or described.media or described.form))
        lines = bool(described and described.lines)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            found.append(
                Route(
                    endpoint=rule.endpoint,
                    rule=rule.rule,
                    method=method,
                    fields=fields,
                    query=query,
                    takes_file=file,
                    lines=lines,
                    model=model,
                )
            )
    return sorted(found, key=lambda route: 2 if _has_claims(route) else bool(_REMOVES.search(route.rule)))


def multipart(fields: dict[str, str], names: tuple[str, ...], file_name: str) -> dict[str, Any]:
    """A form with a file of this name in each of the fields `names`, as no library would write it."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    quoted = file_name.replace('"', "%22")
    for name in names:
        parts.append(
            f'Content-Disposition: form-data; name="{name}"; filename="{quoted}"\r\nContent-Type: text/\x00\r\n\r\nx'
        )
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return {"data": body.encode(errors="surrogatepass"), "content_type": "multipart/form-data; boundary=b"}


def query_of(given: dict[str, str]) -> str:
    """A query string with characters that no browser would send."""
    return "&".join(f"{name}={quote(str(value).encode(errors='surrogatepass'))}" for name, value in given.items())
