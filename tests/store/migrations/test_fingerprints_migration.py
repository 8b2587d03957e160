"""Texts of an earlier desk are known again after a migration by their words and by the signs of their figures."""

from sqlalchemy import text

from store import articles
from store.db import engine, transaction
from store.migrate import upgrade
from store.people import MACHINE
from tests.store.earlier_desk import earlier_desk

_TEXT = "It costs $5 a month, said the mayor of the town."


def test_texts_of_an_earlier_desk_are_known_again(cluster: str) -> None:
    with earlier_desk(cluster, "0056", "fingerprints_before") as (url, conn):
        for n, url_ in ((1, None), (2, "https://example.org/")):
            article = "INSERT INTO articles (title, url, text_key, arrived_by) VALUES ('A', :url, :key, 'paste')"
            conn.execute(text(article), {"url": url_, "key": None if url_ else b"old"})
            revision = """INSERT INTO revisions (article_id, number, received, text, format, sha256, fingerprint)
                VALUES (:n, 1, :text, :text, 'text', :n::text::bytea, 'old')"""
            conn.execute(text(revision.replace("::", r"\:\:")), {"n": n, "text": f"{_TEXT} {n}"})
    upgrade(url)
    with transaction(url) as conn:
        sent = [
            articles.receive_article(conn, articles.Submission(each), MACHINE)
            for each in (f"{_TEXT} 1", f"{_TEXT.upper()} 2", f"{_TEXT} 1".replace("$", "€"))
        ]
    assert [each.article_id for each in sent] == [1, 2, 3]
    assert [each.new_revision for each in sent] == [False, False, True]
    engine(url).dispose()
