"""Every table, imported once so that migrations and tests see the whole of it."""

from store import (
    articles,
    audit,
    captures,
    claims,
    evidence,
    fact_checks,
    lookups,
    meanings,
    people,
    shelf,
    tokens,
    verdicts,
    work,
)

ROOMS = (
    articles,
    audit,
    captures,
    claims,
    evidence,
    fact_checks,
    lookups,
    meanings,
    people,
    shelf,
    tokens,
    verdicts,
    work,
)
