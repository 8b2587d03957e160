"""What comes in is read in one way, and what the store cannot hold is refused in words."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.app import create_app
from service.request import cursors, inputs
from store import progress
from store.db import engine, transaction
from store.migrate import upgrade
from store.people import Refused
from tests.fixtures.desk_parts import person, sign_in, token
from tests.store.earlier_desk import earlier_desk


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


@pytest.mark.parametrize(
    "typed", ["", "²", "١", "-1", "+1", "1.0", "1 ", " 1", str(2**63), "9" * 5000, "1e3", "0x1"]
)
def test_what_is_no_number_of_64_bits_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        inputs.number(typed, "owner")
    assert refused.value.field == "owner"


def test_numbers() -> None:
    assert inputs.number("0042", "owner") == 42
    assert inputs.number(str(2**63 - 1), "owner") == 2**63 - 1
    with pytest.raises(Refused, match="from 1 to 5"):
        inputs.number("6", "days", least=1, most=5)


@pytest.mark.parametrize(
    "typed",
    [
        "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0001-01-01", "0999-12-31", "10000-01-01", "soon", "",
        "2026-02-30", "2026-W01-1", "20260201", "٢٠٢٦-02-01", "2026-02-01T25:00",
            "2026-02-01T09:30:00+99:00", "infinity",
    ],
)  # fmt: skip
def test_what_is_no_time_that_the_store_holds_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        inputs.moment(typed, "published")
    assert refused.value.field == "published"


def test_times_are_in_utc() -> None:
    assert inputs.moment("2026-02-01", "published") == datetime(2026, 2, 1, tzinfo=UTC)
    found = inputs.moment("2026-02-01T09:30:00+02:00", "published")
    assert (found.isoformat(), found.tzinfo) == ("2026-02-01T07:30:00+00:00", UTC)
    assert inputs.day("2026-02-01", "published") == date(2026, 2, 1)


@pytest.mark.parametrize("published", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "tomorrow"])
def test_an_article_of_an_impossible_time_is_refused_and_the_lists_go_on(
    desk: str, client: FlaskClient, published: str
) -> None:
    person(desk, "checker")
    sign_in(client, "checker")
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    form = {"csrf": csrf, "text": "Four boats sank.", "title": "Boats & more", "published": published}
    answer = client.post("/articles/add", data=form)
    assert answer.status_code == 422
    assert "Boats &amp; more" in answer.get_data(as_text=True)  # what was typed is kept
    assert [client.get(path).status_code for path in ("/", "/articles", "/api/v1/articles")] == [200] * 3
    with transaction(desk) as conn:
        assert progress.list_articles(conn) == []


@pytest.mark.parametrize(
    ("fields", "status"), [(inputs.MOST_FIELDS, 302), (inputs.MOST_FIELDS + 1, 422), (2_900_000, 422)]
)
def test_a_form_of_very_many_fields_is_refused_before_it_is_parsed(
    desk: str, client: FlaskClient, fields: int, status: int
) -> None:
    person(desk, "checker")
    sign_in(client, "checker")
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    body = f"csrf={csrf}&text=Four+boats+sank.{'&a' * (fields - 2)}"
    answer = client.post("/articles/add", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status
    with transaction(desk) as conn:
        assert len(progress.list_articles(conn)) == (status == 302)


def test_an_impossible_time_that_is_there_already_is_healed(cluster: str) -> None:
    with earlier_desk(cluster, "0017", "times_before") as (url, conn):
        for number, published in enumerate(
            ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "infinity", "2026-02-01")
        ):
            made = text(
                "WITH a AS (INSERT INTO articles (title, url, published, arrived_by) "
                "VALUES ('t', :url, CAST(:published AS timestamptz), 'paste') RETURNING id) "
                "INSERT INTO revisions (article_id, number, received, format, sha256) "
                "SELECT id, 1, 'x', 'text', 'x' FROM a"
            )
            conn.execute(made, {"url": f"https://example.org/{number}", "published": published})
    upgrade(url)
    with transaction(url) as conn:
        kept = [row.published for row in progress.list_articles(conn)]
        healed = conn.execute(text("SELECT count(*) FROM audit WHERE event = 'corrected'")).scalar_one()
    assert kept == [datetime(2026, 2, 1, tzinfo=UTC), None, None, None]
    assert healed == 3
    engine(url).dispose()


def test_the_store_itself_refuses_an_impossible_time_and_that_is_our_422(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever gets past the border, in a view that forgets it: the answer is a problem in words, nothing is
    written.
    """
    person(desk, "checker")
    sign_in(client, "checker")
    csrf = token(client.get("/articles/add").get_data(as_text=True))
    for late in (datetime(1, 1, 1, tzinfo=UTC), datetime(999, 12, 31, tzinfo=UTC)):
        monkeypatch.setattr(inputs, "moment", lambda typed, field, late=late: late)
        answer = client.post("/articles/add", data={"csrf": csrf, "text": "Four boats sank.", "published": "x"})
        assert answer.status_code == 422
        assert "cannot be stored" in answer.get_data(as_text=True)
    monkeypatch.setattr(inputs, "number", lambda typed, field, **_: 2**70)
    assert client.get("/triage?claim=1").status_code == 422
    with transaction(desk) as conn:
        assert progress.list_articles(conn) == []


def test_connections_read_in_utc_and_end_what_takes_too_long(desk: str) -> None:
    with transaction(desk) as conn:
        shown = [
            conn.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("timezone", "statement_timeout", "lock_timeout")
        ]
        assert shown == ["UTC", "1min", "20s"]
        last = conn.execute(text("SELECT timestamptz '9999-12-31T23:59:59Z'")).scalar_one()
        assert last.year == 9999  # read in another zone it would be beyond what Python has
    slow = text("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)")
    with transaction(desk) as conn, pytest.raises(OperationalError):
        conn.execute(slow)


def test_a_cursor_is_taken_for_the_list_that_it_was_made_for_alone(desk: str) -> None:
    app = create_app()
    with app.test_request_context():
        ours = cursors.write("claims by worth", (True, 0.1, 7))
    with app.test_request_context(query_string={"cursor": ours, "after": ours[:-1]}):
        assert cursors.read_cursor("claims by worth") == (True, 0.1, 7)
        with pytest.raises(Refused):
            cursors.read_cursor("claims by newest")
        with pytest.raises(Refused) as refused:
            cursors.read_cursor("claims by worth", "after")
        assert refused.value.field == "after"
        assert cursors.read_cursor("claims by worth", "before") is None
