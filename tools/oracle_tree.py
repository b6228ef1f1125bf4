"""Where names stand in a kernel: what the compiler oracle picks its functions from.

Reads every C file once and remembers, in a scratch file, in which files each candidate name occurs.
Decides nothing about C; tools/signature_c.py says what an occurrence is.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from tools.oracle_edit import Use, uses
from tools.signature_c import Kind, Source

HEADERS = "include/linux"
MOST_FILES = 16  # a name in more files than this makes no case
_SUFFIXES = (".c", ".h", ".S", ".rs")
_WORD = re.compile(rb"[A-Za-z_]\w{3,}+")
_POINTER = re.compile(rb"\(\s*\*\s*([a-z]\w{3,})\s*\)\s*\(")


def shuffled(names: Iterable[str]) -> list[str]:
    """Returns the names in an order that mixes them and is the same every time."""
    return sorted(names, key=lambda name: hashlib.sha1(name.encode()).digest())


class Kernel:
    """A kernel tree, and the index of its candidate names in `scratch`."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self.root = root
        self._cache = scratch / "index.json"

    @cached_property
    def _index(self) -> dict[str, dict[str, list[str]]]:
        return _index(self.root, self._cache)

    @lru_cache(maxsize=512)  # noqa: B019 - a kernel lives as long as the program
    def source(self, path: str) -> Source:
        """Returns a file of the kernel."""
        return Source(path, (self.root / path).read_bytes())

    def names(self, kind: str) -> list[str]:
        """Returns the candidates of a kind ("function", "macro", "member"), shuffled."""
        return shuffled(self._index[kind])

    def files(self, kind: str, name: str) -> list[str]:
        """Returns the files in which a candidate occurs, also in comments."""
        return self._index[kind].get(name, [])

    def uses(self, kind: str, name: str) -> list[Use]:
        """Returns every use of a candidate in the tree."""
        return [use for path in self.files(kind, name) for use in uses(self.source(path), name)]


def _index(root: Path, cache: Path) -> dict[str, dict[str, list[str]]]:
    if cache.exists():
        known: dict[str, dict[str, list[str]]] = json.loads(cache.read_text())
        return known
    candidates = _candidates(root)
    wanted = {name.encode(): name for names in candidates.values() for name in names}
    found: dict[str, list[str]] = {}
    for path in c_files(root):
        for word in wanted.keys() & set(_WORD.findall((root / path).read_bytes())):
            found.setdefault(wanted[word], []).append(path)
    index = {
        kind: {name: sorted(found[name]) for name in sorted(names) if len(found[name]) <= MOST_FILES}
        for kind, names in candidates.items()
    }
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps(index))
    return index


def c_files(root: Path) -> Iterator[str]:
    """Yields every file of C, assembly or Rust, by its path in the tree."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            if name.endswith(_SUFFIXES):
                yield os.path.relpath(os.path.join(folder, name), root)


def _candidates(root: Path) -> dict[str, set[str]]:
    functions: set[str] = set()
    macros: set[str] = set()
    pointers: list[str] = []
    for place in sorted((root / HEADERS).glob("*.h")):
        source = Source(f"{HEADERS}/{place.name}", place.read_bytes())
        for site in source.declarations():
            if len(site.name) > 3:
                (macros if site.kind is Kind.MACRO else functions).add(site.name)
        pointers += [match.group(1).decode() for match in _POINTER.finditer(source.plain)]
    members = {name for name in pointers if pointers.count(name) == 1} - functions - macros
    return {"function": functions - macros, "macro": macros - functions, "member": members}
