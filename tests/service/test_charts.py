"""Charts as numbers: bars stand on one line, lines break where nothing is known."""

from service.charts import bars, line_chart


def test_bars_share_a_ground_line_and_the_highest_fills_the_picture() -> None:
    found = bars([0, 1, 1000], width=300, height=100)
    assert [bar.height for bar in found] == [0, 2.0, 100]  # what is there can be seen
    assert all(bar.y + bar.height == 100 for bar in found)
    assert bars([], width=300, height=100) == []


def test_a_line_breaks_where_a_value_is_missing() -> None:
    chart = line_chart([1, 2, None, 3, 3], width=400, height=100)
    assert chart
    assert chart.lines == ("0.0,100.0 100.0,50.0", "300.0,0.0 400.0,0.0")
    assert chart.last == (400.0, 0.0)


def test_a_level_is_always_within_the_picture() -> None:
    chart = line_chart([1, 2], width=400, height=100, level=5)
    assert chart
    assert chart.level == 0
    assert line_chart([None, 2], width=400, height=100) is None
