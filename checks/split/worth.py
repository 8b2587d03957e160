"""How much a newsroom should want to check a claim: a sum of plain reasons, squeezed to 0 to 1."""

from math import exp

from checks.types import Kind, Quantity, Worth

_BASE = -1.6
HARD_WORDS = {
    "accuse": 1.0, "deny": 0.8, "kill": 1.2, "attack": 0.9, "invade": 1.0, "arrest": 0.9, "sanction": 0.7,
    "announce": 0.6, "record": 0.7, "first": 0.4, "highest": 0.7, "lowest": 0.7, "double": 0.7, "rise": 0.5,
    "fall": 0.5, "reject": 0.6, "demand": 0.5, "deploy": 0.7, "cause": 0.5, "inflation": 0.6, "troop": 0.6,
}  # fmt: skip


def worth(
    kind: Kind, quantities: tuple[Quantity, ...], names: int, lemmas: set[str], claimant: str | None
) -> Worth:
    """Weigh one claim; every weight that counted is named in the reasons."""
    total, reasons = _BASE, []
    if quantities:
        total += 1.8
        reasons.append("states a figure that can be looked up")
        if max(q.low or q.high or 0 for q in quantities) >= 1000:
            total += 0.6
            reasons.append("a large figure")
    if names:
        total += min(names, 3) * 0.35
        reasons.append(f"names {names} people, places or bodies" if names > 1 else "names a person, place or body")
    for word in sorted(lemmas & HARD_WORDS.keys()):
        total += HARD_WORDS[word]
        reasons.append(f"“{word}”: a matter that newsrooms check first")
    if kind in ("comparison", "statement"):
        total += 0.3
        reasons.append("a comparison" if kind == "comparison" else "an official statement")
    if claimant:
        total += 0.2
        reasons.append("somebody stands behind it")
    return Worth(round(1 / (1 + exp(-total)), 3), tuple(reasons))
