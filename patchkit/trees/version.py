"""Recognises a kernel tree and its version by the top Makefile and the top folders.

Other projects (U-Boot, BusyBox, barebox) took over the Makefile's head with VERSION and PATCHLEVEL, and
arch/ and include/ beside it; none of them has kernel/ or mm/. Refuses to guess a version from names
of folders, tags or tarballs.
"""

from __future__ import annotations

import re
from typing import Protocol

from patchkit.errors import TreeError

_ASSIGNMENT = re.compile(
    rb"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \t]*:?=[ \t]*([\w.+~-]*)[ \t\r]*$", re.M
)
_NEEDED = ("arch", "include")
_ONE_OF = ("kernel", "mm")
_HINT = (
    "give the top folder of a kernel (REPO@REV:FOLDER inside a repository), "
    "or say --not-a-kernel to check any C tree"
)


class Folders(Protocol):
    """What is asked of a tree here."""

    def read(self, path: str) -> bytes | None:
        """Returns a file's bytes."""
        ...

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        ...


def kernel_version(tree: Folders, *, where: str) -> str:
    """Returns the version of the kernel tree ("4.20.0", "6.1.192", "5.0.0-rc1").

    Raises TreeError, naming `where`, when this is no kernel tree. The format is the first lines of the
    kernel's Makefile; an EXTRAVERSION that make would have to compute is left out.
    """
    makefile = tree.read("Makefile")
    if makefile is None:
        raise TreeError("this is no kernel tree: it has no Makefile", where=where, hint=_HINT)
    version = makefile_version(makefile)
    if not version:
        raise TreeError(
            "this is no kernel tree: its Makefile sets no VERSION and PATCHLEVEL",
            where=where,
            hint=_HINT,
        )
    absent = [name for name in _NEEDED if not tree.has_folder(name)]
    if not any(tree.has_folder(name) for name in _ONE_OF):
        absent.append(" or ".join(_ONE_OF))
    if absent:
        raise TreeError(f"this is no kernel tree: it has no folder {absent[0]}", where=where, hint=_HINT)
    return version


def makefile_version(makefile: bytes) -> str:
    """Returns the version that the kernel's top Makefile states, "" when it states none."""
    values: dict[bytes, str] = {}
    for name, value in _ASSIGNMENT.findall(makefile):
        values.setdefault(name, value.decode("ascii", "replace"))
    numbers = [values.get(name, "") for name in (b"VERSION", b"PATCHLEVEL", b"SUBLEVEL")]
    if not (numbers[0].isdecimal() and numbers[1].isdecimal()):
        return ""
    return ".".join(number for number in numbers if number) + values.get(b"EXTRAVERSION", "")
