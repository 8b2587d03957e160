"""What a verdict says of an image, a video or a recording, from the form to the markup; held to schema.org's terms."""

import csv
import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import tokens
from store.db import transaction
from store.people import Refused
from store.verdicts import verdicts
from store.verdicts.media_reviews import CATEGORIES, MediaReview, check_media_review, find_media_review
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, sign_in, token

# The terms that MediaReview needs, of release 28.1 of schema.org.
with (Path(__file__).parents[2] / "data" / "schema_org_terms.csv").open() as _file:
    TERMS = list(csv.DictReader(_file))
TYPES = {row["term"]: row["of"] for row in TERMS if row["kind"] == "type"}
PROPERTIES = {row["term"]: row for row in TERMS if row["kind"] == "property"}
MEMBERS = {row["term"] for row in TERMS if row["kind"] == "member"}
PHOTO = {
    "media_type": "image",
    "media_category": ["TransformedContent", "DecontextualizedContent"],
    "media_url": "https://social.example/post/1",
    "original_url": "https://archive.example/photo.jpg",
    "original_context": "The photo is of a parade in 2019.",
}


def _lineage(name: str) -> set[str]:
    """A type and all above it."""
    found = {name}
    while name in TYPES:
        name = TYPES[name]
        found.add(name)
    return found


def _fits(value: Any, kinds: set[str]) -> bool:
    if isinstance(value, dict):
        return bool(_lineage(value["@type"]) & kinds)
    if "MediaManipulationRatingEnumeration" in kinds:
        return value in MEMBERS
    if kinds & {"Date", "DateTime"}:
        return date.fromisoformat(value) is not None
    return isinstance(value, str) and ("Text" in kinds or ("URL" in kinds and value.startswith("http")))


def _faults(node: dict[str, Any]) -> list[str]:
    """What of a node of JSON-LD is not as the vocabulary has it."""
    found = [] if node["@type"] in TYPES else [f"there is no type {node['@type']}"]
    for name, value in node.items():
        if name.startswith("@"):
            continue
        term = PROPERTIES.get(name)
        if term is None or not _lineage(node["@type"]) & set(term["of"].split()):
            found.append(f"{node['@type']} has no {name}")
            continue
        for each in value if isinstance(value, list) else [value]:
            if not _fits(each, set(term["values"].split())):
                found.append(f"{name} cannot be {each}")
            if isinstance(each, dict):
                found += _faults(each)
    return found


def _save(client: FlaskClient, at: Desk, claim_id: int, **media: Any) -> tuple[int, str]:
    page = client.get(f"/claims/{claim_id}").get_data(as_text=True)
    cites = re.findall(r'name="cites"\s+form="verdict-form"\s+value="(\d+)"', page)
    form = {"csrf": token(page), "version": at.row(claim_id).version, "rating": "False", "summary": "It is old.",
            "explanation": "We found it.", "cites": cites, **media}  # fmt: skip
    answer = client.post(f"/claims/{claim_id}/verdict", data=form)
    return answer.status_code, compact(answer.get_data(as_text=True))


def test_what_is_said_of_media_is_compared_with_the_version_that_was_sent_back(
    at: Desk, client: FlaskClient
) -> None:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "request_changes", at.reviewer, reason="say what the picture is")
    first = {
        "media_type": "image",
        "media_category": ["DecontextualizedContent"],
        "media_url": "https://x.example/1",
    }
    assert _save(client, at, claim_id, **first)[0] == 302
    at.step(claim_id, "submit")
    at.step(claim_id, "request_changes", at.reviewer, reason="name the original")
    again = {**first, "media_category": ["EditedOrCroppedContent"], "original_url": "https://x.example/2"}
    assert _save(client, at, claim_id, **again)[0] == 302
    at.step(claim_id, "submit")
    with create_app().test_client() as reviewer:
        sign_in(reviewer, "reviewer")
        page = compact(reviewer.get("/review").get_data(as_text=True))
    changes = page[page.index("Compared with the version that was sent back") :]
    before, after = CATEGORIES["DecontextualizedContent"], CATEGORIES["EditedOrCroppedContent"]
    assert re.search(f"<dt>What it is</dt> ?<dd> ?<del>{before}</del> ?<ins>{after}</ins>", changes)
    assert re.search("<dt>Address of the original</dt> ?<dd> ?<ins>https://x.example/2</ins>", changes)
    assert "<dt>Address where it was shown</dt>" not in changes
    assert "<dt>Kind of media</dt>" not in changes


def test_what_two_people_say_of_media_at_once_is_for_them_to_decide(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "request_changes", at.reviewer, reason="say what the picture is")
    seen = at.row(claim_id).version
    theirs = {"media_type": "image", "media_category": ["DecontextualizedContent"]}
    assert _save(client, at, claim_id, **theirs)[0] == 302
    status, page = _save(
        client, at, claim_id, version=seen, media_type="video", media_category=["DecontextualizedContent"]
    )
    assert status == 409
    assert "You both changed what is said of media" in page
    assert re.search("<dt>Kind of media</dt> ?<dd> ?<del>image</del> ?<ins>video</ins>", page)
    with transaction(at.url) as conn:
        kept = find_media_review(conn, verdicts.list_verdicts(conn, claim_id)[0].id)
    assert kept == MediaReview("image", ("DecontextualizedContent",))
    status, _ = _save(client, at, claim_id, version=seen)  # what only they changed stays
    assert status == 302
    with transaction(at.url) as conn:
        assert find_media_review(conn, verdicts.list_verdicts(conn, claim_id)[0].id) == kept


def _markup(page: str) -> list[dict[str, Any]]:
    return [
        json.loads(html.unescape(each))
        for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    ]


def _published(client: FlaskClient, at: Desk, **media: Any) -> str:
    """The public page of a claim whose verdict says this of media."""
    claim_id = at.comes(POLAND)
    at.drafted(claim_id, "False")
    at.step(claim_id, "request_changes", at.reviewer, reason="say what the picture is")
    assert _save(client, at, claim_id, **media)[0] == 302
    at.step(claim_id, "submit")
    with create_app().test_client() as reviewer:
        sign_in(reviewer, "reviewer")
        review = compact(reviewer.get("/review").get_data(as_text=True))
        assert ("manipulated or made by a machine" in review) == bool(media)
    for action in ("approve", "publish"):
        at.step(claim_id, action, at.reviewer)
    with create_app().test_client() as reader:
        page = reader.get(f"/fact-checks/poland-has-more-than-38-million-inhabitants-{claim_id}")
        return page.get_data(as_text=True)


def test_the_categories_are_those_of_the_vocabulary() -> None:
    assert CATEGORIES.keys() == MEMBERS


def test_the_markup_of_an_image_holds_to_the_vocabulary(at: Desk, client: FlaskClient) -> None:
    page = _published(client, at, **PHOTO)
    claim_review, media_review = _markup(page)
    assert claim_review["@type"] == "ClaimReview"
    assert _faults(media_review) == []
    assert media_review["itemReviewed"] == {"@type": "ImageObject", "contentUrl": "https://social.example/post/1"}
    assert media_review["mediaAuthenticityCategory"] == ["DecontextualizedContent", "TransformedContent"]
    assert media_review["originalMediaLink"] == "https://archive.example/photo.jpg"
    assert media_review["originalMediaContextDescription"] == "The photo is of a parade in 2019."
    shown = compact(page).split("<article>")[1]  # what the markup says stands on the page
    assert "real, shown out of its context, manipulated or made by a machine" in shown
    assert "The photo is of a parade in 2019." in shown
    assert 'href="https://archive.example/photo.jpg"' in shown


def test_a_claim_of_words_alone_has_no_media_review(at: Desk, client: FlaskClient) -> None:
    page = _published(client, at)
    assert [each["@type"] for each in _markup(page)] == ["ClaimReview"]


def test_the_vocabulary_finds_what_is_wrong() -> None:
    wrong = {"@type": "MediaReview", "mediaAuthenticityCategory": "Fake", "contentUrl": "https://e.org/a"}
    assert _faults(wrong) == ["mediaAuthenticityCategory cannot be Fake", "MediaReview has no contentUrl"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (MediaReview("film", ("StagedContent",)), "media_type"),
        (MediaReview("image", ()), "media_categories"),
        (MediaReview("image", ("Fake",)), "media_categories"),
        (MediaReview("image", ("OriginalMediaContent", "StagedContent")), "media_categories"),
        (MediaReview("image", ("StagedContent",), media_url="javascript:alert(1)"), "media_url"),
        (MediaReview("image", ("StagedContent",), original_url="nonsense"), "original_url"),
        (MediaReview("image", ("StagedContent",), original_context="x" * 2001), "original_context"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(given: MediaReview, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_media_review(given)
    assert refused.value.field == field


def test_what_was_typed_comes_back_where_a_field_is_wrong(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    status, page = _save(client, at, claim_id, **{**PHOTO, "original_url": "nonsense"})
    assert status == 422
    assert "must begin with http:// or https://" in page
    assert 'value="TransformedContent" checked' in page
    assert "The photo is of a parade in 2019." in page


def test_over_the_api(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    with transaction(at.url) as conn:
        secret = tokens.create_token(conn, at.checker.id or 0, "all", tokens.SCOPES)
    program, headers = create_app().test_client(), {"Authorization": f"Bearer {secret}"}
    media = {"media_type": "audio", "categories": ["TransformedContent"], "original_context": "A cloned voice."}
    body = {"rating": "False", "summary": "No.", "explanation": "Made.", "version": at.row(claim_id).version}
    path = f"/api/v1/claims/{claim_id}/verdict"
    assert (
        program.post(path, json={**body, "media": {**media, "categories": []}}, headers=headers).status_code == 422
    )
    saved = program.post(path, json={**body, "media": media}, headers=headers).get_json()
    assert saved["verdict"]["media"] == {**media, "media_url": None, "original_url": None}
