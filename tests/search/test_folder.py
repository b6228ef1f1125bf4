"""A folder listed in parts is the whole folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from patchkit.search import folder
from patchkit.search.folder import list_files, list_given, shallow

SUFFIXES = (".c", ".h")
FILES = [
    "Makefile", "top.c", "mm/a.c", "mm/Kconfig", "drivers/net/b.c", "drivers/net/eth/c.h", "drivers/x.c",
    "drivers/gpu/d.c", "arch/x86/mm/e.c", "arch/sh/f.S", ".git/g.c", "fs/.pc/h.c",
]  # fmt: skip


@pytest.fixture
def top(tmp_path: Path) -> str:
    for path in FILES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    (tmp_path / "link.c").symlink_to("top.c")
    (tmp_path / "mm" / "linked").symlink_to("../drivers")
    (tmp_path / "drivers" / "net" / "linked.c").symlink_to("b.c")
    return os.path.join(tmp_path, "")


def split(joined: str) -> list[str]:
    return joined.split("\0") if joined else []


def test_the_parts_are_the_whole(top: str) -> None:
    files, parts, troubles = shallow(top)
    listed = [list_given(top, files, SUFFIXES, False)]
    listed += [list_files(top, part, SUFFIXES, False) for part in parts]
    sources = [path for one in listed for path in split(one[0])]
    others = [path for one in listed for path in split(one[1])]
    wanted = [path for path in FILES if ".git" not in path and ".pc" not in path]
    assert sorted(sources) == sorted(path for path in wanted if path.endswith(SUFFIXES))
    assert sorted(others) == sorted(path for path in wanted if not path.endswith(SUFFIXES))
    assert troubles == []


def test_the_parts_do_not_depend_on_who_asks(top: str) -> None:
    assert shallow(top) == shallow(top)
    assert len(shallow(top)[1]) == 4
    assert sorted(one for part in shallow(top)[1] for one in part) == [
        "arch/sh/", "arch/x86/", "drivers/gpu/", "drivers/net/"
    ]  # fmt: skip


@pytest.mark.parametrize("late", [True, False])
def test_a_digest_only_of_what_is_sure(top: str, monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    monkeypatch.setattr(folder, "_RACY_NANOSECONDS", 10**12 if late else -(10**18))
    listed = list_files(top, ("drivers/",), SUFFIXES, True)
    assert len(listed[2]) == folder.STAMP_BYTES * len(split(listed[0]))
    assert bool(listed[3]) is not late
    assert listed[3] == list_files(top, ("drivers/",), SUFFIXES, True)[3]
    assert list_files(top, ("drivers/",), SUFFIXES, False)[2:4] == (b"", b"")


def test_a_folder_that_is_gone_is_told(top: str) -> None:
    assert shallow(top + "nowhere/")[2] == [("", "No such file or directory")]
    assert list_files(top, ("nowhere/",), SUFFIXES, True)[3:] == (
        b"", [("nowhere/", "No such file or directory")]
    )  # fmt: skip
