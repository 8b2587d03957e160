"""Turns are fair: an article of thousands of claims goes on beside a small one, not ahead of it."""

import pytest
from sqlalchemy import text

from checks.types.claim import Claim
from settings import settings
from store import articles, dispatch, queue
from store.articles import refetching
from store.claims import found_claims
from store.db import transaction
from store.lookups import batches, lookups, sources
from store.people import MACHINE
from tests.fixtures.outside import Reply
from tests.workers.feeds.page_parts import HTML, page_site
from workers import enqueue, job
from workers.tasks import fetch, lookup, refetch, split

LARGE, SMALL = 3000, 5


class Queue:
    """The broker's queue of lookups: hints in the order in which they came."""

    def __init__(self) -> None:
        self.waiting: list[int] = []
        self.longest = 0

    def enqueue(self, kind: str, subjects: list[int]) -> bool:
        self.waiting += subjects if kind == "lookup" else []
        self.longest = max(self.longest, len(self.waiting))
        return True


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Queue:
    made = Queue()
    monkeypatch.setattr(enqueue, "enqueue", made.enqueue)
    return made


def _arrives(url: str, count_: int, title: str, hints: Queue) -> int:
    """An article as the splitter leaves it; returns its id."""
    lines = [f"Town {n} has {4000 + n:,} inhabitants and {n + 3} schools." for n in range(count_)]
    with transaction(url) as conn:
        received = articles.receive_article(conn, articles.Submission("\n\n".join([title, *lines])), MACHINE)
        conn.execute(text("DELETE FROM work WHERE kind = 'split'"))
        made = [
            Claim(n, n + 9, line, statement=line, kind="quantity", claimant=None, worth=0.5, reasons=())
            for n, line in enumerate(lines)
        ]
        written = found_claims.write_claims(conn, received.revision_id, received.article_id, made)
        lookups.add_lookups(conn, [(claim_id, ("shelf", "past fact-checks")) for claim_id, _ in written])
        hints.enqueue("lookup", sources.hand_out_lookups(conn))
    return received.article_id


def _open(url: str, article_id: int) -> int:
    query = text(
        "SELECT count(*) FROM lookups l JOIN claims c ON c.id = l.claim_id WHERE c.article_id = :a AND "
        "l.outcome IS NULL"
    )
    with transaction(url) as conn:
        return int(conn.execute(query, {"a": article_id}).scalar_one())


@pytest.mark.timeout(180)
def test_a_small_article_is_looked_up_long_before_a_large_one_that_came_first(desk: str, hints: Queue) -> None:
    large = _arrives(desk, LARGE, "A large article", hints)
    assert 0 < len(hints.waiting) <= dispatch.MOST_HANDED_OUT
    for _ in range(3):
        lookup.run(hints.waiting.pop(0))
    small = _arrives(desk, SMALL, "A small article", hints)
    done = 0
    while _open(desk, small):
        done += 1
        lookup.run(hints.waiting.pop(0))
    assert done <= 2 * dispatch.MOST_HANDED_OUT + 4 * SMALL
    assert _open(desk, large) > 1.9 * LARGE
    assert hints.longest <= dispatch.MOST_HANDED_OUT + 2


def test_all_is_handed_on_to_the_last_and_by_the_sweeper_where_hints_are_lost(
    desk: str, hints: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "MOST_HANDED_OUT", 4)
    monkeypatch.setenv("FACTDESK_LEASE_SECONDS", "1")
    settings.cache_clear()
    article_id = _arrives(desk, 12, "An article", hints)
    asked = 0
    while hints.waiting:
        asked += 1
        lookup.run(hints.waiting.pop(0))
        if asked == 9:
            hints.waiting.clear()  # the broker comes back empty
            with transaction(desk) as conn:
                conn.execute(text("UPDATE work SET enqueued_at = enqueued_at - interval '2 s'"))
                hints.enqueue(
                    "lookup", [n for kind, n in dispatch.mark_due_jobs(conn, lease_seconds=1) if kind == "lookup"]
                )
    assert _open(desk, article_id) == 0


def test_a_source_on_the_network_asks_in_turn_too(desk: str) -> None:
    with transaction(desk) as conn:
        sources.register_sources(
            conn,
            [
                sources.SourceInfo(
                    name="gazette", title="The Gazette", switched_on=True, missing=None, per_minute=60, at_once=2
                )
            ],
        )
        first, second = [], []
        for subjects, numbers in ((first, range(1, 101)), (second, range(101, 104))):
            subjects += numbers
            groups = dict.fromkeys(subjects, "gazette")
            turns = {subject: turn for turn, subject in enumerate(subjects)}
            queue.add_jobs(conn, "lookup", subjects, groups=groups, turns=turns)
        asked = []
        while len(asked) < 6:
            (following, *_) = sources.list_startable_lookups(conn, "gazette")
            asked.append(following)
            queue.drop_job(conn, "lookup", following)
    assert set(second) <= set(asked)


def test_what_the_broker_does_not_take_is_enqueued_soon(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, subjects: False)
    with transaction(desk) as conn:
        queue.add_jobs(conn, "lookup", [7])
        taken = dispatch.hand_out_jobs(conn, "lookup")
        assert taken == [7]
        assert dispatch.hand_out_jobs(conn, "lookup") == []
    job.send_hints([("lookup", taken)])
    with transaction(desk) as conn:
        assert dispatch.mark_due_jobs(conn) == [("lookup", 7)]


def _is_of(url: str, batch_id: int) -> int:
    """The revision of a batch."""
    query = text("SELECT revision_id FROM lookup_batches WHERE id = :id")
    with transaction(url) as conn:
        return int(conn.execute(query, {"id": batch_id}).scalar_one())


def test_what_comes_of_an_import_is_looked_up_behind_what_a_person_sends(
    desk: str, hints: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(desk) as conn:
        imported = [
            articles.receive_article(
                conn, articles.Submission(f"Town {n} has {n + 4000:,} schools."), MACHINE, turn=n
            ).revision_id
            for n in range(10)
        ]
    for revision_id in imported:  # all are split at once: nothing else was to be done
        split.run(revision_id)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE work SET enqueued_at = NULL"))  # the broker comes back empty
        by_hand = articles.receive_article(conn, articles.Submission("Tartu has 90,000 inhabitants."), MACHINE)
    monkeypatch.setitem(dispatch.AHEAD, batches.KIND, 2)
    split.run(by_hand.revision_id)
    with transaction(desk) as conn:
        conn.execute(text("UPDATE work SET enqueued_at = NULL"))
        following = dispatch.hand_out_jobs(conn, batches.KIND)
    assert [_is_of(desk, batch_id) for batch_id in following] == [imported[0], by_hand.revision_id]


def test_a_page_that_a_person_names_is_fetched_before_most_of_a_feeds(
    desk: str, hints: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    with page_site("<title>Wells</title><p>Narva has counted 400 wells, the mayor said.</p>", monkeypatch) as site:
        with transaction(desk) as conn:
            imported = [articles.receive_address(conn, f"{site.url}/{n}", turn=n).article_id for n in range(10)]
            by_hand = articles.receive_address(conn, f"{site.url}/wells").article_id
            monkeypatch.setitem(dispatch.AHEAD, "fetch", 2)
            assert dispatch.hand_out_jobs(conn, "fetch") == [imported[0], by_hand]
        fetch.run(imported[9])
    with transaction(desk) as conn:  # its split stands as far behind as its page did
        late = text("SELECT fair_at > clock_timestamp() + interval '60 s' FROM work WHERE kind = 'split'")
        assert conn.execute(late).scalars().all() == [True]


def test_a_page_that_its_feed_says_was_edited_is_split_in_its_turn(
    desk: str, hints: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "<title>Wells</title><p>Narva has counted {} wells, the mayor said.</p>"
    with page_site(page.format(400), monkeypatch) as site:
        with transaction(desk) as conn:
            article_id = articles.receive_address(conn, f"{site.url}/wells").article_id
        fetch.run(article_id)
        with transaction(desk) as conn:
            conn.execute(text("DELETE FROM work WHERE kind = 'split'"))
            assert refetching.refetch_now(conn, article_id, turn=9)
        site.reply = lambda _: Reply(page.format(500).encode(), headers=HTML)
        refetch.run(article_id)
    with transaction(desk) as conn:
        late = text("SELECT fair_at > clock_timestamp() + interval '60 s' FROM work WHERE kind = 'split'")
        assert conn.execute(late).scalars().all() == [True]


def test_a_job_that_fails_sends_the_next_as_one_that_is_done_does(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, subjects: sent.append((kind, list(subjects))) or True)
    monkeypatch.setattr(dispatch, "MOST_HANDED_OUT", 1)
    with transaction(desk) as conn:
        page = articles.Submission("<title>404 - Not found</title><p>Gone.", format="html")
        broken = articles.receive_article(conn, page, MACHINE).revision_id
        said = articles.Submission("Tartu has 90,000 inhabitants.")
        after = articles.receive_article(conn, said, MACHINE, turn=1).revision_id
        assert dispatch.hand_out_jobs(conn, "split") == [broken]
    split.run(broken)
    with transaction(desk) as conn:
        assert queue.find_job(conn, "split", broken).failed
    assert ("split", [after]) in sent
