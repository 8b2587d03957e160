"""The running desk as the command line speaks to it: over its API, with a token."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import IO, Any, Final, TypeAlias
from urllib.parse import urlencode, urlsplit

import click

from settings import data_folder, given

_ANSWER_SECONDS: Final = 30
_FILE_SECONDS: Final = 600
_PIECE: Final = 65_536
_BYTES: Final = "application/octet-stream"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
Json: TypeAlias = dict[str, Any]  # an answer of the API, whose shapes `service/api/schemas` holds


class Away(click.ClickException):
    """The desk did not answer, or said that it cannot now; asking again later may help."""


class Desk:
    """The desk's address and a token of its API."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token
        if urlsplit(url).scheme not in ("http", "https"):
            raise click.ClickException(f"the desk's address is “{url}”; it must begin with http:// or https://")
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if urlsplit(url).hostname in _LOOPBACK:
            handlers.append(urllib.request.ProxyHandler({}))  # a proxy cannot reach this machine's own desk
        self._opener = urllib.request.build_opener(*handlers)

    @classmethod
    def found(cls) -> "Desk":
        """The desk that FACTDESK_URL and FACTDESK_TOKEN name, else the one that `factdesk up` started here."""
        url, token = given("FACTDESK_URL"), given("FACTDESK_TOKEN")
        if url and token:
            return cls(url, token)
        try:
            kept = json.loads((data_folder() / "cli.json").read_text())
            return cls(url or kept["url"], token or kept["token"])
        except (OSError, ValueError, KeyError, TypeError):
            raise click.ClickException(
                "no desk is known; start ./run up, or set FACTDESK_URL and FACTDESK_TOKEN"
            ) from None

    def ask(self, path: str, body: Json | None = None, *, method: str | None = None) -> Json:
        """The answer to one request, {} where it has none.

        Raises `ClickException` with what the desk said was wrong, `Away` when it cannot answer now.
        """
        data = None if body is None else json.dumps(body).encode()
        return self._send(path, data, {"Content-Type": "application/json"}, method, _ANSWER_SECONDS)

    def send(
        self, path: str, file: IO[bytes], size: int | None, media: str = _BYTES, **fields: str | None
    ) -> Json:
        """The answer to a file of `size` bytes (None: not known) that is sent as it is read, with the `fields`
        that describe it.

        Raises what `ask` raises.
        """
        query = urlencode({name: value for name, value in fields.items() if value})
        headers = {"Content-Type": media} | ({} if size is None else {"Content-Length": str(size)})
        return self._send(f"{path}?{query}", file, headers, "POST", _FILE_SECONDS)

    def read(self, path: str) -> bytes:
        """The bytes at a path. Raises what `ask` raises."""
        return self._exchange(path, None, {}, None, _FILE_SECONDS)

    def stream(self, path: str) -> Iterator[bytes]:
        """The bytes at a path, a piece at a time. Raises what `ask` raises."""
        with self._opened(self._request(path, None, {}), _FILE_SECONDS) as answer:
            while piece := self._piece(answer):
                yield piece

    def _piece(self, answer: IO[bytes]) -> bytes:
        try:
            return answer.read(_PIECE)
        except (OSError, HTTPException) as error:
            raise Away(f"the desk at {self._url} broke off: {error}") from None

    def _send(
        self,
        path: str,
        data: bytes | IO[bytes] | None,
        headers: dict[str, str],
        method: str | None,
        seconds: float,
    ) -> Json:
        body = self._exchange(path, data, headers, method, seconds)
        try:
            found: Json = json.loads(body) if body else {}
        except ValueError:
            raise click.ClickException(f"what answers at {self._url} is not a desk") from None
        return found

    def _exchange(
        self,
        path: str,
        data: bytes | IO[bytes] | None,
        headers: dict[str, str],
        method: str | None,
        seconds: float,
    ) -> bytes:
        with self._opened(self._request(path, data, headers, method), seconds) as answer:
            try:
                return answer.read()
            except (OSError, HTTPException) as error:
                raise Away(f"the desk at {self._url} does not answer: {error}") from None

    def _request(
        self, path: str, data: bytes | IO[bytes] | None, headers: dict[str, str], method: str | None = None
    ) -> urllib.request.Request:
        url, signed = self._url + path, {"Authorization": f"Bearer {self._token}", **headers}
        return urllib.request.Request(url, data, signed, method=method)  # noqa: S310 - http(s), checked

    def _opened(self, request: urllib.request.Request, seconds: float) -> IO[bytes]:
        try:
            opened: IO[bytes] = self._opener.open(request, timeout=seconds)
            return opened
        except urllib.error.HTTPError as error:
            kind = Away if error.code in (429, 502, 503, 504) else click.ClickException
            raise kind(_said(error)) from None
        except (OSError, HTTPException) as error:
            raise Away(f"the desk at {self._url} does not answer: {error}") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes to the desk's own address and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _said(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"the desk answered {error.code}"
