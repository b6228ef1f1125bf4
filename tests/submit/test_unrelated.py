"""Files that nothing ties to the rest of their patch."""

from __future__ import annotations

import pytest

from patchkit.submit import unrelated_files
from tests.submit.makers import SIGNED, WHY, mail_of, said, series_of

Lines = dict[str, tuple[str, ...]]


def diff(files: Lines) -> bytes:
    parts = []
    for path, lines in files.items():
        added = "".join(f"+{line}\n" for line in lines)
        head = (
            f"diff --git a/{path} b/{path}\nindex 1111111..2222222 100644\n--- a/{path}\n+++ b/{path}\n"
        )
        parts.append(f"{head}@@ -1,0 +2,{len(lines)} @@\n{added}")
    return "".join(parts).encode()


GROW = ("	slot_grow(slot, 1);", "	check_room(slot);")


@pytest.mark.parametrize(
    ("files", "message", "apart"),
    [
        ({"mm/slot.c": GROW}, WHY, ""),
        ({"mm/slot.c": GROW, "mm/other.c": ("	count++;",)}, WHY, ""),
        ({"drivers/i2c/a.c": GROW, "drivers/i2c/busses/b.c": ("	count++;",)}, WHY, ""),
        ({"mm/slot.c": GROW, "fs/file.c": ("	slot_grow(file, 2);",)}, WHY, ""),
        ({"mm/slot.c": GROW, "MAINTAINERS": ("F:	mm/slot.c",)}, WHY, ""),
        ({"mm/slot-core.c": GROW, "Documentation/mm/slots.rst": ("See slot_core.",)}, WHY, ""),
        ({"mm/slot.c": GROW, "lib/Kconfig": ("config SLOT",)}, WHY, ""),
        (
            {"mm/slot.c": GROW, "fs/file.c": ("	count++;",)},
            "Slots in fs/file.c leak; slot.c too.\n\n",
            "",
        ),
        ({"mm/slot.c": GROW, "fs/file.c": ("	room_left = 1;",)}, "slot: see room_left.\n\n", ""),
        ({"mm/slot.c": GROW, "fs/file.c": ("	count++;",)}, WHY, "fs/file.c"),
        ({"mm/slot.c": GROW, ".gitignore": ("*.swp",)}, WHY, ".gitignore"),
        ({"mm/slot.c": GROW, "mm/b.c": GROW, "fs/file.c": ("	count++;",)}, WHY, "fs/file.c"),
        ({"fs/a.c": ("	one++;",), "mm/b.c": ("	two_++;",), "lib/c.c": ("	three();",)}, WHY, ""),
    ],
)
def test_files(files: Lines, message: str, apart: str) -> None:
    series = series_of(mail_of("[PATCH] slots: Grow", message + SIGNED, diff=diff(files)))
    expected = [f"1 note low: nothing ties {apart} to the rest of the patch"] if apart else []
    assert said(unrelated_files.RULE, series) == expected
