"""Forms that correct the machine's reading of a claim: its fields and bounds, adding, cutting and merging."""

from itertools import zip_longest
from math import isfinite
from typing import Final

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from checks.types.quantity import Date, Quantity
from service import auth
from service.desk import forms
from service.desk.claims import claim_changes, undo
from service.desk.claims.marks import excerpt
from service.desk.claims.merging import Wordings, wordings
from service.errors import Problem
from service.request import inputs, redirects
from service.request.transaction import transaction
from store import articles, progress
from store.claims import claims
from store.claims.claims import ClaimRecord
from store.claims.revisions import carry_over
from store.claims.tables import KINDS, QUANTITY_ROLES, SPEECH_ACTS
from store.claims.transitions import StaleClaim
from store.db import Connection
from store.lookups import lookups
from store.people import Refused
from store.triage import claim_edits
from store.triage.claim_edit_rules import (
    COMPARATORS,
    ClaimChanges,
    ClaimText,
    DateInput,
    QuantityInput,
)
from store.triage.claim_edits import EditConflict, EditInput
from workers import enqueue

blueprint = Blueprint("claim_edits", __name__)
_WORDS: Final = ("statement", "context", "claimant", "kind", "speech_act")
_QUANTITY: Final = ("text", "comparator", "low", "high", "unit", "counted", "role")
_DATE: Final = ("text", "first", "last")
_CHOICES: Final = ("kind", "speech_act", "quoted")
_BLANK: Final = ClaimText(
    start=0, end=0, statement="", context="", claimant=None, kind="event", speech_act="asserts", quoted=False
)


@blueprint.get("/claims/<int:claim_id>/correct")
@auth.desk()
def correct_page(claim_id: int) -> Response:
    """The form that corrects a claim; `start` and `end` are bounds that were dragged in its article."""
    with transaction() as conn:
        return _page(conn, claim_id)


@blueprint.post("/claims/<int:claim_id>/correct")
@auth.desk()
def correct_claim(claim_id: int) -> Response:
    """Save the edit, with what others edited since; what cannot be saved comes back in the form, with why."""
    version = forms.version()
    try:
        with transaction() as conn:
            before = claims.get_claim(conn, claim_id)
            edit = EditInput(claim_id, version, _changes(), forms.text("reason"))
            after = claim_edits.merge_edit(conn, edit, auth.actor())
            asked = lookups.restart_lookups(conn, claim_id) if request.form.get("ask_again") else []
    except Refused as error:
        with transaction() as conn:
            return _page(conn, claim_id, {error.field: str(error)})
    except EditConflict as error:
        with transaction() as conn:
            return _page(conn, claim_id, {}, error)
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, version) from error
    enqueue.enqueue("lookup", asked)
    if after.version != before.version:
        undo.remember_edit(before, after, "corrected")
    return _leave(claim_id)


@blueprint.post("/claims/<int:claim_id>/words")
@auth.desk()
def take_over_words(claim_id: int) -> Response:
    """Have a claim say what its article says now; of a published one a claim of its own is made."""
    version = forms.version()
    try:
        with transaction() as conn:
            shown, due = carry_over.take_over_words(conn, claim_id, auth.actor(), version)
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, version) from error
    undo.forget(claim_id)
    enqueue.enqueue("lookup", due)
    return forms.back(url_for("claim.claim_page", claim_id=shown))


@blueprint.get("/articles/<int:article_id>/add-claim")
@auth.desk()
def add_claim_page(article_id: int) -> Response:
    """The form for a claim that the machine missed; `start` and `end` are what was selected in the article."""
    with transaction() as conn:
        return _add_page(conn, article_id)


@blueprint.post("/articles/<int:article_id>/add-claim")
@auth.desk()
def add_claim(article_id: int) -> Response:
    """Add it, and ask every source about it."""
    try:
        with transaction() as conn:
            revision_id = _revision(conn, article_id)
            made = claim_edits.add_claim(conn, revision_id, _changes(), auth.actor())
            asked = lookups.restart_lookups(conn, made.id)
    except Refused as error:
        with transaction() as conn:
            return _add_page(conn, article_id, {error.field: str(error)})
    enqueue.enqueue("lookup", asked)
    undo.remember_edit(made, made, "added")
    return _leave(made.id)


@blueprint.post("/claims/<int:claim_id>/cut")
@auth.desk()
def cut_claim(claim_id: int) -> Response:
    """Cut the claim in two where the words begin."""
    return _change(claim_id, "cut")


@blueprint.post("/claims/<int:claim_id>/merge")
@auth.desk()
def merge_claim(claim_id: int) -> Response:
    """Make the claim and its neighbour one."""
    return _change(claim_id, "merge")


def _change(claim_id: int, action: str) -> Response:
    version, asked = forms.version(), list[int]()
    try:
        with transaction() as conn:
            before = claims.get_claim(conn, claim_id)
            if action == "cut":
                statements = forms.text("first_statement"), forms.text("second_statement")
                after, other = claim_edits.cut_claim(
                    conn, claim_id, forms.text("second") or "", statements, auth.actor(), version
                )
                asked = lookups.restart_lookups(conn, other.id)
            else:
                number = forms.number("other") or 0
                after = claim_edits.merge_claims(
                    conn, claim_id, number, forms.text("statement"), auth.actor(), version
                )
    except Refused as error:
        with transaction() as conn:
            return _page(conn, claim_id, {error.field: str(error)})
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, version) from error
    enqueue.enqueue("lookup", asked)
    undo.remember_edit(before, after, "cut in two" if action == "cut" else "merged with its neighbour")
    return _leave(claim_id)


def _leave(claim_id: int) -> Response:
    return forms.back(url_for("claim.claim_page", claim_id=claim_id))


def _page(
    conn: Connection, claim_id: int, wrong: dict[str, str] | None = None, conflict: EditConflict | None = None
) -> Response:
    """The form of a claim; with what was typed where something of it is `wrong` or in `conflict`."""
    claim = claims.get_claim(conn, claim_id)
    text = articles.get_revision(conn, claim.revision_id).text or ""
    read = conflict.merged if conflict else claim_edits.get_claim_text(conn, claim_id)
    siblings = [row for row in claims.list_revision_claims(conn, claim.revision_id) if row.state != "declined"]
    page = _render(
        text, read, wrong, claim=claim, neighbours=_neighbours(siblings, claim), article_id=claim.article_id,
        title=claim.article, otherwise=url_for("claim.claim_page", claim_id=claim_id),
        author=conflict.author if conflict else None, conflicts=_conflicts(conflict, text) if conflict else (),
    )  # fmt: skip
    page.status_code = 409 if conflict else page.status_code
    return page


def _conflicts(conflict: EditConflict, text: str) -> list[Wordings]:
    """The fields that two people corrected, each in another way, as people read them."""
    theirs, mine = (_as_read(reading, text) for reading in (conflict.theirs, conflict.merged))
    names = dict.fromkeys("words" if name in ("start", "end") else name for name in conflict.fields)
    return [wordings(name, theirs[name], mine[name], whole=name in _CHOICES) for name in names]


def _as_read(reading: ClaimText, text: str) -> dict[str, str]:
    """Each field of a claim in words; a quantity with its numbers, since its words may stay as they are."""
    sizes = (
        f"{q.text} ({q.comparator} {plain(q.low)} {plain(q.high)} {q.unit or ''})" for q in reading.quantities
    )
    times = (f"{d.text} ({d.first or ''} – {d.last or ''})" for d in reading.dates)
    return {
        **{name: str(getattr(reading, name) or "") for name in _WORDS},
        "quoted": "yes" if reading.quoted else "no",
        "words": text[reading.start : reading.end],
        "quantities": "; ".join(" ".join(size.split()) for size in sizes),
        "dates": "; ".join(times),
    }


def _add_page(conn: Connection, article_id: int, wrong: dict[str, str] | None = None) -> Response:
    revision = articles.get_revision(conn, _revision(conn, article_id))
    return _render(
        revision.text or "", _BLANK, wrong, claim=None, neighbours=[], article_id=article_id, title=revision.title,
        otherwise=url_for("articles.article_page", article_id=article_id),
    )  # fmt: skip


def _render(text: str, read: ClaimText, wrong: dict[str, str] | None, otherwise: str, **more: object) -> Response:
    start, end = inputs.query_number("start"), inputs.query_number("end")
    if start is None or end is None or not 0 <= start < end <= len(text):
        start, end = read.start, read.end
    given = _typed() if wrong and "kind" in request.form else _given(read, text[start:end])
    page = render_template(
        "desk/claims/claim_edit.html",
        given=given,
        wrong=wrong or {},
        excerpt=excerpt(text, start, end),
        bounds=(start, end),
        kinds=KINDS,
        speech_acts=SPEECH_ACTS,
        comparators=COMPARATORS,
        roles=QUANTITY_ROLES,
        next=redirects.inside(request.values.get("next"), otherwise),
        **more,
    )
    return make_response(page, 422 if wrong else 200)


def _given(read: ClaimText, words: str) -> dict[str, object]:
    """What the form shows of a claim; a new one states its words."""
    shown = {name: getattr(read, name) or "" for name in _WORDS}
    shown["statement"] = shown["statement"] or " ".join(words.split())
    return {
        **shown,
        "words": words,
        "quoted": read.quoted,
        "quantities": [_quantity_row(q) for q in read.quantities],
        "dates": [_date_row(d) for d in read.dates],
    }


def _quantity_row(q: Quantity) -> dict[str, str]:
    return {
        **{name: str(getattr(q, name) or "") for name in _QUANTITY},
        "low": plain(q.low),
        "high": plain(q.high),
    }


def _date_row(d: Date) -> dict[str, str]:
    return {"text": d.text, "first": str(d.first or ""), "last": str(d.last or "")}


def plain(number: float | None) -> str:
    """A number as a field shows it: without a point where it is whole, never as a power of ten."""
    if number is None:
        return ""
    return f"{number:.0f}" if number == int(number) else f"{number:.10f}".rstrip("0")


def _typed() -> dict[str, object]:
    """What was typed, to be shown again."""
    form = request.form
    return {
        **{name: form.get(name, "") for name in (*_WORDS, "words", "reason")},
        "quoted": bool(form.get("quoted")),
        "quantities": _rows("quantity", _QUANTITY),
        "dates": _rows("date", _DATE),
    }


def _rows(of: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a table of fields that have words."""
    columns = (request.form.getlist(f"{of}_{name}") for name in names)
    found = (dict(zip(names, typed, strict=True)) for typed in zip_longest(*columns, fillvalue=""))
    return [typed for typed in found if typed["text"].strip()]


def _changes() -> ClaimChanges:
    """The changes that the form states. Raises `Refused` naming the field."""
    changes: dict[str, object] = {name: request.form[name] for name in _WORDS if name in request.form}
    changes |= {"words": request.form.get("words", ""), "quoted": bool(request.form.get("quoted"))}
    for name in ("start", "end"):
        if (number := forms.number(name)) is not None:
            changes[name] = number
    if "quantity_text" in request.form:
        changes["quantities"] = [_read_quantity(row) for row in _rows("quantity", _QUANTITY)]
    if "date_text" in request.form:
        changes["dates"] = [_read_date(row) for row in _rows("date", _DATE)]
    return changes  # type: ignore[return-value]


def _read_quantity(typed: dict[str, str]) -> QuantityInput:
    given = {**typed, "low": _float(typed["low"]), "high": _float(typed["high"])}
    return QuantityInput(**given)  # type: ignore[arg-type]


def _read_date(typed: dict[str, str]) -> DateInput:
    return DateInput(typed["text"], forms.day(typed["first"], "dates"), forms.day(typed["last"], "dates"))


def _float(typed: str) -> float | None:
    """A number as people type it: with commas or spaces between thousands."""
    cleaned = typed.replace(",", "").replace("\u202f", "").replace(" ", "")
    if not cleaned:
        return None
    try:
        number = float(cleaned)
    except ValueError:
        raise Refused("quantities", f"“{typed}” is not a number; write it as 1,234.5") from None
    if not isfinite(number):
        raise Refused("quantities", f"“{typed}” is not a number that can be compared")
    return number


def _neighbours(siblings: list[ClaimRecord], claim: ClaimRecord) -> list[tuple[str, ClaimRecord]]:
    """The claims right before and behind one in the text, each with its word."""
    others = [row for row in siblings if row.id != claim.id]
    before = [row for row in others if (row.start, row.end) < (claim.start, claim.end)]
    behind = [row for row in others if (row.start, row.end) > (claim.start, claim.end)]
    return [("the claim before", row) for row in before[-1:]] + [("the claim after", row) for row in behind[:1]]


def _revision(conn: Connection, article_id: int) -> int:
    revision_id = progress.get_article(conn, article_id).revision_id
    if revision_id is None:
        raise Problem(409, "the article is not read yet; its text can be marked once it is")
    return revision_id
