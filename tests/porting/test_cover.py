"""The cover letter: the original's words without the counts that no longer hold."""

from __future__ import annotations

from patchkit.model.series import Cover, Subject
from patchkit.model.tree import TreeIdentity
from patchkit.porting.cover import cover_text
from tests.porting.makers import ADA, DATE, edit, placed, ported, refused

TARGET = TreeIdentity("here", "directory", "4.20.0")
BODY = """\
Slots are halves.

This mends them (see below):

  * an indented list (2):
    with more

Ada Slot (2):
  mm: make slots whole
  mm: a very long subject that git shortlog has to
    wrap

Bob (1):
  mm: use them

 arch/x86/mm/init_64.c |   6 +-
 .../a-very-long-name.c | 104 ++++++++++----------
 logo.png              | Bin 0 -> 12 bytes
 mm/{slot.c => place.c} |   2 +-
 4 files changed, 12 insertions(+), 8 deletions(-)
 create mode 100644 mm/place.c
 rename mm/{slot.c => place.c} (98%)

base-commit: 0123456789012345678901234567890123456789
prerequisite-patch-id: 0123456789012345678901234567890123456789

Thanks to all."""


def cover(body: str) -> Cover:
    return Cover(Subject("Whole slots"), ADA, DATE, "0@example.org", body)


def test_words_stay_and_counts_go() -> None:
    port = ported(edit("a", b"1\n", b"2\n", placed()))
    assert (
        cover_text(cover(BODY), [port], TARGET)
        == """\
Whole slots

Slots are halves.

This mends them (see below):

  * an indented list (2):
    with more

Thanks to all.

Ported to Linux 4.20.0 by patchkit from https://lore.kernel.org/r/0@example.org.
"""
    )


def test_what_was_not_simply_ported_is_told() -> None:
    ports = [
        ported(edit("a", b"1\n", b"2\n", placed(), refused(1))),
        ported(edit("a", b"1\n", b"1\n", refused(), refused(1)), subject="none of it"),
        ported(edit("a", b"1\n", b"1\n", placed()), subject="all of it"),
    ]
    assert cover_text(cover("Hello."), ports, TARGET).endswith(
        "\n- “mm: make slots whole”: ported in part; 1 conflict left out\n"
        "- “none of it”: not ported; 2 conflicts left out\n"
        "- “all of it”: is there already\n"
    )


def test_a_table_of_the_authors_own_stays() -> None:
    table = "Times:\n\n before | 12 s\n after  | 10 s\n"
    assert table in cover_text(cover(table), [], TARGET)
