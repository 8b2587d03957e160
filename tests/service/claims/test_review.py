"""What a reviewer is shown: that it is a correction, of what, why, and all that it changes; and what the public
reads.
"""

import re
from collections.abc import Iterator
from html import unescape
from time import process_time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, text

from checks.types.passage import Passage
from checks.types.stance import Finding, Stance
from service.app import create_app
from store.claims import claims, transitions
from store.db import engine, transaction
from store.lookups import evidence
from store.people import Refused
from store.verdicts import fact_checks
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import sign_in


@pytest.fixture
def reviewer(at: Desk) -> Iterator[FlaskClient]:
    with create_app().test_client() as browser:
        sign_in(browser, "reviewer")
        yield browser


def _passage(at: Desk, claim_id: int, quoted: str, stance: Stance = "supports") -> int:
    with transaction(at.url) as conn:
        found = Finding(stance, "r", 0.5, Passage(quoted, "p. 1", "Office"))
        return evidence.add_evidence(conn, claim_id, found, at.checker)


def _write(at: Desk, claim_id: int, rating: str, summary: str, explanation: str, cites: list[int]) -> None:
    with transaction(at.url) as conn:
        version = claims.get_claim(conn, claim_id).version
        transitions.write_verdict(
            conn, claim_id, VerdictContent(rating, summary, explanation, cites), at.checker, version
        )
    at.step(claim_id, "submit")


def _published(at: Desk) -> tuple[int, int]:
    """A claim that was sent back once and then published, and the passage that it cites."""
    claim_id = at.comes(POLAND)
    cited = _passage(at, claim_id, "36.5 million")
    at.step(claim_id, "take")
    _write(at, claim_id, "False", "It has 30 million.", "Counted in **2021**.", [cited])
    at.step(claim_id, "request_changes", at.reviewer, reason="Say who counted")
    _write(
        at,
        claim_id,
        "False",
        "It had 36.5 million in 2021.",
        "The office counted\n\n- in **2021**\n- by hand",
        [cited],
    )
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    return claim_id, cited


def _shown(client: FlaskClient, path: str = "/review", status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.get_data(as_text=True))


def _plain(page: str) -> str:
    without_blocks = re.sub(r"</?(?:d[tdl]|li|ul|p|div|h\d|summary|details)\b[^>]*>", " ", page)
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?(?:ins|del)\b)[^>]*>", "", without_blocks))


def test_a_correction_is_compared_with_what_is_published_in_every_part(at: Desk, reviewer: FlaskClient) -> None:
    claim_id, _ = _published(at)
    at.step(claim_id, "correct", reason="The year was wrong")
    other = _passage(at, claim_id, "37 million")
    _write(
        at,
        claim_id,
        "Mostly false",
        "It had 36.5 million in 2020.",
        "The office counted\n\n- in **2020**\n- by hand",
        [other],
    )
    page = _shown(reviewer)
    said = _plain(page)
    assert "This is a correction of what is published. Why: “The year was wrong”" in said
    assert "Compared with what is published" in said
    assert "sent back" not in said
    assert "Rating <del>False</del> <ins>Mostly false</ins>" in said
    assert "in <del>2021.</del><ins>2020.</ins>" in said
    assert "- in <del>**2021**</del><ins>**2020**</ins>\n- by hand" in page
    assert re.search(r"Cited anew\s*“37 million”.*Cited no more\s*“36.5 million”", said)


def test_a_correction_that_was_sent_back_is_compared_with_both(at: Desk, reviewer: FlaskClient) -> None:
    claim_id, cited = _published(at)
    at.step(claim_id, "correct", reason="The year was wrong")
    _write(at, claim_id, "False", "It had 36.5 million in 2020.", "One.", [cited])
    at.step(claim_id, "request_changes", at.reviewer, reason="Say more")
    _write(at, claim_id, "False", "It had 36.5 million in 2020.", "One. Two.", [cited])
    said = _plain(_shown(reviewer))
    assert "This is a correction" in said
    assert "Compared with the version that was sent back (“Say more”)" in said
    at.step(claim_id, "recall")
    at.step(claim_id, "submit")
    assert "This is a correction" in _plain(_shown(reviewer))


def test_a_verdict_that_comes_again_is_compared_with_the_one_sent_back(at: Desk, reviewer: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    cited = _passage(at, claim_id, "36.5 million")
    at.step(claim_id, "take")
    _write(at, claim_id, "False", "It has 30 million.", "Counted.", [cited])
    assert "Compared with" not in _shown(reviewer)
    at.step(claim_id, "request_changes", at.reviewer, reason="Say who counted")
    _write(at, claim_id, "False", "It has 36 million.", "Counted.", [cited])
    said = _plain(_shown(reviewer))
    assert "correction" not in said
    assert "Compared with the version that was sent back (“Say who counted”)" in said
    assert "has <del>30</del><ins>36</ins> million" in said
    assert "Explanation" not in said.partition("sent back")[2].partition("Cited evidence")[0]


def test_review_of_a_verdict_of_alike_words_is_quick(at: Desk, reviewer: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    cited = _passage(at, claim_id, "36.5 million")
    at.step(claim_id, "take")
    _write(at, claim_id, "False", "No.", "a", [cited])
    at.step(claim_id, "request_changes", at.reviewer, reason="more")
    _write(at, claim_id, "False", "No.", "b", [cited])
    with transaction(at.url) as conn:  # as long as it could be before
        conn.execute(text("UPDATE verdicts SET explanation = repeat('a ', 25000) WHERE number = 1"))
        conn.execute(
            text(
                "UPDATE verdicts SET explanation = repeat('a ', 20000) || 'b ' || repeat('a ', 4999) WHERE number = 2"
            )
        )
    began = process_time()
    page = _shown(reviewer)
    assert process_time() - began < 4  # seconds of the processor; 86 before
    assert "<del>a</del><ins>b</ins>" in page


def test_a_verdict_that_is_too_long_is_refused_in_words(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    with pytest.raises(Refused, match="the explanation has 20,001 characters; at most 20,000 are taken"):
        _write(at, claim_id, "False", "No.", "a" * 20_001, [])


def test_line_breaks_of_a_form_count_as_one_character(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    _write(at, claim_id, "False", "No.", "a\r\n" * 10_000, [])


def test_the_public_page_says_what_it_said_before_and_why_it_was_withdrawn(at: Desk, client: FlaskClient) -> None:
    claim_id, cited = _published(at)
    at.step(claim_id, "correct", reason="The year was wrong")
    _write(at, claim_id, "Mostly false", "It had 36.5 million in 2020.", "Counted.", [cited])
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    with transaction(at.url) as conn:
        check = fact_checks.find_fact_check(conn, claim_id)
    assert check
    path = f"/fact-checks/{check.slug}"
    said = _plain(_shown(client, path))
    assert "The year was wrong What it said before False. It had 36.5 million in 2021." in said
    at.step(claim_id, "withdraw", at.reviewer, reason="The office took its figure back")
    said = _plain(_shown(client, path, 410))
    assert "Why: “The office took its figure back”" in said
    assert "application/ld+json" not in _shown(client, path, 410)


def test_a_fact_check_is_shown_however_many_versions_were_saved_since(at: Desk, client: FlaskClient) -> None:
    claim_id, cited = _published(at)
    at.step(claim_id, "correct", reason="The year was wrong")
    with transaction(at.url) as conn:
        for n in range(60):
            version = claims.get_claim(conn, claim_id).version
            transitions.write_verdict(
                conn, claim_id, VerdictContent("False", f"Draft {n}.", "One.", [cited]), at.checker, version
            )
        check = fact_checks.find_fact_check(conn, claim_id)
    assert check
    assert "It had 36.5 million in 2021." in _shown(client, f"/fact-checks/{check.slug}")


def _statements(at: Desk, reviewer: FlaskClient) -> int:
    """How many statements the page takes; what the first request keeps for later ones is not counted."""
    asked: list[object] = []

    def note(*given: object) -> None:
        asked.append(given[2])

    _shown(reviewer)
    event.listen(engine(at.url), "before_cursor_execute", note)
    try:
        _shown(reviewer)
    finally:
        event.remove(engine(at.url), "before_cursor_execute", note)
    return len(asked)


def test_what_is_shown_of_each_case_is_read_for_all_cases_at_once(at: Desk, reviewer: FlaskClient) -> None:
    counted = []
    for said in ("Oslo has 700,000 inhabitants.", "Bergen has 290,000 inhabitants.", "Tromsø has 78,000."):
        claim_id = at.comes(said)
        cited = _passage(at, claim_id, said)
        at.step(claim_id, "take")
        _write(at, claim_id, "True", "So it is.", "Counted.", [cited])
        counted.append(_statements(at, reviewer))
    assert counted[2] == counted[1] == counted[0]
    page = _plain(_shown(reviewer))
    assert all(said in page for said in ("Oslo has 700,000", "Bergen has 290,000", "Tromsø has 78,000"))


@pytest.mark.parametrize(
    ("rating", "stances", "warned"),
    [
        ("True", ["refutes"], True),
        ("Mostly true", ["refutes", "context"], True),
        ("True", ["refutes", "supports"], False),
        ("True", ["context"], False),
        ("False", ["supports"], True),
        ("False", ["refutes"], False),
        ("Half true", ["refutes"], False),
    ],
)
def test_a_reviewer_sees_that_what_is_cited_says_the_contrary(
    at: Desk, reviewer: FlaskClient, rating: str, stances: list[Stance], warned: bool
) -> None:
    claim_id = at.comes(POLAND)
    cited = [_passage(at, claim_id, f"{n} million", stance) for n, stance in enumerate(stances, 30)]
    at.step(claim_id, "take")
    _write(at, claim_id, rating, "It has 30 million.", "Counted.", cited)
    said = _plain(_shown(reviewer))
    assert (f"Rated “{rating}”, but what it cites says the contrary" in said) == warned
    at.step(claim_id, "approve", at.reviewer)  # a word, no bar
