"""Automation rules as the desk and the API send them: the filters of a list of claims, without what is settled on
arrival.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from service.request import claim_filters
from store.claims.filters import ClaimFilters
from store.people import Refused

# A claim arrives in one state, with nobody, at the head of its cluster, with no tag and no reply asked for. The
# threshold is what triage shows; a rule names the worth itself.
_SETTLED: Final = ("state", "owner", "cluster", "tag", "reply", "threshold")
RULE_FILTERS: Final = tuple(name for name in claim_filters.NAMES if name not in _SETTLED)


def read_rule_filters(given: Iterable[tuple[str, str]]) -> tuple[str, ClaimFilters]:
    """The filters of a rule, as they stand in an address and as they are read.

    Args:
        given: names and values; empty values narrow nothing.

    Raises:
        Refused: a filter cannot be read, or rules do not take it; names it.
    """
    pairs = [(name, value.strip()) for name, value in given if value.strip()]
    for name, _ in pairs:
        if name not in RULE_FILTERS:
            raise Refused(name, f"the filters of a rule are {', '.join(RULE_FILTERS)}")
    return urlencode(pairs), claim_filters.read_filters(MultiDict(pairs), None)
