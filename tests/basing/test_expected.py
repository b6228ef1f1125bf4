"""What a series expects of its tree, and what it makes itself."""

from __future__ import annotations

import pytest

from patchkit.basing import expectations
from patchkit.basing.hints import hints_of, stable_line
from patchkit.gitio import Reference
from patchkit.model.series import Series
from patchkit.readers.assemble import assemble
from tests.readers.mails import letter, mail, patch_body


def change(path: str, old: str, new: str) -> bytes:
    return (
        f"diff --git a/{path} b/{path}\nindex {old}..{new} 100644\n--- a/{path}\n+++ b/{path}\n"
        "@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"
    ).encode()


def new(path: str, blob: str) -> bytes:
    return (
        f"diff --git a/{path} b/{path}\nnew file mode 100644\nindex 0000000..{blob}\n--- /dev/null\n"
        f"+++ b/{path}\n@@ -0,0 +1 @@\n+one\n"
    ).encode()


def gone(path: str, blob: str) -> bytes:
    return (
        f"diff --git a/{path} b/{path}\ndeleted file mode 100644\nindex {blob}..0000000\n--- a/{path}\n"
        "+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"
    ).encode()


def rename(old: str, target: str) -> bytes:
    return (
        f"diff --git a/{old} b/{target}\nsimilarity index 100%\nrename from {old}\nrename to {target}\n"
    ).encode()


def plain(path: str) -> bytes:
    return f"--- a/{path}\n+++ b/{path}\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n".encode()


def series_of(*diffs: bytes) -> Series:
    count = len(diffs)
    return assemble(
        "the.mbox",
        [
            letter(mail(f"[PATCH {number}/{count}] {number}", patch_body(diff), id=str(number)))
            for number, diff in enumerate(diffs, 1)
        ],
    )


@pytest.mark.parametrize(
    ("diffs", "files", "absent", "made", "broken", "unnamed"),
    [
        pytest.param([change("a", "1111111", "2222222")], ["a 1111111"], [], 0, [], 0, id="one"),
        pytest.param(
            [change("a", "1111111", "2222222"), change("a", "222222222222", "3333333")],
            ["a 1111111"],
            [],
            1,
            [],
            0,
            id="a later patch starts from an earlier one, abbreviated otherwise",
        ),
        pytest.param(
            [change("a", "1111111", "2222222"), change("a", "4444444", "3333333")],
            ["a 1111111"],
            [],
            1,
            ["a 2"],
            0,
            id="or not",
        ),
        pytest.param(
            [new("a", "2222222"), change("a", "2222222", "3333333"), gone("a", "3333333")],
            [],
            ["a"],
            2,
            [],
            0,
            id="a new file",
        ),
        pytest.param(
            [gone("a", "1111111"), new("a", "2222222")],
            ["a 1111111"],
            [],
            1,
            [],
            0,
            id="gone and there again",
        ),
        pytest.param(
            [rename("a", "b"), change("b", "1111111", "2222222"), new("a", "3333333")],
            [],
            ["b"],
            2,
            [],
            1,
            id="a rename says nothing of the content",
        ),
        pytest.param([plain("a"), plain("a")], [], [], 1, [], 1, id="no index lines"),
        pytest.param(
            [change("a", "1111111", "2222222") + change("b", "5555555", "6666666")],
            ["a 1111111", "b 5555555"],
            [],
            0,
            [],
            0,
            id="two files",
        ),
    ],
)
def test_expectations(
    diffs: list[bytes], files: list[str], absent: list[str], made: int, broken: list[str], unnamed: int
) -> None:
    expected = expectations(series_of(*diffs))
    assert [f"{one.path} {one.blob}" for one in expected.files] == files
    assert [one.path for one in expected.absent] == absent
    assert [f"{one.path} {one.patch}" for one in expected.broken] == broken
    assert (expected.made, expected.unnamed) == (made, unnamed)


def test_what_comes_before_leaves_files_too() -> None:
    before = series_of(change("a", "1111111", "2222222"))
    series = series_of(change("a", "2222222", "3333333") + change("b", "5555555", "6666666"))
    expected = expectations(series, [before])
    assert [one.path for one in expected.files] == ["a", "b"]
    assert [one.blob for one in expected.files] == ["1111111", "5555555"]


REFERENCES = tuple(
    Reference(name, "0" * 40)
    for name in (
        "refs/heads/linux-5.10.y",
        "refs/remotes/stable/linux-5.1.y",
        "refs/remotes/net-next/main",
        "refs/remotes/origin/master",
        "refs/tags/v5.10",
        "refs/tags/v5.10.7",
        "refs/tags/next-20210304",
    )
)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("PATCH 5.10.y", {"5.10.y": ["refs/heads/linux-5.10.y", "refs/tags/v5.10.7"]}),
        ("PATCH 5.10", {"5.10": ["refs/heads/linux-5.10.y", "refs/tags/v5.10.7"]}),
        ("PATCH 5.10.110", {"5.10.110": ["refs/heads/linux-5.10.y", "refs/tags/v5.10.7"]}),
        ("PATCH stable-5.1", {"stable-5.1": ["refs/remotes/stable/linux-5.1.y"]}),
        ("PATCH 4.19/5.1", {"4.19": [], "5.1": ["refs/remotes/stable/linux-5.1.y"]}),
        ("PATCH net-next", {"net-next": ["refs/remotes/net-next/main"]}),
        ("net-next,v3", {"net-next": ["refs/remotes/net-next/main"]}),
        ("PATCH wireless-next", {"wireless-next": []}),
        ("PATCH next-20210304", {"next-20210304": ["refs/tags/next-20210304"]}),
        ("PATCH MAIN", {"MAIN": ["refs/remotes/net-next/main"]}),
        ("RFC PATCH v2 RESEND", {}),
        ("PATCH v5.10", {}),
        ("PATCH mm", {}),
    ],
)
def test_hints(tag: str, meant: dict[str, list[str]]) -> None:
    series = assemble("the.mbox", [letter(mail(f"[{tag}] slots", patch_body(plain("a"))))])
    assert {one.word: list(one.references) for one in hints_of(series, REFERENCES)} == meant


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("refs/heads/linux-5.10.y", "5.10"),
        ("refs/tags/v5.10.7", "5.10"),
        ("refs/tags/v5.10", ""),
        ("refs/tags/v5.10-rc3", ""),
        ("refs/heads/master", ""),
    ],
)
def test_stable_lines(name: str, line: str) -> None:
    assert stable_line(name) == line
