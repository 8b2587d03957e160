"""Stances to a suggestion. A machine suggests what sources say; only people rate.

The laws, which tests hold: a suggestion is never stronger than its strongest evidence; a copy of what is there changes
nothing; one more origin that supports never makes it weaker; the order of the evidence is of no account.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from checks.suggestion.copies import origins
from checks.types.answer import Answer, CouldNotAsk, Found
from checks.types.passage import Passage
from checks.types.stance import Finding, Outcome, Suggestion

ENOUGH: Final = 0.45  # below, one stance alone is too weak to suggest anything but context
_ALONE: Final = 0.8  # what counts of the strongest evidence while only one origin says so
_CLEARLY: Final = 0.1  # by so much more confidence the one side is nearer to what the claim says
_MOST_REASONS: Final = 3


def suggest(
    findings: Sequence[Finding],
    answers: Sequence[tuple[str, Answer]],
    cited: Mapping[str, Sequence[Passage]] = MappingProxyType({}),
) -> Suggestion:
    """What the findings of all sources add up to; `finding_indices` are places in `findings`, one for each origin.

    `cited` holds what our own fact-checks rest on, by their address: such a fact-check and what it cites are one
    origin.

    `strength` is 0 to 1: the confidence of the strongest evidence, times 0.8 if there is only one origin; each further
    origin halves the missing part. Of conflicting evidence it is that of the weaker side.
    """
    supports, refutes = _side(findings, "supports", cited), _side(findings, "refutes", cited)
    silent = _silent(answers)
    if supports and refutes:
        reasons = (*_why(findings, supports), *_why(findings, refutes), *_between(findings, supports, refutes))
        strength = min(_strength(findings, supports), _strength(findings, refutes))
        return Suggestion("conflicting", (*reasons, *silent), (*supports, *refutes), strength)
    if supports or refutes:
        outcome: Outcome = "supported" if supports else "refuted"
        side = supports or refutes
        return Suggestion(
            outcome,
            (*_why(findings, side), *_count(side, _side(findings, findings[side[0]].stance, {})), *silent),
            tuple(side),
            _strength(findings, side),
        )
    return _undecided(findings, answers, silent, cited)


def _undecided(
    findings: Sequence[Finding],
    answers: Sequence[tuple[str, Answer]],
    silent: tuple[str, ...],
    cited: Mapping[str, Sequence[Passage]],
) -> Suggestion:
    """What to say where no side has enough: context, else that a source could not be asked, else that nothing was
    found.
    """
    context = [n for n, f in enumerate(findings) if f.stance != "none"]
    if context:
        best = _one_each(findings, context, cited)
        return Suggestion("context only", (*_why(findings, best), *silent), tuple(best))
    if silent:
        return Suggestion("could not ask", silent)
    if not answers:
        return Suggestion("nothing found", ("no reference source applies to this claim",))
    hits = [(source, a) for source, a in answers if isinstance(a, Found) and a.found]
    nothing = tuple(f"{source}: nothing found" for source, a in answers if (source, a) not in hits)
    if hits:
        return Suggestion("set aside", (*(_set_aside(source, a) for source, a in hits), *nothing))
    return Suggestion("nothing found", nothing)


def _set_aside(source: str, answer: Found) -> str:
    """A sentence: a source found something, but nothing that bears on the claim; with the commonest reason."""
    reasons = Counter({each.reason: 0 for each in answer.set_aside})
    for each in answer.set_aside:
        reasons[each.reason] += each.count
    why = f": {reasons.most_common(1)[0][0]}" if reasons else ""
    number = "1 hit, which does not bear" if answer.found == 1 else f"{answer.found} hits, of which none bears"
    return f"{source} found {number} on the claim{why}"


def _side(findings: Sequence[Finding], stance: str, cited: Mapping[str, Sequence[Passage]]) -> list[int]:
    """The places of what speaks for one side, one for each origin, the strongest first."""
    chosen = [n for n, f in enumerate(findings) if f.stance == stance and f.confidence >= ENOUGH]
    return _one_each(findings, chosen, cited)


def _one_each(
    findings: Sequence[Finding], chosen: Sequence[int], cited: Mapping[str, Sequence[Passage]]
) -> list[int]:
    """Of each origin the strongest finding, the strongest first."""
    ordered = sorted(chosen, key=lambda n: _rank(findings[n]))
    passages = [_passage(findings[n]) for n in ordered]
    firsts = origins(passages, [cited.get(passage.url or "", ()) for passage in passages])
    return [ordered[n] for n, first in enumerate(firsts) if first == n]


def _rank(finding: Finding) -> tuple[float, str, date, str]:
    """The strongest first; of equal ones always the same, the oldest: copies come after what they copy."""
    passage = _passage(finding)
    return -finding.confidence, finding.reason, passage.published or date.max, repr(passage)


def _passage(finding: Finding) -> Passage:
    return finding.passage or Passage("", "", "")


def _strength(findings: Sequence[Finding], side: Sequence[int]) -> float:
    """0.8 of the strongest alone; a second origin makes it 0.9, a third 0.95."""
    missing = (1 - _ALONE) * 0.5 ** (len(side) - 1)
    return findings[side[0]].confidence * (1 - missing)


def _why(findings: Sequence[Finding], chosen: Sequence[int]) -> tuple[str, ...]:
    """The reasons of the first three, each once."""
    return tuple(dict.fromkeys(findings[n].reason for n in chosen[:_MOST_REASONS]))


def _count(side: Sequence[int], without_citations: Sequence[int]) -> tuple[str, ...]:
    reasons = [f"{len(side)} origins that do not copy one another say so"] if len(side) > 1 else []
    if len(without_citations) > len(side):
        reasons.append("a fact-check of ours and the source that it cites count as one origin")
    return tuple(reasons)


def _between(findings: Sequence[Finding], supports: Sequence[int], refutes: Sequence[int]) -> tuple[str, ...]:
    """What tells the two sides of a conflict apart: how many each has, which is newer, which is nearer."""
    reasons = [f"the evidence conflicts: {len(supports)} for, {len(refutes)} against, copies counted once"]
    ours, theirs = _newest(findings, supports), _newest(findings, refutes)
    if ours and theirs and ours != theirs:
        side = "for" if ours > theirs else "against"
        reasons.append(f"the newest is {side} it, of {max(ours, theirs):%-d %B %Y}; the other side's is older")
    more = findings[supports[0]].confidence - findings[refutes[0]].confidence
    if abs(more) >= _CLEARLY:
        reasons.append(f"what is {'for' if more > 0 else 'against'} it is nearer to what the claim says")
    return tuple(reasons)


def _newest(findings: Sequence[Finding], side: Sequence[int]) -> date | None:
    days = (_passage(findings[n]).published for n in side)
    return max((day for day in days if day), default=None)


def _silent(answers: Sequence[tuple[str, Answer]]) -> tuple[str, ...]:
    return tuple(f"{source} could not be asked: {a.reason}" for source, a in answers if isinstance(a, CouldNotAsk))
