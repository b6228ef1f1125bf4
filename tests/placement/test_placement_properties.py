"""Properties on random edits, with git apply and GNU patch as the oracles.

The patches are git's own diffs. Where patchkit differs from a tool, one of the named reasons must be at
hand; each has a golden case under tests/cases/placement that says why patchkit's answer is right.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from patchkit.model.diff import FilePatch, Hunk
from patchkit.model.placement import FilePlacement, Outcome, Placement, Reason
from patchkit.placement import place_file
from tests.placement.makers import file_patch, outcomes, reversed_patch
from tests.placement.oracles import Verdict, git_apply, git_diff, gnu_patch

NAME = "f.c"
STRICT = {Outcome.EXACT, Outcome.OFFSET}

# The same examples each time: a red build must mean a changed program.
steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=24,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(min_value=0, max_value=2**32 - 1)


def lines_of(rng: random.Random, count: int, words: int) -> list[bytes]:
    """`count` lines; `words` = 0 makes each of them unique."""
    if not words:
        return [b"line %d" % number for number in rng.sample(range(100_000), count)]
    return [b"word %d" % rng.randrange(words) for _ in range(count)]


def edited(rng: random.Random, lines: list[bytes], edits: int, words: int) -> list[bytes]:
    """The lines after some insertions, deletions and replacements of one to three lines."""
    lines = list(lines)
    for _ in range(edits):
        at = rng.randrange(len(lines) + 1)
        removed = rng.choice([0, 1, 2, 3])
        added = rng.choice([0, 1, 2, 3])
        lines[at : at + removed] = lines_of(rng, added, words)
    return lines


def text(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


@dataclass(frozen=True)
class Trial:
    """One random patch on one random target, and what became of it."""

    diff: bytes
    patch: FilePatch
    target: bytes
    placement: FilePlacement
    result: bytes


def trials(scratch: Path, seed: int, words: int) -> Iterator[Trial]:
    """Makes base -> new the patch, and base or new, edited otherwise, the target."""
    rng = random.Random(seed)
    base = lines_of(rng, rng.choice([12, 20, 40]), words)
    new = edited(rng, base, rng.choice([1, 2, 4]), words)
    start = rng.choice([base, base, base, new])
    target = text(edited(rng, start, rng.choice([0, 1, 2, 4]), words))
    diff = git_diff(scratch, {NAME: text(base)}, {NAME: text(new)})
    if diff and new and target:
        patch = file_patch(diff)
        placement, result = place_file(target, patch)
        assert result is not None
        yield Trial(diff, patch, target, placement, result)


def hunks(trial: Trial) -> Iterator[tuple[Hunk, Placement]]:
    return zip(trial.patch.hunks, trial.placement.hunks, strict=True)


def named_against_git(trial: Trial, git: Verdict) -> set[str]:
    """Returns the names of the wanted disagreements with git apply that this trial may show."""
    names = set()
    for hunk, placed in hunks(trial):
        if placed.reason is Reason.AMBIGUOUS:
            names.add("tie")
        if hunk.old_start <= 1 and placed.outcome.applied:
            names.add("top-of-file-moved")
        if not hunk.leading + hunk.trailing:
            names.add("no-context")
    several = len(trial.placement.hunks) > 1 and any(hunk.rivals for hunk in trial.placement.hunks)
    if several or (git.accepted and len(trial.placement.hunks) > 1):
        names.add("order-of-hunks")
    return names


def named_against_patch(trial: Trial) -> set[str]:
    names = set()
    for hunk, placed in hunks(trial):
        if placed.reason is Reason.AMBIGUOUS:
            names.add("tie")
        if placed.outcome is Outcome.ALREADY:
            names.add("already")
        if not hunk.removed and max(hunk.leading, hunk.trailing) <= 2:
            names.add("blind-fuzz")
        if not hunk.leading + hunk.trailing:
            names.add("no-context")
        if hunk.trailing < hunk.leading:
            names.add("short-tail")
    return names


@steady
@given(seed=seeds)
def test_unique_lines_agree_with_git_apply(seed: int, tmp_path: Path) -> None:
    for trial in trials(tmp_path, seed, words=0):
        git = git_apply(tmp_path, {NAME: trial.target}, trial.diff)
        strictly = set(outcomes(trial.placement)) <= STRICT
        if git.accepted:
            assert strictly
            assert git.files == ({NAME: trial.result} if trial.result else {})
        elif strictly:
            assert named_against_git(trial, git) & {"top-of-file-moved", "no-context"}


@steady
@given(seed=seeds)
def test_unique_lines_agree_with_gnu_patch(seed: int, tmp_path: Path) -> None:
    for trial in trials(tmp_path, seed, words=0):
        patch = gnu_patch(tmp_path, {NAME: trial.target}, trial.diff)
        if patch.files.get(NAME, b"") != trial.result:
            assert named_against_patch(trial) - {"short-tail"}


@steady
@given(seed=seeds, words=st.integers(min_value=2, max_value=12))
def test_repeated_lines_go_where_one_of_the_tools_puts_them(
    seed: int, words: int, tmp_path: Path
) -> None:
    for trial in trials(tmp_path, seed, words):
        git = git_apply(tmp_path, {NAME: trial.target}, trial.diff)
        patch = gnu_patch(tmp_path, {NAME: trial.target}, trial.diff)
        possible = [patch.files.get(NAME, b"")] + [git.files.get(NAME, b"")] * git.accepted
        if trial.result not in possible:
            assert named_against_patch(trial)
        if git.accepted and patch.accepted and git.files == patch.files:
            assert trial.result == possible[0] or named_against_git(trial, git) & {"tie"}


@steady
@given(seed=seeds)
def test_on_its_own_base_a_patch_is_exact_goes_back_and_is_there_afterwards(
    seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    words = rng.choice([0, 3, 30])
    base = lines_of(rng, rng.choice([1, 5, 40]), words)
    new = edited(rng, base, rng.choice([1, 3, 6]), words)
    context = rng.choice(["-U0", "-U1", "-U3", "-U8"])
    diff = git_diff(tmp_path, {NAME: text(base)}, {NAME: text(new)}, context)
    if not diff or (context == "-U0" and any(not hunk.removed for hunk in file_patch(diff).hunks)):
        return
    placement, result = place_file(text(base), file_patch(diff))
    assert set(outcomes(placement)) == {Outcome.EXACT}
    assert result == text(new)
    back, before = place_file(result, reversed_patch(file_patch(diff)))
    if context != "-U0":
        assert set(outcomes(back)) == {Outcome.EXACT}
        assert before == text(base)
    if context != "-U0" and not words:
        again, untouched = place_file(text(new), file_patch(diff))
        assert set(outcomes(again)) == {Outcome.ALREADY}
        assert untouched == text(new)


@steady
@given(seed=seeds, above=st.integers(min_value=1, max_value=50))
def test_lines_inserted_above_are_the_offset(seed: int, above: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    base = lines_of(rng, 30, 0)
    new = base[:5] + edited(rng, base[5:], 3, 0)
    diff = git_diff(tmp_path, {NAME: text(base)}, {NAME: text(new)})
    if not diff:
        return
    header = [b"header %d" % number for number in range(above)]
    placement, result = place_file(text(header + base), file_patch(diff))
    assert {(hunk.outcome, hunk.offset) for hunk in placement.hunks} == {(Outcome.OFFSET, above)}
    assert result == text(header + new)


@steady
@given(data=st.binary(max_size=200), seed=seeds)
@example(data=b"a\x0cb\r\nc\x00\n\xe2\x80\xa8d", seed=1)
def test_bytes_of_any_kind_survive(data: bytes, seed: int) -> None:
    patch = file_patch(b"--- a/f.c\n+++ b/f.c\n@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n")
    placement, result = place_file(b"one\ntwo\n" + data, patch)
    assert placement.outcome is Outcome.EXACT
    assert result == b"ONE\ntwo\n" + data


@pytest.mark.parametrize("words", [0, 5])
def test_the_trials_try_every_rung(words: int, tmp_path: Path) -> None:
    seen = {
        hunk.outcome
        for seed in range(30)
        for trial in trials(tmp_path, seed, words)
        for hunk in trial.placement.hunks
    }
    assert seen == {Outcome.EXACT, Outcome.OFFSET, Outcome.FUZZ, Outcome.ALREADY, Outcome.REJECTED}
