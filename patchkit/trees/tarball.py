"""A tree in a tarball, compressed or not, read as a stream and never unpacked.

A compressed tarball cannot be entered in the middle: opening it, each `containing`, and reading a file
that is not at hand are one pass over all of it. So files that were asked for stay in memory, up to a
bound, and callers that know what they will read say so first (`wanted`, `preload`).
"""

from __future__ import annotations

import lzma
import os
import stat
import tarfile
import zlib
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Self

from patchkit.errors import TreeError
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.search.folder import file_state
from patchkit.search.hits import Found, Listing, Search, Share
from patchkit.search.means import Means
from patchkit.search.words import finder_of
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.names import is_safe
from patchkit.trees.version import kernel_version

_KEPT_BYTES = 64 << 20
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x5d\0\0", b"\x28\xb5\x2f\xfd")
_FAULTS = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError)


class TarballTree:
    """The files of one tarball; implements `patchkit.model.tree.Tree`.

    A folder that holds everything ("linux-6.1/") is no part of the paths.
    """

    def __init__(
        self,
        location: str,
        *,
        kernel: bool = True,
        wanted: Collection[str] = (),
        means: Means | None = None,
    ) -> None:
        """Opens the tarball and keeps the contents of the `wanted` paths, all in one pass.

        Raises TreeError when it is damaged or no tarball, or, with `kernel`, when it holds no kernel.
        """
        self._location = location
        self._file = os.path.abspath(location)
        self._log = IncidentLog()
        self._kept = _Kept(_KEPT_BYTES)
        self._extents: dict[str, _Extent] = {}
        with self._faults_told(), open(self._file, "rb") as file:
            self._compressed = file.read(8).startswith(_COMPRESSED)
        self._index({"Makefile", *wanted})
        self._prefix = _common_folder(self._extents)
        means = means or Means()
        self._hits = Search(lambda suffixes: _Members(self, suffixes), means.cache, means.progress)
        version = kernel_version(self, where=location) if kernel else ""
        self._identity = TreeIdentity(location=location, kind="tarball", version=version)

    @property
    def identity(self) -> TreeIdentity:
        """What this tree is."""
        return self._identity

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """The members that were refused: unsafe names, hard links, sparse files."""
        return self._log.incidents

    def again(self) -> Self:
        """Returns this tree: what it could not read it found out when it was opened."""
        return self

    def has_folder(self, name: str) -> bool:
        """Tells whether there is a folder `name` at the top."""
        return any(member.startswith(f"{self._prefix}{name}/") for member in self._extents)

    def exists(self, path: str) -> bool:
        """Tells whether the tarball has a regular file `path`."""
        return self._prefix + path in self._extents

    def mode(self, path: str) -> str:
        """Returns "100755" for a member its owner may execute, else "100644", "" for none."""
        found = self._extents.get(self._prefix + path)
        if found is None:
            return ""
        return "100755" if found.executable else "100644"

    def preload(self, paths: Collection[str]) -> None:
        """Reads many files in one pass, so that reading each of them costs nothing."""
        self._load({name for path in paths if (name := self._prefix + path) in self._extents})

    def read(self, path: str) -> bytes | None:
        """Returns the file's bytes, None when there is no such regular file."""
        name = self._prefix + path
        if name not in self._extents:
            return None
        return self._load({name})[name]

    def paths(self) -> Iterator[str]:
        """Yields every regular file's path, sorted."""
        return (name.removeprefix(self._prefix) for name in sorted(self._extents))

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Says which words will be asked for."""
        self._hits.expect(words, most)

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns which source files contain each word, None where more than `most` do."""
        return self._hits.holders(words, most)

    def containing(
        self, words: Collection[bytes], suffixes: tuple[str, ...]
    ) -> Iterator[tuple[str, bytes]]:
        """Yields (path, content) of the files that contain one of `words`.

        In path order, or in the archive's order when it is compressed and not all of them are at hand.
        """
        names = [self._prefix + path for path in self._hits.paths(words, suffixes)]
        at_hand = all(self._kept.get(name) is not None for name in names)
        contents = sorted(self._load(names).items()) if at_hand else self._contents(names)
        for name, content in contents:
            self._kept.put(name, content)
            yield name.removeprefix(self._prefix), content

    def listing(self, suffixes: tuple[str, ...]) -> Listing:
        """Returns the files with some suffixes; only the tarball as a whole has a version."""
        paths = [path for path in self.paths() if path.endswith(suffixes)]
        return Listing(paths, [b""] * len(paths), bytes.fromhex(self.state()))

    def state(self, paths: Collection[str] = ()) -> str:  # noqa: ARG002  # the file stands for all
        """Returns what stands for the tarball's content, "" when it may change unseen."""
        return file_state(self._file).hex()

    def search(self, wanted: Mapping[str, tuple[bytes, ...]]) -> list[tuple[str, list[bytes]]]:
        """Looks for words in files, in one pass."""
        found = []
        for name, content in self._contents([self._prefix + path for path in wanted]):
            path = name.removeprefix(self._prefix)
            if here := finder_of(wanted[path]).which(content):
                self._kept.put(name, content)
                found.append((path, here))
        return found

    def _load(self, names: Collection[str]) -> dict[str, bytes]:
        """Returns the contents of members by name, from memory where they are there."""
        found = {name: content for name in names if (content := self._kept.get(name)) is not None}
        for name, content in self._contents({name for name in names if name not in found}):
            self._kept.put(name, content)
            found[name] = content
        return found

    def _contents(self, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yields (name, content) of the members `names`, reading no further than the last of them."""
        return self._passed_by(set(names)) if self._compressed else self._picked_out(sorted(names))

    def _passed_by(self, names: set[str]) -> Iterator[tuple[str, bytes]]:
        if not names:
            return
        with self._faults_told(), self._open() as archive:
            for member in _members(archive):
                name = _normal(member.name)
                if name in names and self._extents[name].offset == member.offset_data:
                    yield name, _content(archive, member)
                    names.remove(name)
                    if not names:
                        return

    def _picked_out(self, names: list[str]) -> Iterator[tuple[str, bytes]]:
        with self._faults_told(), open(self._file, "rb") as file:
            for name in names:
                offset, size, _ = self._extents[name]
                file.seek(offset)
                content = file.read(size)
                if len(content) != size:
                    raise EOFError("it is shorter than it was")
                yield name, content

    def _index(self, wanted: Collection[str]) -> None:
        """Notes where each regular file is, and keeps the contents of the `wanted` paths."""
        with self._faults_told(), self._open() as archive:
            for member in _members(archive):
                name = _normal(member.name)
                # A later member of the same name replaces the former, as when unpacking.
                self._extents.pop(name, None)
                if not self._usable(member, name):
                    continue
                executable = bool(member.mode & stat.S_IXUSR)
                self._extents[name] = _Extent(member.offset_data, member.size, executable)
                # Which folder holds everything is known at the end only.
                if name in wanted or name.partition("/")[2] in wanted:
                    self._kept.put(name, _content(archive, member))
        if not self._extents:
            raise TreeError("the tarball holds no files", where=self._location)

    def _usable(self, member: tarfile.TarInfo, name: str) -> bool:
        """Tells whether the member is a regular file to read; one that should be and is not is told."""
        if member.islnk() or member.issparse():
            kind = "hard link" if member.islnk() else "sparse file"
            self._log.add("unsupported-member", f"a {kind} in a tarball is not read", name)
            return False
        if not member.isreg():
            return False
        if not is_safe(name):
            self._log.add("unsafe-member", "the member's name leads out of the tarball", member.name)
            return False
        return True

    def _open(self) -> tarfile.TarFile:
        return tarfile.open(
            self._file, "r|*", tarinfo=_Member, encoding="utf-8", errors="surrogateescape"
        )

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except _FAULTS as error:
            raise TreeError(
                f"the tarball cannot be read: {error}",
                where=self._location,
                hint="a file is taken for a .tar, .tar.gz, .tar.bz2 or .tar.xz",
            ) from error


class _Members:
    """The files of a tarball with some suffixes, as a `Corpus`."""

    def __init__(self, tarball: TarballTree, suffixes: tuple[str, ...]) -> None:
        self._tarball = tarball
        self._suffixes = suffixes

    def state(self) -> bytes:
        return bytes.fromhex(self._tarball.state())

    def listing(self) -> Listing:
        return self._tarball.listing(self._suffixes)

    def sift(self, paths: Sequence[str], words: Collection[bytes]) -> Sequence[str]:  # noqa: ARG002  # Corpus
        """Returns `paths`: nothing tells what a file contains but looking into it."""
        return paths

    def search(self, shares: Iterator[Share]) -> Iterator[Found]:
        """Looks into everything at once: another share would be another pass."""
        yield self._tarball.search({path: words for paths, words in shares for path in paths}), ()


class _Extent(NamedTuple):
    """Where a member's bytes are in the uncompressed archive, how many, and whether it is a program."""

    offset: int
    size: int
    executable: bool


class _Member(tarfile.TarInfo):
    """A member whose damaged header is an error: tarfile takes it for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        end_mark = len(buf) == tarfile.BLOCKSIZE and not any(buf)
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if end_mark:
                raise
            raise tarfile.ReadError(f"damaged, cut short, or no tarball at all ({error})") from error


class _Kept:
    """Contents by name up to a bound in bytes; the one used longest ago goes first."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._size = 0
        self._contents: OrderedDict[str, bytes] = OrderedDict()

    def get(self, name: str) -> bytes | None:
        if name in self._contents:
            self._contents.move_to_end(name)
        return self._contents.get(name)

    def put(self, name: str, content: bytes) -> None:
        self._size += len(content) - len(self._contents.pop(name, b""))
        self._contents[name] = content
        while self._size > self._bound and len(self._contents) > 1:
            self._size -= len(self._contents.popitem(last=False)[1])


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for member in archive:
        yield member
        # tarfile remembers every member: 100 MB for a kernel.
        archive.members.clear()  # type: ignore[attr-defined]  # not in typeshed; 3.13 has `stream`


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file is not None else b""


def _normal(name: str) -> str:
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


def _common_folder(names: Collection[str]) -> str:
    """Returns the folder that holds all of `names` with its "/", or ""."""
    tops = {name.partition("/")[0] if "/" in name else "" for name in names}
    top = tops.pop() if len(tops) == 1 else ""
    return f"{top}/" if top else ""
