"""Every table, imported once so that migrations and tests see the whole of it."""

from store import (
    articles,
    audit,
    captures,
    claims,
    evidence,
    fact_checks,
    imports,
    lookups,
    mappings,
    meanings,
    people,
    shelf,
    sources,
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
    imports,
    lookups,
    mappings,
    meanings,
    people,
    shelf,
    sources,
    tokens,
    verdicts,
    work,
)
