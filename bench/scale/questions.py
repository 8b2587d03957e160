"""What is asked of the desk: every list and page with every filter, alone and any two together, first and deep."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Final
from urllib.parse import urlencode

from flask import Flask

from service.request import cursors

# Of each filter a value that fits many claims and one that fits few; the words are in half of all, in one of 50,
# in none.
FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "state": ("declined", "published", "withdrawn", "in_review", "all"),
    "kind": ("quantity", "prediction"),
    "suggestion": ("nothing found", "could not ask"),
    "owner": ("3",),
    "repeated": ("yes",),
    "q": ("government", "inquiry", "Kharkiv", "zzyzx"),
}
SORTS: Final = ("worth", "newest", "oldest")
_LISTS: Final = (  # path, name of its cursor parameter, name of its cursor, filters
    ("/articles", "before", "articles", ("", "stage=failed",
                                         "stage=ready", "stage=received", "stage=looked+up", "stage=split")),
    ("/shelf", "before", "shelf", ("", "q=refugees")),
    ("/external-fact-checks", "before", "external fact-checks", ("", "q=government", "q=Kharkiv", "q=zzyzx",
                                                                         "publisher=Publisher+3")),
    ("/external-fact-checks/imports", "before", "imports", ("",)),
    ("/feeds", "before", "feeds", ("",)),
    ("/fact-checks", "before", "public fact-checks", ("", "q=government", "q=Kharkiv", "q=zzyzx")),
    (
        "/api/v1/articles",
        "cursor",
        "articles",
        ("", "stage=failed", "stage=ready", "stage=received", "stage=looked+up"),
    ),
    ("/api/v1/shelf", "cursor", "shelf", ("", "q=refugees")),
    ("/api/v1/external-fact-checks", "cursor", "external fact-checks", ("", "q=government", "q=zzyzx")),
    ("/api/v1/imports", "cursor", "imports", ("",)),
    ("/api/v1/feeds", "cursor", "feeds", ("",)),
    ("/api/v1/fact-checks", "cursor", "fact-checks", ("", "q=government")),
)  # fmt: skip
_PAGES: Final = (
    "/", "/review", "/people", "/tokens", "/sources", "/sources/record", "/external-fact-checks/ratings",
    "/articles/30", "/articles/add",
    "/feeds/{feed}", "/claims/{published}", "/triage?claim={waiting}", "/triage?article=30&state=all",
    "/triage?cluster=26&state=all",
    "/fact-checks/claim-{published}", "/claims/{published}/changes", "/shelf/{document}", "/password",
    "/api/v1/articles/30", "/api/v1/articles/30/claims", "/api/v1/claims/{published}",
    "/api/v1/claims/{published}/audit",
    "/api/v1/claims/{published}/lookups", "/api/v1/claims/{published}/verdicts", "/api/v1/feeds/{feed}",
    "/api/v1/feeds/{feed}/entries",
    "/api/v1/rating-mappings", "/api/v1/shelf/{document}", "/api/v1/sources", "/api/v1/tokens", "/api/v1/track-record",
    "/api/v1/fact-checks/claim-{published}", "/healthz", "/readyz",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """An address under a name that is the same for desks of all sizes."""

    name: str
    path: str


def questions(app: Flask, claims: int, ids: dict[str, int]) -> Iterator[Question]:
    """All that is asked of a desk of so many claims.

    Args:
        ids: by name, the ids that stand in `_PAGES`.
    """
    for page in _PAGES:
        yield Question(page, page.format(**ids))
    for path, cursor, of, narrowed in _LISTS:
        for more in narrowed:
            yield Question(f"{path}?{more}", f"{path}?{more}")
            with app.test_request_context():
                deep = urlencode({cursor: cursors.write(of, _place(of, ids.get(of, claims)))})
            yield Question(f"{path}?{more} deep", f"{path}?{more}&{deep}")
    for path in ("/triage", "/api/v1/claims"):
        yield from _claims(app, path, claims)


def _place(of: str, newest: int) -> tuple[str | int, ...]:
    """A place far down a list whose highest id is `newest`: half of its three years ago, or at a tenth of its ids."""
    if of == "public fact-checks":
        return (datetime.now(UTC) - timedelta(days=548)).isoformat(), newest
    return (newest // 10 + 1,)


def _claims(app: Flask, path: str, claims: int) -> Iterator[Question]:
    singles = [{name: value} for name, values in FILTERS.items() for value in values]
    pairs = [a | b for a, b in combinations(singles, 2) if a.keys() != b.keys()]
    for given in [{}, *singles, *pairs]:
        given = {name: value for name, value in given.items() if "api" not in path or value != "all"}
        few_sorts = SORTS if len(given) <= 1 or "state" in given else SORTS[:1]
        for sort in few_sorts:
            name = " ".join(f"{key}={value}" for key, value in given.items())
            yield Question(f"{path} {name} {sort}", f"{path}?{urlencode(given | {'sort': sort})}")
            if len(given) <= 1:
                place = (False, 0.4, claims // 3) if sort == "worth" else (claims // 3,)
                with app.test_request_context():
                    deep = {"after" if path == "/triage" else "cursor": cursors.write(f"claims by {sort}", place)}
                yield Question(f"{path} {name} {sort} deep", f"{path}?{urlencode(given | {'sort': sort} | deep)}")
