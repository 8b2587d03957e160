"""What automation rules come to, decided from values alone."""

from store.automation.decisions import Existing, RuleActions, decide_steps, describe_actions, list_problems

EXISTING = Existing({1, 2}, ("Opinion",), {7}, {1: "Ada", 2: "Ben", 3: "Cleo"})


def test_of_two_rules_that_assign_the_first_one_counts() -> None:
    first, second = RuleActions(1, "economy", assign_to=1), RuleActions(2, "all", assign_to=2, tags=("late",))
    one, two = decide_steps([first, second], {1: [10, 11], 2: [11, 12]})
    assert one.settled == (10, 11)
    assert (two.settled, two.tagged, two.claim_ids) == ((12,), (11, 12), (11, 12))


def test_after_a_rule_that_declines_no_other_does_anything() -> None:
    declines = RuleActions(1, "sport", decline_reason="Opinion")
    others = [
        RuleActions(2, "tag", tags=("x",)),
        RuleActions(3, "tell", notify=(1,)),
        RuleActions(4, "up", raised=True),
    ]
    steps = decide_steps([declines, *others], {1: [10], 2: [10], 3: [10], 4: [10]})
    assert [(step.rule.id, step.settled) for step in steps] == [(1, (10,))]


def test_a_rule_that_tags_before_one_that_declines_has_tagged() -> None:
    steps = decide_steps(
        [RuleActions(1, "tag", tags=("x",)), RuleActions(2, "sport", decline_reason="Opinion")], {1: [5], 2: [5]}
    )
    assert [(step.rule.id, step.tagged, step.settled) for step in steps] == [(1, (5,), ()), (2, (), (5,))]


def test_a_rule_that_has_nothing_left_to_do_is_not_counted() -> None:
    rules = [RuleActions(1, "a", assign_to=1), RuleActions(2, "b", assign_to=2)]
    assert [step.rule.id for step in decide_steps(rules, {1: [5], 2: [5]})] == [1]
    assert decide_steps(rules, {}) == []


def test_rules_together_give_a_claim_no_more_tags_than_it_may_have() -> None:
    many = RuleActions(1, "many", tags=tuple(f"t{n}" for n in range(19)))
    steps = decide_steps([many, RuleActions(2, "two more", tags=("a", "b"))], {1: [5], 2: [5]})
    assert [step.rule.id for step in steps] == [1]


def test_what_a_rule_refers_to_that_is_gone_is_said() -> None:
    gone = RuleActions(1, "x", assign_to=3, notify=(1, 3), decline_reason=None, feed_id=8)
    assert list_problems(gone, EXISTING) == ["Cleo has left", "the feed that it names was removed"]
    assert list_problems(RuleActions(1, "x", decline_reason="Too small"), EXISTING) == [
        "the reason “Too small” is no longer in the list"
    ]
    assert list_problems(RuleActions(1, "x", assign_to=1, notify=(2,), feed_id=7), EXISTING) == []


def test_what_a_rule_does_is_said_in_words() -> None:
    rule = RuleActions(1, "x", assign_to=1, tags=("a", "b"), raised=True, notify=(2, 9))
    assert describe_actions(rule, EXISTING.names) == [
        "assign to Ada", "tag a, b", "raise to the head of triage", "tell Ben, somebody who left",
    ]  # fmt: skip
