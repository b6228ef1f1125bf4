"""Mails and diffs written for the tests, and git's own answer about a mail."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from patchkit.model.series import Patch
from patchkit.readers.mail import Letter, read_letter
from patchkit.readers.message import Message

Counts = list[tuple[str, str, str]]

ADA = "Ada Slot <ada@example.org>"
HUNK = b"@@ -1,3 +1,4 @@ int slot_init(void)\n one\n-two\n+2\n+and a half\n three\n"
DIFF = (
    b"diff --git a/mm/slot.c b/mm/slot.c\nindex 1111111..2222222 100644\n"
    b"--- a/mm/slot.c\n+++ b/mm/slot.c\n" + HUNK
)
SIGNATURE = b"-- \n2.39.5\n"
MESSAGE = b"Make slots whole.\n\nSigned-off-by: Ada Slot <ada@example.org>\n"


def mail(subject: str, body: bytes = b"", **headers: str) -> bytes:
    """A raw mail; header names have "_" for "-", and `sender` stands for From."""
    fields = {
        "From": headers.pop("sender", ADA),
        "Subject": subject,
        "Date": headers.pop("date", "Tue, 2 Oct 2018 17:00:24 +0200"),
        "Message-Id": f"<{headers.pop('id', subject.replace(' ', '.'))}@example.org>",
    }
    parent = headers.pop("parent", "")
    if parent:
        fields["In-Reply-To"] = f"<{parent}@example.org>"
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return head.encode() + b"\n" + body


def patch_body(diff: bytes = DIFF, message: bytes = MESSAGE) -> bytes:
    """The body `git format-patch` writes: message, "---", diffstat, diff, signature."""
    return message + b"---\n mm/slot.c | 3 ++-\n 1 file changed\n\n" + diff + SIGNATURE


def patch_mail(subject: str, diff: bytes = DIFF, **headers: str) -> bytes:
    """A mail with a patch in it."""
    return mail(subject, patch_body(diff), **headers)


def mbox(*mails: bytes) -> bytes:
    """An mbox as `git format-patch --stdout` writes it."""
    start = b"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
    return b"".join(start + one + b"\n" for one in mails)


def letter(raw: bytes, where: str = "the.mail") -> Letter:
    """The letter that `raw` is read as."""
    return read_letter(Message(raw, where))


def counts(patch: Patch) -> Counts:
    """A patch's files in the columns of `git apply --numstat`."""
    return [
        ("-", "-", file.path) if file.binary else (str(file.added), str(file.removed), file.path)
        for file in patch.files
    ]


def git_counts(raw: bytes, *, strip: int = 1) -> Counts | None:
    """What `git mailinfo` and `git apply --numstat -z` count in a mail, None when git refuses it."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            ["git", "mailinfo", "message", "patch"],
            input=raw,
            check=True,
            capture_output=True,
            cwd=scratch,
        )
        return git_diff_counts(Path(scratch, "patch").read_bytes(), strip=strip)


def git_diff_counts(diff: bytes, *, strip: int = 1) -> Counts | None:
    """What `git apply --numstat -z` counts in a diff, None when git refuses it."""
    given = [] if strip == 1 else [f"-p{strip}"]  # an explicit -p1 keeps git from guessing
    done = subprocess.run(
        ["git", "apply", "--numstat", "-z", *given], input=diff, check=False, capture_output=True
    )
    if done.returncode:
        return None
    rows = [row.split("\t", 2) for row in done.stdout.decode("utf-8", "surrogateescape").split("\0")]
    return [(row[0], row[1], row[2]) for row in rows if len(row) == 3]
