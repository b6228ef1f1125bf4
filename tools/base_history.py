"""Grows a history for `base_oracle` on a kernel's tree, from the series of mail archives.

Each series that goes in is made into commits twice: by its author, on a commit that is some series
behind the tip (or on one with a private change to a file of it), where `git format-patch` writes its
mails; and, where it still goes in, by the maintainer, on the tip. So every mail's true base is known,
the history goes on after it, and index lines, dates and threads are those of git. Releases are tagged,
stable branches leave and take some of the series. Of the kernel it has the files that the series name,
in a repository of its own that borrows the kernel's objects.
"""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import mktime_tz, parsedate_tz
from pathlib import Path

from patchkit.errors import SeriesError
from patchkit.model.series import Patch, Series
from patchkit.readers.assemble import assemble
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Message
from patchkit.readers.threads import read_head, sort_into_threads
from tools.archive_oracle import mails

DAY = 86400
_BEHIND = 30  # an author's tree is at most so many series behind
_RELEASE = 40  # series from one tag to the next
_STABLE = 3  # every so many releases a stable branch leaves
_PRIVATE = 8  # one of so many authors has a change that nobody else has
_PERSON = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ada Slot"), ("EMAIL", "ada@example.org"))
}


@dataclass(frozen=True)
class Sent:
    """A series that was sent: its mails, what it was made on, when, and whether that is private."""

    mbox: Path
    base: str
    date: int
    private: bool


@dataclass
class Grown:
    """The repository while it grows."""

    repository: Path
    seed: int = 1
    tip: str = ""
    trail: list[tuple[int, str]] = field(default_factory=list)
    stable: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    date: int = 0

    def git(self, *args: str, stdin: bytes = b"", date: int = 0) -> str:
        """Runs git in the repository; raises CalledProcessError when it fails."""
        when = f"{date or self.date} +0000"
        environment = {
            **os.environ,
            **_PERSON,
            **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), when),
            "GIT_DIR": str(self.repository),
            "GIT_INDEX_FILE": str(self.repository / "index"),
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        done = subprocess.run(
            ["git", *args], input=stdin, capture_output=True, check=True, env=environment
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commits(self, diffs: Sequence[tuple[bytes, str]], on: str, date: int) -> str:
        """Returns the last of the commits that the diffs make on `on`, "" when one does not go in."""
        self.git("read-tree", on)
        for diff, title in diffs:
            try:
                self.git("apply", "--cached", "-", stdin=diff)
            except subprocess.CalledProcessError:
                return ""
            tree = self.git("write-tree", "--missing-ok")
            on = self.git("commit-tree", tree, "-p", on, "-m", title, date=date)
        return on


def new_history(kernel: Path, folder: Path, date: int, paths: Collection[str]) -> Grown:
    """Returns a repository in `folder` whose first commit, on `date`, has `paths` of a kernel."""
    repository = folder / "grown.git"
    subprocess.run(["git", "init", "-q", "--bare", str(repository)], check=True)
    objects = subprocess.run(
        ["git", "-C", str(kernel), "rev-parse", "--git-path", "objects"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (repository / "objects/info/alternates").write_text(f"{(kernel / objects).resolve()}\n")
    listing = subprocess.run(
        ["git", "-C", str(kernel), "ls-tree", "-r", "-z", "HEAD"], check=True, capture_output=True
    )
    named = (one.partition(b"\t") for one in listing.stdout.split(b"\0"))
    kept = [b"\t".join((mode, path)) for mode, _, path in named if os.fsdecode(path) in paths]
    grown = Grown(repository, date=date)
    grown.git("update-index", "-z", "--index-info", stdin=b"\0".join((*kept, b"")))
    tree = grown.git("write-tree", "--missing-ok")
    grown.tip = grown.git("commit-tree", tree, "-m", "first")
    grown.trail = [(date, grown.tip)]
    grown.git("update-ref", "refs/heads/master", grown.tip)
    grown.git("symbolic-ref", "HEAD", "refs/heads/master")
    return grown


def read_archives(archives: Iterable[Path], since: str, until: str) -> list[tuple[int, Series]]:
    """Returns the series that were sent between two dates, with when, in that order."""
    found = []
    for archive in archives:
        raws = [one.raw for one in mails(archive, f"--since={since}", f"--until={until}")]
        for thread in sort_into_threads([read_head(raw) for raw in raws]):
            letters = [read_letter(Message(raws[at], f"mail {at}")) for at in reversed(thread)]
            try:
                series = assemble(archive.parent.name, letters)
            except SeriesError:
                continue
            date = parsedate_tz(series.patches[0].date)
            whole = not series.missing and all(patch.files for patch in series.patches)
            if whole and date:
                found.append((mktime_tz(date), series))
    return sorted(found, key=lambda one: one[0])


def grow(grown: Grown, series: Iterable[tuple[int, Series]], folder: Path, most: int) -> Iterator[Sent]:
    """Yields at most `most` series that were sent while the history grew."""
    chance = random.Random(grown.seed)
    sent = 0
    for date, one in series:
        if sent >= most:
            break
        diffs = [(patch.diff, patch.subject.text or "none") for patch in one.patches]
        base, name, private = _author(grown, one.patches, date, chance)
        made = grown.commits(diffs, base, date) if base else ""
        if not made:
            continue
        sent += 1
        mbox = folder / f"{sent:04}.mbox"
        mbox.write_text(_mails(grown, base, made, f"PATCH {name}".strip()), "utf-8", "surrogateescape")
        yield Sent(mbox, base, date, private)
        _maintainer(grown, diffs, date + chance.randrange(1, 10) * DAY, chance)
        if sent % _RELEASE == 0:
            _release(grown, sent // _RELEASE)


def _author(
    grown: Grown, patches: Sequence[Patch], date: int, chance: random.Random
) -> tuple[str, str, bool]:
    """Returns what an author makes a series on at a date, its stable line, and whether it is private."""
    name = chance.choice(["", "", "", *grown.stable])
    trail = grown.stable[name] if name else grown.trail
    there = [commit for made, commit in trail if made <= date] or [trail[0][1]]
    base = chance.choice(there[-_BEHIND:])
    changed = [file for patch in patches for file in patch.files if file.old_blob.strip("0")]
    if changed and not chance.randrange(_PRIVATE):
        return _private(grown, base, str(changed[0].source)), name, True
    return base, name, False


def _private(grown: Grown, base: str, path: str) -> str:
    """Returns a commit upon `base` with a line more at the end of a file, "" when it is not there."""
    try:
        text = grown.git("cat-file", "blob", f"{base}:{path}")
    except subprocess.CalledProcessError:
        return ""
    blob = grown.git(
        "hash-object",
        "-w",
        "--stdin",
        stdin=f"{text}\n/* private */\n".encode("utf-8", "surrogateescape"),
    )
    grown.git("read-tree", base)
    grown.git("update-index", "--cacheinfo", f"100644,{blob},{path}")
    tree = grown.git("write-tree", "--missing-ok")
    return grown.git("commit-tree", tree, "-p", base, "-m", "private")


def _mails(grown: Grown, base: str, made: str, prefix: str) -> str:
    return grown.git(
        *("format-patch", "--stdout", "--thread", "--abbrev=12", f"--subject-prefix={prefix}"),
        f"{base}..{made}",
    )


def _maintainer(
    grown: Grown, diffs: Sequence[tuple[bytes, str]], date: int, chance: random.Random
) -> None:
    """Takes a series into the tip, and some into the stable branches, where it goes in."""
    grown.date = max(grown.date, date)
    made = grown.commits(diffs, grown.tip, grown.date)
    if made:
        grown.tip = made
        grown.trail.append((grown.date, made))
        grown.git("update-ref", "refs/heads/master", made)
    for name, trail in grown.stable.items():
        taken = grown.commits(diffs, trail[-1][1], grown.date) if chance.randrange(4) == 0 else ""
        if taken:
            trail.append((grown.date, taken))
            grown.git("update-ref", f"refs/heads/linux-{name}", taken)


def _release(grown: Grown, number: int) -> None:
    name = f"9.{number}"
    grown.git("update-ref", f"refs/tags/v{name}", grown.tip)
    if number % _STABLE == 0:
        grown.stable[f"{name}.y"] = [(grown.date, grown.tip)]
        grown.git("update-ref", f"refs/heads/linux-{name}.y", grown.tip)
