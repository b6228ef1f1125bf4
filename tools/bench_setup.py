"""What the comparisons stand on: a tree, a bare repository of it, made-up series. Nothing is committed.

Everything is made in a work folder when it is first asked for.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from patchkit.cfacts import index_sites
from patchkit.model.facts import SiteKind
from patchkit.trees import open_tree
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions
from tools.bench_measure import Side

_DECLARED = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.STUB)
_WHO = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
_MAIL = """\
From {number:040x} Mon Sep 17 00:00:00 2001
From: A Developer <developer@example.org>
Date: Tue, 2 Oct 2018 17:00:24 +0200
Subject: [PATCH {number}/{total}] {subject}

Made up for timing.

Signed-off-by: A Developer <developer@example.org>
---
{diff}--\x20
2.19.0

"""
_SPATCH = """\
@d@ type T; parameter list ps; @@
* T {name}(ps) {{ ... }}

@p@ type T; parameter list ps; @@
* T {name}(ps);

@c@ expression list es; @@
* {name}(es)
"""


@dataclass
class Ground:
    """The tree, a second one of its family if there is one, and a folder for what is made."""

    tree: Path
    work: Path
    second: Path | None = None
    _made: dict[str, Path] = field(default_factory=dict)

    def names(self, series: str) -> list[str]:
        """Returns the names that a check of the series looks up in the whole tree."""
        report = check(CheckOptions(tree=str(self.tree), series=series))
        return sorted({change.name for change in report.api if not change.scope and not change.owner})

    def repository(self) -> Path:
        """Returns a bare repository with the tree as tag `first` and the other as `second`."""
        bare = self.work / "bare.git"
        if "repository" not in self._made:
            if not (bare / "done").exists():
                shutil.rmtree(bare, ignore_errors=True)
                _git(None, "init", "-q", "--bare", str(bare))
                for tag, tree in (("first", self.tree), ("second", self.second)):
                    if tree is not None:
                        where = {"GIT_DIR": str(bare), "GIT_WORK_TREE": str(tree)}
                        _git(where, "-c", "core.bare=false", "add", "--all", "--force", ".")
                        _git(where, "-c", "core.bare=false", *_WHO, "commit", "-q", "-m", tag)
                        _git(where, "tag", tag)
                _git({"GIT_DIR": str(bare)}, "repack", "-adq")
                (bare / "done").touch()
            self._made["repository"] = bare
        return self._made["repository"]

    def family(self, count: int) -> list[str]:
        """Returns tags of revisions that lead from `first` to `second`, as stable releases would."""
        repository = {"GIT_DIR": str(self.repository()), "GIT_INDEX_FILE": str(self.work / "index")}
        tags = [f"family-{number:02}" for number in range(count)]
        known = _git(repository, "tag", "--list", "family-*").split()
        if sorted(known) == tags:
            return tags
        changed = _git(repository, "diff-tree", "-r", "-z", "--no-renames", "first", "second").split(
            "\0"
        )
        pairs = list(zip(changed[0::2], changed[1::2], strict=False))
        commit = "first"
        _git(repository, "read-tree", "first")
        for number, tag in enumerate(tags):
            lines = "".join(
                f"{mode} {blob}\t{path}\0" if mode != "000000" else f"0 {blob}\t{path}\0"
                for at, (entry, path) in enumerate(pairs)
                for mode, blob in [(entry.split()[1], entry.split()[3])]
                if at % count == number
            )
            _git(repository, "update-index", "-z", "--index-info", text=lines)
            tree = _git(repository, "write-tree").strip()
            commit = _git(repository, *_WHO, "commit-tree", tree, "-p", commit, "-m", tag).strip()
            _git(repository, "tag", "-f", tag, commit)
        _git(repository, "repack", "-adq")
        return tags

    def worktree(self, series: Path) -> tuple[Path, Callable[[], None]]:
        """Returns a working tree with the files of a series only, and what puts it back."""
        folder = self.work / "worktree"
        repository = {"GIT_DIR": str(self.repository())}

        def back() -> None:
            _git(None, "-C", str(folder), "reset", "-q", "--hard", "first")

        if not folder.exists():
            _git(repository, "worktree", "prune")
            _git(repository, "worktree", "add", "-q", "--detach", "--no-checkout", str(folder), "first")
            files = {
                line[6:]
                for line in series.read_text("latin-1").splitlines()
                if line.startswith("--- a/")
            }
            wanted = "".join(f"/{one}\n" for one in sorted(files))
            _git(None, "-C", str(folder), "sparse-checkout", "set", "--no-cone", "--stdin", text=wanted)
        return folder, back

    def spatch(self, name: str) -> tuple[Path, Mapping[str, str]]:
        """Returns a semantic patch that finds a name, and what makes git grep work on the tree."""
        script = self.work / f"{name}.cocci"
        script.write_text(_SPATCH.format(name=name))
        index = self.work / "index.git"
        environment = {"GIT_DIR": str(index), "GIT_WORK_TREE": str(self.tree)}
        if not index.exists():
            _git(environment, "init", "-q")
            _git(environment, "-c", "core.bare=false", "add", "-N", "--force", ".")
        return script, environment

    def synthetic(self, names: Sequence[str], *, apart: bool) -> Path:
        """Returns a series that gives each of `names` another parameter, as a patch each or as one."""
        path = self.work / f"synthetic-{'apart' if apart else 'one'}.mbox"
        groups = [[name] for name in names] if apart else [list(names)]
        now: dict[str, list[bytes]] = {}
        mails = []
        for number, group in enumerate(groups, start=1):
            before = {one: list(lines) for one, lines in now.items()}
            for name in group:
                self._widen(name, now, before)
            diff = "".join(
                _diff(one, before[one], now[one]) for one in sorted(now) if before[one] != now[one]
            )
            subject = f"bench: {', '.join(group)}"
            mails.append(_MAIL.format(number=number, total=len(groups), subject=subject, diff=diff))
        path.write_text("".join(mails), encoding="latin-1")
        return path

    def _widen(self, name: str, now: dict[str, list[bytes]], before: dict[str, list[bytes]]) -> None:
        for site in self._declarations.get(name, ()):
            if site[0] not in now:
                data = (self.tree / site[0]).read_bytes()
                now[site[0]] = data.splitlines(keepends=True)
                before[site[0]] = list(now[site[0]])
            lines = now[site[0]]
            old, new = name.encode() + b"(", name.encode() + b"(int bench, "
            lines[site[1] - 1] = lines[site[1] - 1].replace(old, new)

    @cached_property
    def _declarations(self) -> dict[str, list[tuple[str, int]]]:
        from tools.bench_jobs import FIVE

        found: dict[str, list[tuple[str, int]]] = {}
        for site in index_sites(open_tree(str(self.tree)), FIVE).sites:
            if site.kind in _DECLARED:
                found.setdefault(site.name, []).append((site.path, site.line))
        return found

    def mbox(self, count: int = 1000) -> Path:
        """Returns a made-up series of many patches."""
        path = self.work / "many.mbox"
        if not path.exists():
            mails = []
            for number in range(1, count + 1):
                old = [b"int value_%d = %d;\n" % (line, line) for line in range(60)]
                new = [*old[:30], b"int more_%d;\n" % number, *old[31:]]
                diff = _diff(f"kernel/file_{number}.c", old, new)
                mails.append(
                    _MAIL.format(
                        number=number, total=count, subject=f"kernel: change {number}", diff=diff
                    )
                )
            path.write_text("".join(mails))
        return path

    def mailinfo(self) -> Side:
        """Returns `git mailinfo` on each mail of that series."""
        folder = self.work / "mails"
        if not folder.exists():
            folder.mkdir()
            _git(None, "mailsplit", f"-o{folder}", str(self.mbox()))
        script = f'for mail in {folder}/*; do git mailinfo message patch < "$mail"; done'
        return Side([["sh", "-c", script]], self.work)


def _diff(path: str, old: Sequence[bytes], new: Sequence[bytes]) -> str:
    lines = difflib.unified_diff(
        [line.decode("latin-1") for line in old],
        [line.decode("latin-1") for line in new],
        f"a/{path}",
        f"b/{path}",
    )
    return f"diff --git a/{path} b/{path}\n" + "".join(lines)


def _git(environment: Mapping[str, str] | None, *arguments: str, text: str | None = None) -> str:
    done = subprocess.run(
        ["git", *arguments],
        check=True,
        env={**os.environ, **(environment or {})},
        input=text,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="surrogateescape",
    )
    return done.stdout
