"""Every table, imported once so that migrations and tests see the whole of it."""

from store import (
    articles,
    audit,
    claims,
    evidence,
    fact_checks,
    imports,
    lookups,
    mappings,
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
    claims,
    evidence,
    fact_checks,
    imports,
    lookups,
    mappings,
    meanings,
    people,
    shelf,
    tokens,
    verdicts,
    work,
)
