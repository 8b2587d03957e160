"""Stances to a suggestion. A machine suggests what sources say; only people rate."""

from collections.abc import Sequence

from checks.types import Answer, CouldNotAsk, Finding, Suggestion

ENOUGH = 0.45  # below, one stance alone is too weak to suggest anything but context


def suggest(findings: Sequence[Finding], answers: Sequence[tuple[str, Answer]]) -> Suggestion:
    """What the findings of all sources add up to; `rests_on` are places in `findings`."""
    supports, refutes = _those(findings, "supports"), _those(findings, "refutes")
    context = [
        n
        for n, f in enumerate(findings)
        if f.stance == "context" or (f.stance != "none" and f.confidence < ENOUGH)
    ]
    silent = _silent(answers)
    if supports and refutes:
        return Suggestion("conflicting", (*_why(findings, supports), *_why(findings, refutes), *silent),
                          (*supports, *refutes))  # fmt: skip
    if supports:
        return Suggestion("supported", (*_why(findings, supports), *silent), tuple(supports))
    if refutes:
        return Suggestion("refuted", (*_why(findings, refutes), *silent), tuple(refutes))
    if context:
        return Suggestion("context only", (*_why(findings, context), *silent), tuple(context))
    if silent:
        return Suggestion("could not ask", silent)
    if not answers:
        return Suggestion("nothing found", ("no reference source applies to this claim",))
    return Suggestion("nothing found", tuple(f"{source} was asked and has nothing on it" for source, _ in answers))


def _those(findings: Sequence[Finding], stance: str) -> list[int]:
    chosen = (n for n, f in enumerate(findings) if f.stance == stance and f.confidence >= ENOUGH)
    return sorted(chosen, key=lambda n: -findings[n].confidence)


def _why(findings: Sequence[Finding], chosen: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(findings[n].reason for n in chosen[:3]))


def _silent(answers: Sequence[tuple[str, Answer]]) -> tuple[str, ...]:
    return tuple(f"{source} could not be asked: {a.reason}" for source, a in answers if isinstance(a, CouldNotAsk))
