"""Every table, imported once so that migrations and tests see the whole of it."""

from store import (
    articles,
    audit,
    claims,
    documents,
    evidence,
    fact_checks,
    figures,
    lookups,
    meanings,
    people,
    tokens,
    verdicts,
    work,
)

ROOMS = (
    articles, audit, claims, documents, evidence, fact_checks, figures, lookups, meanings, people, tokens, verdicts, work,
)  # fmt: skip
