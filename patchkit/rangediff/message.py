"""What the difference of two commit messages comes to: other words, other line breaks, other people.

Trailers that name people or mails come and go with every version and say nothing about the patch.
Others, such as Fixes, are part of what the message says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from patchkit.model.compare import Difference
from patchkit.model.series import Patch, Trailer

_TAG = re.compile(r"([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(\S.*)")
_PEOPLE = re.compile(r".*-by|cc|link", re.IGNORECASE)
_ADDRESS = re.compile(r"@|https?://")


def judge_message(old: Patch, new: Patch) -> frozenset[Difference]:
    """Returns in what the messages of two versions differ, authors included."""
    found: set[Difference] = set()
    if old.author != new.author:
        found.add(Difference.AUTHOR)
    if _words(old) != _words(new):
        found.add(Difference.MESSAGE)
    elif _lines(old) != _lines(new):
        found.add(Difference.LAYOUT)
    if list(people(old)) != list(people(new)):
        found.add(Difference.PEOPLE)
    return frozenset(found)


def people(patch: Patch) -> Iterator[Trailer]:
    """Yields the trailers that name somebody or a mail, of whatever paragraph, in order."""
    for tag, _ in _parts(patch):
        if tag is not None:
            yield tag


def counted(trailers: Iterable[Trailer]) -> Counter[tuple[str, str]]:
    """Counts trailers by key and address, however the names are spelt."""
    return Counter((one.key.lower(), address(one)) for one in trailers)


def address(trailer: Trailer) -> str:
    """Returns the mail address of a trailer in lower case, or its whole value without one."""
    found = re.search(r"<([^<>]+@[^<>]+)>", trailer.value)
    return (found[1] if found else trailer.value).strip().lower()


def _words(patch: Patch) -> list[str]:
    lines = [patch.subject.text, *_lines(patch)]
    return [word for line in lines for word in line.split()]


def _lines(patch: Patch) -> list[str]:
    """The lines as they look, without those that name people; blank ones at the end do not count."""
    lines = [line.expandtabs().rstrip() for tag, line in _parts(patch) if tag is None]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _parts(patch: Patch) -> Iterator[tuple[Trailer | None, str]]:
    """Yields each line with the trailer that it is; a folded trailer's later lines yield nothing."""
    folded = False
    for line in patch.body.split("\n"):
        match = _TAG.fullmatch(line.rstrip())
        if match is not None and _PEOPLE.fullmatch(match[1]) and _ADDRESS.search(match[2]):
            folded = True
            yield Trailer(match[1], match[2]), line
        elif not (folded and line[:1] in (" ", "\t") and line.strip()):
            folded = False
            yield None, line
