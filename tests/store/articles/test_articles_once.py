"""Each article once: by every spelling of its address, and by its words."""

from datetime import UTC, datetime
from threading import Event, Thread

import pytest
import sqlalchemy as sa

from checks.types.page import Page
from store import articles, progress, queue
from store.db import NotFound, transaction
from store.people import MACHINE, Refused
from tests.checks.documents.test_addresses import SPELLINGS

_TEXT = "The town counted 400 wells. Forty of them are dry, said the mayor."


def _send(url: str, text: str = _TEXT, address: str | None = None, **more: str) -> articles.Received:
    with transaction(url) as conn:
        return articles.receive_article(conn, articles.Submission(text, url=address, **more), MACHINE)


def _receive(url: str, address: str, **more: object) -> articles.ReceivedWithoutText:
    with transaction(url) as conn:
        return articles.receive_address(conn, address, **more)  # type: ignore[arg-type]


def _page(text: str = _TEXT, address: str | None = None) -> Page:
    return Page(
        title="400 wells",
        text=text,
        authors=("Jane Roe",),
        published=datetime(2026, 11, 27, 9, tzinfo=UTC),
        modified=None,
        language="en",
        address=address,
        site="Gazette",
    )


def test_seven_spellings_and_two_sends_without_an_address_are_one_article(desk: str) -> None:
    ids = {_send(desk, address=address).article_id for address in SPELLINGS}
    ids |= {_send(desk).article_id, _send(desk, f"  {_TEXT.upper()}\n\n").article_id}
    assert len(ids) == 1
    with transaction(desk) as conn:
        assert len(articles.list_revisions(conn, ids.pop())) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It costs $5 a month.", "It costs €5 a month."),
        ("It costs ₹5 a month.", "It costs ₽5 a month."),
        ("It costs 5 a month.", "It costs £5 a month."),
        ("Prices changed by 5% in May.", "Prices changed by -5% in May."),
        ("Prices changed by 5% in May.", "Prices changed by −5% in May."),
        ("Prices changed by +5% in May.", "Prices changed by -5% in May."),
        ("The firm made $5m.", "The firm made -$5m."),
        ("Prices changed by 5% in May.", "Prices changed by 5‰ in May."),
        ("Prices changed by 5% in May.", "Prices changed by 5 in May."),
        ("It weighs 1.5 tonnes.", "It weighs 1,5 tonnes."),
        ("It was 1.500 people.", "It was 1:500 people."),
        ("It was >5 people.", "It was <5 people."),
        ("It cut the rating from A+.", "It cut the rating from A-."),
        ("The rating is BBB+ now.", "The rating is BBB− now."),
        ("It was 5+ people.", "It was 5 people."),
        ("It was ~5 people.", "It was 5 people."),
        ("He is 6′ tall.", "He is 6″ tall."),
    ],
)
def test_a_change_of_a_sign_alone_is_a_revision(desk: str, before: str, after: str) -> None:
    first = _send(desk, before, SPELLINGS[0])
    changed = _send(desk, after, SPELLINGS[0])
    assert (changed.article_id, changed.new_revision) == (first.article_id, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("“It costs $5,” she said – twice.", '"It costs $5", she said - twice'),
        ("In 2019-20 covid-19 spread.", "In 2019–20 COVID‑19 spread…"),
        ("Down −5 % in May", "down -5% in May."),
        ("- 5 people", "• 5 people"),
        ("The cost: € 5.", "The cost: €5"),
        ("The rating is A-.", "the rating is “A−”"),
    ],
)
def test_typography_alone_is_no_revision(desk: str, before: str, after: str) -> None:
    first = _send(desk, before, SPELLINGS[0])
    assert _send(desk, after, SPELLINGS[0]) == articles.Received(
        first.article_id, first.revision_id, new_article=False, new_revision=False
    )


def test_a_text_that_is_known_gets_its_address_later(desk: str) -> None:
    first = _send(desk)
    second = _send(desk, address=SPELLINGS[0])
    assert (second.article_id, second.new_revision) == (first.article_id, False)
    with transaction(desk) as conn:
        assert progress.get_article(conn, first.article_id).url == SPELLINGS[0]


def test_one_text_at_two_addresses_is_two_articles(desk: str) -> None:
    """A syndicated copy is an article of its own site."""
    assert (
        _send(desk, address=SPELLINGS[0]).article_id != _send(desk, address="https://other.example/w").article_id
    )


def test_another_text_at_one_address_is_a_revision_and_the_same_words_are_none(desk: str) -> None:
    first = _send(desk, address=SPELLINGS[0])
    assert not _send(desk, f"{_TEXT}\n", address=SPELLINGS[1]).new_revision
    changed = _send(desk, _TEXT.replace("400", "410"), address=SPELLINGS[2])
    assert (changed.article_id, changed.new_article, changed.new_revision) == (first.article_id, False, True)


def test_an_address_alone_is_stored_once_with_the_job_of_fetching_it(desk: str) -> None:
    first, *others = [_receive(desk, address) for address in SPELLINGS]
    assert (first.new_article, first.to_fetch) == (True, True)
    assert {(each.article_id, each.new_article) for each in others} == {(first.article_id, False)}
    with transaction(desk) as conn:
        row = progress.get_article(conn, first.article_id)
        assert queue.find_job(conn, "fetch", first.article_id) is not None
        assert [each.id for each in progress.list_articles(conn)] == [first.article_id]
    assert (row.stage, row.revision, row.claims, row.arrived_by) == ("received", 0, 0, "url")


def test_an_article_with_a_text_is_not_fetched_again(desk: str) -> None:
    sent = _send(desk, address=SPELLINGS[0])
    assert _receive(desk, SPELLINGS[1]) == articles.ReceivedWithoutText(
        sent.article_id, new_article=False, to_fetch=False
    )


def test_one_address_sent_at_once_by_many_is_one_article(desk: str) -> None:
    found: list[int] = []
    threads = [
        Thread(target=lambda s=spelling: found.append(_receive(desk, s).article_id)) for spelling in SPELLINGS
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 7
    assert len(set(found)) == 1


def test_what_was_read_becomes_a_revision_with_what_the_page_says(desk: str) -> None:
    article_id = _receive(desk, SPELLINGS[0]).article_id
    with transaction(desk) as conn:
        (revision,) = articles.write_page(conn, article_id, _page(), SPELLINGS[0]).to_split
        row = progress.get_article(conn, article_id)
        assert queue.find_job(conn, "split", revision) is not None
        assert articles.write_page(conn, article_id, _page(f"{_TEXT} "), SPELLINGS[0]).to_split == []
    assert (row.title, row.authors, row.site, row.published) == (
        "400 wells", ["Jane Roe"], "Gazette", datetime(2026, 11, 27, 9, tzinfo=UTC))  # fmt: skip


def test_a_page_that_names_the_address_of_a_known_article_is_that_article(desk: str) -> None:
    known = _send(desk, address=SPELLINGS[0]).article_id
    other = _receive(desk, "https://gazette.example/?p=71").article_id
    with transaction(desk) as conn:
        assert (
            articles.write_page(conn, other, _page(address=SPELLINGS[0]), "https://gazette.example/?p=71").to_split
            == []
        )
        assert progress.get_article(conn, other).id == known
        assert [row.id for row in progress.list_articles(conn)] == [known]
    assert _receive(desk, "https://gazette.example/?p=71").article_id == known
    assert _send(desk, "The town has 500 wells now.", address="https://gazette.example/?p=71").article_id == known
    with transaction(desk) as conn, pytest.raises(NotFound):
        articles.get_address(conn, other)


def test_an_article_that_is_kept_keeps_the_one_that_it_turns_out_to_be(desk: str) -> None:
    shown = _receive(desk, SPELLINGS[0], keep=False).article_id
    with transaction(desk) as conn:
        articles.write_page(conn, shown, _page(), SPELLINGS[0])
    other = _receive(desk, "https://gazette.example/?p=71").article_id
    with transaction(desk) as conn:
        articles.write_page(conn, other, _page(address=SPELLINGS[0]), "https://gazette.example/?p=71")
        with pytest.raises(Refused):
            articles.discard_article(conn, shown, MACHINE)
        assert progress.get_article(conn, other).id == shown


def test_what_is_shown_first_is_split_when_it_is_kept(desk: str) -> None:
    article_id = _receive(desk, SPELLINGS[0], keep=False).article_id
    with transaction(desk) as conn:
        assert articles.write_page(conn, article_id, _page(), SPELLINGS[0]).to_split == []
        assert conn.execute(sa.select(sa.func.count()).where(queue.work.c.kind == "split")).scalar_one() == 0
        (revision,) = articles.keep_article(conn, article_id, MACHINE)
        assert queue.find_job(conn, "split", revision) is not None
        with pytest.raises(Refused):
            articles.discard_article(conn, article_id, MACHINE)


def test_what_is_discarded_is_gone_and_may_be_sent_again(desk: str) -> None:
    article_id = _receive(desk, SPELLINGS[0], keep=False).article_id
    with transaction(desk) as conn:
        articles.discard_article(conn, article_id, MACHINE)
        assert queue.find_job(conn, "fetch", article_id) is None
    assert _receive(desk, SPELLINGS[0]).new_article


@pytest.mark.parametrize(
    "address", ["", "gazette.example/a", "ftp://gazette.example/", "https://e.example/\x00", "https://"]
)
def test_what_is_no_address_is_refused(desk: str, address: str) -> None:
    with pytest.raises(Refused):
        _receive(desk, address)


def test_a_page_that_is_written_while_its_address_is_sent_waits_for_it(desk: str) -> None:
    """Locks of addresses are taken before that of the article by everybody: else two could wait for each other."""
    article_id = _receive(desk, SPELLINGS[0]).article_id
    wrote = Event()

    def write() -> None:
        with transaction(desk) as conn:
            articles.write_page(conn, article_id, _page(), SPELLINGS[0])
        wrote.set()

    with transaction(desk) as conn:
        articles.lock_addresses(conn, [SPELLINGS[0]])
        thread = Thread(target=write)
        thread.start()
        assert not wrote.wait(0.5)
        articles.lock_article(conn, article_id)  # is free: who waits for the address does not hold it
    thread.join(10)
    assert wrote.is_set()
