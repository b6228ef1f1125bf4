"""File names as diff headers write them: C-quoted, prefixed, followed by a time stamp.

The rules are git's (git-diff(1), "Generating patch text with -p", and git-apply(1), `-p<n>`): a quoted
name is unquoted first, then leading components are stripped. Names stay bytes here, because an octal
escape is a byte; only the caller turns the finished name into a path. Refuses to judge whether a path is
safe or exists.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

DEV_NULL = b"/dev/null"

_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_STAMP = re.compile(
    rb"[ \t](\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)?[ \t]*(?:([-+])(\d\d):?(\d\d))?[ \t]*$"
)
_STAMP_ROOM = 80  # a stamp is looked for at the end only: a line of blanks must not cost its square
_SLASHES = re.compile(rb"//+")
_LONGEST_PAIR = 2 * 4100  # two names of PATH_MAX with their prefixes


def unquote(text: bytes) -> tuple[bytes, int] | None:
    """Returns the C-unquoted name at the start of `text` and the number of bytes it took, or None
    when `text` does not start with a complete quoted name.
    """
    match = _QUOTED.match(text)
    if match is None:
        return None
    return _ESCAPE.sub(_unescape, match[1]), match.end()


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 0xFF])
    return _ESCAPED.get(code, code)


def strip_components(name: bytes, count: int) -> bytes | None:
    """Returns `name` without its first `count` components, or None when it has no more than those.

    A leading slash counts as one component and runs of slashes are one slash, as in `git apply -p`.
    """
    for _ in range(count):
        _, slash, name = name.partition(b"/")
        if not slash:
            return None
    return _SLASHES.sub(b"/", name) or None


def header_name(field: bytes, strip: int) -> bytes | None:
    """Returns the name in a `---`, `+++`, `rename` or `copy` line; `field` is what follows that word."""
    quoted = unquote(field)
    name = quoted[0] if quoted else field.partition(b"\t")[0]
    return strip_components(name, strip)


def git_line_name(field: bytes, strip: int) -> bytes | None:
    """Returns the name both halves of a `diff --git A B` line agree on, None when they do not.

    Unquoted names may hold spaces, so every space is tried as the border, as git does.
    """
    for first, second in _halves(field):
        name = strip_components(first, strip)
        if name is not None and name == strip_components(second, strip):
            return name
    return None


def _halves(field: bytes) -> list[tuple[bytes, bytes]]:
    quoted = unquote(field)
    if quoted:
        rest = field[quoted[1] :].lstrip(b" ")
        second = unquote(rest)
        return [(quoted[0], second[0] if second else rest)]
    if field.endswith(b'"') and b' "' in field:
        border = field.index(b' "')
        second = unquote(field[border + 1 :])
        if second:
            return [(field[:border], second[0])]
    if len(field) > _LONGEST_PAIR:
        return []
    borders = [at for at, byte in enumerate(field) if byte == 0x20]
    return [(field[:at], field[at + 1 :]) for at in borders]


def traditional_name(field: bytes, strip: int, other: bytes | None = None) -> bytes | None:
    """Returns the name in a `---`/`+++` line that no `diff --git` line stands above.

    A time stamp at its end is cut off. `other` is the name in the line before: it wins when this one
    only adds to it ("foo.c" and "foo.c.orig") or has too few components.
    """
    quoted = unquote(field)
    if quoted:
        name = strip_components(quoted[0], strip)
    else:
        stamp = _stamp(field)
        bare = field[: stamp.start()] if stamp else field
        name = strip_components(bare.partition(b"\t")[0].rstrip(b" "), strip)
    if other and (name is None or name.startswith(other)):
        return other
    return name


def _stamp(field: bytes) -> re.Match[bytes] | None:
    return _STAMP.search(field, max(0, len(field) - _STAMP_ROOM))


def is_dev_null(field: bytes) -> bool:
    """Tells whether a `---`/`+++` line names no file."""
    return field.startswith(DEV_NULL) and field[len(DEV_NULL) :][:1] in (b"", b"\t", b" ")


def has_epoch_stamp(field: bytes) -> bool:
    """Tells whether the time stamp is the epoch: GNU diff's way to say "this side does not exist"."""
    match = _stamp(field)
    if match is None or match[3] is None:
        return False
    shift = timedelta(hours=int(match[4]), minutes=int(match[5]))
    try:
        moment = datetime.fromisoformat(f"{match[1].decode()}T{match[2].decode()}")
        zone = timezone(shift if match[3] == b"+" else -shift)
    except ValueError:  # "2018-13-45": no date, so not the epoch
        return False
    return moment.replace(tzinfo=zone) == datetime(1970, 1, 1, tzinfo=UTC)
