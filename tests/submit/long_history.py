"""A history as long and as odd as a subsystem's: merges, stable picks, reverts, old encodings.

Made by git fast-import from a seed, so that the same seed gives the same ids. Of every commit it is known
what git calls its subject and which branches have it.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_AREAS = ("mm/slot", "net: phy", "drm/slot/display", "i2c: slot", "KVM: x86", "docs", "sched/fair")
_WORDS = ("grow", "cut", "leak", "lock", "count", "order", "the last", "a stale", "wrong", "missing")
_RELEASE = 500  # commits from one tag to the next
_START = 1_112_911_993


@dataclass(frozen=True)
class Made:
    """A commit: its id, its subject in git's words (%s), and the branch it is on."""

    id: str
    subject: str
    branch: str


@dataclass
class _Writer:
    """Collects what fast-import is told; marks number the commits."""

    out: list[bytes] = field(default_factory=list)
    made: list[tuple[int, str, str]] = field(default_factory=list)
    mark: int = 0

    def commit(
        self,
        branch: str,
        message: str,
        path: str,
        *parents: int,
        charset: str = "UTF-8",
        title: str = "",
    ) -> int:
        """Writes a commit with one changed file; `parents` are marks, none for the branch's tip."""
        self.mark += 1
        text = message.encode(charset)
        who = f"Ada Slot <ada@example.org> {_START + self.mark * 600} +0000\n"
        lines = [f"commit refs/heads/{branch}\nmark :{self.mark}\nauthor {who}committer {who}"]
        if charset != "UTF-8":
            lines.append(f"encoding {charset}\n")
        lines.append(f"data {len(text)}\n")
        self.out += [line.encode() for line in lines] + [text, b"\n"]
        for word, parent in zip(("from", *["merge"] * len(parents)), parents, strict=False):
            self.out.append(f"{word} :{parent}\n".encode())
        content = b"%d\n" % self.mark
        self.out.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content))
        self.made.append((self.mark, title or message.partition("\n")[0], branch))
        return self.mark


def grow(folder: Path, commits: int, seed: int = 1) -> list[Made]:
    """Makes a bare repository in `folder` with about so many commits on master, stable and next."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "master", str(folder)], check=True)
    writer = _Writer()
    _write(writer, random.Random(seed), commits)
    marks = folder / "marks"
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet", f"--export-marks={marks}"],
        input=b"".join(writer.out),
        check=True,
    )
    ids = dict(line.split(" ") for line in marks.read_text().splitlines())
    return [Made(ids[f":{mark}"], subject, branch) for mark, subject, branch in writer.made]


def _write(writer: _Writer, draw: random.Random, commits: int) -> None:
    writer.commit("master", "Linux-2.6.12-rc2\n\nThe first one.\n", "Makefile")
    tip = writer.mark
    titles: list[str] = []
    while writer.mark < commits:
        if draw.random() < 0.05:
            tip = _merge(writer, draw, tip)
            continue
        title, message = _message(draw, titles)
        tip = writer.commit("master", message, _path(draw), title=title)
        titles.append(title)
        if writer.mark % _RELEASE == 0:
            writer.out.append(
                f"tag v{writer.mark // _RELEASE}\nfrom :{tip}\ntagger Ada Slot <ada@example.org> "
                f"{_START} +0000\ndata 0\n".encode()
            )
    _branches(writer, tip)
    for title, message, charset in _ODD:
        tip = writer.commit("master", message, "mm/odd.c", charset=charset, title=title)


def _message(draw: random.Random, titles: list[str]) -> tuple[str, str]:
    if titles and draw.random() < 0.03:
        title = f'Revert "{draw.choice(titles)}"'
        return title, f"{title}\n\nThis reverts commit {draw.getrandbits(160):040x}.\n"
    title = f"{draw.choice(_AREAS)}: Fix {' '.join(draw.sample(_WORDS, 3))} {draw.randrange(400)}"
    return title, f"{title}\n\nWhy: {title}.\n\nSigned-off-by: Ada Slot <ada@example.org>\n"


def _path(draw: random.Random) -> str:
    return f"{draw.choice(_AREAS).replace(': ', '/')}/file{draw.randrange(40)}.c"


def _merge(writer: _Writer, draw: random.Random, tip: int) -> int:
    """A topic of a few commits on `tip`, merged; fast-import needs a branch name for it."""
    last = tip
    for _ in range(draw.randrange(1, 6)):
        title, message = _message(draw, [])
        last = writer.commit("topic", message, _path(draw), last, title=title)
    title = f"Merge tag 'slot-{writer.mark}' of git://git.example.org/slot"
    return writer.commit("master", f"{title}\n\nSlots.\n", "merged", tip, last, title=title)


def _branches(writer: _Writer, tip: int) -> None:
    """Stable: picks of what is on master. Next: what is not there yet."""
    start = writer.mark
    for number, title, _ in writer.made[start // 2 : start : 7]:
        message = f"{title}\n\ncommit {number:040x} upstream.\n"
        parents = (start // 2,) if writer.mark == start else ()
        writer.commit("stable", message, "mm/slot/file1.c", *parents, title=title)
    for number in range(50):
        parents = (tip,) if not number else ()
        writer.commit("next", f"next: New {number}\n", "mm/next.c", *parents)


_LONG = "mm/slot: " + "A very long subject that nobody cut " * 5
_ODD = (
    ("mm/slot: Größe", "mm/slot: Größe\n\nAlt.\n", "ISO-8859-1"),
    ("mm/slot: Größe (neu)", "mm/slot: Größe (neu)\n\nNeu.\n", "UTF-8"),
    ('mm/slot: Don\'t say "no" (again)', 'mm/slot: Don\'t say "no" (again)\n\nWhy.\n', "UTF-8"),
    ("mm/slot: Two lines, one subject", "mm/slot: Two lines,\none subject\n\nWhy.\n", "UTF-8"),
    (_LONG.strip(), f"{_LONG}\n\nWhy.\n", "UTF-8"),
    ("mm/slot: Same title", "mm/slot: Same title\n\nOnce.\n", "UTF-8"),
    ("mm/slot: Same title", "mm/slot: Same title\n\nTwice.\n", "UTF-8"),
)


def on(made: list[Made], branch: str) -> Iterator[Made]:
    """Yields the commits that were made on a branch, the oldest first."""
    return (one for one in made if one.branch == branch)
