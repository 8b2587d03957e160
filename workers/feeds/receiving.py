"""Makes articles of the entries of a feed, inside the transaction that notes the entries.

`store/articles/receiving.py` stores them. An entry that gives no text gets a job `fetch` for its page
(`workers/tasks/fetch.py`).
"""

from dataclasses import dataclass, field
from typing import Final

from checks.feeds.content import GivenText, OnPage, article_source
from checks.types.feed import ChangedEntry, FeedEntry, NewEntry, SeenEntry
from store import articles
from store.articles import refetching
from store.db import Connection
from store.feeds.entries import Outcome, add_feed_entries, change_feed_entry
from store.feeds.polls import PolledFeed
from store.people import MACHINE, Refused

_SENT_AT_ONCE: Final = 5  # articles; the jobs of further ones are handed out in the fair order (`store.dispatch`)
_PASSED_OVER: Final = (
    "the article at its address came from elsewhere, and a feed of another site does not change it"
)


@dataclass
class Receiver:
    """Takes in the entries of one feed.

    Attributes:
        feed: the feed.
        taken: how many articles of the same answer were taken in before.
        hints: the subjects of the jobs that are to be enqueued after the commit, by kind.
    """

    feed: PolledFeed
    taken: int = 0
    hints: dict[str, list[int]] = field(default_factory=dict)

    def take_in(self, conn: Connection, entries: list[NewEntry | ChangedEntry]) -> None:
        """Write entries that are new or have changed, and the articles that they become."""
        articles.lock_addresses(conn, (each.entry.address for each in entries if each.entry.address))
        new = []
        for each in entries:
            if isinstance(each, NewEntry):
                new.append((each, self._receive(conn, each.entry, None)))
            else:
                anew = each.text_changed or each.dates_changed
                became = self._receive(conn, each.entry, each.seen) if anew else None
                change_feed_entry(conn, each, became)
                if became is not None and became.article_id is not None:
                    articles.note_headline(
                        conn, became.article_id, each.seen.title, each.entry.title, self._giving
                    )
        add_feed_entries(conn, self.feed.id, new)

    def _receive(self, conn: Connection, entry: FeedEntry, before: SeenEntry | None) -> Outcome:
        source = article_source(entry, fetch_full_text=self.feed.fetch_full_text)
        try:
            if isinstance(source, GivenText):
                return self._receive_text(conn, entry, source, before)
            if isinstance(source, OnPage):
                return self._receive_page(conn, entry, source, before)
        except Refused as error:
            return Outcome(reason=str(error))
        return Outcome(reason=source.reason)

    def _receive_text(
        self, conn: Connection, entry: FeedEntry, given: GivenText, before: SeenEntry | None
    ) -> Outcome:
        """An article of the text that the feed gives; of an entry that changed a revision of its article."""
        submission = articles.Submission(
            text=given.text,
            title=entry.title,
            url=entry.address,
            published=entry.published,
            format="html" if given.is_html else "text",
            arrived_by="feed",
        )
        feed, turn = self._giving, self.taken
        received = None
        if before is not None and before.article_id is not None:
            given_to = before.article_id
            received = articles.receive_revision(conn, given_to, submission, MACHINE, feed=feed, turn=turn)
        if received is None or (received.passed_over and not entry.address):
            # An entry that had the words of an article from elsewhere, and no address, has an article of its own now.
            received = articles.receive_article(conn, submission, MACHINE, feed=feed, turn=turn)
        if received.new_revision:
            self._taken("split", received.revision_id)
        return Outcome(article_id=received.article_id, reason=_PASSED_OVER if received.passed_over else None)

    def _receive_page(self, conn: Connection, entry: FeedEntry, page: OnPage, before: SeenEntry | None) -> Outcome:
        """The article at an address, whose page is fetched by a job of its own; of an entry that changed fetched
        again.
        """
        if before is not None and before.article_id is not None:
            again = refetching.refetch_now(conn, before.article_id, turn=self.taken)
            self._taken(refetching.KIND if again else "fetch", before.article_id)
            return Outcome(article_id=before.article_id, address=page.address)
        received = articles.receive_address(
            conn, page.address, feed_id=self.feed.id, title=entry.title, published=entry.published, turn=self.taken
        )
        if received.to_fetch:
            self._taken("fetch", received.article_id)
        return Outcome(article_id=received.article_id, address=page.address)

    @property
    def _giving(self) -> articles.GivingFeed:
        return articles.GivingFeed(self.feed.id, self.feed.state.address)

    def _taken(self, kind: str, subject: int) -> None:
        """Count an article that was taken in; the jobs of the first few are sent at once."""
        if self.taken < _SENT_AT_ONCE:
            self.hints.setdefault(kind, []).append(subject)
        self.taken += 1
