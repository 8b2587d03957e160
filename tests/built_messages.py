"""Messages that the code writes in English with their values in them, found in its syntax: what it refuses and why, the
reasons that checks give, and the words that the store keeps. Pages translate such a sentence where they show it.
"""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from checks.lexicon import load_table
from checks.nlp.inflection import plural
from checks.types import feed as feed_types
from service.desk import csv_lists
from service.desk.claims import claim_changes, undo
from service.language import amounts
from store.accounts.roles import ROLES
from store.articles import refetching
from store.articles import tables as article_tables
from store.claims import tables as claim_tables
from store.claims import workflow
from store.deliveries import tables as delivery_tables
from store.deliveries import webhooks
from store.discussion import reply_requests
from store.external import imports
from store.feeds import feeds
from store.feeds import tables as feed_tables
from store.lookups import evidence, lookups, source_tests
from store.newsroom import profile
from store.notices import notices
from store.shelf import documents
from store.triage import bulk
from store.verdicts import disagreements, media_reviews, ratings
from workers.mail import texts

_PACKAGES: Final = ("service", "store", "checks", "workers")
# What these refuse is read by programs and operators, never on a page.
_NOT_ON_PAGES: Final = (
    "service/api/*", "service/serving/*", "store/transfer/*", "store/migrate.py", "store/migrations/*",
    "store/sample/*", "checks/nlp/*", "checks/documents/near_duplicates.py",
)  # fmt: skip
# In these every sentence is for people: what a page shows, and the reasons that the checks give.
_FOR_PEOPLE: Final = (
    "service/errors.py", "service/desk/next_steps.py", "service/desk/claims/claim.py",
    "service/desk/claims/claim_edits.py",
    "service/desk/claims/review.py", "service/desk/claims/claim_changes.py", "service/desk/claims/undo.py",
    "service/desk/accounts/account.py", "service/desk/accounts/sign_in.py",
    "service/desk/accounts/automation_rules.py", "service/desk/accounts/openid.py", "store/claims/workflow.py",
    "store/claims/transitions.py", "store/claims/revisions/*.py", "store/lookups/suggestions.py",
    "store/lookups/source_settings.py", "store/lookups/lookups.py", "checks/stance/*.py",
    "checks/suggestion/*.py", "checks/matching/*.py", "checks/dates/*.py", "checks/extraction/article.py",
    "checks/extraction/checkability.py", "checks/extraction/claimants/claimants.py",
    "checks/extraction/enumerations.py",
    "checks/extraction/extractor.py", "checks/extraction/kinds.py", "checks/extraction/unread.py",
    "checks/extraction/clauses/clause.py", "checks/extraction/statement/filling.py",
    "checks/extraction/statement/statement.py", "checks/extraction/statement/wellformed.py",
    "checks/extraction/statement/faithful.py", "checks/extraction/statement/scope.py",
    "checks/extraction/statement/doubtful.py", "checks/extraction/statement/rows.py",
    "checks/extraction/segments/decision.py",
    "checks/extraction/worthiness/news.py", "checks/extraction/worthiness/score.py",
    "checks/documents/cleaning/*.py", "checks/retrieval/search_log.py", "checks/retrieval/shelf_documents.py",
    "checks/retrieval/mediawiki.py", "checks/retrieval/sources/*.py", "checks/retrieval/fetch/*.py",
    "checks/feeds/*.py", "checks/claimreview/*.py", "workers/evidence/*.py", "workers/feeds/*.py",
    "workers/sandbox/*.py", "workers/sources/*.py", "workers/tasks/*.py", "workers/webhooks/*.py",
)  # fmt: skip
# What is passed to these is no sentence: patterns, keys of tables, lines of the log.
_NO_SENTENCES: Final = {
    "compile", "search", "match", "fullmatch", "sub", "findall", "alternatives", "load_table", "whole_pattern",
    "get", "info", "warning", "error", "exception", "write_audit_entry", "text", "Field", "render_template",
    "Cookie", "gettext", "ngettext", "_",
}  # fmt: skip
_LETTERS: Final = re.compile(r"[a-zA-Z]{2,}")
_PLACE: Final = re.compile(r"%\(\w+\)s")
_SYNTAX: Final = re.compile(r"[\\^$\[\]|{}<]|\(\?|SELECT|CASE |%%[A-Za-z]|=$")
_WORDS: Final = re.compile(r"[a-z]{2,} [a-z“‘%(]|[“”]|%\(\w+\)s[^\w%]* [a-z]{3,}|[a-z]{3,}[,:;]? %\(")


# Words of the history and of filters, which stand in no list.
_OTHERS: Final = (
    "edit", "cut", "merge", "add", "take", "assign", "release", "decline", "duplicate", "snooze", "reopen",
    "research", "await_reply", "resume", "verdict", "submit", "recall", "request_changes", "approve", "publish",
    "correct", "cancel_correction", "withdraw", "separate", "all", "article_changed", "mine", "search", "feed",
    "section", "owner", "stage", "tag", "untag", "state", "kind", "suggestion", "worth", "claimant",
    "publisher", "article", "cluster", "came in on", "with", "Bad request", "Sign in first", "Not allowed",
    "Not found", "Method not allowed", "Conflict", "Too large", "Unsupported media type",
    "Not acceptable as given", "Too many requests", "Our mistake", "Not available now", "since", "until",
    "language", "sort", "reply", "repeated", "threshold", "statement", "context", "quantities", "dates",
    "speech_act", "quoted", "start", "end", "below", "above", "named", "added", "changed", "now", "Shelf",
    "rating", "summary", "explanation", "citations", "media",
)  # fmt: skip


# What tables of the lexicon say to people, by table: the reasons of worth and of what is left out, and measures.
_LEXICON: Final = {
    "worthiness": ("speaks_for", "speaks_against"),
    "figure_measures": ("title",),
    "boilerplate": ("reason",),
}


def vocabulary() -> list[str]:
    """The words that the store keeps and pages show: states, kinds, roles, ratings and the like."""
    groups = (
        workflow.STATES, ROLES, claim_tables.KINDS, claim_tables.SPEECH_ACTS, claim_tables.QUANTITY_ROLES,
        claim_tables.SUGGESTIONS, article_tables.STAGES, article_tables.WAYS, refetching.OUTCOMES,
        delivery_tables.STATES, webhooks.HEALTH, feeds.HEALTH, feed_tables.PRIORITIES, feed_types.OUTCOMES,
        evidence.STANCES, evidence.MATCH_KINDS, lookups.OUTCOMES, source_tests.OUTCOMES, reply_requests.OUTCOMES,
        documents.STATES, documents.KINDS, imports.IMPORT_STAGES, bulk.BULK_STEPS, profile.DECLINE_REASONS,
        ratings.SCALE, media_reviews.MEDIA_TYPES, media_reviews.CATEGORIES.values(), notices.KINDS.values(),
        (disagreements.KEPT,), claim_changes.EVENTS.values(), undo.DONE.values(), _OTHERS,
    )  # fmt: skip
    lexicon = [
        row[name]
        for table, names in _LEXICON.items()
        for row in _rows(load_table(table))
        for name in names
        if isinstance(row.get(name), str)
    ]
    groups = (
        *groups,
        lexicon,
        amounts.FORMS,
        amounts.WORDS,
        (amounts.RATE,),
        csv_lists.COLUMNS,
        texts.TEXTS,
        ("the source", "“%(words)s”", "within %(stated)s", "too wide to decide %(stated)s"),
        measures(),
    )
    return list(dict.fromkeys(word.replace("_", " ") for group in groups for word in group))


def measures() -> list[str]:
    """The names of units and currencies, and what a passage lacks that gives no amount of them."""
    units = [str(row["name"]) for row in _rows(load_table("units")) if "measures" in row]
    currencies: dict[str, str] = load_table("currency_names")["plural"]
    lacking: dict[str, str] = load_table("stance")["nothing_given"]
    several = [plural(name) for name in units]
    return [
        *(name for pair in zip(units, several, strict=True) for name in pair),
        *currencies.values(),
        *lacking.values(),
    ]


def _rows(table: object) -> Iterator[dict[str, object]]:
    """The rows of a table of the lexicon, however deep they stand."""
    if isinstance(table, dict):
        yield table
    for inner in table.values() if isinstance(table, dict) else table if isinstance(table, list) else ():
        yield from _rows(inner)


def built(top: Path) -> Iterator[tuple[str, str]]:
    """Each message once, with places for its values (`%(name)s`), and the module that has it."""
    seen = set((top / "tests" / "data" / "not_messages.txt").read_text("utf-8").split("\n"))
    for word in vocabulary():
        seen.add(word)
        yield word, "store"
    for package in _PACKAGES:
        for path in sorted((top / package).rglob("*.py")):
            module = str(path.relative_to(top))
            if any(fnmatch(module, each) for each in _NOT_ON_PAGES):
                continue
            for message in messages_of(
                path.read_text("utf-8"), any(fnmatch(module, each) for each in _FOR_PEOPLE)
            ):
                if message not in seen:
                    seen.add(message)
                    yield message, module


def messages_of(source: str, for_people: bool) -> Iterator[str]:
    """The sentences that a module's `raise` statements tell; of one that is `for_people`, all its sentences."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            for argument in node.exc.args:
                yield from sentences(argument)
    if for_people:
        passed_over = set(_passed_over(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in passed_over:
                yield from (text for text in sentences(node) if _has_words(text))


def _passed_over(tree: ast.AST) -> Iterator[int]:
    """The nodes whose strings are no sentences: docstrings, parts of sentences, patterns, lists of words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in node.values)
        elif isinstance(node, ast.Expr | ast.Attribute):
            yield id(node.value)
        elif isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _called(node) in _NO_SENTENCES):
            yield from (id(each) for each in ast.walk(node))


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def _has_words(text: str) -> bool:
    return (
        bool(_WORDS.search(text)) and not _SYNTAX.search(_PLACE.sub("", text)) and len(_PLACE.sub("", text)) < 300
    )


def sentences(node: ast.expr) -> Iterator[str]:
    """What an expression can say: each alternative, with named places for values."""
    if isinstance(node, ast.IfExp):
        yield from sentences(node.body)
        yield from sentences(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        text = _filled(node)
        if _LETTERS.search(_PLACE.sub("", text)):
            yield text
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
        yield node.value.replace("%", "%%")


def _filled(node: ast.JoinedStr) -> str:
    names: dict[str, str] = {}
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value).replace("%", "%%"))
        elif isinstance(part, ast.FormattedValue):
            parts.append(f"%({_name(part.value, names)})s")
    return "".join(parts)


def _name(value: ast.expr, names: dict[str, str]) -> str:
    """The name of a place: the last name in its expression, numbered where two expressions share it."""
    written = ast.unparse(value)
    if written not in names:
        words = re.findall(r"[a-zA-Z]\w*", re.sub(r"(['\"]).*?\1", "", written)) or ["value"]
        name, number = words[-1].lower(), 2
        while name in names.values():
            name, number = f"{words[-1].lower()}_{number}", number + 1
        names[written] = name
    return names[written]
