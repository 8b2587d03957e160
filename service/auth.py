"""Who is it, and may they: one rule on every view, checked in one place before any view runs.

A view without a rule is refused, so that a forgotten one fails closed. `tests/security` holds the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from sqlalchemy import RowMapping

from service.errors import Problem
from service.within import transaction
from store import people, tokens
from store.people import Actor

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a view: anybody, people signed in with one of `roles`, or tokens with `scope`."""

    roles: tuple[str, ...] = ()
    scope: str | None = None
    anybody: bool = False


ANYBODY: Final = Rule(anybody=True)
_RULE: Final = "rule"


def anybody(view: View) -> View:
    """This view is public."""
    setattr(view, _RULE, ANYBODY)
    return view


def desk(*roles: str) -> Callable[[View], View]:
    """This view is for people who signed in; for any of `roles`, or all where none is named."""
    return _ruled(Rule(roles=roles or people.ROLES))


def api(scope: str, *roles: str) -> Callable[[View], View]:
    """This view is for tokens with `scope` and for people who signed in, of any of `roles`."""
    return _ruled(Rule(roles=roles or people.ROLES, scope=scope))


def _ruled(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _RULE, rule)
        return view

    return mark


def rule_of(view: object) -> Rule | None:
    """The rule of a view function."""
    return getattr(view, _RULE, None)


def install(app: Flask) -> None:
    """Check the rule of every view before it runs."""
    app.before_request(_check)


def actor() -> Actor:
    """Who makes this request; only inside views that are not public."""
    return Actor(g.person["id"], g.person["role"])


def person() -> RowMapping | None:
    """The signed-in person of this request, if there is one."""
    found: RowMapping | None = g.get("person")
    return found


def sign_in(row: RowMapping) -> None:
    """Begin a session of its own for this person."""
    session.clear()
    session.update(person=row["id"], epoch=row["session_epoch"])
    session.permanent = True


def sign_out() -> None:
    """End the session."""
    session.clear()


def _check() -> Response | None:
    g.person, g.by_token, g.scopes = None, False, ()
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    rule = rule_of(view)
    if rule is None:
        raise Problem(500, "this page has no rule of who may see it")
    if secret := _bearer():
        _by_token(secret, rule)
    else:
        _by_session()
    if rule.anybody:
        return None
    if g.person is None:
        return _ask_to_sign_in()
    if g.person["role"] not in rule.roles:
        raise Problem(403, f"this is for {' and '.join(rule.roles)}s; you are a {g.person['role']}")
    return None


def _bearer() -> str | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def _by_token(secret: str, rule: Rule) -> None:
    with transaction() as conn:
        held = tokens.holder(conn, secret)
        g.person = held and people.get(conn, held["person_id"])
    if held is None:
        raise Problem(401, "the token is unknown, expired or revoked")
    g.by_token, g.scopes = True, tuple(held["scopes"])
    if not rule.anybody and rule.scope is None:
        raise Problem(403, "tokens are for the API; this page is for people who sign in")
    if rule.scope and rule.scope not in held["scopes"]:
        raise Problem(403, f"this token lacks the scope “{rule.scope}”; it has {', '.join(held['scopes'])}")


def _by_session() -> None:
    if "person" not in session:
        return
    with transaction() as conn:
        found = people.find(conn, session["person"])
    if found is None or not found["active"] or found["session_epoch"] != session.get("epoch"):
        session.clear()
        return
    g.person = found


def _ask_to_sign_in() -> Response:
    if request.path.startswith("/api/") or request.headers.get("X-Requested-With") == "factdesk":
        raise Problem(401, "sign in, or send a token as “Authorization: Bearer …”")
    there = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.form", next=there))  # type: ignore[return-value]
