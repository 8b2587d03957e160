"""The docs list the rules that do not let two figures be compared, in the order in which they are asked."""

import re
from pathlib import Path

from checks.stance.figures.scope.rules import SCOPE_RULES

_TOP = Path(__file__).parents[4]


def test_the_docs_list_every_rule_in_its_order() -> None:
    text = (_TOP / "docs/developers/stance.md").read_text(encoding="utf-8")
    table = text.partition("| scope rule |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.MULTILINE) == list(SCOPE_RULES)
