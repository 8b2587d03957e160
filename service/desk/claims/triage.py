"""Triage: the list, the article with its marked claims, and the evidence beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from service import auth
from service.desk.claims import undo
from service.desk.claims.detail import ClaimDetail, claim_detail
from service.desk.claims.views import readable_views
from service.language.formats import integer
from service.language.messages import gettext as _
from service.request import claim_filters, cursors, inputs
from service.request.links import address_of
from service.request.redirects import without_refused
from service.request.transaction import transaction
from store import people
from store.claims import claims
from store.claims.claims import ClaimPage, ClaimRecord, Position
from store.claims.filters import ClaimFilters
from store.claims.revisions.wording_changes import list_wording_changes
from store.claims.tables import KINDS, SORTS, SUGGESTIONS
from store.claims.workflow import STATES
from store.db import Connection, NotFound
from store.discussion import reply_requests
from store.feeds.names import list_feed_names
from store.newsroom import profile
from store.people import Refused
from store.triage.tags import list_tags

blueprint = Blueprint("triage", __name__)
_LIMIT: Final = 50
_MOST_ASIDE: Final = 999  # claims that are counted below the threshold
_END: Final = "end"  # as `before`: the last page
_NAMES = (*claim_filters.NAMES, "sort")
_MOST_COUNTED: Final = 1_000
_WORDS: Final = {"q": "search", "since": "since", "until": "until", "owner": "with"}  # of filters


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the parts of an address that lead to its neighbours, None if there is none."""

    rows: list[ClaimRecord]
    previous: dict[str, str] | None
    next: dict[str, str] | None


@blueprint.get("/triage")
@auth.desk()
@without_refused
def triage_page() -> str:
    """The split view; filters, sort, the place in the list and the chosen claim stand in the address.

    An address without a claim shows the first of its page (the last, where the page was reached backwards), and the
    page adds that claim to its address, so that the choice does not depend on what others do meanwhile.
    """
    kept = _kept()
    place = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    sort = str(kept.get("sort", "worth"))
    if sort not in SORTS:
        raise Refused("sort", f"the sort is one of {', '.join(SORTS)}")
    with transaction() as conn:
        threshold = profile.get_worth_threshold(conn)
        narrowed = claim_filters.read_triage_filters(request.args, threshold)
        shown = _page(conn, narrowed, sort)
        first = shown.rows[-1 if _is_backwards() else 0].id if shown.rows else None
        detail, gone = _chosen(conn, inputs.query_number("claim"), first)
        chosen = detail["claim"].id if detail else None
        everybody = people.list_people(conn)
        return render_template(
            "desk/claims/triage.html",
            page=shown,
            rows=shown.rows,
            counted=_counted(conn, narrowed, sort, shown.rows, chosen),
            aside=_aside(conn, narrowed, kept),
            chips=_chips(kept, {str(each.id): each.name for each in everybody}),
            kept=kept,
            place=place,
            own_address=_address(chosen, place, kept),
            everybody=everybody,
            tags=list_tags(conn, [row.id for row in shown.rows]),
            views=[view for view, _narrowed in readable_views(conn, threshold)],
            current_query=urlencode(list(kept.items()), doseq=True),
            changes=list_wording_changes(conn, [row.id for row in shown.rows]),
            replies=reply_requests.list_next_due(conn, [row.id for row in shown.rows]),
            **_choices(conn, everybody),
            last_step=undo.last(conn),
            gone=gone,
            **(detail or {"claim": None}),
        )


def _chosen(conn: Connection, named: int | None, first: int | None) -> tuple[ClaimDetail | None, int | None]:
    """What is shown of the claim that the address names, else of the first of the list; and the number of a claim that
    it names and that was deleted since.
    """
    if named is not None:
        try:
            return claim_detail(conn, named), None
        except NotFound:
            return (claim_detail(conn, first) if first else None), named
    return (claim_detail(conn, first) if first else None), None


@blueprint.get("/triage/chosen")
@auth.desk()
def chosen_claim() -> str:
    """The panes of one claim, for a page that shows its list already; parameters as of the page."""
    chosen = inputs.query_number("claim")
    if chosen is None:
        raise Refused("claim", "name a claim")
    kept = _kept()
    place = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    with transaction() as conn:
        detail, last_step = claim_detail(conn, chosen), undo.last(conn)
        everybody = people.list_people(conn)
    return render_template(
        "desk/claims/chosen_parts.html",
        kept=kept,
        place=place,
        own_address=_address(chosen, place, kept),
        everybody=everybody,
        changes={},
        tags={},
        replies={},
        last_step=last_step,
        **detail,
    )


def _address(chosen: int | None, place: Mapping[str, str], kept: Mapping[str, str | list[str]]) -> str:
    """The address of the page with a claim chosen."""
    return address_of("triage.triage_page", {**({"claim": chosen} if chosen else {}), **place, **kept})


def _kept() -> dict[str, str | list[str]]:
    """The filters and the sort of the address, as its other links carry them on."""
    kept: dict[str, str | list[str]] = {}
    for name in _NAMES:
        values = [value.strip() for value in request.args.getlist(name) if value.strip()]
        if values:
            kept[name] = values if name in claim_filters.SEVERAL else values[0]
    return kept


def _choices(conn: Connection, everybody: Sequence[people.Person]) -> dict[str, object]:
    """What the form of filters offers."""
    followed = [(str(feed.id), feed.title) for feed in list_feed_names(conn)]
    return {
        "states": STATES,
        "kinds": KINDS,
        "suggestions": SUGGESTIONS,
        "owners": [(str(each.id), each.name) for each in everybody if each.active],
        "feeds": followed,
    }


@dataclass(frozen=True, slots=True)
class Counted:
    """Where the chosen claim stands in its list, "12 of 143", and the place of the first line shown.

    Both places are None deep in a long list, where nobody counts them.
    """

    first: int | None
    place: int | None
    words: str


def _counted(
    conn: Connection, narrowed: ClaimFilters, sort: str, rows: Sequence[ClaimRecord], chosen: int | None
) -> Counted:
    total = claims.count_or_estimate_claims(conn, narrowed, _MOST_COUNTED)
    words = integer(total.number) if total.exact else _("about %(amount)s", amount=integer(total.number))
    if not rows:
        return Counted(0, None, words)
    before = 0
    if request.args.get("after") or request.args.get("before"):
        at = rows[0].position(sort)
        before = claims.count_claims(conn, narrowed, sort=sort, before=at, most=_MOST_COUNTED)
    if before > _MOST_COUNTED:
        return Counted(None, None, words)
    place = next((before + n for n, row in enumerate(rows, 1) if row.id == chosen), None)
    return Counted(before + 1, place, words)


@dataclass(frozen=True, slots=True)
class PutAside:
    """What the threshold puts out of a list: its least `worth` of 100, how many are below it, and the addresses of
    both.
    """

    worth: str
    below: str
    to_below: str
    to_all: str


def _aside(conn: Connection, narrowed: ClaimFilters, kept: Mapping[str, str | list[str]]) -> PutAside | None:
    """None if the list shows claims of any worth."""
    if narrowed.threshold is None:
        return None
    others = replace(narrowed, threshold=None, below_threshold=narrowed.threshold)
    below_it = claims.count_claims(conn, others, most=_MOST_ASIDE)
    below, every = ({**kept, "threshold": side} for side in ("below", "all"))
    return PutAside(
        f"{100 * narrowed.threshold:.0f}",
        integer(below_it) if below_it <= _MOST_ASIDE else f"{integer(_MOST_ASIDE)}+",
        address_of("triage.triage_page", below),
        address_of("triage.triage_page", every),
    )


def _place(sort: str, limit: int) -> ClaimPage:
    """Where the list is read: on from the place that the address names by `after`, or back from `before`."""
    of, backwards = claim_filters.cursor_of(sort), _is_backwards()
    name = "before" if backwards else "after"
    at = None if backwards and request.args[name] == _END else cursors.read_cursor(of, name)
    return {"sort": sort, "after": at, "limit": limit, "backwards": backwards}


def _is_backwards() -> bool:
    return "before" in request.args and "after" not in request.args


def _page(conn: Connection, narrowed: ClaimFilters, sort: str) -> Page:
    """The page of the list that the address names."""
    of, place = claim_filters.cursor_of(sort), _place(sort, _LIMIT + 1)
    at, backwards = place["after"], place["backwards"]
    rows = claims.list_claims(conn, narrowed, **place)
    more = len(rows) > _LIMIT
    rows = rows[-_LIMIT:] if backwards else rows[:_LIMIT]
    if not rows:  # all that stood here was decided meanwhile
        return Page([], {"before": _END} if at and not backwards else None, {} if at and backwards else None)
    first, last = rows[0].position(sort), rows[-1].position(sort)
    earlier = more if backwards else at is not None and _any(conn, narrowed, sort, first, backwards=True)
    later = _any(conn, narrowed, sort, last) if backwards else more
    return Page(
        rows,
        {"before": cursors.write(of, first)} if earlier else None,
        {"after": cursors.write(of, last)} if later else None,
    )


def _any(conn: Connection, narrowed: ClaimFilters, sort: str, at: Position, *, backwards: bool = False) -> bool:
    return bool(claims.find_claim_ids(conn, narrowed, sort=sort, after=at, limit=1, backwards=backwards))


def _chips(given: Mapping[str, str | list[str]], names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(filter, value, address without it) for every active filter; an owner by name."""
    out = []
    for name, values in given.items():
        if name == "sort":
            continue
        for value in values if isinstance(values, list) else [values]:
            others = [each for each in values if each != value] if isinstance(values, list) else []
            rest = {**{n: v for n, v in given.items() if n != name}, **({name: others} if others else {})}
            shown = names.get(value, "nobody" if value == "none" else value) if name == "owner" else value
            out.append((_WORDS.get(name, name), shown, address_of("triage.triage_page", rest)))
    return out
