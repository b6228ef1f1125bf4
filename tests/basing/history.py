"""A repository with a history of two weeks, and series made on its commits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from patchkit.model.series import Series
from patchkit.readers import read_series

TEXT = b"".join(b"int line_%d;\n" % number for number in range(30))


def text(**lines: str) -> bytes:
    """The text with some lines replaced: `text(l3="int three;")`."""
    rows = TEXT.split(b"\n")
    for name, line in lines.items():
        rows[int(name[1:])] = line.encode()
    return b"\n".join(rows)


@dataclass(frozen=True)
class History:
    """A repository whose commits have the dates that are wanted; `path` is where it is."""

    path: Path

    def git(self, *args: str, day: int = 1) -> str:
        date = f"2021-03-{day:02}T12:00:00+0000"
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *args], cwd=self.path, check=True, capture_output=True, env={**os.environ, **dates}
        )
        return done.stdout.decode().strip()

    def commit(self, files: Mapping[str, bytes | None], *, day: int, tag: str = "") -> str:
        for name, content in files.items():
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                place.unlink()
            else:
                place.write_bytes(content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", f"day {day}", day=day)
        if tag:
            self.git("tag", "-a", tag, "-m", tag, day=day)
        return self.git("rev-parse", "HEAD")

    def series(
        self,
        base: str,
        patches: Iterable[Mapping[str, bytes | None]],
        *,
        day: int,
        prefix: str = "PATCH",
        options: tuple[str, ...] = (),
        index: bool = True,
    ) -> Series:
        """Returns a series made on `base`, sent on a day; its commits are on no branch."""
        self.git("checkout", "--quiet", "--detach", base)
        for patch in patches:
            self.commit(patch, day=day)
        mails = self.git(
            *("format-patch", "--stdout", "--thread", f"--subject-prefix={prefix}"), *options, base
        )
        self.git("checkout", "--quiet", "master")
        if not index:
            mails = "\n".join(line for line in mails.split("\n") if not line.startswith("index "))
        file = self.path.parent / "the.mbox"
        file.write_text(mails + "\n")
        return read_series(str(file))


def new_history(folder: Path) -> History:
    """Returns an empty repository in `folder`."""
    history = History(folder / "repo")
    history.path.mkdir()
    history.git("init", "--quiet", "--initial-branch=master")
    return history
