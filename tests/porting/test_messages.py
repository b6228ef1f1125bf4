"""Messages: all of the original, and the marks that stable trees want where they want them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.errors import PortError
from patchkit.model.port import Adaptation, PatchPort
from patchkit.model.series import Patch
from patchkit.porting.messages import Mark, Wording, message_of
from patchkit.porting.upstream import Upstream, read_upstream, said_in
from tests.porting.makers import ADA, edit, patch, placed, ported, refused

ID = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
TRAILERS = 'Why.\n\nFixes: 123456789012 ("x")\nSigned-off-by: Ada Slot <ada@example.org>'
PLAIN = ported(edit("a", b"1\n", b"2\n", placed()))
CHANGED = ported(edit("mm/a.c", b"1\n", b"2\n", placed(notes=("the label is called out here.",))))


def with_body(port: PatchPort, body: str) -> PatchPort:
    return replace(port, patch=replace(port.patch, body=body))


def message(port: PatchPort, *marks: Mark, body: str = TRAILERS, **wording: object) -> str:
    asked = Wording(Upstream(given=ID), marks, **wording)  # type: ignore[arg-type]  # any field
    return message_of(with_body(port, body), asked).decode()


@pytest.mark.parametrize(
    ("mark", "wanted"),
    [
        (Mark.STABLE, f"mm: make slots whole\n\n[ Upstream commit {ID} ]\n\n{TRAILERS}\n"),
        (Mark.COMMIT, f"mm: make slots whole\n\ncommit {ID} upstream.\n\n{TRAILERS}\n"),
        (
            Mark.CHERRY_PICK,
            f"mm: make slots whole\n\n{TRAILERS}\n(cherry picked from commit {ID})\n",
        ),
        (Mark.SUSE, f"mm: make slots whole\n\n{TRAILERS}\nGit-commit: {ID}\n"),
    ],
)
def test_marks_stand_where_they_belong(mark: Mark, wanted: str) -> None:
    assert message(PLAIN, mark) == wanted


def test_what_was_changed_is_backported_and_not_cherry_picked() -> None:
    said = message(CHANGED, Mark.CHERRY_PICK, say_changes=True)
    assert said.endswith(
        f"(backported from commit {ID})\n(backported: mm/a.c: the label is called out here)\n"
    )


@pytest.mark.parametrize(
    ("port", "said"),
    [
        (PLAIN, ""),
        (ported(edit("a", b"1\n", b"1\n", refused())), "(backported: a: left out)"),
        (
            ported(edit("a", b"1\n", b"2\n", placed(), refused(1))),
            "(backported: a: left out in part)",
        ),
        (
            replace(PLAIN, adaptations=(Adaptation("unknown-site", "b.c", 3, "nid is passed here"),)),
            "(backported: b.c: nid is passed here)",
        ),
    ],
)
def test_what_was_changed_is_said_when_asked(port: PatchPort, said: str) -> None:
    assert message(port, say_changes=True).removeprefix(f"mm: make slots whole\n\n{TRAILERS}\n") == (
        f"{said}\n" if said else ""
    )
    assert "backported" not in message(port)


def test_a_sign_off_comes_last_and_once() -> None:
    signed = message(PLAIN, Mark.CHERRY_PICK, signoff=replace(ADA, name="Bob"))
    assert signed.endswith(f"(cherry picked from commit {ID})\nSigned-off-by: Bob <ada@example.org>\n")
    assert message(PLAIN, signoff=ADA) == f"mm: make slots whole\n\n{TRAILERS}\n"
    assert message(PLAIN, body="No trailers.", signoff=ADA).endswith(
        "No trailers.\n\nSigned-off-by: Ada Slot <ada@example.org>\n"
    )


def test_a_commit_that_is_named_already_is_not_named_twice() -> None:
    body = f"[ Upstream commit {ID} ]\n\nWhy."
    assert message(PLAIN, Mark.STABLE, body=body) == f"mm: make slots whole\n\n{body}\n"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("\n\n\nWhy.  \n\n\n\nMore.\n\n", "mm: make slots whole\n\nWhy.\n\nMore.\n"),
        ("", "mm: make slots whole\n"),
        ("a\0b", "mm: make slots whole\n\nab\n"),
    ],
)
def test_blanks_are_as_git_leaves_them(body: str, wanted: str) -> None:
    assert message(PLAIN, body=body) == wanted


def test_a_title_is_as_git_am_would_have_it() -> None:
    assert message(ported(subject=": Enable  it"), body="") == "Enable it\n"
    assert message(ported(subject=""), body="") == "patch 1\n"


@pytest.mark.parametrize(
    ("body", "raw", "wanted"),
    [
        (f"[ Upstream commit {ID} ]\n\nx", b"", ID),
        (f"commit {ID} upstream.\n\nx", b"", ID),
        (f"x\n\n(cherry picked from commit {ID})\nSigned-off-by: x", b"", ID),
        (f"x\n\nGit-commit: {ID}", b"", ID),
        ("x", f"From {ID} Mon Sep 17 00:00:00 2001\nFrom: x\n".encode(), ID),
        ("x", f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n".encode(), ""),
        (f"x\n\nThis reverts commit {ID}.", b"From x Thu Jan  1 00:00:00 1970\n", ""),
        ("[ Upstream commit 0123456789ab ]", b"", ""),
    ],
)
def test_the_upstream_commit_that_a_mail_names(body: str, raw: bytes, wanted: str) -> None:
    one = replace(patch(body=body), raw=raw)
    assert said_in(one) == wanted
    if not wanted:
        with pytest.raises(PortError, match="no upstream commit is known for patch 1"):
            Upstream(from_mail=True).of(one)


def test_a_map_names_commits_by_subject_message_id_or_number(tmp_path: Path) -> None:
    file = tmp_path / "map"
    file.write_text(f"# upstream\n{ID} mm: make  slots whole\n\n{OTHER} <2@example.org>\n{ID[::-1]} 3\n")
    listed = read_upstream(str(file), 3)
    patches: list[Patch] = [patch(), patch(2, "other"), patch(3, "third")]
    assert [listed.of(one) for one in patches] == [ID, OTHER, ID[::-1]]
    with pytest.raises(PortError, match="patch 4"):
        listed.of(patch(4, "fourth"))


@pytest.mark.parametrize("line", ["0123 mm: too short", f"{ID}", "mm: no id"])
def test_a_map_that_is_none(line: str, tmp_path: Path) -> None:
    (tmp_path / "map").write_text(f"{line}\n")
    with pytest.raises(PortError, match="names no commit") as caught:
        read_upstream(str(tmp_path / "map"), 1)
    assert caught.value.where.endswith("map, line 1")


def test_what_stands_in_brackets_in_front_of_a_commits_subject(tmp_path: Path) -> None:
    file = tmp_path / "map"
    file.write_text(f"{ID} [media] mm: make slots whole\n{OTHER} [only brackets]\n")
    listed = read_upstream(str(file), 2)
    assert listed.of(PLAIN.patch) == ID
    assert listed.listed is not None
    assert listed.listed["[only brackets]"] == OTHER
