"""The oracle of bases knows what it grows: every mail's base, and what is found there."""

from __future__ import annotations

from pathlib import Path

from patchkit.readers import read_series
from tests.basing.history import TEXT, new_history, text
from tools.base_history import grow
from tools.base_history import new_history as new_grown
from tools.base_oracle import Tally, applies


def test_grows_a_history_whose_bases_are_known(tmp_path: Path) -> None:
    kernel = new_history(tmp_path)
    kernel.commit({"mm/a.c": TEXT, "mm/b.c": TEXT, "fs/x.c": TEXT}, day=1)
    posted = [
        (
            1614859200 + number * 86400,
            kernel.series("master", [{"mm/a.c": text(**{f"l{number}": "int x;"})}], day=4),
        )
        for number in range(2, 26, 3)
    ]
    grown = new_grown(kernel.path / ".git", tmp_path, 1614772800, {"mm/a.c", "mm/b.c"})
    assert grown.git("ls-tree", "-r", "--name-only", grown.tip).split() == ["mm/a.c", "mm/b.c"]
    tally = Tally()
    sent = list(grow(grown, posted, tmp_path, most=6))
    assert len(sent) == 6
    for one in sent:
        series = read_series(str(one.mbox))
        assert applies(grown.repository, one.base, series)
        tally.add(one.mbox.name, series, grown.repository, one)
    assert tally.wrong == []
    assert sum(count for kind, count in tally.kinds.items() if "git applies" in kind) == 6
