"""What the Action API of MediaWiki has in all its answers, for the sources that stand on it.

Built to the answers of `formatversion=1` (mediawiki.org, API:Data formats and API:Errors and warnings): an error comes
with status 200 as `{"error": {"code", "info"}}`, flags are members that are there or not, and an empty map is `[]`.
"""

from collections.abc import Mapping
from typing import Annotated, Final, TypeVar
from urllib.parse import urljoin

from pydantic import BeforeValidator

from checks.retrieval.response_schemas import Shape, Shaped, shaped
from checks.types.answer import SearchFailed
from checks.types.source import Fetch

MAXLAG: Final = 5  # seconds behind which its copies may be before an unattended client steps back (Manual:Maxlag)
_RATE_PAUSE: Final = 60.0  # its limits are counted by the minute
_LONGEST_PAUSE: Final = 600.0

Params = Mapping[str, str | int]
Item = TypeVar("Item")
Map = Annotated[dict[str, Item], BeforeValidator(lambda given: {} if given == [] else given)]


class _Refusal(Shape):
    code: str
    info: str = ""
    lag: float = 0.0


def asked(fetch: Fetch, url: str, params: Params, shape: type[Shaped]) -> Shaped:
    """The answer to one request, held to `shape`; raises `SearchFailed` where there is none, or it is an error.

    `params` are those of the action; the format and the lag that is accepted are added. `SearchFailed.after` is
    the pause, in seconds, that a busy server asks for.
    """
    always: dict[str, str | int] = {"format": "json", "formatversion": 1, "maxlag": MAXLAG}
    answer = fetch.json(url, {**params, **always})
    if isinstance(answer, dict) and "error" in answer:
        raise _refused(answer["error"])
    return shaped(shape, answer)


def _refused(error: object) -> SearchFailed:
    """An error as it is shown, with its code. Lag and rate limits are busy, which pauses the source instead of
    counting as its failure.
    """
    refusal = shaped(_Refusal, error)
    said = " ".join(f"{refusal.code}: {refusal.info}".split())[:200]
    if refusal.code == "maxlag":
        pause = min(max(refusal.lag, float(MAXLAG)), _LONGEST_PAUSE)
        return SearchFailed(f"its servers are behind ({said})", after=pause, busy=True)
    if refusal.code == "ratelimited":
        return SearchFailed(f"asked too often ({said})", after=_RATE_PAUSE, busy=True)
    return SearchFailed(f"it refuses ({said})")


def revision_url(api: str, revision: int) -> str:
    """The address at which a revision stays as it is; `index.php` stands beside `api.php`."""
    return urljoin(api, f"index.php?oldid={revision}")
