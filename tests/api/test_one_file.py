"""Where a file is sent as a form, it is one file in its field: neither none, nor two, nor another one beside it."""

from io import BytesIO

import pytest

from tests.api.caller import Caller, fields


@pytest.mark.parametrize(
    "path", ["/articles/file", "/shelf/documents", "/shelf/figures", "/claims/{claim_id}/evidence-requests/file"]
)
@pytest.mark.parametrize("names", [(), ("file", "file"), ("file", "other"), ("other",)])
def test_one_file_is_sent(checker: Caller, claim_id: int, path: str, names: tuple[str, ...]) -> None:
    form: dict[str, object] = {"publisher": "Town"} if "shelf" in path else {}
    for name in set(names):
        form[name] = [(BytesIO(b"Four boats sank."), "a.txt") for _ in range(names.count(name))]
    answer = checker.client.post(
        f"/api/v1{path.format(claim_id=claim_id)}",
        data=form,
        headers=checker.headers,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert fields(answer.get_json()) == {"file"}
