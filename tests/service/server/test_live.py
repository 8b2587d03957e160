"""What an open page hears, and what one hears that does not keep up."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from service.serving.live import AGAIN, ENDED, Streams, Subscriber, Ticket, run


def _finish(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: a browser test of the same process may hold the main thread's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def _ticket(person: int = 1) -> Ticket:
    return Ticket(person, lambda: True)


def test_a_page_that_does_not_keep_up_is_asked_to_look_again_instead() -> None:
    page = Subscriber(_ticket())
    for number in range(page.messages.maxsize):
        page.put(f"claim {number}")
    assert page.messages.full()
    page.put("claim 4711")
    assert [page.messages.get_nowait() for _ in range(page.messages.qsize())] == [AGAIN]
    page.put("claim 4712")
    assert page.messages.get_nowait() == "claim 4712"


def test_a_person_and_a_process_have_only_so_many_streams() -> None:
    async def joined() -> list[bool]:
        streams = Streams("postgresql://127.0.0.1:1/none", per_person=2, most=3)
        pages = [streams.join(_ticket(person)) for person in (1, 1, 1, 2, 3)]
        for page in filter(None, pages):
            streams.leave(page)
        again = streams.join(_ticket(3))
        assert again is not None
        streams.leave(again)
        return [page is not None for page in pages]

    assert _finish(joined()) == [True, True, False, True, False]


def test_a_page_without_a_stream_is_left_to_ask_by_itself() -> None:
    async def sent() -> str:
        parts: list[str] = []

        async def send(text: str) -> None:
            parts.append(text)

        streams = Streams("postgresql://127.0.0.1:1/none", per_person=0, most=3)
        await run(streams, _ticket(), send, asyncio.get_running_loop().create_future())
        return "".join(parts)

    assert _finish(sent()) == "retry: 30000\nevent: polling\ndata: 30\n\n"


def test_a_page_hears_that_something_changed_between_its_rendering_and_its_stream() -> None:
    async def heard() -> list[bool]:
        streams = Streams("postgresql://127.0.0.1:1/none", per_person=9, most=9)
        first = streams.join(Ticket(1, lambda: True, page_seconds=60))  # nothing is listened for before it
        streams.publish("session 4711")
        ages = [streams.join(Ticket(1, lambda: True, page_seconds=60))]
        streams.publish("claim 7")
        await asyncio.sleep(0.2)
        ages += [streams.join(Ticket(1, lambda: True, page_seconds=seconds)) for seconds in (60, 0.3, 0.1, 0)]
        assert first is not None
        assert first.messages.get_nowait() == "claim 7"
        reported = []
        for page in ages:
            assert page is not None
            waiting = [page.messages.get_nowait() for _ in range(page.messages.qsize())]
            reported.append(AGAIN in waiting)
            streams.leave(page)
        streams.leave(first)
        return reported

    assert _finish(heard()) == [False, True, True, False, False]


def test_a_closed_page_leaves() -> None:
    async def left() -> None:
        streams, closed = (
            Streams("postgresql://127.0.0.1:1/none", 1, 1),
            asyncio.get_running_loop().create_future(),
        )

        async def send(text: str) -> None:
            if not closed.done():
                closed.set_result(None)

        await asyncio.wait_for(run(streams, _ticket(), send, closed), 5)
        page = streams.join(_ticket())
        assert page is not None, "the closed page holds its place"
        streams.leave(page)

    _finish(left())


def test_the_end_of_a_session_ends_its_own_streams_and_is_announced_to_nobody_else() -> None:
    async def heard() -> list[list[str]]:
        streams = Streams("postgresql://127.0.0.1:1/none", per_person=3, most=3)
        tickets = [Ticket(1, lambda: True, 7), Ticket(1, lambda: True, 8), Ticket(2, lambda: True, None)]
        pages = [page for ticket in tickets if (page := streams.join(ticket))]
        streams.publish("session 7")
        streams.publish("claim 1")
        for page in pages:
            streams.leave(page)
        return [[page.messages.get_nowait() for _ in range(page.messages.qsize())] for page in pages]

    assert _finish(heard()) == [[ENDED, "claim 1"], ["claim 1"], ["claim 1"]]
