"""The preview of a verdict: rendered as readers would see it, cleaned as on the public page, and nothing of it
saved.
"""

import pytest
from flask.testing import FlaskClient

from store.db import transaction
from store.verdicts import verdicts
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import spaced, token


@pytest.fixture
def claim_id(at: Desk) -> int:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    return claim_id


def _preview(client: FlaskClient, claim_id: int, **typed: str) -> tuple[int, str]:
    csrf = token(client.get(f"/claims/{claim_id}").get_data(as_text=True))
    data = {"csrf": csrf, "version": "3", "rating": "", "summary": "", "explanation": "", **typed}
    answer = client.post(f"/claims/{claim_id}/verdict/preview", data=data)
    return answer.status_code, spaced(answer.get_data(as_text=True))


def test_what_was_typed_is_shown_as_readers_see_it_and_not_saved(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    said = "It is **counted** [here](https://example.org/).\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    status, page = _preview(client, claim_id, rating="False", summary="No & no", explanation=said)
    assert status == 200
    preview = page[page.index('id="preview"') :]
    assert "<strong>counted</strong>" in preview
    assert '<a href="https://example.org/" rel="nofollow noopener noreferrer">here</a>' in preview
    assert "<script>alert" not in preview
    assert 'href="javascript' not in preview
    assert "<b>False</b>" in preview
    assert "No &amp; no" in preview
    assert "Not saved yet." not in page
    assert 'value="No &amp; no"' in page  # still in the form
    with transaction(at.url) as conn:
        assert verdicts.find_latest_verdict(conn, claim_id) is None
    assert at.row(claim_id).version == 3


def test_it_is_the_public_page_s_own_rendering(at: Desk, client: FlaskClient, claim_id: int) -> None:
    said = "# Big\n\n- one\n- two\n\n`code` & <b>bold</b>"
    _, page = _preview(client, claim_id, explanation=said)
    preview = page[page.index('id="preview"') :]
    at.publish(claim_id, "False")
    with transaction(at.url) as conn:
        conn.exec_driver_sql("ALTER TABLE verdicts DISABLE TRIGGER ALL")
        conn.exec_driver_sql("UPDATE verdicts SET explanation = %s", (said,))
    public = spaced(
        client.get("/fact-checks/poland-has-more-than-38-million-inhabitants-1").get_data(as_text=True)
    )
    rendered = public[public.index('<div class="prose">') :].split("</div>")[0]
    assert rendered in preview


def test_a_claim_that_takes_no_verdict_shows_none_and_too_long_a_text_is_refused(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    assert _preview(client, claim_id, explanation="x" * 20_001)[0] == 422
    at.step(claim_id, "decline", reason="Opinion")
    status, page = _preview(client, claim_id, explanation="*so*")
    assert status == 200
    assert "verdict-form" not in page


def test_as_much_is_previewed_as_is_saved(client: FlaskClient, claim_id: int) -> None:
    for length, status in ((verdicts.LONGEST_EXPLANATION, 200), (verdicts.LONGEST_EXPLANATION + 1, 422)):
        assert _preview(client, claim_id, explanation="a" * length)[0] == status, length
