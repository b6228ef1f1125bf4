"""What is written, git am takes, and it does in the target what git's own cherry-pick does there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.model.ported import Fate
from patchkit.readers import read_series
from tests.porting.repos import ABOVE, BASE, Repo, new_repo, port

Change = Callable[[Repo], object]
SLOT = BASE["mm/slot.c"]


def edit(repo: Repo) -> None:
    repo.commit({"mm/slot.c": SLOT.replace(b"int ret = 0", b"int ret = -1")})


def new_file(repo: Repo) -> None:
    repo.commit({"mm/new.c": b"int new;\n", "mm/empty.c": b""})


def deleted_file(repo: Repo) -> None:
    repo.commit({"mm/pool.c": None})


def rename(repo: Repo) -> None:
    repo.git("mv", "mm/pool.c", "mm/lake.c")
    repo.commit({})


def rename_with_edit(repo: Repo) -> None:
    repo.git("mv", "mm/slot.c", "mm/place.c")
    repo.commit({"mm/place.c": SLOT.replace(b"slot_remove", b"slot_take")})


def mode(repo: Repo) -> None:
    (repo.path / "scripts" / "run").chmod(0o644)
    repo.commit({})


def edited_program(repo: Repo) -> None:
    repo.commit({"scripts/run": b"#!/bin/sh\necho ran\n"})


def no_newline(repo: Repo) -> None:
    repo.commit({"include/slot.h": b"int slot_add(int nid);\nint slot_remove(int nid);"})


def crlf(repo: Repo) -> None:
    repo.commit({"mm/dos.c": b"int a;\r\nint b;\r\nint trailing; \r\n"})


def latin1_source(repo: Repo) -> None:
    repo.commit({"mm/pool.c": BASE["mm/pool.c"] + b"/* J\xf6rg */\n"})


def latin1_mail(repo: Repo) -> None:
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repo.git("config", "i18n.logOutputEncoding", "ISO-8859-1")
    text = b"pool: f\xfcr J\xf6rg\n\nNach Stra\xdfe.\n\nSigned-off-by: J\xf6rg <joerg@example.org>\n"
    author = b"J\xf6rg <joerg@example.org>".decode("utf-8", "surrogateescape")
    repo.commit({"mm/pool.c": BASE["mm/pool.c"] + b"/* more */\n"}, text, author)


def odd_message(repo: Repo) -> None:
    text = (
        b"pool: a very long subject that goes on and on until git has to fold the header line of it\n\n\n"
        b"  indented, with a trailing blank \n\n\n\nFrom the beginning on.\n# no comment\n>From here\n\n"
        b'Fixes: 123456789012 ("pool")\nSigned-off-by: A U Thor <a@example.org>\n'
    )
    repo.commit({"mm/pool.c": BASE["mm/pool.c"] + b"/* more */\n"}, text)


def odd_names(repo: Repo) -> None:
    repo.commit({'mm/a "b" c.c': b"int a;\n", "mm/\u00e4 \u20ac.c": b"int b;\n", "mm/x\ty": b"z\n"})


CHANGES: list[Change] = [
    *(edit, new_file, deleted_file, rename, rename_with_edit, mode, edited_program, no_newline),
    *(crlf, latin1_source, latin1_mail, odd_message, odd_names),
]


def names(value: object) -> str:
    return getattr(value, "__name__", str(value))


@pytest.fixture
def upstream(tmp_path: Path) -> Repo:
    repo = new_repo(tmp_path / "upstream")
    (repo.path / "scripts" / "run").chmod(0o755)
    repo.commit({}, b"program\n")
    repo.git("tag", "base")
    return repo


@pytest.fixture
def target(upstream: Repo, tmp_path: Path) -> Repo:
    subprocess.run(["git", "clone", "-q", str(upstream.path), str(tmp_path / "target")], check=True)
    repo = Repo(tmp_path / "target")
    repo.commit({"mm/slot.c": ABOVE + SLOT}, b"grown\n")
    return repo


def cherry_picked(target: Repo, upstream: Repo) -> list[str]:
    """The trees that git's own cherry-pick of the upstream commits makes in the target."""
    target.git("fetch", "-q", str(upstream.path), "main")
    target.git("checkout", "-q", "--detach", "main")
    target.git("cherry-pick", "base..FETCH_HEAD")
    picked = target.git("log", "--reverse", "--format=%T %an <%ae> %ad", "main..HEAD").split("\n")
    target.git("checkout", "-q", "main")
    return picked


def applied(target: Repo, *am: str) -> list[str]:
    """The same of what git am makes."""
    target.git("checkout", "-q", "--detach", "main")
    target.git("am", "--quiet", *am)
    made = target.git("log", "--reverse", "--format=%T %an <%ae> %ad", "main..HEAD").split("\n")
    target.git("checkout", "-q", "main")
    return made


@pytest.mark.parametrize("change", CHANGES, ids=names)
def test_a_change_arrives_as_git_would_pick_it(
    change: Change, upstream: Repo, target: Repo, tmp_path: Path
) -> None:
    change(upstream)
    series = upstream.mails(tmp_path / "series", "base")
    result = port(series, target, tmp_path / "out")
    assert [one.fate for one in result.output.patches] == [Fate.PORTED]
    (mail,) = (tmp_path / "out").iterdir()
    assert applied(target, str(mail)) == cherry_picked(target, upstream)


@pytest.mark.parametrize("form", ["mails", "mbox", "quilt"])
def test_all_of_them_in_one_series(form: str, upstream: Repo, target: Repo, tmp_path: Path) -> None:
    for change in (edit, new_file, rename, mode, crlf, latin1_source, odd_message):
        change(upstream)
    series = upstream.mails(tmp_path / "series", "base", "--cover-letter")
    out = tmp_path / "out"
    port(series, target, out, form)
    written = [str(out)]
    if form == "mails":
        written = [str(one) for one in sorted(out.iterdir()) if "cover" not in one.name]
    if form == "quilt":
        written = [str(out / name) for name in (out / "series").read_text().split()]
    keep_cr = ["--keep-cr"] if form == "quilt" else []
    assert applied(target, *keep_cr, *written) == cherry_picked(target, upstream)


def test_patchkit_reads_what_it_writes(upstream: Repo, target: Repo, tmp_path: Path) -> None:
    for change in (edit, rename, crlf, latin1_mail):
        change(upstream)
    series = upstream.mails(tmp_path / "series", "base", "--cover-letter")
    for form in ("mails", "mbox", "quilt"):
        port(series, target, tmp_path / form, form)
        read = read_series(str(tmp_path / form))
        assert [one for one in read.incidents if not one.harmless] == []
        assert [patch.malformed for patch in read.patches] == [""] * 4
        assert [patch.added for patch in read.patches] == [2, 0, 3, 11]
        assert read.patches[3].author.name == "J\u00f6rg"
