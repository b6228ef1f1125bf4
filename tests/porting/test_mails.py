"""Messages that would not survive the way through a mail and `git am` if nobody took care."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.model.series import Person
from patchkit.porting.publish import Destination
from patchkit.porting.write import Order, write_port
from patchkit.readers import read_series
from patchkit.search.hits import silent
from patchkit.trees import MemoryTree
from tests.porting.makers import DATE, edit, ported, series_of

TREE = MemoryTree({"mm/slot.c": b"one\n"})
BODIES = {
    "a mail in the message": (
        "The patch below does not apply.\n\n"
        "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
        f"From: Bob <bob@example.org>\nDate: {DATE}\n\nWhy."
    ),
    "From at a line's start": "Why.\n\nFrom now on 100=20 % of it.\n>From here too.",
    "an author in the message": "From: Bob <bob@example.org>\nDate: today\n\nWhy.",
    "a subject in the message": "[PATCH] mm: other words\n\nWhy.",
    "a signature": "Why.\n\n-- \nAda",
    "an almost diff": "Why.\n\n +++ b/x\n --- a/x\n@@ nothing @@",
    "long lines": f"{'x' * 1500} {'y' * 400}",
    "all of Unicode": "\u00e4\u20ac\U0001f427 \u2028 \x85 \x0c end",
    "nothing": "",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("form", ["mails", "mbox", "quilt"])
def test_a_message_survives(form: str, body: str, tmp_path: Path) -> None:
    port = ported(edit("mm/slot.c", b"one\n", b"two\n"))
    port = replace(port, patch=replace(port.patch, body=body))
    order = Order(destination=Destination(form, str(tmp_path / "out")))
    assert write_port(series_of(port), [port], TREE, order, progress=silent).proved
    (read,) = read_series(str(tmp_path / "out")).patches
    assert read.body == body.replace("-- \n", "--\n")  # as git strips blanks
    assert read.author == port.patch.author


@pytest.mark.parametrize(
    "date", ["", "Sun, 31 Dec 2023 16:33:42 +9900", "yesterday", "1 Jan 1980 0:00 EST"]
)
@pytest.mark.parametrize("name", ["Ada", "", 'Ada, "the" Slot', "\u0141", "x" * 70])
def test_authors_and_dates_survive(date: str, name: str, tmp_path: Path) -> None:
    port = ported(edit("mm/slot.c", b"one\n", b"two\n"))
    port = replace(port, patch=replace(port.patch, author=Person(name, "ada@example.org"), date=date))
    order = Order(destination=Destination("mails", str(tmp_path / "out")))
    assert write_port(series_of(port), [port], TREE, order, progress=silent).proved
