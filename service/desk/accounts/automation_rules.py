"""Automation rules in the desk: what the machine does to claims as they come to triage. For admins."""

from collections.abc import Mapping
from typing import Final, TypedDict
from urllib.parse import parse_qs

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.language.messages import gettext as _
from service.language.messages import known_word, translated
from service.request import claim_filters
from service.request.rule_content import RULE_FILTERS, read_rule_filters
from service.request.transaction import transaction
from store import people
from store.automation import preview, rules
from store.automation.decisions import describe_actions, list_problems
from store.automation.rules import AutomationRule, RuleContent
from store.claims.tables import KINDS, SUGGESTIONS
from store.db import Connection
from store.feeds.names import list_feed_names
from store.newsroom import profile
from store.people import Refused

blueprint = Blueprint("automation_rules", __name__, url_prefix="/settings/rules")


@blueprint.get("")
@auth.desk("admin")
def rules_page() -> str:
    """All rules in their order, with what each did."""
    with transaction() as conn:
        rows, existing = rules.list_rules(conn), rules.load_existing(conn)
        followed = _feeds(conn)
    return render_template(
        "desk/automation_rules.html",
        rows=rows,
        filters={row.id: _filter_words(row, dict(followed)) for row in rows},
        does={row.id: describe_actions(row.actions, existing.names) for row in rows},
        problems={row.id: list_problems(row.actions, existing) for row in rows},
        most_counted=rules.MOST_COUNTED,
    )


@blueprint.get("/new")
@auth.desk("admin")
def new_rule_page() -> str:
    """The form of a new rule; filters in the address, as of a list of claims, are filled in."""
    kept = {name: values for name, values in request.args.to_dict(flat=False).items() if name in RULE_FILTERS}
    return _render_form(None, {**_EMPTY, "kept": _single(kept)})


@blueprint.post("/new")
@auth.desk("admin")
def add_rule() -> str | tuple[str, int] | Response:
    """Add a rule, or show what it would have matched."""
    return _save(None)


@blueprint.get("/<int:rule_id>")
@auth.desk("admin")
def rule_page(rule_id: int) -> str:
    """The form of one rule."""
    with transaction() as conn:
        rule = rules.get_rule(conn, rule_id)
    return _render_form(rule, _shown(rule))


@blueprint.post("/<int:rule_id>")
@auth.desk("admin")
def change_rule(rule_id: int) -> str | tuple[str, int] | Response:
    """Change a rule, or show what it would have matched."""
    with transaction() as conn:
        rule = rules.get_rule(conn, rule_id)
    return _save(rule)


@blueprint.post("/<int:rule_id>/switch")
@auth.desk("admin")
def switch_rule(rule_id: int) -> Response:
    """Switch a rule on or off."""
    with transaction() as conn:
        rules.switch_rule(conn, rule_id, request.form.get("on") == "yes", auth.actor())
    return redirect(url_for("automation_rules.rules_page"))


@blueprint.post("/<int:rule_id>/up")
@auth.desk("admin")
def move_rule(rule_id: int) -> Response:
    """Have a rule looked at before the one above it."""
    with transaction() as conn:
        rules.move_rule(conn, rule_id, auth.actor())
    return redirect(url_for("automation_rules.rules_page"))


@blueprint.post("/<int:rule_id>/remove")
@auth.desk("admin")
def remove_rule(rule_id: int) -> Response:
    """Remove a rule; what it did to claims stays."""
    with transaction() as conn:
        rules.remove_rule(conn, rule_id, auth.actor())
    return redirect(url_for("automation_rules.rules_page"))


def _save(rule: AutomationRule | None) -> str | tuple[str, int] | Response:
    """Keep what the form says, or show the form again: with a preview where that was asked for, else with what is
    wrong.
    """
    given = _typed()
    try:
        query, filters = read_rule_filters((name, v) for name in RULE_FILTERS for v in request.form.getlist(name))
        if request.form.get("step") == "preview":
            with transaction() as conn:
                found = preview.preview_filters(conn, filters)
            return _render_form(rule, given, preview=found, query=query)
        tags = [tag for tag in map(str.strip, given["tags"].split(",")) if tag]
        content = RuleContent(
            name=given["name"],
            query=query,
            filters=filters,
            assign_to=forms.number("assign_to"),
            decline_reason=forms.text("decline_reason"),
            tags=tags,
            raised=given["raised"],
            notify=forms.numbers("notify"),
            active=rule.active if rule else True,
        )
        with transaction() as conn:
            if rule is None:
                rules.add_rule(conn, content, auth.actor())
            else:
                rules.change_rule(conn, rule.id, content, auth.actor())
    except Refused as error:
        return _render_form(rule, given, wrong={error.field: str(error)}), 422
    return redirect(url_for("automation_rules.rules_page"))


class ShownRule(TypedDict):
    """A rule as the form shows it; `kept` are its filters, `notify` the ids of people."""

    name: str
    assign_to: str
    decline_reason: str
    tags: str
    raised: bool
    notify: list[str]
    kept: dict[str, str | list[str]]


_EMPTY: Final[ShownRule] = {
    "name": "", "assign_to": "", "decline_reason": "", "tags": "", "raised": False, "notify": [], "kept": {},
}  # fmt: skip


def _typed() -> ShownRule:
    """What the form holds, as it is shown again."""
    lists = {name: values for name, values in request.form.to_dict(flat=False).items() if name in RULE_FILTERS}
    return {
        "name": request.form.get("name", ""),
        "assign_to": request.form.get("assign_to", ""),
        "decline_reason": request.form.get("decline_reason", ""),
        "tags": request.form.get("tags", ""),
        "raised": request.form.get("raised") == "yes",
        "notify": request.form.getlist("notify"),
        "kept": _single(lists),
    }


def _shown(rule: AutomationRule) -> ShownRule:
    """A stored rule as the form shows it."""
    return {
        "name": rule.name,
        "assign_to": str(rule.assign_to or ""),
        "decline_reason": rule.decline_reason or "",
        "tags": ", ".join(rule.tags),
        "raised": rule.raised,
        "notify": [str(person_id) for person_id in rule.notify],
        "kept": _single(parse_qs(rule.query)),
    }


def _single(lists: Mapping[str, list[str]]) -> dict[str, str | list[str]]:
    """Filters as the form of triage shows them: a list of those of which several may be chosen."""
    return {
        name: [value for value in values if value] if name in claim_filters.SEVERAL else values[0]
        for name, values in lists.items()
        if any(values)
    }


def _render_form(rule: AutomationRule | None, given: ShownRule, **more: object) -> str:
    with transaction() as conn:
        everybody, existing = people.list_people(conn), rules.load_existing(conn)
        reasons, followed = profile.get_newsroom(conn).decline_reasons, _feeds(conn)
    named = {given["assign_to"], *given["notify"]}
    return render_template(
        "desk/automation_rule.html",
        rule=rule,
        given=given,
        kept=given["kept"],
        problems=list_problems(rule.actions, existing) if rule else [],
        # Who left is shown where the rule names them, so that the form says why it does nothing.
        people=[(str(e.id), e.name, e.active) for e in everybody if e.active or str(e.id) in named],
        reasons=reasons,
        feeds=followed,
        kinds=KINDS,
        suggestions=SUGGESTIONS,
        newest=preview.NEWEST,
        **{"preview": None, "query": "", **more},
    )


def _feeds(conn: Connection) -> list[tuple[str, str]]:
    return [(str(feed.id), feed.title) for feed in list_feed_names(conn)]


def _filter_words(rule: AutomationRule, followed: Mapping[str, str]) -> list[str]:
    """The filters of a rule in words, a feed by its name."""
    words = []
    for name, values in parse_qs(rule.query).items():
        named = [known_word(value.replace("_", " ")) for value in values]
        shown = followed.get(values[0], _("a feed that was removed")) if name == "feed" else _(" or ").join(named)
        words.append(f"{translated(_NAMED.get(name, name))} {shown}")
    return words


_NAMED: Final = {
    "q": "words:",
    "worth": "worth at least",
    "claimant": "said by",
    "repeated": "repeats what was published:",
}
