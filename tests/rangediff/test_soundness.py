"""What is called the same change is what the old patch, brought to the new base, would be: git's merge says so."""

from __future__ import annotations

import random

import pytest

from patchkit.gitio import merge_file
from patchkit.model.compare import Mark
from tests.rangediff.makers import compared, patch

STATEMENTS = 40  # few enough for some to stand at several places


def functions(dice: random.Random) -> list[str]:
    """Some functions with statements that say little."""
    lines: list[str] = []
    for number in range(dice.randint(1, 4)):
        lines += [f"int f{number}(void)\n", "{\n"]
        lines += [statement(dice) for _ in range(dice.randint(3, 14))]
        lines += ["}\n", "\n"]
    return lines


def statement(dice: random.Random) -> str:
    return f"\ts{dice.randrange(STATEMENTS)}();\n"


def edited(lines: list[str], edits: int, dice: random.Random) -> list[str]:
    """The lines with some statements added, removed or replaced."""
    result = list(lines)
    for _ in range(edits):
        at = dice.randrange(len(result))
        if result[at].startswith("\t"):
            kept = dice.choice(([], [result[at]], [statement(dice)]))
            result[at : at + 1] = [*([statement(dice)] if kept == [result[at]] else []), *kept]
    return result


def moved(lines: list[str], new: list[str], dice: random.Random) -> list[str]:
    """The lines with what `new` has besides put in anywhere."""
    extra = [line for line in new if line not in lines][:2] or ["\tfresh();\n"]
    at = dice.randrange(len(lines))
    return [*lines[:at], *extra, *lines[at:]]


@pytest.mark.parametrize("seed", range(25))
def test_the_same_change_is_what_a_merge_makes(seed: int) -> None:
    dice = random.Random(seed)
    base = functions(dice)
    result = edited(base, dice.randint(1, 3), dice)
    other = edited(base, dice.randint(0, 3), dice)
    merged = merge_file(*("".join(text).encode() for text in (base, other, result)))
    candidates = [edited(other, dice.randint(1, 3), dice), moved(other, result, dice)]
    if not merged.conflicts:
        candidates.append(merged.data.decode().splitlines(keepends=True))
    for candidate in candidates:
        if candidate == other or result == base:
            continue
        old, new = (
            patch("[PATCH] s: x", {"a.c": ("".join(before), "".join(after))})
            for before, after in ((base, result), (other, candidate))
        )
        same = compared(old, new).mark in (Mark.SAME, Mark.ALIKE)
        assert not same or "".join(candidate).encode() == merged.data
