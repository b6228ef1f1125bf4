"""Which alignment is believed when several hunks have several places."""

from __future__ import annotations

from patchkit.porting.methods.align import Alignment
from patchkit.porting.methods.choose import choose


def at(start: int, score: float = 9.0) -> Alignment:
    return Alignment(score, 9.0, (start, start + 1, start + 2), (True,) * 3)


def starts(picks: tuple[Alignment | None, ...]) -> list[int | None]:
    return [None if one is None else one.start for one in picks]


def test_the_nearest_of_equals() -> None:
    assert starts(choose([[at(10), at(50)]], [48], firm=False)) == [50]


def test_hunks_stand_in_their_order() -> None:
    picks = choose([[at(50)], [at(10), at(90)]], [50, 12], firm=False)
    assert starts(picks) == [50, 90]


def test_a_hunk_follows_the_drift_of_the_one_before() -> None:
    picks = choose([[at(140)], [at(160), at(262)]], [40, 160], firm=False)
    assert starts(picks) == [140, 262]


def test_lines_that_a_base_tells_do_not_drift() -> None:
    picks = choose([[at(140)], [at(160), at(262)]], [40, 160], firm=True)
    assert starts(picks) == [140, 160]


def test_a_hunk_that_stands_nowhere_is_left_out() -> None:
    picks = choose([[at(10)], [], [at(30)]], [10, 20, 30], firm=False)
    assert starts(picks) == [10, None, 30]
    assert starts(choose([[at(10, -3.0)]], [10], firm=False)) == [None]
