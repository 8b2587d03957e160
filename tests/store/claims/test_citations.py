"""A fact-check of ours that cites another of ours rests on what that one cites too."""

from checks.types.passage import Passage
from store.verdicts import citations


def _cited(address: str) -> Passage:
    return Passage("They were counted.", "p. 1", "Office", url=address)


def test_what_is_cited_is_followed_however_deep_and_once() -> None:
    first, second, third, office = (_cited(f"/fact-checks/{name}") for name in ("a", "b", "c", "office"))
    found = {"/fact-checks/a": [second], "/fact-checks/b": [third, first], "/fact-checks/c": [office, second]}
    further = citations._further(found["/fact-checks/a"], found, {"/fact-checks/a"})
    assert further == [third, first, office, second]
