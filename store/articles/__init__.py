"""Articles and their revisions: what came in, exactly as it came.

`receiving` stores what comes in, each article once; `fetched` what was read at an address; `revisions` what was
found in a text. How far an article has got is never stored; it follows from what is left to do (`store.progress`).
"""

from store.articles.fetched import discard_article, get_address, write_page
from store.articles.receiving import (
    GivingFeed,
    Received,
    ReceivedWithoutText,
    Submission,
    find_article_at,
    keep_article,
    lock_addresses,
    lock_article,
    note_headline,
    receive_address,
    receive_article,
    receive_revision,
)
from store.articles.revisions import (
    Revision,
    RevisionOfArticle,
    drop_repeated_revision,
    fill_in_article,
    fill_in_day,
    get_revision,
    get_two_revisions,
    is_superseded,
    list_revisions,
    write_split_result,
)
from store.articles.tables import (
    FORMATS,
    LONGEST_PAGE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    STAGES,
    UNTITLED,
    WAYS,
    articles,
    revisions,
)

__all__ = [
    "FORMATS", "LONGEST_PAGE", "LONGEST_TEXT", "LONGEST_TITLE", "STAGES", "UNTITLED", "WAYS", "GivingFeed", "Received",
    "ReceivedWithoutText", "Revision", "RevisionOfArticle", "Submission", "articles", "discard_article",
    "drop_repeated_revision", "fill_in_article", "fill_in_day", "find_article_at", "get_address", "get_revision",
    "get_two_revisions", "is_superseded", "keep_article", "list_revisions",
    "lock_addresses", "lock_article", "note_headline", "receive_address",
    "receive_article", "receive_revision", "revisions", "write_page", "write_split_result",
]  # fmt: skip
