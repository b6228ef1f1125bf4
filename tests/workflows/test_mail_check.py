"""One mail of a series: never sure of what the mails that are not there may explain."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.errors import SeriesError
from patchkit.model.findings import Severity
from patchkit.readers.seen import mails_of_thread
from patchkit.reports.b4 import result, said
from patchkit.reports.remarks import Remark
from patchkit.workflows.inputs import CheckOptions
from patchkit.workflows.mail_check import check_mail
from tests.workflows.harness import written

A_H = "#ifndef A_H\n#define A_H\nint one(int a);\n#endif\n"
A_C = '#include "a.h"\n\nint one(int a)\n{\n\treturn a;\n}\n'
USER = '#include "a.h"\n\nint use(void)\n{\n\treturn one(1);\n}\n'
OTHER = '#include "a.h"\n\nint other(void)\n{\n\treturn one(2);\n}\n'
BASE = {"a.h": A_H, "a.c": A_C, "user.c": USER, "other.c": OTHER}

# 1 brings two(), 2 calls it, 3 gives one() a parameter and forgets other.c, 4 remembers it.
A_H1 = A_H.replace("#endif", "int two(void);\n#endif")
A_C1 = A_C + "\nint two(void)\n{\n\treturn 2;\n}\n"
USER2 = USER.replace("one(1)", "one(two())")
STEPS = (
    {"a.h": A_H1, "a.c": A_C1},
    {"user.c": USER2},
    {
        "a.h": A_H1.replace("int a", "int a, int b"),
        "a.c": A_C1.replace("int a", "int a, int b"),
        "user.c": USER2.replace("one(two())", "one(two(), 3)"),
    },
    {"other.c": OTHER.replace("one(2)", "one(2, 4)")},
)


class Desk:
    """A repository with the base and, on another branch, the series; and the series' mails."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        written(self.tree, BASE)
        self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.git("commit", "-qm", "base")
        self.git("checkout", "-qb", "topic")
        for number, step in enumerate(STEPS, 1):
            written(self.tree, step)
            self.git("commit", "-qam", f"slots: step {number}")
        self.mails = self.sent("main..topic")
        self.git("checkout", "-q", "main")
        self.options = CheckOptions(tree=str(self.tree), kernel=False, offline=True)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.tree, check=True, capture_output=True, text=True
        )
        return done.stdout

    def sent(self, span: str, *arguments: str) -> list[bytes]:
        out = self.tree.parent / f"mails{len(list(self.tree.parent.iterdir()))}"
        self.git("format-patch", "--thread", "--cover-letter", *arguments, "-o", str(out), span)
        return [path.read_bytes() for path in sorted(out.iterdir())]

    def ask(self, number: int, **how: bool | str) -> list[Remark]:
        """What is said of the mail `number` (0: the cover letter)."""
        tracking, whole = str(how.get("tracking", "")), bool(how.get("whole"))
        return said(check_mail(self.mails[number], self.options, tracking=tracking, whole=whole))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rules(remarks: list[Remark]) -> list[tuple[Severity, str]]:
    return [(one.severity, one.rule) for one in remarks]


WARNING, ERROR = Severity.WARNING, Severity.ERROR


def test_what_an_unknown_patch_may_bring_is_no_error(desk: Desk) -> None:
    remarks = desk.ask(2)
    assert rules(remarks)[-1] == (WARNING, "not-judged")
    assert ERROR not in [one.severity for one in remarks]
    assert "patches 1, 3-4 of 4 are not known here (no network" in remarks[-1].message


def test_a_patch_that_fits_alone_is_not_called_right_without_the_ones_before(desk: Desk) -> None:
    desk.mails[2] = desk.mails[2].replace(b"one(two())", b"one(3)")
    (remark,) = desk.ask(2)
    assert (remark.severity, remark.rule) == (WARNING, "not-judged")
    assert remark.message.endswith("nothing was found, which says little")


def test_hunks_that_are_refused_for_want_of_the_ones_before_are_not_told(desk: Desk) -> None:
    (remark,) = desk.ask(3)
    assert (remark.severity, remark.rule) == (WARNING, "not-judged")
    assert "patches 1-2, 4 of 4 are" in remark.message
    assert remark.message.endswith("hunks do not fit without them")


def test_the_first_patch_needs_no_other(desk: Desk) -> None:
    assert desk.ask(1) == []


def test_mails_handed_over_before_are_remembered(desk: Desk) -> None:
    desk.ask(1)
    assert desk.ask(2) == []
    remarks = desk.ask(3)  # patch 4 mends it, which is not known yet
    assert rules(remarks) == [(ERROR, "caller-not-updated"), (WARNING, "judged-in-part")]
    assert remarks[0].path == "other.c"
    assert "the series does not know" not in remarks[0].message
    assert "patch 4 of 4 is not known here" in remarks[1].message
    assert desk.ask(4) == []
    remarks = desk.ask(3)
    assert rules(remarks) == [(ERROR, "caller-not-updated")]
    assert remarks[0].message.endswith("; patch 4 mends it, so bisection stops here")


def test_no_cache_remembers_nothing(desk: Desk) -> None:
    desk.options = replace(desk.options, use_cache=False)
    desk.ask(1)
    assert list(mails_of_thread(desk.mails[1])) == []
    assert rules(desk.ask(2))[-1] == (WARNING, "not-judged")


def test_another_version_is_no_companion(desk: Desk) -> None:
    desk.ask(1)
    desk.mails = desk.sent("main..topic", "-v2")
    assert rules(desk.ask(2))[-1] == (WARNING, "not-judged")


def test_the_last_patch_of_a_faulty_series(desk: Desk) -> None:
    desk.mails = desk.sent("main..topic~1")
    for number in (1, 2):
        assert desk.ask(number) == []
    assert rules(desk.ask(3)) == [(ERROR, "caller-not-updated")]


def test_a_single_patch_is_judged_as_it_is(desk: Desk) -> None:
    single = {"a.h": A_H.replace("int a", "long a, int b"), "a.c": A_C.replace("int a", "long a, int b")}
    desk.git("checkout", "-qb", "single")
    written(desk.tree, single)
    desk.git("commit", "-qam", "slots: alone")
    desk.mails = [b"", *desk.sent("main..single", "--no-cover-letter")]
    desk.git("checkout", "-q", "main")
    assert {(WARNING, "not-judged"), (WARNING, "judged-in-part")}.isdisjoint(rules(desk.ask(1)))
    assert (ERROR, "caller-not-updated") in rules(desk.ask(1))


class TestCommits:
    """A patch that is a commit of the tree's history is judged on the commit before it."""

    def test_each_patch_of_a_branch(self, desk: Desk) -> None:
        desk.git("checkout", "-q", "topic")
        assert [rules(desk.ask(number)) for number in (4, 2, 1)] == [[], [], []]
        remarks = desk.ask(3)
        assert rules(remarks) == [(ERROR, "caller-not-updated")]
        assert "patch 4 mends it" in remarks[0].message

    def test_below_other_commits(self, desk: Desk) -> None:
        desk.git("checkout", "-q", "topic")
        for title in ("later", "latest"):
            desk.git("commit", "-q", "--allow-empty", "-m", title)
        assert rules(desk.ask(3)) == [(ERROR, "caller-not-updated")]

    def test_half_of_a_series(self, desk: Desk) -> None:
        desk.git("checkout", "-q", "topic~1")
        remarks = desk.ask(3)
        assert rules(remarks) == [(ERROR, "caller-not-updated"), (WARNING, "judged-in-part")]
        assert "patch 4 of 4 is not known here" in remarks[1].message

    def test_a_commit_of_that_name_with_another_change_is_another(self, desk: Desk) -> None:
        desk.git("checkout", "-q", "topic")
        desk.mails[4] = desk.mails[4].replace(b"+\treturn one(2, 4);", b"+\treturn one(2, 5);")
        desk.mails[4] = b"".join(
            line for line in desk.mails[4].splitlines(keepends=True) if not line.startswith(b"index ")
        )
        assert (WARNING, "not-judged") in rules(desk.ask(4))

    def test_a_merge_ends_the_series(self, desk: Desk) -> None:
        desk.git("checkout", "-qb", "merged", "topic~1")
        desk.git("checkout", "-qb", "side", "main")
        written(desk.tree, {"side.c": "int side;\n"})
        desk.git("add", ".")
        desk.git("commit", "-qm", "side")
        desk.git("checkout", "-q", "merged")
        desk.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        desk.git("cherry-pick", "topic")
        assert desk.ask(4) == []
        assert rules(desk.ask(3))[-1] == (WARNING, "judged-in-part")


class TestWholeSeries:
    """A cover letter, or --b4-series, asks about all patches."""

    def test_only_the_cover_letter(self, desk: Desk) -> None:
        (remark,) = desk.ask(0)
        assert (remark.severity, remark.rule) == (WARNING, "not-judged")
        assert "patches 1-4 of 4 are not known here (no network" in remark.message

    def test_some_patches(self, desk: Desk) -> None:
        desk.ask(1)
        (remark,) = desk.ask(0)
        assert remark.message.endswith("nothing can be said of the series")

    def test_all_patches(self, desk: Desk) -> None:
        for number in (1, 2, 3, 4):
            desk.ask(number)
        (remark,) = desk.ask(0)
        assert (remark.severity, remark.rule) == (ERROR, "caller-not-updated")
        assert remark.message.startswith("patch 3/4: ")
        assert desk.ask(1, whole=True) == [remark]
        assert desk.ask(1) == []

    def test_the_thread_that_b4_keeps(self, desk: Desk, tmp_path: Path) -> None:
        mbox = b"".join(
            b"From mboxrd@z Thu Jan  1 00:00:00 1970\n" + raw.partition(b"\n")[2] + b"\n"
            for raw in desk.mails
        )
        done = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"], cwd=desk.tree, input=mbox, capture_output=True
        )
        desk.git("checkout", "-q", "topic")
        first = desk.git("rev-parse", "topic~3").strip()
        file = tmp_path / "tracking.json"
        series = {"thread-blob": done.stdout.decode().strip(), "first-patch-commit": first, "x": None}
        file.write_text(json.dumps({"series": series, "patches": []}))
        assert rules(desk.ask(0, tracking=str(file))) == [(ERROR, "caller-not-updated")]
        file.write_text("[]")
        assert rules(desk.ask(0, tracking=str(file))) == [(WARNING, "not-judged")]


@pytest.mark.parametrize(
    "raw", [b"", b"hello\n", b"From: a@b.org\nSubject: Re: [PATCH 1/2] x\n\nNak.\n"]
)
def test_what_is_no_patch(desk: Desk, raw: bytes) -> None:
    with pytest.raises(SeriesError):
        check_mail(raw, desk.options)


def test_several_mails_at_once(desk: Desk) -> None:
    with pytest.raises(SeriesError, match="one mail is wanted on stdin, and there are 2"):
        check_mail(b"\n".join(desk.mails[1:3]), desk.options)


def test_results(desk: Desk) -> None:
    first = result(check_mail(desk.mails[1], desk.options))
    assert (first.tool, first.status, first.details) == ("patchkit", "pass", "")
    second = result(check_mail(desk.mails[0], desk.options))
    assert (second.tool, second.status) == ("patchkit-series", "warn")
    assert second.summary.startswith("1 warning: patches 2-4 of 4 are not known here")


def test_a_hunk_that_is_refused_is_an_error_whatever_comes_after(desk: Desk) -> None:
    written(desk.tree, {"a.c": "int gone;\n"})
    remarks = desk.ask(1)
    assert (ERROR, "hunk-rejected") in rules(remarks)
    assert remarks[-1].rule == "judged-in-part"


def test_what_is_there_already_needs_no_word_about_later_patches(desk: Desk) -> None:
    written(desk.tree, STEPS[0])
    assert rules(desk.ask(1)) == [(WARNING, "present")]
