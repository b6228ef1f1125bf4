"""What a tree that lies over another takes over of the other's includes, and what it follows anew."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from patchkit.cfacts.includes import Includes
from patchkit.trees import MemoryTree

FILES = {
    "mm/a.c": b"#include <linux/one.h>\n",
    "include/linux/one.h": b'#include "two.h"\nint one(void);\n',
    "include/linux/two.h": b"int two(void);\n",
    "include/linux/three.h": b"int three(void);\n",
}
PATHS = ("mm/a.c", "include/linux/one.h", "include/linux/two.h")


def over(files: Mapping[str, bytes | None], below: Includes) -> Includes:
    there = {path: data for path, data in {**FILES, **files}.items() if data is not None}
    return Includes(MemoryTree(there), below, tuple(files))


def test_another_declaration_changes_no_closure() -> None:
    below = Includes(MemoryTree(FILES))
    upper = over({"include/linux/two.h": b"int two(int nid);\n"}, below)
    assert upper.closure("mm/a.c") is below.closure("mm/a.c")
    file = upper.file("include/linux/two.h")
    assert file is not None
    assert b"nid" in file.text.data


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"include/linux/two.h": b"#include <linux/three.h>\n"}, (*PATHS, "include/linux/three.h")),
        ({"include/linux/one.h": b"int one(void);\n"}, PATHS[:2]),
        ({"include/linux/two.h": None}, PATHS[:2]),
        ({"mm/two.h": b"int other(void);\n"}, PATHS),
        ({"mm/a.c": b'#include "two.h"\n', "mm/two.h": b""}, ("mm/a.c", "mm/two.h")),
    ],
)
def test_what_includes_otherwise_is_followed_anew(
    files: dict[str, bytes | None], paths: tuple[str, ...]
) -> None:
    below = Includes(MemoryTree(FILES))
    assert below.closure("mm/a.c").paths == PATHS
    assert over(files, below).closure("mm/a.c").paths == paths
