"""Copies of a text are told from other stories; the figures are those of `./run bench near_duplicates`."""

from bench.near_duplicates import measure
from checks.documents.near_duplicates import METHOD, bands, shared_part, shingles

_APART = ("two stories of one event", "different articles")


def test_copies_are_found_and_other_stories_are_not() -> None:
    rows = measure()
    pairs = [row for kind, row in rows.items() if kind not in _APART]
    assert sum(row[2] for row in pairs) >= 0.96 * sum(row[0] for row in pairs)
    assert [rows[kind][2] for kind in _APART] == [0, 0]


def test_a_short_notice_is_no_copy_of_another() -> None:
    notice = shingles(
        "The office is closed on Monday. Calls are answered from Tuesday on, between 9 and 17 o'clock."
    )
    assert bands(notice) == []
    assert shared_part(notice, notice) == 0.0


def test_signatures_stay_what_they_are_in_the_store() -> None:
    """Where this fails after an update of the library, METHOD must change, and signatures be made anew."""
    found = bands(shingles(" ".join(f"word {n} of many" for n in range(60))))
    assert METHOD == "rensa R-MinHash 2"
    assert (len(found), found[:2]) == (42, [8545222858716569832, -4525427818970460996])
