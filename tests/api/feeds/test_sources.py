"""Sources switched, told their keys and tested over the API."""

from tests.api.caller import Caller, fields
from tests.fixtures.desk_parts import work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import gazette as gazette

GAZETTE = "/sources/the%20gazette"


def test_a_source_is_switched_and_given_its_key(gazette: Outside, token) -> None:  # type: ignore[no-untyped-def]
    admin: Caller = token(role="admin")
    off = admin.call("PATCH", GAZETTE, {"switched_on": False, "options": {"key": "s3cret"}})
    assert off.status_code == 200
    assert "s3cret" not in off.get_data(as_text=True)
    assert off.json is not None
    assert (off.json["switched_on"], off.json["missing"]) == (False, "it is switched off in the desk")
    assert admin.call("PATCH", GAZETTE, {"inherit": True}).json["switched_on"] is True  # type: ignore[index]
    assert fields(admin.call("PATCH", GAZETTE, {"options": {"address": "http://10.0.0.1"}}).json) == {"address"}
    assert admin.call("PATCH", "/sources/nowhere", {"switched_on": True}).status_code == 404
    assert token().call("PATCH", GAZETTE, {"switched_on": False}).status_code == 403


def test_a_source_is_tested(desk: str, gazette: Outside, token) -> None:  # type: ignore[no-untyped-def]
    gazette.reply = lambda _: Reply({"texts": []})
    admin: Caller = token(role="admin")
    admin.get(f"{GAZETTE}/test", 404)
    assert admin.post(f"{GAZETTE}/test", 202)["outcome"] is None
    work_through(desk)
    assert admin.get(f"{GAZETTE}/test")["outcome"] == "nothing"
