"""When the ablation says that a rule harms."""

import pytest

from bench.stance.ablation import Effect


@pytest.mark.parametrize(
    ("better", "worse", "harms"),
    [(0, 0, False), (4, 0, False), (5, 0, True), (5, 1, False), (9, 2, True), (60, 50, False), (70, 40, True)],
)
def test_a_rule_harms_where_chance_would_seldom_do_as_much(better: int, worse: int, harms: bool) -> None:
    assert Effect(name="a rule", fired=200, better=better, worse=worse, other=0).harms is harms
