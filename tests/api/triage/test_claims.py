"""Claims over the API: lists that miss nothing, and one claim with everything."""

import pytest
from sqlalchemy import update

from checks.types.claim import Claim, Split
from store import articles
from store.claims import found_claims, tables
from store.db import transaction
from tests.api.caller import Caller, fields
from tests.fixtures.desk_parts import article
from workers import enqueue


def _many(url: str, caller: Caller, count: int) -> list[int]:
    """Claims of which always four are equally check-worthy, written as the splitter writes them."""
    text = " ".join(f"{n:03} people came." for n in range(count))
    with transaction(url) as conn:
        received = articles.receive_article(conn, articles.Submission(text, "Who came"), caller.actor)
        width = len("000 people came.")
        found = [
            Claim(n * (width + 1), n * (width + 1) + width, f"{n:03} people came.", statement=f"{n:03} people came.",
                  kind="quantity", claimant=None, worth=(n // 4) / 10, reasons=())
            for n in range(count)
        ]  # fmt: skip
        articles.write_split_result(conn, received.revision_id, text, Split(tuple(found), ()))
        return [
            made for made, _ in found_claims.write_claims(conn, received.revision_id, received.article_id, found)
        ]


def _all(caller: Caller, query: str) -> list[int]:
    seen, cursor = [], ""
    while cursor is not None:
        page = caller.get(f"/claims?{query}{'&cursor=' + cursor if cursor else ''}")
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return seen


def test_paging_over_ties_misses_and_doubles_nothing(desk: str, checker: Caller) -> None:
    ids = _many(desk, checker, 25)
    worth = {made: (n // 4) / 10 for n, made in enumerate(ids)}
    for limit in (1, 4, 7, 25, 200):
        assert _all(checker, f"limit={limit}") == sorted(ids, key=lambda i: (-worth[i], -i))
        assert _all(checker, f"limit={limit}&sort=newest") == sorted(ids, reverse=True)
        assert _all(checker, f"limit={limit}&sort=oldest") == sorted(ids)


def test_filters(desk: str, checker: Caller) -> None:
    ids = _many(desk, checker, 8)
    with transaction(desk) as conn:
        conn.execute(update(tables.claims).where(tables.claims.c.id == ids[0]).values(kind="event"))
    checker.post(f"/claims/{ids[1]}/transitions", action="take", version=1)
    assert _all(checker, "kind=event") == [ids[0]]
    assert _all(checker, "owner=me") == _all(checker, f"owner={checker.actor.id}") == [ids[1]]
    assert _all(checker, "state=assigned") == [ids[1]]
    assert set(_all(checker, "state=assigned&state=new&limit=3")) == set(ids)
    assert _all(checker, "q=%22003+people%22") == [ids[3]]
    checker.get("/claims?q=nobody%00+here", 422)
    assert len(_all(checker, "article=1")) == 8
    assert _all(checker, "article=2") == []
    assert _all(checker, "suggestion=refuted") == []


_WRONG = (
    ("limit=0", "limit"), ("limit=201", "limit"), ("limit=²", "limit"), ("limit=x", "limit"), ("sort=best", "sort"),
    ("state=nonsense", "state"), ("state=new&state=x", "state"), ("kind=x", "kind"), ("suggestion=x%00", "suggestion"),
    ("owner=you", "owner"), ("article=-1", "article"), ("article=" + "9" * 40, "article"), ("stat=new", "stat"),
    ("cursor=xx", "cursor"), ("cursor=WzFd", "cursor"), ("cursor=W25hbiwgMV0=", "cursor"),
    ("cursor=W05hTiwgMV0=", "cursor"), ("cursor=WzFlOTk5LCAxXQ==", "cursor"), ("cursor=WzAuNSwgdHJ1ZV0=", "cursor"),
    ("cursor=W2ZhbHNlLCBOYU4sIDFd", "cursor"), ("cursor=W2ZhbHNlLCAxZTk5OSwgMV0=", "cursor"),
    ("cursor=W2ZhbHNlLCAwLjUsIHRydWVd", "cursor"), ("cursor=W251bGwsIDAuNSwgMV0=", "cursor"),
    ("owner=", "owner"), ("kind=", "kind"), ("state=", "state"), ("article=0", "article"), ("limit=", "limit"),
    ("repeated=no", "repeated"), ("cluster=x", "cluster"), ("cursor=" +
        "W1tb" * 2000, "cursor"), ("cursor=ü", "cursor"),
    ("sort=newest&cursor=WzFlOTk5XQ==", "cursor"), ("sort=newest&cursor=WzAuNSwgMV0=", "cursor"),
)  # fmt: skip


def test_a_wrong_parameter_is_named(checker: Caller) -> None:
    for query, wrong in _WRONG:
        assert fields(checker.get(f"/claims?{query}", 422)) == {wrong}, query


def test_one_claim_with_everything(checker: Caller, claim_id: int) -> None:
    answer = checker.call("GET", f"/claims/{claim_id}")
    claim = answer.json
    assert claim
    assert answer.headers["ETag"] == f'"{claim["version"]}"'
    assert claim["quantities"][0]["low"] == 100000
    assert claim["suggestion"] == "nothing found"
    assert {row["state"] for row in claim["lookups"]} == {"done"}
    assert all(row["queries"] for row in claim["lookups"])
    assert claim["verdict"] is None
    assert "take" in claim["actions"]
    assert "approve" not in claim["actions"]
    assert checker.get(f"/claims/{claim_id}/lookups")["items"] == claim["lookups"]
    records = {record["source"]: record for record in checker.get("/track-record")["items"]}
    assert set(records) == {row["source"] for row in claim["lookups"]}
    assert (records["shelf"]["lookups"], records["shelf"]["found"], records["shelf"]["judged"]) == (2, 0, 0)
    assert {entry["event"] for entry in checker.get(f"/claims/{claim_id}/audit")["items"]} == {"triage"}


def test_shares_are_given_without_the_noise_of_adding_up(desk: str, checker: Caller, claim_id: int) -> None:
    with transaction(desk) as conn:
        conn.execute(update(tables.suggestions).values(strength=0.9 - 0.1 + 1e-12))
        conn.execute(update(tables.claims).values(worth=0.1 + 0.2))
    claim = checker.get(f"/claims/{claim_id}")
    assert (claim["suggestion_strength"], claim["worth"]) == (0.8, 0.3)


def test_asking_again_rings_for_every_lookup(
    checker: Caller, claim_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueued: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, ids: enqueued.append((kind, list(ids))))
    items = checker.post(f"/claims/{claim_id}/lookups/retry", 202)["items"]
    assert {row["state"] for row in items} == {"queued"}
    assert [(kind, sorted(ids)) for kind, ids in enqueued] == [("lookup", sorted(row["id"] for row in items))]


def test_evidence_of_one_s_own(desk: str, checker: Caller, claim_id: int) -> None:
    given = {"text": "130,000 soldiers", "publisher": "Ministry", "stance": "supports", "published": "2026-02-01",
             "url": "https://example.org/x", "locator": "page 3", "reason": "gives the number"}  # fmt: skip
    made = checker.post(f"/claims/{claim_id}/evidence", 201, **given)
    assert {name: made[name] for name in given} == given
    assert made["added_by"] == checker.actor.id
    kept = checker.get(f"/claims/{claim_id}/evidence/{made['id']}/capture")
    assert (kept["text"], kept["sha256"], kept["end"]) == (given["text"], made["sha256"], made["end"])
    checker.get(f"/claims/{claim_id + 1}/evidence/{made['id']}/capture", 404)
    for name, value in (
        ("text", ""), ("publisher", " "), ("stance", "perhaps"), ("url", "javascript:1"), ("published", "1"),
        ("url", "https://x y/"), ("url", "https://"),
        ("published", "0001-01-01"), ("published", "9999-12-31"),
        ("text", "a\x00b"), ("locator", 5), ("reason", "x" * 2001),
    ):  # fmt: skip
        assert fields(checker.post(f"/claims/{claim_id}/evidence", 422, **{**given, name: value})) == {name}
    assert len(checker.get(f"/claims/{claim_id}")["evidence"]) == 1
    other = article(desk, checker.actor, "The city has 5,000 trees.")
    elsewhere = checker.get(f"/articles/{other}/claims")["items"][0]
    taken = checker.post(f"/claims/{elsewhere['id']}/transitions", action="take", version=elsewhere["version"])
    words = {"rating": "True", "summary": "So", "explanation": "Counted.", "version": taken["version"]}
    assert fields(checker.post(f"/claims/{elsewhere['id']}/verdict", 422, **words, cites=[made["id"]])) == {
        "cites"
    }


def test_quantities_are_given_in_words_too(desk: str, checker: Caller) -> None:
    said = "More than 5 trillion dollars were spent in 2021. Of the patients 92 percent of patients recovered."
    article(desk, checker.actor, said)
    given = [quantity for claim in checker.get("/claims")["items"] for quantity in claim["quantities"]]
    assert {quantity["words"] for quantity in given} >= {"more than 5 trillion US dollars", "92 % of patients"}
