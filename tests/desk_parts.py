"""What tests of the desk share: people, articles with their claims, and a browser without a screen."""

import json
import re
from datetime import datetime
from hashlib import sha256

from flask.testing import FlaskClient
from sqlalchemy import select

from settings import settings
from store import articles, people, queue, sessions
from store.db import autocommit, transaction
from store.external import import_uploads
from store.lookups import batches
from store.people import MACHINE, Actor
from workers.evidence import capture
from workers.sources import source_test
from workers.tasks import backfill, fetch, lookup, lookup_batch, refetch, share, split, suggest
from workers.tasks import imports as importing

PASSWORD = "correct horse battery"
_STEPS = {
    "import": importing,
    "fetch": fetch,
    "refetch": refetch,
    "split": split,
    "lookup_batch": lookup_batch,
    "lookup": lookup,
    "share": share,
    "suggest": suggest,
    "backfill": backfill,
    "capture": capture,
    "source_test": source_test,
}
TROOPS = (
    "Russia has massed more than 100,000 troops near the border with Ukraine, the Pentagon said. "
    "The United States will send another 2,000 troops to Europe."
)


def person(url: str, role: str, name: str | None = None) -> Actor:
    """A person of this role with the password of tests."""
    name = name or role
    with transaction(url) as conn:
        return Actor(people.add_person(conn, f"{name}@example.org", name, role, PASSWORD), role)


def sign_in(client: FlaskClient, name: str) -> None:
    """Begin a session of this person in a browser, as signing in does in the end."""
    with transaction(settings().database_url) as conn, client.session_transaction() as session:
        who = people.find_person_by_email(conn, f"{name}@example.org")
        assert who
        if "id" in session:
            sessions.end_session(conn, session["id"])
        session.clear()
        session["id"] = sessions.begin_session(conn, who.id, "127.0.0.1", "a browser of tests")
        session.permanent = True


def sign_in_by_form(client: FlaskClient, name: str) -> None:
    """Sign in through the form, with all that it counts, asks for and leaves in the browser."""
    page = client.get("/sign-in").get_data(as_text=True)
    answer = client.post(
        "/sign-in", data={"csrf": token(page), "email": f"{name}@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 302, answer.get_data(as_text=True)


def token(page: str) -> str:
    """The CSRF token of a page's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found[1]


def compact(page: str) -> str:
    """A page without the white space between its elements, which does not show in tables and lists."""
    return re.sub(r"\s+", " ", page).replace("> <", "><").replace(" </", "</")


def spaced(page: str) -> str:
    """A page with each stretch of white space as one space, as a browser shows it."""
    return re.sub(r"\s+", " ", page)


def article(url: str, actor: Actor, text: str = TROOPS, **more: str | datetime) -> int:
    """An article that came in and was split and looked up, by the workers' own code."""
    with transaction(url) as conn:
        article_id = articles.receive_article(conn, articles.Submission(text, **more), actor).article_id
    work_through(url)
    return article_id


def imported(url: str, *reviews: object) -> None:
    """ClaimReviews that came in by file and were read, by the workers' own code."""
    with transaction(url) as conn:
        import_id = import_uploads.start_import(conn, "reviews.json", MACHINE)
        data = json.dumps(reviews).encode()
        import_uploads.add_import_piece(conn, import_id, 0, data)
        import_uploads.finish_import_upload(conn, import_id, sha256(data).digest())
    work_through(url)


def work_through(url: str) -> None:
    """Do all that is due, as workers would."""
    for kind, step in _STEPS.items():
        with autocommit(url) as conn:
            subjects = list(conn.execute(select(queue.work.c.subject).where(queue.work.c.kind == kind)).scalars())
        for subject in subjects:
            step.run(subject)
            while kind == batches.KIND and _goes_on(url, subject):
                step.run(subject)


def _goes_on(url: str, batch_id: int) -> bool:
    """Whether a batch of lookups gave way to articles that wait to be split, and is due again."""
    job = queue.work.c
    due = (job.kind == batches.KIND, job.subject == batch_id, job.attempts == 0, job.token.is_(None))
    with transaction(url) as conn:
        return conn.execute(select(job.subject).where(*due)).first() is not None
