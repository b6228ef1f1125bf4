"""Authors and dates as git writes them into commits, normalised the way `git am` would read them.

A mail says "Date: Tue, 2 Oct 2018 17:00:24 +0200", a commit says "1538492424 +0200". Names lose what git
itself refuses to keep, so that a commit and the mail made of it agree. Refuses to invent a person.
"""

from __future__ import annotations

import re
import time
from email.utils import mktime_tz, parsedate_tz

from patchkit.model.series import Person

# What git-commit(1) takes off both ends of a name (ident.c, crud) and out of it.
_CRUD = "".join(map(chr, range(33))) + ".,:;<>\"\\'"
_INSIDE = re.compile(r"[<>\n\0]")
# A longer "name", or one that is an address, is taken for none (mailinfo.c, get_sane_name).
_LONGEST_NAME = 60
# git takes no zone farther from Greenwich than 14 hours (ident.c).
_FARTHEST = 14 * 3600
_NO_NAME = re.compile(r"[@<>]")


def ident(person: Person, date: str) -> bytes:
    """Returns `Name <mail> seconds zone` for a commit; the time is now where `date` says nothing."""
    name, email = clean(person)
    return f"{name} <{email}> {when(date)}".encode("utf-8", "replace")


def clean(person: Person) -> tuple[str, str]:
    """Returns name and address as git keeps them; the address stands in for a missing name."""
    email = _INSIDE.sub("", person.email).strip(_CRUD)
    name = " ".join(person.name.split())
    if not name or len(name.encode("utf-8", "replace")) > _LONGEST_NAME or _NO_NAME.search(name):
        name = email
    return _INSIDE.sub("", name).strip(_CRUD), email


def when(date: str) -> str:
    """Returns `seconds zone` of a mail's Date, the present time where it says none.

    A zone that nobody lives in ("+9900") says nothing: the time is then taken for UTC.
    """
    parts = parsedate_tz(date)
    if parts is None:
        return _now()
    east = parts[9] or 0
    if abs(east) > _FARTHEST:
        east = 0
    try:
        seconds = mktime_tz((*parts[:9], east))
    except (ValueError, OverflowError):
        return _now()
    sign = "-" if east < 0 else "+"
    return f"{max(seconds, 0)} {sign}{abs(east) // 3600:02}{abs(east) % 3600 // 60:02}"


def _now() -> str:
    return f"{int(time.time())} +0000"
