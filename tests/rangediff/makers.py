"""Series made from the contents of files before and after, with diffs as git would cut them."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from difflib import unified_diff

from patchkit.model.compare import Comparison, Pair
from patchkit.model.series import Series
from patchkit.rangediff import compare
from patchkit.readers import read_series
from tests.readers.mails import mail, mbox

Files = dict[str, str | None]
PATH = "mm/slot.c"
MESSAGE = "Make slots whole.\n\nSigned-off-by: Ada Slot <ada@example.org>\n"


def file_diff(path: str, old: str | None, new: str | None) -> str:
    """The diff of one file; a hunk's heading is the last line above that starts in column 0."""
    before, after = (text.splitlines(keepends=True) if text else [] for text in (old, new))
    lines = list(unified_diff(before, after, f"a/{path}", f"b/{path}"))
    for at, line in enumerate(lines):
        if match := re.match(r"@@ -(\d+)", line):
            above = before[: max(int(match[1]) - 1, 0)]
            starts = [one for one in above if re.match(r"[A-Za-z_$]", one)]
            lines[at] = line.rstrip("\n") + (f" {starts[-1].rstrip()}" if starts else "") + "\n"
    head = f"diff --git a/{path} b/{path}\n"
    if old is None:
        head += "new file mode 100644\n"
        lines[0] = "--- /dev/null\n"
    elif new is None:
        head += "deleted file mode 100644\n"
        lines[1] = "+++ /dev/null\n"
    return head + "".join(lines)


def patch(
    subject: str,
    files: Mapping[str, tuple[str | None, str | None]],
    message: str = MESSAGE,
    diff: str = "",
    **headers: str,
) -> bytes:
    """A mail with the patch that turns each file's first text into its second; `diff` comes behind."""
    text = "".join(file_diff(path, *pair) for path, pair in files.items()) + diff
    return mail(subject, f"{message}---\n\n{text}-- \n2.39.5\n".encode(), **headers)


def series(*mails: bytes) -> Series:
    """The series that the mails are."""
    return read_series("-", stdin=io.BytesIO(mbox(*mails)))


def compared(old: bytes, new: bytes) -> Pair:
    """The one pair of two series of one patch each."""
    comparison: Comparison = compare(series(old), series(new))
    (pair,) = comparison.pairs
    return pair
