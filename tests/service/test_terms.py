"""Words of the desk's own are explained where they first stand on a page, once."""

import re

import pytest
from flask.testing import FlaskClient

from tests.browser.parts import listed
from tests.checks.claimreview.test_claimreview import review
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import imported


def _explained(page: str) -> dict[str, str]:
    """What describes each button that names a tooltip, by the tooltip's id."""
    ids = re.findall(r'aria-describedby="(about-[^"]+)"', page)
    assert len(ids) == len(set(ids))
    found = dict(re.findall(r'role="tooltip" id="([^"]+)">([^<]+)<', page))
    assert set(ids) == set(found)
    return {name: " ".join(words.split()) for name, words in found.items()}


@pytest.mark.parametrize("path", ["/triage?claim=1", "/claims/1"])
def test_each_word_is_explained_once(at: Desk, client: FlaskClient, path: str) -> None:
    imported(at.url, review(claimReviewed=POLAND), review(claimReviewed=POLAND, url="https://example.org/second"))
    assert at.comes(POLAND) == 1
    listed(at.url, at.checker, 3)
    page = client.get(path).get_data(as_text=True)
    words = _explained(page)
    wanted = (
        "about-claim-refuted",
        "about-claim-strength",
        "about-claim-worth",
        "about-claim-hash",
        "about-take-1",
    )
    assert set(wanted) <= set(words)
    assert "SHA-256" in words["about-claim-hash"]
    assert "says nothing about truth" in words["about-claim-worth"]
    assert page.count("hash</button>") == 1
    assert len(re.findall(r"\bhash\b", page)) > 1  # of the other passages without a tooltip


def test_what_is_fetched_for_the_next_claim_explains_its_words_too(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    words = _explained(client.get(f"/triage/chosen?claim={claim_id}").get_data(as_text=True))
    assert "about-claim-nothing-found" in words
