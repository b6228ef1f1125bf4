"""Measures patchkit's reading of mails against git's own, on a public-inbox archive (v2).

For each mail whose subject says PATCH and is no reply: what `git mailinfo` + `git apply --numstat -z`
count is compared with what `patchkit.readers` counts, path by path. Prints how many agree, every
difference, every mail read as empty that git reads, and the time per mail beside `git mailinfo`'s own.
Writes nothing into the archive.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from patchkit.model.series import Patch
from patchkit.readers.headers import parse_headers
from patchkit.readers.mail import Letter, read_letter
from patchkit.readers.message import Message
from patchkit.readers.postings import Role, role_of

Counts = list[tuple[str, str, str]]  # added, removed ("-" for binary), path

_PATCH = re.compile(r"(?!re:).*\[[^\]]*PATCH", re.IGNORECASE | re.DOTALL)


@dataclass
class Mail:
    commit: str
    raw: bytes


def mails(archive: Path, *limits: str) -> Iterator[Mail]:
    """Yields every mail of the archive, newest first, through one cat-file process.

    `limits` are options of git rev-list (--since=DATE).
    """
    command = ["git", "-C", str(archive), "rev-list", "--all", *limits]
    listing = subprocess.run(command, check=True, capture_output=True, text=True)
    commits = listing.stdout.split()
    with tempfile.TemporaryFile() as wanted:
        wanted.write("".join(f"{commit}:m\n" for commit in commits).encode())
        wanted.seek(0)
        command = ["git", "-C", str(archive), "cat-file", "--batch"]
        with subprocess.Popen(command, stdin=wanted, stdout=subprocess.PIPE) as batch:
            assert batch.stdout is not None
            for commit in commits:
                header = batch.stdout.readline().split()
                if header[-1] == b"missing":
                    continue
                raw = batch.stdout.read(int(header[2]))
                batch.stdout.read(1)
                yield Mail(commit, raw)


def says_patch(raw: bytes) -> bool:
    """Tells whether the subject announces a patch: "[... PATCH" in it, and no "Re:" at its start."""
    return _PATCH.match(" ".join(parse_headers(raw).text("subject").split())) is not None


def git_counts(raw: bytes) -> Counts | str:
    """Returns git's counts, or why git does not take the mail."""
    with tempfile.TemporaryDirectory() as scratch:
        patch = Path(scratch, "patch")
        info = subprocess.run(
            ["git", "mailinfo", str(Path(scratch, "message")), str(patch)],
            input=raw,
            capture_output=True,
            cwd=scratch,
            check=False,
        )
        if info.returncode:
            return f"mailinfo: {info.stderr.decode('utf-8', 'replace').strip()}"
        apply = subprocess.run(
            ["git", "apply", "--numstat", "-z", str(patch)],
            capture_output=True,
            cwd=scratch,
            check=False,
        )
    if apply.returncode:
        return f"apply: {apply.stderr.decode('utf-8', 'replace').strip()}"
    rows = apply.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return [(added, removed, path) for added, removed, path in (row.split("\t", 2) for row in rows)]


def mailinfo_time(raws: list[bytes]) -> float:
    """Returns the seconds `git mailinfo` takes for a mail, one after the other."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        for raw in raws:
            subprocess.run(
                ["git", "mailinfo", "message", "patch"],
                input=raw,
                capture_output=True,
                cwd=scratch,
                check=False,
            )
    return (time.perf_counter() - start) / max(len(raws), 1)


def our_counts(patch: Patch) -> Counts | str:
    if patch.malformed:
        return patch.malformed
    return [
        ("-", "-", file.path) if file.binary else (str(file.added), str(file.removed), file.path)
        for file in patch.files
    ]


class Cache:
    """Oracle answers by commit, one JSON line each, so that a second run asks git only for new mails."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.answers: dict[str, Counts | str] = {}
        if path is not None and path.exists():
            for line in path.read_text("utf-8").split("\n"):
                if line:
                    commit, answer = json.loads(line)
                    self.answers[commit] = (
                        answer if isinstance(answer, str) else [(a, r, p) for a, r, p in answer]
                    )

    def get(self, mail: Mail) -> Counts | str:
        if mail.commit not in self.answers:
            self.answers[mail.commit] = git_counts(mail.raw)
        return self.answers[mail.commit]

    def save(self) -> None:
        if self.path is not None:
            lines = (json.dumps(item) + "\n" for item in self.answers.items())
            self.path.write_text("".join(lines), "utf-8")


def compare(selected: list[Mail], theirs: list[Counts | str], *, show: int) -> int:
    """Prints the comparison and returns the number of mails git accepts and we read differently."""
    verdicts: Counter[str] = Counter()
    reasons: list[str] = []
    spent = 0.0
    for mail, oracle in zip(selected, theirs, strict=True):
        start = time.perf_counter()
        letter = read_letter(Message(mail.raw, mail.commit))
        spent += time.perf_counter() - start
        ours = our_counts(letter.patch)
        verdict = judge(oracle, ours, letter)
        verdicts[verdict] += 1
        if verdict not in ("same", "no patch, both", "refused, both"):
            reasons.append(f"{mail.commit} {verdict}: git {oracle!r:.300} ours {ours!r:.300}")
    accepted = sum(1 for oracle in theirs if not isinstance(oracle, str))
    print(f"{len(selected)} patch mails, git accepts {accepted}")
    for verdict, count in verdicts.most_common():
        print(f"  {count:6} {verdict}")
    theirs_spent = mailinfo_time([mail.raw for mail in selected[:: max(len(selected) // 300, 1)]])
    print(f"ours: {1000 * spent / max(len(selected), 1):.2f} ms per mail")
    print(f"git mailinfo alone: {1000 * theirs_spent:.2f} ms per mail")
    for reason in reasons[:show]:
        print(reason)
    return verdicts["DIFFERENT"] + verdicts["SILENTLY EMPTY"]


def judge(oracle: Counts | str, ours: Counts | str, letter: Letter) -> str:
    if not isinstance(oracle, str):
        if oracle == ours:
            return "same"
        return "SILENTLY EMPTY" if not ours else "DIFFERENT"
    if "No valid patches" in oracle or "unrecognized input" in oracle:
        if not ours:
            return "no patch, both"
        if role_of(letter) is Role.REPLY:
            return "no patch, both"  # a reply that quotes a diff
        return (
            "malformed where git sees no patch"
            if letter.patch.malformed
            else "read where git sees no patch"
        )
    return "refused, both" if letter.patch.malformed else "read where git refuses"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "archive", nargs="+", type=Path, help="git directory of a public-inbox v2 archive"
    )
    parser.add_argument("--limit", type=int, default=0, help="look at so many patch mails only")
    parser.add_argument("--jobs", type=int, default=2, help="git processes at a time")
    parser.add_argument("--show", type=int, default=40, help="print so many differences")
    parser.add_argument("--cache", type=Path, help="file that keeps git's answers")
    options = parser.parse_args()
    found = (mail for one in options.archive for mail in mails(one) if says_patch(mail.raw))
    selected = list(islice(found, options.limit or None))
    cache = Cache(options.cache)
    with ThreadPoolExecutor(options.jobs) as pool:
        theirs = list(pool.map(cache.get, selected))
    cache.save()
    return 1 if compare(selected, theirs, show=options.show) else 0


if __name__ == "__main__":
    sys.exit(main())
