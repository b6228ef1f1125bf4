"""Where names come from: git histories and mail archives made for the test."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from patchkit.errors import TreeError
from patchkit.gitio import find_repository
from patchkit.workflows.origins import Search, Wanted, search_origins
from patchkit.workflows.origins.commits import search_commits
from patchkit.workflows.origins.search import whole

KILL = Wanted("pgmap->kill", "kernel/devmem.c")


def git(folder: Path, *args: str) -> str:
    run = subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True)
    return run.stdout.decode().strip()


def commit(folder: Path, subject: str, **files: str) -> str:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_c", ".c").replace("_h", ".h")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", subject)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def linux(tmp_path: Path) -> Path:
    folder = tmp_path / "linux"
    git(tmp_path, "init", "-q", "-b", "master", "linux")
    commit(folder, "devmem: Begin", kernel__devmem_c="int a;\nvoid kill(void);\n")
    commit(folder, "devmem: Kill", kernel__devmem_c="int a;\nvoid kill(void);\nint f(pgmap->kill);\n")
    commit(folder, "devmem: Move", kernel__devmem_c="int f(pgmap->kill);\nint a;\nvoid kill(void);\n")
    commit(folder, "devmem: Kill no more", kernel__devmem_c="int a;\nvoid kill(void);\n")
    commit(folder, "devmem: Kill twice", kernel__devmem_c="pgmap->kill();\npgmap->kill();\n")
    commit(folder, "mm: Elsewhere", mm__hmm_c="x = DEVICE_PRIVATE;\n")
    return folder


def origins(location: Path | str, *wanted: Wanted, commit: str = "") -> list[tuple[str, ...]]:
    search = search_origins(str(location), wanted, commit)
    assert search.incidents == []
    # What stands before the subject is an id or differs from one clone to another.
    return [tuple(change.split(" ", 1)[1] for change in search.origins(one)) for one in wanted]


def test_the_commits_that_bring_a_name_oldest_first(linux: Path) -> None:
    assert origins(linux, KILL) == [("devmem: Kill", "devmem: Kill twice")]
    ids = [change.split()[0] for change in search_origins(str(linux), [KILL]).origins(KILL)]
    assert [git(linux, "log", "-1", "--format=%s", one) for one in ids] == [
        "devmem: Kill", "devmem: Kill twice",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "subjects"),
    [
        pytest.param(
            "kill", "kernel/devmem.c", ("devmem: Begin", "devmem: Kill", "devmem: Kill twice"), id="word"
        ),
        pytest.param("DEVICE_PRIVATE", "kernel/devmem.c", ("mm: Elsewhere",), id="in-another-file"),
        pytest.param("DEVICE", "kernel/devmem.c", (), id="part-of-a-word"),
        pytest.param("nowhere", "kernel/devmem.c", (), id="nowhere"),
        pytest.param("a", "kernel/devmem.c", ("devmem: Begin",), id="a-line-that-moves"),
    ],
)
def test_names(linux: Path, name: str, path: str, subjects: tuple[str, ...]) -> None:
    assert origins(linux, Wanted(name, path)) == [subjects]


def test_what_the_tree_has_already_is_no_answer(linux: Path) -> None:
    tree = git(linux, "rev-parse", "HEAD~3")
    assert origins(linux, KILL, commit=tree) == [("devmem: Kill twice",)]
    assert origins(linux, KILL, commit="1" * 40) == [("devmem: Kill", "devmem: Kill twice")]


def test_a_revision_and_a_shallow_clone(linux: Path, tmp_path: Path) -> None:
    assert origins(f"{linux}@HEAD~4", KILL) == [("devmem: Kill",)]
    git(tmp_path, "clone", "-q", "--depth=2", linux.as_uri(), "shallow")
    assert origins(tmp_path / "shallow", KILL) == [("devmem: Kill twice",)]


def test_the_repository_and_its_configuration_are_left_alone(linux: Path, tmp_path: Path) -> None:
    """A textconv, a pager or gpg that a stranger's repository names must not run."""
    mark = tmp_path / "ran"
    for key in ("diff.c.textconv", "core.pager", "diff.external", "gpg.program", "core.fsmonitor"):
        git(linux, "config", key, f"touch {mark}; cat")
    git(linux, "config", "log.showSignature", "true")
    (linux / ".git" / "info").mkdir(exist_ok=True)
    (linux / ".git" / "info" / "attributes").write_text("*.c diff=c\n")
    before = {path: path.stat().st_mtime_ns for path in linux.rglob("*")}
    assert origins(linux, KILL) == [("devmem: Kill", "devmem: Kill twice")]
    assert {path: path.stat().st_mtime_ns for path in linux.rglob("*")} == before
    assert not mark.exists()


def test_time_runs_out(linux: Path) -> None:
    search = Search("linux", seconds=0.0)
    repository = find_repository(str(linux))
    assert repository is not None
    search_commits(search, repository, [git(linux, "rev-parse", "HEAD")], [KILL])
    assert search.origins(KILL) == ()
    assert [(one.kind, one.harmless) for one in search.incidents] == [("history-cut", True)]


def test_a_history_with_a_hole_is_an_incident(linux: Path) -> None:
    blob = git(linux, "rev-parse", "HEAD~1:kernel/devmem.c")
    (linux / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    search = search_origins(str(linux), [KILL])
    assert [one.kind for one in search.incidents] == ["history-unreadable"]


@pytest.mark.parametrize("location", ["{}", "{}/absent", "{}/linux@v9", "{}/file"])
def test_what_is_no_history(linux: Path, tmp_path: Path, location: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TreeError):
        search_origins(location.format(tmp_path), [KILL])


MAIL = """\
From: Ada Example <ada@example.org>
Date: Tue, 20 Nov 2018 15:12:49 -0800
Subject: {subject}
Message-ID: <{id}@example.org>
{headers}
{body}"""

DIFF = """\
Text.

---
diff --git a/{path} b/{path}
--- a/{path}
+++ b/{path}
@@ -1,2 +1,3 @@
 int a;
+{line}
 int b;
"""


def archive(folder: Path, mails: Iterable[tuple[str, str]]) -> Path:
    """A public-inbox v2 epoch: one commit a mail, in the file m, or d when it is taken out."""
    git(folder.parent, "init", "-q", "-b", "master", str(folder))
    for name, mail in mails:
        for old in ("m", "d"):
            (folder / old).unlink(missing_ok=True)
        (folder / name).write_text(mail)
        git(folder, "add", "--all")
        git(folder, "commit", "-q", "-m", "a mail")
    return folder


def patch(id_: int, subject: str, line: str = "pgmap->kill();", path: str = KILL.path) -> str:
    body = DIFF.format(path=path, line=line)
    return MAIL.format(id=id_, subject=subject, headers="", body=body)


def test_the_mails_that_bring_a_name(tmp_path: Path) -> None:
    reply = "> +pgmap->kill();\nWhy pgmap->kill?\n"
    folder = archive(
        tmp_path / "inbox",
        [
            ("m", patch(1, "[PATCH] other: Kill there, too", path="mm/other.c")),
            ("m", patch(2, "[PATCH 1/2] devmem: Kill")),
            ("m", MAIL.format(id=3, subject="Re: [PATCH 1/2] devmem: Kill", headers="", body=reply)),
            ("m", patch(4, "[PATCH v2 1/2] devmem: Kill")),
            ("m", patch(5, "[PATCH] devmem: Killer", line="pgmap->killer();")),
            ("d", patch(6, "[PATCH] devmem: Spam")),
            ("m", patch(7, "[PATCH 2/2] devmem: Use the kill")),
            ("m", patch(8, "[PATCH] devmem: The series itself")),
        ],
    )
    search = search_origins(str(folder), [KILL, Wanted("gone", "x.c")], known={"8@example.org"})
    assert search.origins(KILL) == (
        "[PATCH v2 1/2] devmem: Kill (Tue, 20 Nov 2018 15:12:49 -0800, <4@example.org>)",
        "[PATCH 2/2] devmem: Use the kill (Tue, 20 Nov 2018 15:12:49 -0800, <7@example.org>)",
    )
    assert search.origins(Wanted("gone", "x.c")) == ()
    other = Wanted("pgmap->kill", "mm/nobody-patches-this.c")
    assert "other: Kill there, too" in search_origins(str(folder), [other]).origins(other)[0]


def test_encoded_mails_are_read(tmp_path: Path) -> None:
    body = base64.b64encode(DIFF.format(path=KILL.path, line="pgmap->kill();").encode()).decode()
    headers = "MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n"
    mail = MAIL.format(id=1, subject="[PATCH] devmem: Kill", headers=headers, body=body)
    search = search_origins(str(archive(tmp_path / "inbox", [("m", mail)])), [KILL])
    assert len(search.origins(KILL)) == 1


def test_an_archive_that_ends_with_a_deletion(tmp_path: Path) -> None:
    mails = [("m", patch(1, "[PATCH] devmem: Kill")), ("d", patch(2, "[PATCH] x"))]
    search = search_origins(str(archive(tmp_path / "inbox", mails)), [KILL])
    assert len(search.origins(KILL)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pgmap->kill(x)", True),
        ("a_pgmap->kill", False),
        ("pgmap->killer", False),
        ("pgmap -> kill", False),
    ],
)
def test_whole_names(text: str, found: bool) -> None:
    assert (whole(b"pgmap->kill").search(text.encode()) is not None) is found
