from __future__ import annotations

import pytest

from patchkit.model.series import BaseHints, DiffstatEntry, Trailer
from patchkit.readers.tags import parse_base_hints, parse_diffstat, parse_trailers

SIGNED = "Signed-off-by: A <a@example.org>"
ID = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("message", "keys"),
    [
        pytest.param(f"Why.\n\n{SIGNED}\n", ["Signed-off-by"], id="plain"),
        pytest.param(
            f"Why.\n\nFixes: 12\nCc: x # 5.10\n{SIGNED}", ["Fixes", "Cc", "Signed-off-by"], id="all"
        ),
        pytest.param(f"Why.\n\n[a: reworded]\n{SIGNED}\n", ["Signed-off-by"], id="comment between"),
        pytest.param(f"(cherry picked from commit {ID})\n{SIGNED}", ["Signed-off-by"], id="cherry-pick"),
        pytest.param("Note: this is prose\nthat goes on\nand on.", [], id="prose with a colon"),
        pytest.param("Link: https://example.org/1", ["Link"], id="only a link"),
        pytest.param("See\nhttps://example.org/1", [], id="a bare address"),
        pytest.param(f"{SIGNED}\n\nBut then prose.", [], id="not the last paragraph"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_trailer_keys(message: str, keys: list[str]) -> None:
    assert [trailer.key for trailer in parse_trailers(message)] == keys


def test_a_trailer_goes_on_in_the_next_line() -> None:
    message = 'x\n\nFixes: 0123 ("mm: a long\n  title")\nSigned-off-by: A <a@example.org>'
    assert parse_trailers(message)[0] == Trailer("Fixes", '0123 ("mm: a long title")')


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        pytest.param(f"base-commit: {ID}\n", BaseHints(base_commit=ID), id="base-commit"),
        pytest.param(
            f"prerequisite-patch-id: {ID}\nprerequisite-patch-id: {ID[::-1]}\n",
            BaseHints(prerequisite_patch_ids=(ID, ID[::-1])),
            id="patch-ids in order",
        ),
        pytest.param(
            "prerequisite-message-id: <a@example.org>\n",
            BaseHints(prerequisite_message_ids=("a@example.org",)),
            id="message-id",
        ),
        pytest.param(
            "change-id: 2018-slots\nprerequisite-change-id: 2018-base:v2\n",
            BaseHints(change_id="2018-slots", prerequisite_change_ids=("2018-base:v2",)),
            id="change-id",
        ),
        pytest.param(
            "Based-on: <a@example.org>\nDepends-on: [PATCH] mm: base\n",
            BaseHints(based_on=("a@example.org", "[PATCH] mm: base")),
            id="based on",
        ),
        pytest.param(f"see base-commit: {ID}\n", BaseHints(), id="inside a line"),
    ],
)
def test_base_hints(text: str, hints: BaseHints) -> None:
    assert parse_base_hints(text) == (hints, ())


@pytest.mark.parametrize("value", ["v6.9-rc1", "next-20240403", ID[:12], ID + "ab", ID.upper()])
def test_half_an_object_id_is_no_base_commit(value: str) -> None:
    assert parse_base_hints(f"base-commit: {value}\n") == (BaseHints(), (value,))


def test_diffstat() -> None:
    text = (
        " mm/slot.c                  | 12 +++---\n"
        " .../powerpc/mm/slot.c      |  3 +\n"
        " Documentation/slot.png     | Bin 0 -> 123 bytes\n"
        " mm/{old.c => new.c}        |  0\n"
        " 4 files changed, 9 insertions(+), 6 deletions(-)\n"
        "| a table | 3 |\n"
    )
    assert parse_diffstat(text) == (
        DiffstatEntry("mm/slot.c", 12),
        DiffstatEntry(".../powerpc/mm/slot.c", 3),
        DiffstatEntry("Documentation/slot.png", None),
        DiffstatEntry("mm/{old.c => new.c}", 0),
    )
