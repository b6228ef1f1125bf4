"""Which files a C file includes, directly and through others, and what they declare.

`#if` is not evaluated: every include counts. Where a name could mean several files (the headers of
several architectures, a folder that only a Makefile names) all of them count. What a build would
generate is not there; so a closure says whether anything but that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from posixpath import dirname, join, normpath

from msgspec import Struct, field

from patchkit.cfacts.architecture import architecture
from patchkit.cfacts.places import Place, Text
from patchkit.cfacts.words import Words
from patchkit.errors import TreeError
from patchkit.model.tree import Tree
from patchkit.trees.paths import Paths

_INCLUDE = re.compile(rb'#[ \t]*include(?:_next)?[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>|(\w+))')
# Made by the build, or the compiler's own; a tree does not have them.
_MADE = re.compile(
    r"(?:uapi/)?(?:generated|config|asm)/|std(?:arg|def|int|bool)\.h$"
    r"|linux/(?:version|compile|utsrelease)\.h$"
)
# Headers for everyone include nothing that a kernel tree lacks, but for what is not for the kernel.
_FOR_EVERYONE = re.compile(r"include/|arch/\w+/include/")
# The generic headers for `asm/`, and how the folder of an architecture's own one ends.
_GENERIC = (("include/asm-generic/", "/include/"), ("include/uapi/asm-generic/", "/uapi/"))
_MOST_CANDIDATES = 8
# The architecture that stands for all of them in code that is for all: it has most of what they have.
_USUAL = "x86"


class IncludedFile(Struct):
    """A file, the names of its includes ((name, in quotes)), and what it was found to declare."""

    path: str
    text: Text
    includes: tuple[tuple[str, bool], ...]
    computed: bool
    asked: frozenset[bytes] = frozenset()
    known: dict[bytes, list[Place]] = field(default_factory=dict)

    def ask(self, words: frozenset[bytes]) -> None:
        """Finds what the file declares of `words`, each word once."""
        missing = words - self.asked
        if not missing:
            return
        self.asked |= missing
        for offset, word in _finder(missing).find(self.text.data):
            place = self.text.place(offset)
            if place is not None:
                self.known.setdefault(word, []).append(place)


@lru_cache(maxsize=32)
def _finder(words: frozenset[bytes]) -> Words:
    return Words(words)


class Closure(Struct, frozen=True):
    """The files that a file includes in the end, itself first; `complete` when none was missing."""

    paths: tuple[str, ...]
    complete: bool


class Includes:
    """The includes of one tree; for a tree that lies over another, `below` is that one's.

    `changed` are the paths in which the two differ. Files are read when first asked for, once.
    """

    def __init__(self, tree: Tree, below: Includes | None = None, changed: Collection[str] = ()) -> None:
        self._tree = tree
        self._below = below
        self._changed = frozenset(changed)
        self._files: dict[str, IncludedFile | None] = {}
        self._closures: dict[str, Closure] = {}
        self._resolved: dict[tuple[str, str, bool, tuple[str, ...]], tuple[str, ...]] = {}
        self._paths: Paths | None = None

    def file(self, path: str) -> IncludedFile | None:
        """Returns a file, None when the tree has none of that name, or cannot read it."""
        if self._below is not None and path not in self._changed:
            return self._below.file(path)
        if path not in self._files:
            self._files[path] = self._read(path)
        return self._files[path]

    def _read(self, path: str) -> IncludedFile | None:
        try:
            data = self._tree.read(path)
        except TreeError:  # the tree has recorded the incident
            return None
        if data is None:
            return None
        names: list[tuple[str, bool]] = []
        computed = False
        for match in _INCLUDE.finditer(data):
            if data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()].strip():
                continue
            name = match[1] or match[2]
            if name is None:
                computed = True
            else:
                names.append((name.decode("utf-8", "surrogateescape"), match[1] is not None))
        return IncludedFile(path, Text(data), tuple(dict.fromkeys(names)), computed)

    def closure(self, path: str) -> Closure:
        """Returns what `path` includes; in code for all architectures, one stands for them."""
        if self._below is not None and self._includes_as_below:
            return self._below.closure(path)
        if path not in self._closures:
            self._closures[path] = self._follow(path, _architectures_of(path))
        return self._closures[path]

    @cached_property
    def _includes_as_below(self) -> bool:
        """Tells whether all files are there that are there below, and name the same includes."""

        def named(includes: Includes, path: str) -> tuple[object, ...] | None:
            file = includes.file(path)
            return (file.includes, file.computed) if file is not None else None

        below = self._below
        return below is not None and all(named(self, one) == named(below, one) for one in self._changed)

    def absent(self, path: str) -> tuple[str, ...]:
        """Returns the headers that `path` itself names, no build makes, and the tree does not have."""
        file, architectures = self.file(path), _architectures_of(path)
        return tuple(
            name
            for name, quoted in (file.includes if file is not None else ())
            if not _MADE.match(name) and not self._resolve(path, name, quoted, architectures)
        )

    def _follow(self, path: str, architectures: tuple[str, ...]) -> Closure:
        found: dict[str, None] = {path: None}
        waiting = [path]
        complete = True
        while waiting:
            file = self.file(waiting.pop())
            if file is None:
                continue
            trusted = _FOR_EVERYONE.match(file.path) is not None
            complete = complete and (trusted or not file.computed)
            for name, quoted in file.includes:
                targets = self._resolve(file.path, name, quoted, architectures)
                complete = complete and bool(trusted or targets or _MADE.match(name))
                for target in targets:
                    if target not in found:
                        found[target] = None
                        waiting.append(target)
        return Closure(tuple(found), complete)

    def find(
        self, closure: Closure, words: frozenset[bytes]
    ) -> dict[bytes, list[tuple[IncludedFile, Place]]]:
        """Returns where the files of a closure declare `words`, in the closure's order."""
        found: dict[bytes, list[tuple[IncludedFile, Place]]] = {}
        for path in closure.paths:
            file = self.file(path)
            if file is None:
                continue
            file.ask(words)
            for word in file.known.keys() & words:
                found.setdefault(word, []).extend((file, place) for place in file.known[word])
        return found

    def _resolve(
        self, includer: str, name: str, quoted: bool, architectures: tuple[str, ...]
    ) -> tuple[str, ...]:
        key = (dirname(includer) if quoted or "/" not in name else "", name, quoted, architectures)
        if key not in self._resolved:
            targets = self._candidates(includer, name, quoted, architectures)
            self._resolved[key] = tuple(dict.fromkeys(targets))
        return self._resolved[key]

    def _candidates(
        self, includer: str, name: str, quoted: bool, architectures: tuple[str, ...]
    ) -> Iterator[str]:
        near = normpath(join(dirname(includer), name))
        if quoted and self._has(near):
            yield near
            return
        found: set[str] = set()
        for folder in _folders(name, architectures):
            if self._has(folder + name):
                found.add(folder)
                yield folder + name
        if name.startswith("asm/"):
            # Kbuild's generic-y makes a wrapper around the generic header where there is no own one.
            for folder, own in _GENERIC:
                if self._has(folder + name[4:]) and not any(one.endswith(own) for one in found):
                    yield folder + name[4:]
        elif not found and not name.startswith("generated/"):
            yield from self._elsewhere(includer, name)

    def _elsewhere(self, includer: str, name: str) -> list[str]:
        """Returns the files that a Makefile's -I may lead to: those whose path ends in `name`."""
        parts = name.split("/")
        while parts and parts[0] in (".", ".."):
            parts.pop(0)
        tail = "/".join(parts)
        same = self._ending(tail) if tail.endswith((".h", ".c", ".inc")) else []
        same.sort(key=lambda path: (-_common(path, includer), path))
        return same[:_MOST_CANDIDATES]

    def _ending(self, tail: str) -> list[str]:
        """Returns the paths of the kernel's own files that end in a name, with or without folders."""
        if self._below is not None:
            changed = {one for one in self._changed if f"/{one}".endswith(f"/{tail}")}
            return [one for one in {*self._below._ending(tail), *changed} if self._own(one, tail)]
        if self._paths is None:
            self._paths = Paths(self._tree.paths())
        return [one for one in self._paths.ending(tail) if self._own(one, tail)]

    def _own(self, path: str, tail: str) -> bool:
        elsewhere = path.startswith(("tools/", "scripts/"))
        return not elsewhere and path.endswith(f"/{tail}") and self._has(path)

    def _has(self, path: str) -> bool:
        if self._below is not None and path not in self._changed:
            return self._below._has(path)
        return self._files.get(path) is not None or self._tree.exists(path)


def _architectures_of(path: str) -> tuple[str, ...]:
    own = architecture(path).partition("-")[0]
    return (own, _USUAL) if own == "um" else (own or _USUAL,)


def _folders(name: str, architectures: tuple[str, ...]) -> Iterator[str]:
    for one in architectures:
        yield f"arch/{one}/include/"
        yield f"arch/{one}/include/uapi/"
    if not name.startswith("asm/"):
        yield "include/"
        yield "include/uapi/"


def _common(path: str, other: str) -> int:
    """Returns how many leading folders two paths share."""
    count = 0
    for one, two in zip(path.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        count += 1
    return count
