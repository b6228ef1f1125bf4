"""Placement on real kernel files: random patches made on 6.1, placed there and on 6.12.

Real files repeat themselves in ways that random words do not. git apply, GNU patch and the C outline are
the oracles; nothing of a kernel is kept here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from patchkit.cfacts.declarations import outline
from patchkit.model.diff import FilePatch
from patchkit.model.placement import Outcome, Reason
from patchkit.placement import place_file
from tests.placement.makers import file_patch, outcomes, reversed_patch
from tests.placement.oracles import git_apply, git_diff, gnu_patch

pytestmark = pytest.mark.kernel

FOLDERS = (
    "mm",
    "kernel/locking",
    "drivers/base",
    "include/linux/sched",
    "arch/x86/mm",
    "arch/s390/mm",
    "net/core",
)
FILES = 60


def files(kernel: Path) -> list[str]:
    """The same choice of C files of some size each time."""
    found = sorted(
        path.relative_to(kernel).as_posix()
        for folder in FOLDERS
        for path in (kernel / folder).glob("*.[ch]")
        if path.stat().st_size > 4000
    )
    return random.Random(61).sample(found, FILES)


def edited(rng: random.Random, data: bytes) -> bytes:
    """Some lines reworded, inserted and deleted all over the file, except at its very beginning.

    A hunk there would have less context above and so say that the file begins there.
    """
    lines = data.split(b"\n")
    for at in sorted(rng.sample(range(4, len(lines) - 1), max(3, len(lines) // 80)), reverse=True):
        words = [[], [lines[at], b"\tinserted();"], [lines[at] + b" /* reworded */"]]
        lines[at : at + 1] = rng.choice(words)
    return b"\n".join(lines)


def patches(kernel: Path, scratch: Path) -> Iterator[tuple[str, bytes, bytes, bytes, FilePatch]]:
    """Yields path, content before and after, diff and file patch."""
    for number, path in enumerate(files(kernel)):
        before = (kernel / path).read_bytes()
        after = edited(random.Random(number), before)
        diff = git_diff(scratch, {path: before}, {path: after})
        yield path, before, after, diff, file_patch(diff)


def grown(rng: random.Random, data: bytes) -> bytes:
    """Statements of two lines, each different from all others, all over the functions."""
    lines = data.split(b"\n")
    spots = [
        at
        for at, line in enumerate(lines[5:-5], start=5)
        if line.startswith(b"\t") and line.endswith(b";") and not lines[at + 1].startswith(b"#")
    ]
    chosen = rng.sample(spots, min(len(spots), max(2, len(lines) // 100)))
    for number, at in enumerate(sorted(chosen, reverse=True)):
        new = b"\tif (is_grown_%d(here))\n\t\tgrow_%d(&there, now);" % (number, number)
        lines.insert(at + 1, new)
    return b"\n".join(lines)


def rewrapped(rng: random.Random, data: bytes) -> bytes:
    """Most lines broken behind their first comma, where it is neither a directive's nor a comment's."""
    lines = []
    for line in data.split(b"\n"):
        plain = not any(mark in line for mark in (b"#", b"\\", b"/*", b"//", b" * ", b'"', b"'"))
        if plain and rng.random() < 0.7:
            line = line.replace(b", ", b",\n\t\t\t", 1)
        lines.append(line)
    return b"\n".join(lines)


def test_on_their_own_base(kernel_6_1: Path, tmp_path: Path) -> None:
    for path, before, after, _, patch in patches(kernel_6_1, tmp_path):
        placement, result = place_file(before, patch, outline(path, before))
        assert set(outcomes(placement)) == {Outcome.EXACT}, path
        assert result == after, path
        back, original = place_file(after, reversed_patch(patch), outline(path, after))
        assert set(outcomes(back)) == {Outcome.EXACT}, path
        assert original == before, path


def test_the_heading_names_the_function_that_the_outline_has(kernel_6_1: Path, tmp_path: Path) -> None:
    """Where both know a function it is the same one, and both know nearly all of them."""
    hunks = one_sided = 0
    for path, before, _, _, patch in patches(kernel_6_1, tmp_path):
        placement, _ = place_file(before, patch, outline(path, before))
        for hunk in placement.hunks:
            hunks += 1
            if hunk.written_for != hunk.landed_in:
                assert not (hunk.written_for and hunk.landed_in), (path, hunk)
                one_sided += 1
    assert hunks > 500
    assert one_sided < hunks * 0.08


def test_lines_above_are_the_offset(kernel_6_1: Path, tmp_path: Path) -> None:
    for path, before, after, _, patch in patches(kernel_6_1, tmp_path):
        header = b"/* A header. */\n" * 17
        placement, result = place_file(header + before, patch, outline(path, header + before))
        assert {(hunk.outcome, hunk.offset) for hunk in placement.hunks} == {(Outcome.OFFSET, 17)}, path
        assert result == header + after, path


def test_on_another_kernel_git_and_patch_agree(
    kernel_6_1: Path, kernel_6_12: Path, tmp_path: Path
) -> None:
    seen: set[Outcome] = set()
    for path, _, _, diff, patch in patches(kernel_6_1, tmp_path):
        if not (kernel_6_12 / path).is_file():
            continue
        target = (kernel_6_12 / path).read_bytes()
        placement, result = place_file(target, patch)
        seen |= set(outcomes(placement))
        git = git_apply(tmp_path, {path: target}, diff)
        if git.accepted:
            assert git.files[path] == result, path
        decided = any(
            hunk.outcome is Outcome.ALREADY or hunk.reason is Reason.AMBIGUOUS
            for hunk in placement.hunks
        )
        if not decided:
            assert gnu_patch(tmp_path, {path: target}, diff).files[path] == result, path
    assert seen >= {Outcome.EXACT, Outcome.OFFSET, Outcome.FUZZ, Outcome.REJECTED}


def test_on_another_kernel_no_function_takes_what_was_written_for_another(
    kernel_6_1: Path, kernel_6_12: Path, tmp_path: Path
) -> None:
    """Unless the hunk's own is gone from the file; git and patch do it about once in a hundred hunks."""
    wrong = 0
    for path, _, _, _, patch in patches(kernel_6_1, tmp_path):
        if not (kernel_6_12 / path).is_file():
            continue
        target = (kernel_6_12 / path).read_bytes()
        functions = outline(path, target)
        placement, _ = place_file(target, patch, functions)
        names = {span.name for span in functions.functions}
        for hunk in placement.hunks:
            if hunk.reason is Reason.WRONG_FUNCTION:
                wrong += 1
                assert hunk.rivals
            strayed = hunk.written_for and hunk.landed_in not in ("", hunk.written_for)
            assert not (strayed and hunk.written_for in names), (path, hunk)
    assert wrong > 0


def test_what_is_in_with_other_white_space_is_not_put_in_again(kernel_6_1: Path, tmp_path: Path) -> None:
    seen: Counter[Outcome] = Counter()
    for number, path in enumerate(files(kernel_6_1)):
        rng = random.Random(number)
        before = (kernel_6_1 / path).read_bytes()
        after = grown(rng, before)
        diff = git_diff(tmp_path, {path: before}, {path: after})
        if not diff:
            continue  # a header without a statement
        there = rewrapped(rng, after)
        placement, _ = place_file(there, file_patch(diff), outline(path, there))
        seen.update(outcomes(placement))
        not_there = rewrapped(rng, before)
        placement, _ = place_file(not_there, file_patch(diff), outline(path, not_there))
        assert Outcome.ALREADY not in outcomes(placement), path
    applied = sum(count for outcome, count in seen.items() if outcome.applied)
    assert seen[Outcome.ALREADY] > 500
    assert seen[Outcome.ALREADY] > seen.total() * 0.98
    assert applied < seen.total() * 0.005
