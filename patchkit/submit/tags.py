"""The tags of a commit message wherever they stand, with the line each is on.

git takes trailers from the last paragraph alone (`Patch.trailers`), and people lose tags outside of it.
So rules that accuse somebody of a missing tag look at every line. Refuses to guess at prose: a tag is a
known word at the start of a line, a colon and a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.model.series import Person
from patchkit.readers.headers import parse_person

# Documentation/process/submitting-patches.rst, 5.Posting.rst, stable-kernel-rules.rst and checkpatch.pl.
PEOPLE = (
    "signed-off-by",
    "co-developed-by",
    "acked-by",
    "tested-by",
    "reviewed-by",
    "reported-by",
    "suggested-by",
    "cc",
)
LINKS = ("link", "closes", "buglink", "lore", "message-id")
COMMITS = ("fixes",)
_KNOWN = {*PEOPLE, *LINKS, *COMMITS}

_TAG = re.compile(r"([A-Za-z][A-Za-z-]*)[ \t]*:[ \t]*(.*)")
_CONTINUED = re.compile(r"[ \t]+\S")


class Tag(Struct, frozen=True):
    """One tag. `key` is in lower case, `line` the line as written, `at` its number (0-based).

    `more` are the lines that continue it, as git's folding has it.
    """

    key: str
    value: str
    line: str
    at: int
    more: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        """Who is named; a comment behind the address is not part of it, a lost ">" does no harm."""
        return parse_person(self.value if ">" in self.value else f"{self.value}>")


def read_tags(message: str) -> tuple[Tag, ...]:
    """Returns the known tags of a commit message in order; indented lines are quotations."""
    return tuple(_tags(message.split("\n")))


def tags_of(message: str, *keys: str) -> tuple[Tag, ...]:
    """Returns the tags with one of these keys (lower case)."""
    return tuple(tag for tag in read_tags(message) if tag.key in keys)


def _tags(lines: list[str]) -> Iterator[Tag]:
    for at, line in enumerate(lines):
        match = _TAG.match(line)
        if match is None or match[1].lower() not in _KNOWN or not match[2].strip():
            continue
        more = []
        for follower in lines[at + 1 :]:
            if not _CONTINUED.match(follower):
                break
            more.append(follower.strip())
        yield Tag(match[1].lower(), match[2].strip(), line, at, tuple(more))
