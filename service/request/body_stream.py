"""A request's body as a stream that ends where the body does: never with a part of it that passes for the whole."""

from typing import IO, cast
from wsgiref.types import WSGIEnvironment

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream, get_content_length, get_input_stream

_TERMINATED = "wsgi.input_terminated"


def open_body(environ: WSGIEnvironment, most: int | None) -> IO[bytes]:
    """The body of a request.

    Args:
        environ: the request's WSGI environment.
        most: bytes that a body may have, None for any number.

    Returns:
        A stream; its reading raises `ClientDisconnected` where the client went away before the body's end, and
        `RequestEntityTooLarge` where a body without a length goes on after `most` bytes.

    Raises:
        RequestEntityTooLarge: the body's length is above `most`.
    """
    if get_content_length(dict(environ)) is None and most is not None and _TERMINATED in environ:
        return cast(IO[bytes], _BoundedStream(environ["wsgi.input"], most, is_max=True))
    # Where the length is known, the stream is held to it: that the server ends it by itself says nothing of its
    # being whole.
    known = {name: value for name, value in environ.items() if name != _TERMINATED}
    return get_input_stream(known, max_content_length=most)


class _BoundedStream(LimitedStream):
    """A stream of at most `limit` bytes. Werkzeug's own is cut at the limit, without an error, where all of it is
    read at once, and refuses a stream of exactly so many bytes.
    """

    def on_exhausted(self) -> None:
        """Called at the limit. Raises `RequestEntityTooLarge` where the stream goes on."""
        if self._stream.read(1):
            raise RequestEntityTooLarge

    def readall(self) -> bytes:
        """All of the stream. Raises `RequestEntityTooLarge` where it is longer than the limit."""
        data = super().readall()
        if data and self.is_exhausted:
            self.on_exhausted()
        return data
