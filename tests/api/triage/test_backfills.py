"""Asking again for all claims that wait, over the API."""

from store.db import transaction
from tests.api.caller import Caller, fields
from tests.fixtures.desk_parts import work_through
from workers import source_runtime


def test_a_backfill_is_begun_read_and_stopped(desk: str, checker: Caller, claim_id: int) -> None:
    with transaction(desk) as conn:
        source_runtime.register(conn)
    begun = checker.post("/backfills", 202, sources=["shelf"])
    assert (begun["state"], begun["sources"], begun["total"]) == ("running", ["shelf"], 2)
    stopped = checker.post(f"/backfills/{begun['id']}/stop")
    assert (stopped["state"], stopped["stopper"]) == ("stopped", "checker")
    checker.post(f"/backfills/{begun['id']}/stop", 409)
    other = checker.post("/backfills", 202)
    work_through(desk)
    work_through(desk)
    assert checker.get(f"/backfills/{other['id']}")["state"] == "done"
    first = checker.get("/backfills?limit=1")
    assert [row["id"] for row in first["items"]] == [other["id"]]
    rest = checker.get(f"/backfills?limit=1&cursor={first['next']}")
    assert [row["id"] for row in rest["items"]] == [begun["id"]]
    assert rest["next"] is None


def test_what_is_refused(desk: str, checker: Caller, token) -> None:  # type: ignore[no-untyped-def]
    assert fields(checker.post("/backfills", 422, sources=["gazette"])) == {"source"}
    checker.get("/backfills/9", 404)
    token("read").post("/backfills", 403)
