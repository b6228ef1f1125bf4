"""A thread that is the hot-remove posting in everything series.toml says, with a text of our own."""

from __future__ import annotations

from patchkit.model.profile import SeriesFacts
from patchkit.readers.profile import embedded_series, load_facts
from tests.readers.mails import SIGNATURE, mail, mbox

OSCAR = "Oscar Salvador <osalvador@example.org>"


def facts() -> SeriesFacts:
    return load_facts(embedded_series("hot-remove"))


def posted_thread() -> bytes:
    """The mbox of the posting's mails; its patches add the lines of the files up to the known counts."""
    known = facts()
    posting = known.postings[0]
    stat = "".join(f" {path} | {count} +-\n" for path, count in known.diffstat.changed.items())
    diffs = _diffs(known)
    mails = [_mail(posting.subjects[0], posting.message_ids[0], f"Why.\n\n{stat}\n".encode())]
    for place, diff in enumerate(diffs, 1):
        body = b"What.\n\nSigned-off-by: Oscar <osalvador@example.org>\n---\n" + diff + SIGNATURE
        mails.append(
            _mail(posting.subjects[place], posting.message_ids[place], body, posting.message_ids[0])
        )
    return mbox(*mails)


def _mail(subject: str, message_id: str, body: bytes, parent: str = "") -> bytes:
    raw = mail(subject, body, sender=OSCAR, id="X", parent="P" if parent else "")
    return raw.replace(b"<X@example.org>", f"<{message_id}>".encode()).replace(
        b"<P@example.org>", f"<{parent}>".encode()
    )


def _diffs(known: SeriesFacts) -> list[bytes]:
    """Five diffs: every file once, and one of them again with three lines that come and go."""
    left = known.diffstat.insertions
    files = []
    for path, count in known.diffstat.changed.items():
        added = min(count, left)
        left -= added
        files.append(_file(path, added, count - added))
    again = (known.postings[0].insertions or 0) - known.diffstat.insertions
    files.append(_file(next(iter(known.diffstat.changed)), again, again))
    return [b"".join(files[place::5]) for place in range(5)]


def _file(path: str, added: int, removed: int) -> bytes:
    lines = [" kept"] + [f"-old {n}" for n in range(removed)] + [f"+new {n}" for n in range(added)]
    head = (
        f"diff --git a/{path} b/{path}\nindex 1111111..2222222 100644\n--- a/{path}\n+++ b/{path}\n"
        f"@@ -1,{removed + 1} +1,{added + 1} @@\n"
    )
    return (head + "\n".join(lines) + "\n").encode()
