"""Splits go before other work that waits, and hold none of it up for long."""

from collections.abc import Iterator

from kombu import Consumer, Queue
from sqlalchemy import text

from store import articles, embeddings
from store.db import transaction
from store.people import MACHINE
from tests.fixtures.desk_parts import work_through
from workers import enqueue
from workers.queue_order import MOST_IN_A_ROW, SplitsFirst
from workers.tasks import split


def _taken(order: SplitsFirst, waiting: dict[str, int], count: int) -> Iterator[str]:
    for _ in range(count):
        name = next(name for name in order.consume(len(waiting)) if waiting[name])
        waiting[order.rotate(name)] -= 1
        yield name


def test_a_split_goes_before_lookups_that_wait_longer() -> None:
    order = SplitsFirst(["lookup", "housekeeping", "split"])
    assert list(_taken(order, {"lookup": 5, "housekeeping": 5, "split": 1}, 4)) == [
        "split", "lookup", "housekeeping", "lookup",
    ]  # fmt: skip


def test_many_splits_leave_a_turn_to_each_of_the_others() -> None:
    order = SplitsFirst(["lookup", "housekeeping", "split"])
    taken = list(_taken(order, {"lookup": 9, "housekeeping": 9, "split": 99}, 2 * (MOST_IN_A_ROW + 1)))
    splits = ["split"] * MOST_IN_A_ROW
    assert taken == [*splits, "lookup", *splits, "housekeeping"]


def test_a_worker_takes_a_split_that_was_sent_last_first(desk: str) -> None:
    assert enqueue.enqueue("lookup_batch", [1, 2, 3])
    assert enqueue.enqueue("split", [4])
    kinds: list[str] = []
    from workers.app import app  # reads the settings, which the fixture has set

    with enqueue.broker_client().connection_for_read() as connection:
        strategy = app.conf.broker_transport_options["queue_order_strategy"]
        connection.transport_options["queue_order_strategy"] = strategy
        channel = connection.channel()
        channel.basic_qos(prefetch_count=1)
        queues = [Queue(name, exchange=name, routing_key=name) for name in ("lookup", "split")]

        def take(body: object, message: object) -> None:
            kinds.append(message.headers["task"])  # type: ignore[attr-defined]
            message.ack()  # type: ignore[attr-defined]

        with Consumer(channel, queues, callbacks=[take]):
            for _ in range(4):
                connection.drain_events(timeout=5)
    assert kinds == ["workers.split", *["workers.lookup_batch"] * 3]


def test_embeddings_are_left_to_the_lookups_and_filled_in_once(desk: str) -> None:
    with transaction(desk) as conn:
        said = "Tartu has more than 90,000 inhabitants. Narva has 12 schools and 3 theatres."
        revision_id = articles.receive_article(conn, articles.Submission(said), MACHINE).revision_id
    split.run(revision_id)
    with transaction(desk) as conn:
        ids = list(conn.execute(text("SELECT id FROM claims ORDER BY id")).scalars())
        assert sorted(embeddings.list_missing_claim_embeddings(conn, ids)) == ids
        assert not [row for row in embeddings.take_missing_embeddings(conn, 10) if row.id in ids]
        assert conn.execute(text("SELECT count(*) FROM lookup_batches")).scalar_one() == 1
    work_through(desk)
    with transaction(desk) as conn:
        assert embeddings.list_missing_claim_embeddings(conn, ids) == {}
        conn.execute(text("UPDATE claims SET statement = statement || ' (now)' WHERE id = :id"), {"id": ids[0]})
        assert sorted(embeddings.list_missing_claim_embeddings(conn, ids)) == [ids[0]]
        assert embeddings.any_embedding_missing(conn)
        assert [row.id for row in embeddings.take_missing_embeddings(conn, 10) if row.id in ids] == [ids[0]]


def test_no_embedding_is_written_of_what_a_claim_said_before(desk: str) -> None:
    with transaction(desk) as conn:
        revision_id = articles.receive_article(
            conn, articles.Submission("Tartu has more than 90,000 inhabitants."), MACHINE
        ).revision_id
    split.run(revision_id)
    with transaction(desk) as conn:
        (claim_id,) = conn.execute(text("SELECT id FROM claims")).scalars()
        said = embeddings.list_missing_claim_embeddings(conn, [claim_id])
        conn.execute(text("UPDATE claims SET statement = 'Tartu has 80,000 inhabitants.'"))
        embeddings.write_claim_embeddings(conn, said, [[1.0] + [0.0] * 383])
        assert embeddings.list_missing_claim_embeddings(conn, [claim_id]) != {}
