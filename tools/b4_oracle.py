"""Compares what patchkit makes of mail threads with what `b4 am` makes of the same mbox.

Takes threads with several patches and replies out of public-inbox archives (v2), gives each to both, and
compares the patches in order (by message-id), and each one's trailers, its own and those from replies.
b4 runs offline (`b4 --offline-mode am -m`) with a home of its own. A difference that is wanted is
counted by its kind (`why_patches_differ`, `why_trailers_differ`); every other one is printed and makes
the exit status 1. Writes nothing into the archive and keeps no mail.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from patchkit.errors import SeriesError
from patchkit.model.series import Patch as OurPatch
from patchkit.model.series import Series, Trailer
from patchkit.readers.assemble import assemble
from patchkit.readers.headers import parse_headers
from patchkit.readers.mail import read_letter
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Message
from patchkit.readers.tags import parse_trailers
from patchkit.readers.threads import Head, read_head, sort_into_threads
from tools.archive_oracle import mails

_FIRST = re.compile(r"\[[^\]]*PATCH[^\]]*\b0*1/0*([2-9]|\d\d+)\b", re.IGNORECASE)
_REPLY = re.compile(r"re:", re.IGNORECASE)
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class Patch:
    """One patch as b4 has it; trailers as "key: value", letter case and blanks evened out.

    `lines` are all lines of the mail that look like trailers.
    """

    message_id: str
    trailers: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One difference in one thread; `kind` is "" when it has no known reason."""

    kind: str
    text: str


def threads(archive: Path) -> Iterator[list[bytes]]:
    """Yields the threads with a first of several patches and a reply, oldest first; two passes."""
    heads: list[Head] = []
    for mail in mails(archive):
        heads.append(read_head(mail.raw))
    wanted = {}
    for number, thread in enumerate(sort_into_threads(heads)):
        subjects = [heads[place].subject for place in thread]
        if any(map(_FIRST.match, subjects)) and any(map(_REPLY.match, subjects)):
            wanted.update(dict.fromkeys(thread, (number, len(thread))))
    found: dict[int, list[bytes]] = {}
    for place, mail in enumerate(mails(archive)):
        number, size = wanted.get(place, (0, 0))
        if size:
            found.setdefault(number, []).append(mail.raw)
            if len(found[number]) == size:
                yield found.pop(number)[::-1]


def as_mbox(raws: list[bytes]) -> bytes:
    start = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"
    parts = []
    for raw in raws:
        body = raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw
        parts.append(start + _FROM.sub(rb">\1", body).rstrip(b"\n") + b"\n\n")
    return b"".join(parts)


def ask_b4(b4: str, mbox: bytes) -> list[Patch] | None:
    """Returns the patches that `b4 am` writes."""
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "in.mbox").write_bytes(mbox)
        command = [b4, "--offline-mode", "-c", "b4.attestation-policy=off"]
        homes = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        places = dict.fromkeys(homes, scratch)
        subprocess.run(
            [*command, "am", "-m", "in.mbox", "-o", "out", "--allow-unicode-control-chars"],
            cwd=scratch,
            env={**os.environ, **places, "GIT_CONFIG_GLOBAL": "/dev/null"},
            capture_output=True,
            check=False,
        )
        made = list(Path(scratch, "out").glob("*.mbx"))
        if not made:
            return None
        messages, _ = split_messages(made[0].read_bytes(), "b4")
    letters = [read_letter(Message(raw, "b4")).patch for raw in messages]
    return [
        Patch(one.message_id, evened(parse_trailers(one.body)), lines_of(one.raw)) for one in letters
    ]


def ask_patchkit(mbox: bytes) -> Series | None:
    messages, _ = split_messages(mbox, "mbox")
    letters = [read_letter(Message(raw, f"message {number}")) for number, raw in enumerate(messages, 1)]
    try:
        return assemble("mbox", letters)
    except SeriesError:
        return None


def evened(trailers: Iterable[Trailer]) -> tuple[str, ...]:
    """Evens out what says nothing: letter case, blanks, quotes, brackets, comments behind an address."""
    lines = []
    for one in trailers:
        value = re.sub(r"(@[^\s>]*>?)\s*[#(\[].*$", r"\1", one.value)
        value = re.sub(r"\s*[<>]\s*", " ", value.replace('"', ""))
        lines.append(f"{one.key.lower()}: {' '.join(value.split()).lower()}")
    return tuple(dict.fromkeys(lines))


def compare(name: str, mbox: bytes, theirs: list[Patch] | None) -> list[Difference]:
    """Returns the differences between patchkit's reading of the thread and b4's."""
    series = ask_patchkit(mbox)
    if series is None or theirs is None:
        only = "b4" if series is None else "patchkit"
        return [Difference("", f"{name}: only {only} finds a series")] if theirs or series else []
    ours = [one.message_id for one in series.patches]
    if ours != [one.message_id for one in theirs]:
        text = f"{name}: patches\n  ours   {ours}\n  theirs {[one.message_id for one in theirs]}"
        return [Difference(why_patches_differ(series, theirs), text)]
    found = []
    for patch, other in zip(series.patches, theirs, strict=True):
        mine = evened(series.trailers(patch))
        for line in sorted({*mine} ^ {*other.trailers}):
            side = "ours" if line in mine else "theirs"
            kind = why_trailers_differ(series, patch, line, None if side == "theirs" else other)
            if not kind and side == "theirs" and given_to_all(mbox, series, line):
                kind = "b4 gives it to every patch: the reply has References alone"
            found.append(Difference(kind, f"{name}: patch {patch.number}, only {side}: {line}"))
    return found


def why_patches_differ(series: Series, theirs: list[Patch]) -> str:
    """Returns the wanted reason why b4's patches are others, "" when there is none."""
    kinds = {incident.kind for incident in series.incidents}
    ours = {patch.message_id for patch in series.patches}
    if "patch-doubled" in kinds and len(theirs) > len(ours):
        return "b4 takes a patch that is there twice for two"
    if "partial-reroll" in kinds and len(theirs) < len(ours):
        return "b4 drops what a reroll without a counter does not replace"
    if len({patch.subject.version for patch in series.patches}) > 1:
        return "b4 takes patches with versions of their own apart"
    if kinds & {"other-series", "other-version"} and len(theirs) < len(ours):
        return "b4 reads a later patch in the discussion and not the series"
    if "other-series" in kinds and not series.missing:
        return "b4 mixes a later patch of the discussion into the series"
    if "other-version" in kinds and series.missing:
        return "of incomplete versions b4 reads the last sent and not the newest"
    return ""


def why_trailers_differ(series: Series, patch: OurPatch, line: str, theirs: Patch | None) -> str:
    """Returns the wanted reason why one side alone has the trailer `line`, "" when there is none.

    `theirs` is b4's patch, which lacks it; None when b4 has it.
    """
    if theirs is None:
        for reply in series.replies:
            for one in reply.follow_ups if reply.patch in (patch.number, 0) else ():
                if one.refused and evened([one.trailer]) == (line,):
                    return f"b4 takes it: {one.refused.partition(':')[0]}"
        if line in lines_of(patch.body.encode()):
            return "b4 takes it: its paragraph is no block of trailers by git's rules"
    elif line in theirs.lines:
        return "b4 writes it where git cuts the message off"
    elif line in evened(patch.trailers):
        return "b4 drops it: its own message, as git has it"
    return ""


def given_to_all(mbox: bytes, series: Series, line: str) -> bool:
    """Tells whether the trailer comes in a reply to one patch that has no In-Reply-To.

    b4 then goes by the first of the References, which is the cover letter.
    """
    messages, _ = split_messages(mbox, "mbox")
    bare = {
        next(iter(headers.ids("message-id")), "")
        for headers in map(parse_headers, messages)
        if not headers.raw("in-reply-to")
    }
    return any(
        reply.message_id in bare and line in evened(one.trailer for one in reply.follow_ups)
        for reply in series.replies
    )


def lines_of(text: bytes) -> tuple[str, ...]:
    """Returns every line of a text that looks like a trailer."""
    pairs = (line.partition(":") for line in text.decode("utf-8", "replace").split("\n"))
    return evened(Trailer(key.strip(), value.strip()) for key, colon, value in pairs if colon)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", nargs="+", type=Path, help="public-inbox v2 archive")
    parser.add_argument("--b4", default="b4", help="the b4 program")
    parser.add_argument("--limit", type=int, default=200, help="threads of each archive")
    parser.add_argument("--jobs", type=int, default=2, help="b4 processes at a time")
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    unexplained: list[str] = []
    count = same = 0
    for archive in options.archive:
        chosen = islice(threads(archive), options.limit)
        mboxes = [as_mbox(raws) for raws in chosen]
        with ThreadPoolExecutor(options.jobs) as pool:
            theirs = list(pool.map(lambda mbox: ask_b4(options.b4, mbox), mboxes))
        for number, (mbox, other) in enumerate(zip(mboxes, theirs, strict=True)):
            differences = compare(f"{archive}, thread {number}", mbox, other)
            count, same = count + 1, same + (not differences)
            kinds.update({one.kind for one in differences if one.kind})
            unexplained += [one.text for one in differences if not one.kind]
    print(f"{count} threads, {same} read the same")
    for kind, threads_of_kind in kinds.most_common():
        print(f"  {threads_of_kind:6} {kind}")
    print("\n".join(unexplained))
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
