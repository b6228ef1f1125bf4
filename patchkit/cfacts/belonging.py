"""Which headers a file asks for by name, and whether a path in the tree can be meant.

Direct #include lines only: no search path of any configuration is simulated. `<asm/x.h>` can mean
the header of the includer's own architecture, or of any for common code; `"x.h"` is relative.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from functools import lru_cache

from msgspec import Struct

from patchkit.cfacts.architecture import architecture

_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(?:<([^>\n]+)>|"([^"\n]+)")', re.MULTILINE)


class Include(Struct, frozen=True):
    """One #include line: the name as written, and whether it stands in quotes."""

    name: str
    quoted: bool


def includes(data: bytes) -> tuple[Include, ...]:
    """Returns the #include lines of a file, in order, of all `#if` branches."""
    return _includes(data)


@lru_cache(maxsize=2048)
def _includes(data: bytes) -> tuple[Include, ...]:
    found = []
    for match in _INCLUDE.finditer(data):
        name = (match[1] or match[2]).decode("utf-8", "surrogateescape")
        found.append(Include(name.strip(), quoted=match[2] is not None))
    return tuple(found)


def can_mean(includer: str, include: Include, header: str) -> bool:
    """Tells whether `include` in the file `includer` can mean the tree's file `header`."""
    if include.quoted and _beside(includer, include) == header:
        return True
    if not header.endswith("/" + include.name):
        return False
    folder = header[: -len(include.name) - 1]
    if folder.startswith("arch/"):
        theirs, mine = arch_folder(header), arch_folder(includer)
        return not mine or mine == theirs
    # include/, include/uapi, drivers/x/include, or a folder that the Makefile adds with -I.
    return folder.endswith("include") or "/include/" in folder + "/" or _near(includer, folder)


def _beside(includer: str, include: Include) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(includer), include.name))


def meant(includer: str, include: Include, headers: Collection[str]) -> list[str]:
    """Returns those of `headers` that an #include can mean; the one beside the file hides the others."""
    if include.quoted and _beside(includer, include) in headers:
        return [_beside(includer, include)]
    return [header for header in headers if can_mean(includer, include, header)]


def _near(includer: str, folder: str) -> bool:
    """A header without an include folder is found by files of the same part of the tree."""
    mine, theirs = includer.split("/")[:2], folder.split("/")[:2]
    return mine == theirs


def world(path: str) -> str:
    """Returns what a file is linked into: "kernel", or the host programs of tools/ and scripts/."""
    top = path.split("/", 1)[0]
    return top if top in ("tools", "scripts", "usr") and "/" in path else "kernel"


def arch_folder(path: str) -> str:
    """Returns the folder name below arch/ ("x86"), "" for common code; see `architecture`.

    User-mode Linux keeps code in other architectures' folders (arch/x86/um).
    """
    if not path.startswith("arch/") or not architecture(path):
        return ""
    parts = path.split("/")
    return "um" if "um" in parts[1:-1] else parts[1]
