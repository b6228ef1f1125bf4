from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.errors import SeriesError
from patchkit.readers import ReadOptions, read_series
from tests.readers.mails import mail, mbox, patch_mail

TITLES = ("slots: add", "slots: use", "docs: slots", "slots: drop", "tests: slots")


def the_series(tmp_path: Path, *, without: int = 0) -> str:
    mails = [mail("[PATCH 0/5] Slots", b"Hello.\n", id="0")]
    mails += [
        patch_mail(f"[PATCH {number}/5] {title}", id=str(number), parent="0")
        for number, title in enumerate(TITLES, 1)
        if number != without
    ]
    (tmp_path / "series.mbox").write_bytes(mbox(*mails))
    return str(tmp_path / "series.mbox")


@pytest.mark.parametrize(
    ("picked", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("2", [2]),
        ("1-3,5", [1, 2, 3, 5]),
        ("4-", [4, 5]),
        ("5,1", [1, 5]),
        (" 1 , 2 ", [1, 2]),
        ("2-2", [2]),
        ("3-99", [3, 4, 5]),
        ("*slots:*", [1, 2, 4]),
        ("*DOCS*,1", [1, 3]),
    ],
)
def test_patches_are_picked_as_b4_does(tmp_path: Path, picked: str, numbers: list[int]) -> None:
    series = read_series(the_series(tmp_path), options=ReadOptions(picked=picked))
    assert [patch.number for patch in series.patches] == numbers
    assert series.expected == 5
    assert series.title == "Slots"
    assert [one.harmless for one in series.incidents] == [True] * bool(picked)


@pytest.mark.parametrize("picked", ["9", "0", "4-3", "*nothing*", "1,9", "_", "1,,2", "one", ","])
def test_what_picks_nothing_is_an_error(tmp_path: Path, picked: str) -> None:
    with pytest.raises(SeriesError, match="picks no patch") as error:
        read_series(the_series(tmp_path), options=ReadOptions(picked=picked))
    assert error.value.hint


def test_the_named_mail(tmp_path: Path) -> None:
    place = the_series(tmp_path)
    first = read_series(place).patches[2]
    series = read_series(f"{place}#{first.message_id}", options=ReadOptions(picked="_"))
    assert [patch.number for patch in series.patches] == [3]


@pytest.mark.parametrize(("picked", "missing"), [("2,4", (4,)), ("1-3", ()), ("3-", (4,))])
def test_a_patch_is_only_missed_where_it_was_picked(
    tmp_path: Path, picked: str, missing: tuple[int, ...]
) -> None:
    series = read_series(the_series(tmp_path, without=4), options=ReadOptions(picked=picked))
    assert series.missing == missing
    told = [one.kind for one in series.incidents if not one.harmless]
    assert told == ["patch-missing"] * bool(missing)


def test_only_a_missing_patch_was_picked(tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="picks no patch"):
        read_series(the_series(tmp_path, without=4), options=ReadOptions(picked="4"))
