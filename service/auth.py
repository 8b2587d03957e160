"""Who is it, and may they: one rule on every view, checked in one place before any view runs.

A view without a rule is refused, so that a forgotten one fails closed. `tests/security` holds the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Response, current_app, g, redirect, request, session, url_for

from service import rate_limits
from service.errors import Problem
from service.request import inputs
from service.request.transaction import autocommit, transaction
from store import people, sessions, tokens
from store.accounts import invitations
from store.accounts.roles import PERSON_ROLES
from store.db import Connection
from store.people import Actor, Person

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a view: anybody, people signed in with one of `roles`, or tokens with `scope`."""

    roles: tuple[str, ...] = ()
    scope: str | None = None
    anybody: bool = False


ANYBODY: Final = Rule(anybody=True)
_READ: Final = "read"  # the scope of tokens that see what the newsroom sees
_RULE: Final = "rule"
_SESSION: Final = "id"


def anybody(view: View) -> View:
    """This view is public."""
    setattr(view, _RULE, ANYBODY)
    return view


def desk(*roles: str) -> Callable[[View], View]:
    """This view is for people who signed in; for any of `roles`, or all where none is named."""
    return _ruled(Rule(roles=roles or PERSON_ROLES))


def api(scope: str, *roles: str) -> Callable[[View], View]:
    """This view is for tokens with `scope` and for people who signed in, of any of `roles`."""
    return _ruled(Rule(roles=roles or PERSON_ROLES, scope=scope))


def _ruled(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _RULE, rule)
        return view

    return mark


def rule_of(view: object) -> Rule | None:
    """The rule of a view function."""
    return getattr(view, _RULE, None)


def actor() -> Actor:
    """Who makes this request; only inside views that are not public."""
    return Actor(g.person.id, g.person.role)


def person() -> Person | None:
    """The signed-in person of this request, if there is one."""
    found: Person | None = g.get("person")
    return found


def is_colleague() -> bool:
    """Whether a public page shows the asker what only the newsroom sees: a person who signed in, or a token that may
    read. Any other token is a stranger there: what sends articles learns nothing of those of others.
    """
    return g.person is not None and (not g.by_token or _READ in g.scopes)


def sign_in(who: Person) -> None:
    """Begin a new session for this person in this browser; one that it had before ends."""
    address, agent = request.remote_addr or "unknown", request.user_agent.string
    with transaction() as conn:
        _end(conn)
        invitations.accept_invitation(conn, who.id)
        secret = sessions.begin_session(conn, who.id, inputs.cleaned(address), inputs.cleaned(agent))
    session.clear()
    session[_SESSION] = secret
    session.permanent = True


def sign_out() -> None:
    """End the session, on the server and in the browser."""
    with transaction() as conn:
        _end(conn)
    session.clear()


def _end(conn: Connection) -> None:
    if _SESSION in session:
        sessions.end_session(conn, session[_SESSION])


def session_id() -> int | None:
    """The number of this request's session; None for requests by token and by nobody."""
    found: int | None = g.get("session_id")
    return found


def session_open(number: int) -> bool:
    """Whether a session goes on: an open page of one that has ended may hear nothing more."""
    with transaction() as conn:
        return sessions.is_session_open(conn, number)


def identify() -> None:
    """Find out who asks: by a token, else by the session. Raises `Problem` 401 for a token that is not good.

    If there is no page the session counts too, since that error is shown within the desk, in the person's language.
    """
    g.person, g.by_token, g.scopes, g.session_id, g.token_id = None, False, (), None, None
    if request.endpoint == "static":
        return
    if (secret := _bearer()) and _asked() is not None:
        _by_token(secret)
    elif not secret:
        _by_session()


def authorize() -> Response | None:
    """Hold the request to the rule of its view. Raises `Problem`, or gives the way to sign in."""
    view = _asked()
    if view is None:
        return None
    rule = rule_of(view)
    if rule is None:
        raise Problem(500, "this page has no rule of who may see it")
    if g.by_token:
        _hold_token(rule)
    if rule.anybody:
        return None
    if g.person is None:
        return _ask_to_sign_in()
    if g.person.role not in rule.roles:
        raise Problem(403, f"this is for {' and '.join(rule.roles)}s; you are a {g.person.role}")
    return None


def _asked() -> object | None:
    """The view that is asked; None for public files, and for addresses without a page."""
    return None if request.endpoint == "static" else current_app.view_functions.get(request.endpoint or "")


def _bearer() -> str | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def _by_token(secret: str) -> None:
    with autocommit() as conn:
        holder = g.person = tokens.find_token_holder(conn, secret)
    if holder is None:
        rate_limits.admit_stranger()
        raise Problem(401, "the token is unknown, expired or revoked")
    g.by_token, g.scopes, g.token_id = True, tuple(holder.scopes), holder.token_id


def _hold_token(rule: Rule) -> None:
    if not rule.anybody and rule.scope is None:
        raise Problem(403, "tokens are for the API; this page is for people who sign in")
    if rule.scope and rule.scope not in g.scopes:
        raise Problem(403, f"this token lacks the scope “{rule.scope}”; it has {', '.join(g.scopes)}")


def _by_session() -> None:
    if _SESSION not in session:
        return
    with autocommit() as conn:
        found = people.find_person_of_session(conn, str(session[_SESSION]))
    if found is not None:  # an ended one stays in the cookie: the form to sign in with may rest on it already
        g.person, g.session_id = found, found.session_id


def _ask_to_sign_in() -> Response:
    by_script = request.headers.get("X-Requested-With") == "factdesk"
    if by_script or request.path.startswith("/api/") or _bearer() is not None:
        raise Problem(401, "sign in, or send a token as “Authorization: Bearer …”")
    if request.method != "GET":
        refuse_signed_out()
    there = request.full_path.rstrip("?")
    return redirect(url_for("sign_in.sign_in_page", next=there))  # type: ignore[return-value]


def refuse_signed_out() -> None:
    """Refuse a form whose sender's session has ended (`Problem` 401): the page gives back what was sent."""
    rule = rule_of(_asked())
    if g.person is None and rule is not None and not rule.anybody:
        raise Problem(401, "you are signed out, and nothing was saved: sign in, and send it once more")
