"""The query of a saved view of the list of claims, read in one way for the desk and the API."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from service.request import claim_filters
from store.claims.tables import SORTS
from store.people import Refused

_KEPT: Final = (*claim_filters.NAMES, "sort")


def checked_query(query: str) -> str:
    """The filters and the order in a query that a list of claims takes. Raises `Refused` naming the parameter."""
    given = [(name, value) for name, value in parse_qsl(query.removeprefix("?")) if name in _KEPT]
    claim_filters.read_filters(MultiDict(given), None)
    if (sort := dict(given).get("sort", "worth")) not in SORTS:
        raise Refused("sort", f"the sort is one of {', '.join(SORTS)}, and not {sort}")
    return urlencode(given)
