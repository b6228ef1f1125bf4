"""Which patch became which: compared with the installed git range-diff on the same commits."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patchkit.model.compare import Basis, Comparison, Mark, Pair
from patchkit.rangediff import compare
from patchkit.rangediff.pairing import diff_size
from patchkit.readers import read_series
from tests.rangediff.makers import patch, series

_HEAD = re.compile(r" *(\d+|-):  \S+ ([=!<>]) +(\d+|-):  \S+ (.*)")


@dataclass(frozen=True)
class Step:
    """One commit: its subject, and the whole text of the files it touches (None: removed)."""

    subject: str
    files: dict[str, str | None]


class Desk:
    """A repository in which two versions of a branch are made, compared and mailed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")

    def git(self, *args: str, stdin: str = "") -> str:
        command = ["git", "-c", "core.attributesFile=/dev/null", *args]
        done = subprocess.run(
            command, cwd=self.folder, input=stdin.encode(), capture_output=True, check=True
        )
        return done.stdout.decode()

    def commit(self, base: dict[str, str], branches: dict[str, Sequence[Step]]) -> None:
        """Makes each branch on a commit with the files of `base`, all in one run of git."""
        stream = []
        for name, steps in branches.items():
            for step in (Step("base", dict(base)), *steps):
                text = f"{step.subject}\n\nSigned-off-by: Ada Slot <ada@example.org>\n"
                stream.append(
                    f"commit refs/heads/{name}\ncommitter Ada Slot <ada@example.org> 1 +0000\n"
                )
                stream.append(f"data {len(text)}\n{text}\n")
                for path, content in step.files.items():
                    if content is None:
                        stream.append(f"D {path}\n")
                    else:
                        stream.append(f"M 100644 inline {path}\ndata {len(content)}\n{content}\n")
            stream.append("\n")
        self.git("fast-import", "--quiet", "--force", stdin="".join(stream))

    def range_diff(self, old: int, new: int) -> list[str]:
        """What git range-diff prints of the last commits of both branches."""
        ranges = (f"old~{old}..old", f"new~{new}..new")
        return self.git("range-diff", "--no-color", *ranges).splitlines()

    def compared(self, old: int, new: int) -> Comparison:
        """What patchkit says of the mails of the same commits."""
        sides = []
        for name, count in (("old", old), ("new", new)):
            mails = self.git("format-patch", "--stdout", "--no-signature", f"{name}~{count}..{name}")
            path = self.folder / f"{name}.mbox"
            path.write_text(mails)
            sides.append(read_series(str(path)))
        return compare(*sides)


def heads(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    found = (_HEAD.fullmatch(line) for line in lines if not line.startswith("    "))
    return [(match[1], match[2], match[3]) for match in found if match]


def head(pair: Pair) -> tuple[str, str, str]:
    mark = "!" if pair.mark is Mark.ALIKE else pair.mark.value
    old, new = (str(one.number) if one else "-" for one in (pair.old, pair.new))
    return old, mark, new


def without_subject_pairs(comparison: Comparison) -> list[tuple[str, str, str]]:
    """The pairs as git would have them: one for the subject alone is two patches."""
    found = []
    for pair in comparison.pairs:
        old, mark, new = head(pair)
        if pair.basis is Basis.SUBJECT:
            found += [(old, "<", "-"), ("-", ">", new)]
        else:
            found.append((old, mark, new))
    return found


def inner(lines: Sequence[str]) -> list[str]:
    """The lines that only one of two patches has, of git's output; empty ones stand between files."""
    return [line[4:] for line in lines if line.startswith(("    -", "    +")) and line[5:]]


def inner_rows(comparison: Comparison) -> list[str]:
    return [
        row.outer + row.text.decode()
        for pair in comparison.pairs
        for hunk in pair.hunks
        for row in hunk.rows
        if row.outer != " "
    ]


def numbered(first: int, last: int, **changed: str) -> str:
    return "".join(f"{changed.get(f'l{n}', f'line {n}')}\n" for n in range(first, last + 1))


BASE = {"a.c": numbered(1, 60), "b.c": numbered(100, 160)}
ONE = Step("one", {"a.c": numbered(1, 60, l10="ten")})
TWO = Step("two", {"b.c": numbered(100, 160, l110="hundred and ten", l140="hundred and forty")})
THREE = Step("three", {"c.c": numbered(1, 20)})
BRANCHES: dict[str, tuple[list[Step], list[Step]]] = {
    "the same": ([ONE, TWO, THREE], [ONE, TWO, THREE]),
    "in another order": ([ONE, TWO, THREE], [THREE, ONE, TWO]),
    "one dropped": ([ONE, TWO, THREE], [ONE, THREE]),
    "one more, first": ([ONE, TWO], [THREE, ONE, TWO]),
    "one replaced": ([ONE, TWO], [ONE, THREE]),
    "one changed": ([ONE, TWO], [ONE, Step("two", {"b.c": numbered(100, 160, l110="hundred and ten", l140="hundred forty")})]),
    "a message changed": ([ONE, TWO], [Step("number one", ONE.files), TWO]),
    "tabs in a message": ([Step("one\n\nmake all", ONE.files)], [Step("one\n\n\tmake\tall\nx\ty", ONE.files)]),
    "tabs for blanks in a message": ([Step("one\n\n        make    all\nx       y", ONE.files)], [Step("one\n\n\tmake\tall\nx\ty", ONE.files)]),
    "split": (
        [Step("all", {**ONE.files, **TWO.files, **THREE.files}), Step("more", {"d.c": numbered(1, 9)})],
        [ONE, THREE, TWO, Step("more", {"d.c": numbered(1, 9)})],
    ),
    "moved in the file": ([ONE], [Step("more", {"a.c": numbered(70, 90) + numbered(1, 60)}), Step("one", {"a.c": numbered(70, 90) + numbered(1, 60, l10="ten")})]),
    "other context": ([ONE], [Step("more", {"a.c": numbered(1, 60, l12="twelve")}), Step("one", {"a.c": numbered(1, 60, l10="ten", l12="twelve")})]),
    "a file removed": ([Step("gone", {"a.c": None})], [Step("gone too", {"b.c": None})]),
    "all new": ([ONE], [THREE]),
}  # fmt: skip


@pytest.mark.parametrize("branches", BRANCHES.values(), ids=list(BRANCHES))
def test_pairs_and_marks_are_gits(branches: tuple[list[Step], list[Step]], tmp_path: Path) -> None:
    desk, (old, new) = Desk(tmp_path), branches
    desk.commit(BASE, {"old": old, "new": new})
    printed = desk.range_diff(len(old), len(new))
    comparison = desk.compared(len(old), len(new))
    assert len(heads(printed)) >= max(len(old), len(new))
    assert [head(pair) for pair in comparison.pairs] == heads(printed)
    assert inner_rows(comparison) == inner(printed)


_FILES = ("a.c", "b.c")
_EDITS = st.tuples(
    st.sampled_from(_FILES), st.integers(0, 59), st.sampled_from(("x\n", "y\nz\n", "", "\tint n;\n"))
)
_STEPS = st.lists(st.lists(_EDITS, min_size=1, max_size=4), min_size=1, max_size=4)


def steps_of(edits: list[list[tuple[str, int, str]]]) -> list[Step]:
    """Commits that each replace some lines; those that would change nothing are left out."""
    files = dict(BASE)
    steps: list[Step] = []
    for number, step in enumerate(edits):
        before = dict(files)
        for path, line, text in step:
            lines = files[path].splitlines(keepends=True)
            lines[line % len(lines)] = text
            files[path] = "".join(lines)
        changed: dict[str, str | None] = {
            path: files[path] for path in _FILES if files[path] != before[path]
        }
        if changed:
            steps.append(Step(f"step {number}", changed))
    return steps


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS, _STEPS)
def test_pairs_and_marks_of_any_branches_are_gits(
    tmp_path_factory: pytest.TempPathFactory,
    one: list[list[tuple[str, int, str]]],
    other: list[list[tuple[str, int, str]]],
) -> None:
    old, new = steps_of(one), steps_of([*one[:2], *other])
    if not old or not new:
        return
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.commit(BASE, {"old": old, "new": new})
    comparison = desk.compared(len(old), len(new))
    expected = heads(desk.range_diff(len(old), len(new)))
    assert sorted(without_subject_pairs(comparison)) == sorted(expected)


@pytest.mark.parametrize(
    ("rows", "size"),
    [("   ", 0), ("+", 2), ("    -    ", 8), ("-      +", 9), ("-       +", 10), ("-+-+", 5)],
)
def test_the_size_of_a_diff_counts_what_git_would_print(rows: str, size: int) -> None:
    assert diff_size(rows) == size


def test_a_patch_that_was_written_anew_is_known_by_its_subject() -> None:
    old = patch("[PATCH] s: cut slots", {"mm/slot.c": (None, numbered(1, 40))})
    new = patch("[PATCH v2] S:  Cut slots", {"mm/half.c": (None, numbered(100, 140))})
    (pair,) = compare(series(old), series(new)).pairs
    assert (pair.basis, pair.mark) == (Basis.SUBJECT, Mark.CHANGED)
    assert pair.notes[0] == "paired for the subject alone: the diffs have little in common"


def test_the_creation_factor_is_gits() -> None:
    old = patch("[PATCH] s: one", {"a.c": (numbered(1, 60), numbered(1, 60, l10="ten", l30="thirty"))})
    new = patch("[PATCH] s: two", {"a.c": (numbered(1, 60), numbered(1, 60, l10="ten", l50="fifty"))})
    found = {
        factor: [pair.mark for pair in compare(series(old), series(new), creation_factor=factor).pairs]
        for factor in (10, 100)
    }
    assert found == {10: [Mark.DROPPED, Mark.ADDED], 100: [Mark.CHANGED]}


def test_a_patch_that_was_not_sent_is_not_called_dropped_without_a_word() -> None:
    files: list[dict[str, tuple[str | None, str | None]]] = [
        {"a.c": (None, numbered(1, 9))},
        {"b.c": (None, numbered(20, 40))},
    ]
    old = series(
        patch("[PATCH 1/2] s: a", files[0], id="1"), patch("[PATCH 2/2] s: b", files[1], id="2")
    )
    new = series(patch("[PATCH v2 1/2] s: a", files[0], id="3"))
    comparison = compare(old, new)
    assert comparison.pairs[1].mark is Mark.DROPPED
    assert comparison.pairs[1].notes == ("2/2 of the new series is not there and may be this one",)
    assert [one.kind for one in comparison.incidents if not one.harmless] == ["patch-missing"]


def test_of_two_equally_like_patches_the_one_of_the_same_subject_is_taken() -> None:
    base, made = numbered(1, 40), numbered(1, 40, l10="ten", l30="thirty")
    old = patch("[PATCH] s: two", {"a.c": (base, made)})
    halves = [
        patch(f"[PATCH v2 {number}/2] s: {name}", {"a.c": (base, made.replace(*change))}, id=name)
        for number, name, change in ((1, "one", ("thirty", "THIRTY")), (2, "two", ("ten", "TEN")))
    ]
    pairs = compare(series(old), series(*halves), creation_factor=100).pairs
    assert [(head(pair), pair.basis) for pair in pairs] == [
        (("-", ">", "1"), None),
        (("1", "!", "2"), Basis.LIKENESS),
    ]


def test_a_file_that_becomes_a_link_is_in_a_patch_twice() -> None:
    link = (
        "diff --git a/b.c b/b.c\ndeleted file mode 100644\n--- a/b.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-int b;\n"
        "diff --git a/b.c b/b.c\nnew file mode 120000\n--- /dev/null\n+++ b/b.c\n@@ -0,0 +1 @@\n+a.c\n"
        "\\ No newline at end of file\n"
    )
    old, new = (series(patch(f"[PATCH{v}] s: link", {}, diff=link)) for v in ("", " v2"))
    assert [pair.differences for pair in compare(old, new).pairs] == [()]
