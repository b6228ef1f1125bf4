"""Docs are true: every patchkit command in these pages runs, and what it is shown to print, it prints.

A block ```console holds commands behind "$ " and, under a command, its output; a line "..." stands for
any lines. PATCHKIT_BLESS=1 rewrites the outputs of blocks that show some, up to their first "...".
The names of other people's trees and series are played by the sample kernel and the sample series.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
README = TOP / "README.md"
PAGES = (README, TOP / "docs" / "range-diff.md", TOP / "docs" / "review.md", TOP / "docs" / "sources.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
RENDERED = re.compile(rb"hot-remove-rendering-v3-(\d)@patchkit\.invalid")
WIDTH = "100"


@dataclass(frozen=True)
class Command:
    page: Path
    line: str
    output: str


def commands() -> list[Command]:
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text()):
            for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, output = piece.partition("\n")
                if "patchkit" in line:
                    found.append(Command(page, line, output))
    return found


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def desk(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that README's commands name, and ~ in it."""
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    linux = home / "linux"
    shutil.copytree(checkout / "examples" / "kernel", linux)
    git(linux, "init", "-q", "-b", "master")
    git(linux, "add", ".")
    git(linux, "commit", "-qm", "base")
    git(linux, "tag", "v5.10")
    git(linux, "update-ref", "refs/remotes/origin/master", "HEAD")
    shutil.copytree(linux, home / "linux-stable")
    git(home / "linux-stable", "branch", "linux-6.1.y")
    mails = sorted((checkout / "series" / "hot-remove" / "mails").glob("*.patch"))
    git(linux, "am", *map(str, mails[1:]))
    git(linux, "branch", "topic")
    git(linux, "config", "remote.origin.url", ".")
    git(linux, "config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
    git(linux, "branch", "--set-upstream-to=origin/master", "topic")
    git(linux, "checkout", "-q", "v5.10")
    for name in ("examples", "series"):
        (linux / name).symlink_to(checkout / name)
    git(linux, "checkout", "-qb", "newer", "v5.10")
    git(linux, "am", str(checkout / "examples" / "variants" / "newer-branch.patch"))
    git(linux, "checkout", "-q", "topic")
    (linux / "outgoing").symlink_to(checkout / "series" / "hot-remove" / "mails")
    (linux / "fix.mbox").write_text(mails[1].read_text().replace(" v3 1/5]", "]"))
    shutil.copy(checkout / "examples" / "variants" / "newer-branch.patch", linux / "needed-first.mbox")
    with tarfile.open(linux / "linux-6.1.tar.xz", "w:xz") as archive:
        archive.add(checkout / "examples" / "kernel", "linux-6.1")
    _mail_places(home, mails)
    return linux


def _mail_places(home: Path, mails: list[Path]) -> None:
    """A maildir and a public-inbox archive with the series in them."""
    folder, archive = home / "Mail" / "linux-mm", home / "archives" / "linux-mm.git"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    archive.mkdir(parents=True)
    git(archive, "init", "-q")
    for number, mail in enumerate(mails):
        # As if it were the posting, whose ids people know.
        raw = RENDERED.sub(rb"20181002150029.23461-\1-osalvador@techadventures.net", mail.read_bytes())
        raw = raw.partition(b"\n")[2]
        (folder / "cur" / f"{number}.host:2,S").write_bytes(raw)
        (archive / "m").write_bytes(raw)
        git(archive, "add", "m")
        git(archive, "commit", "-qm", "mail")


def run(line: str, desk: Path) -> subprocess.CompletedProcess[str]:
    tools = Path(sys.executable).parent
    environment = {**os.environ, "COLUMNS": WIDTH, "PATH": f"{tools}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", line], cwd=desk, env=environment, capture_output=True, text=True, check=False
    )


def matches(shown: str, printed: str) -> bool:
    pieces = [re.escape(piece) for piece in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(pieces), printed) is not None


@pytest.mark.parametrize("command", [pytest.param(one, id=one.line[:60]) for one in commands()])
def test_a_command_of_the_docs(command: Command, desk: Path) -> None:
    done = run(command.line, desk)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert done.stderr == ""
    if command.output.strip():
        if os.environ.get("PATCHKIT_BLESS"):
            bless(command, done.stdout)
        else:
            assert matches(command.output, done.stdout), done.stdout


def bless(command: Command, printed: str) -> None:
    head, dots, _ = command.output.partition("...\n")
    lines = printed.splitlines(keepends=True)
    shown = "".join(lines[: len(head.splitlines())]) + dots if dots else printed
    old = f"$ {command.line}\n{command.output}"
    command.page.write_text(command.page.read_text().replace(old, f"$ {command.line}\n{shown}"))


def test_the_make_targets_of_the_readme_exist(checkout: Path) -> None:
    targets = set(re.findall(r"`make ([a-z-]+)", README.read_text()))
    makefile = (checkout / "Makefile").read_text()
    assert targets
    assert {target for target in targets if f"\n{target}:" not in makefile} == set()


def test_the_links_of_the_readme_lead_somewhere(checkout: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text())
    assert links
    assert [link for link in links if not (checkout / link).exists()] == []
