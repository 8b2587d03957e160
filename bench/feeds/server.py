"""A server of many feeds on loopback, for `bench.feeds`: `python -m bench.feeds.server FEEDS` prints its port and
serves.

`GET /<n>` gives feed n with its ETag, or 304; `POST /news` gives every hundredth feed another entry.
"""

import asyncio
import sys
from typing import Final

_ITEM: Final = (
    "<item><guid isPermaLink='false'>{feed}-{n}</guid><link>http://127.0.0.1/{feed}/{n}</link>"
    "<title>Story {n} of feed {feed}</title><pubDate>Sat, 28 Nov 2026 10:00:00 GMT</pubDate>"
    "<description>Town {feed} has {n} bridges, the county said on Friday.</description></item>"
)
EVERY: Final = 100


class Feeds:
    """The number of entries of each feed."""

    def __init__(self, count: int) -> None:
        self.entries = [1] * count

    def answer(self, method: str, path: str, etag: str) -> tuple[int, str, bytes]:
        """The status, ETag and body for a request."""
        if method == "POST":
            for feed in range(0, len(self.entries), EVERY):
                self.entries[feed] += 1
            return 204, "", b""
        feed = int(path.strip("/"))
        count = self.entries[feed]
        now = f'"{count}"'
        if etag == now:
            return 304, now, b""
        items = "".join(_ITEM.format(feed=feed, n=n) for n in range(count, 0, -1))
        body = f"<rss version='2.0'><channel><title>Feed {feed}</title>{items}</channel></rss>"
        return 200, now, body.encode()


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, feeds: Feeds) -> None:
    """One connection, request after request."""
    try:
        while line := await reader.readline():
            method, path, _ = line.decode().split()
            etag = ""
            while (header := await reader.readline()) not in (b"\r\n", b""):
                name, _, value = header.decode().partition(":")
                if name.lower() == "if-none-match":
                    etag = value.strip()
            status, now, body = feeds.answer(method, path, etag)
            head = f"HTTP/1.1 {status} Answer\r\nETag: {now}\r\nContent-Type: application/rss+xml\r\n"
            length = "" if status == 304 else f"Content-Length: {len(body)}\r\n"
            writer.write(f"{head}{length}\r\n".encode() + body)
            await writer.drain()
    except (ConnectionError, ValueError):
        pass
    finally:
        writer.close()


async def main(count: int) -> None:
    """Serve until killed."""
    feeds = Feeds(count)
    server = await asyncio.start_server(
        lambda reader, writer: serve(reader, writer, feeds), "127.0.0.1", 0, backlog=200
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
