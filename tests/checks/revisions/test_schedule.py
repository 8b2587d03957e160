"""When an article is fetched again."""

from hypothesis import given
from hypothesis import strategies as st

from checks.revisions.schedule import pause_until_refetch

HOUR = 3600.0
AGES = (HOUR, 3 * HOUR, 12 * HOUR)


def test_pauses_grow_and_end() -> None:
    assert pause_until_refetch(0, AGES, 0) == HOUR
    assert pause_until_refetch(HOUR + 5, AGES, 0) == 2 * HOUR - 5
    assert pause_until_refetch(12 * HOUR, AGES, 0) is None
    assert pause_until_refetch(0, (), 0) is None


@given(st.floats(0, 1e7), st.lists(st.floats(1, 1e7), max_size=8), st.floats(0, 1))
def test_a_pause_is_never_short_and_leads_past_the_next_age(age: float, ages: list[float], jitter: float) -> None:
    pause = pause_until_refetch(age, ages, jitter)
    if pause is None:
        assert all(each <= age for each in ages)
    else:
        assert pause >= 60
        assert age + pause >= min(each for each in ages if each > age) * 0.999
