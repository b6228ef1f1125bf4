"""What two versions of a patch, or of a series, make of functions."""

from __future__ import annotations

import pytest

from patchkit.rangediff import compare
from tests.rangediff.makers import compared, patch, series

HEADER = "include/slot.h"
OLD = "int slot_cut(struct slot *slot);\nint slot_half(struct slot *slot);\n"


def declared(declaration: str) -> str:
    return OLD.replace("int slot_cut(struct slot *slot);", declaration)


# Each: what the old version makes of the declaration, and the new one, and what is said of it.
CASES = {
    "the same": ("int slot_cut(struct slot *slot, int nid);", "int slot_cut(struct slot *slot,\n	int nid);", []),
    "a parameter more": (
        "int slot_cut(struct slot *slot, int nid);",
        "int slot_cut(struct slot *slot, int nid, bool all);",
        [
            "slot_cut(): another number of parameters: int slot_cut(struct slot *slot, int nid) became "
            "int slot_cut(struct slot *slot, int nid, bool all)"
        ],
    ),
    "another name": (
        "int slot_cut(struct slot *slot, int nid);",
        "int slot_cut(struct slot *slot, int node);",
        ["slot_cut(): parameter 2 is called node, no longer nid"],
    ),
    "another type": (
        "long slot_cut(struct slot *slot);",
        "void slot_cut(struct slot *slot);",
        [
            "slot_cut(): another return type: long slot_cut(struct slot *slot) became "
            "void slot_cut(struct slot *slot)"
        ],
    ),
    "removed instead": (
        "long slot_cut(struct slot *slot);",
        "/* slot_cut() is gone. */",
        [
            "slot_cut(): the old version makes it long slot_cut(struct slot *slot), "
            "the new one removes it"
        ],
    ),
    "one more": (
        "int slot_cut(struct slot *slot); /* cut */",
        "int slot_cut(struct slot *slot); /* cut */\nint slot_third(void);",
        ["slot_third(): only the new version adds int slot_third(void)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "details"), CASES.values(), ids=list(CASES))
def test_api_differences_of_a_pair(old: str, new: str, details: list[str]) -> None:
    pair = compared(*(patch("[PATCH] s: x", {HEADER: (OLD, declared(text))}) for text in (old, new)))
    assert [one.detail for one in pair.api] == details


def test_what_another_patch_does_instead_is_said_and_no_difference_of_the_series() -> None:
    files = {
        name: {HEADER: (OLD, OLD + f"int slot_{name}(void);\n"), f"{name}.c": ("", body)}
        for name, body in (("one", "int one;\n" * 9), ("two", "int two;\n" * 9))
    }
    third = "int slot_third(void);\n"

    def version(number: int, with_third: str) -> list[bytes]:
        mails = []
        for place, (name, pair) in enumerate(files.items(), 1):
            old, new = pair[HEADER]
            changed = {**pair, HEADER: (old, new + (third if name == with_third else ""))}
            mails.append(
                patch(f"[PATCH v{number} {place}/2] s: {name}", changed, id=f"{number}.{place}")
            )
        return mails

    comparison = compare(series(*version(1, "one")), series(*version(2, "two")))
    assert [[one.detail for one in pair.api] for pair in comparison.pairs] == [
        [
            "slot_third(): only the old version adds int slot_third(void); the new series does it in patch 2"
        ],
        [
            "slot_third(): only the new version adds int slot_third(void); the old series does it in patch 1"
        ],
    ]
    assert comparison.api == ()
