"""Corrections of claims over the API."""

from store.db import transaction
from store.lookups import sources
from tests.api.caller import Caller
from tests.fixtures.desk_parts import TROOPS, article


def _claim(desk: str, caller: Caller) -> dict[str, object]:
    article(desk, caller.actor)
    found: dict[str, object] = caller.get("/claims?sort=oldest")["items"][0]
    return found


def test_a_claim_is_corrected_and_a_stale_version_is_a_conflict(desk: str, checker: Caller) -> None:
    claim = _claim(desk, checker)
    path, version = f"/claims/{claim['id']}", claim["version"]
    quantity = {"text": "100,000", "comparator": ">=", "low": 100000, "counted": "soldier"}
    sent = {"claimant": "the Pentagon’s speaker", "quantities": [quantity], "version": version}
    answer = checker.call("PATCH", path, sent)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    shown = answer.get_json()
    assert (shown["claimant"], shown["version"]) == ("the Pentagon’s speaker", version + 1)  # type: ignore[operator]
    assert [(q["comparator"], q["counted"]) for q in shown["quantities"]] == [(">=", "soldier")]
    stale = checker.call("PATCH", path, {"claimant": None, "version": version})
    assert (stale.status_code, stale.get_json()["current"]["version"]) == (409, shown["version"])
    entry = checker.get(f"{path}/audit")["items"][0]
    assert (entry["event"], entry["details"]["before"]["claimant"]) == ("edit", claim["claimant"])


def test_null_is_no_claimant_and_of_other_fields_changes_nothing(desk: str, checker: Caller) -> None:
    claim = _claim(desk, checker)
    sent = {"claimant": None, "statement": None, "version": claim["version"]}
    shown = checker.call("PATCH", f"/claims/{claim['id']}", sent).get_json()
    assert (shown["claimant"], shown["statement"]) == (None, claim["statement"])


def test_what_cannot_be_names_its_field(desk: str, checker: Caller) -> None:
    claim = _claim(desk, checker)
    path, version = f"/claims/{claim['id']}", claim["version"]
    for wrong, field in (
        ({"kind": "rumour"}, "kind"),
        ({"statement": ""}, "statement"),
        ({"words": "not in the article"}, "words"),
        ({"quantities": [{"text": "7", "low": 7}]}, "quantities"),
        ({"quantities": [{"text": "100,000", "low": "7"}]}, "quantities.0.low"),
        ({"dates": [{"text": "said", "first": "2026-02-30"}]}, "dates.0.first"),
        ({"state": "published"}, "state"),
    ):
        answer = checker.call("PATCH", path, {**wrong, "version": version})
        assert answer.status_code == 422, wrong
        assert [each["field"] for each in answer.get_json()["errors"]] == [field]
    assert checker.call("PATCH", path, {"claimant": "x"}).status_code == 422


def test_a_claim_is_added_cut_and_merged(desk: str, checker: Caller) -> None:
    claim = _claim(desk, checker)
    with transaction(desk) as conn:
        sources.register_sources(conn, [sources.SourceInfo("shelf", "Shelf", True)])
    second = next(c for c in checker.get("/claims?sort=oldest")["items"] if c["id"] != claim["id"])
    words = "the border with Ukraine"
    made = checker.call("POST", "/claims", {"article_id": claim["article_id"], "words": words})
    assert made.status_code == 201
    added = made.get_json()
    assert (added["text"], added["statement"], added["start"]) == (words, words, TROOPS.index(words))
    assert checker.get(f"/claims/{added['id']}/lookups")["items"]
    cut = checker.call(
        "POST", f"/claims/{second['id']}/cut", {"second": "to Europe", "version": second["version"]}
    )
    assert cut.status_code == 201, cut.get_data(as_text=True)
    part = cut.get_json()
    first = checker.get(f"/claims/{second['id']}")
    assert (first["text"] + " " + part["text"]).rstrip(".") == str(second["text"]).rstrip(".")
    merge = {"other": part["id"], "version": first["version"], "statement": second["statement"]}
    merged = checker.call("POST", f"/claims/{first['id']}/merge", merge).get_json()
    assert (merged["text"], merged["statement"]) == (second["text"], second["statement"])
    assert checker.get(f"/claims/{part['id']}")["decline_reason"] == f"Merged into claim {first['id']}"
