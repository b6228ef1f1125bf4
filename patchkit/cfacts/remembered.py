"""The sites of names in many files: from the cache, from helper processes, or looked at here.

What a file says of a name depends on its bytes, its path and the code that looks, and on no other name:
so that is the key, and what one tree's file was found to say holds for the same file in every tree.
Refuses to remember a file that could not be analysed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct, field

from patchkit.cfacts.sites import file_sites, word_offsets
from patchkit.data import data_folder
from patchkit.gitio import blob_id
from patchkit.model.facts import Site
from patchkit.search.means import Means

# From so many files on, starting helpers and loading this code in them is less than what they spare.
_WORTH_HELP = 400
_TOGETHER = 48  # files looked up, or given to a helper, at once
_KEY_BYTES = 20
_LOOK = f"{__name__}:look"

File = tuple[str, bytes]


class FileSites(Struct):
    """The sites in one file, and why it could not be analysed ("" when it was)."""

    path: str
    sites: list[Site] = field(default_factory=list)
    trouble: str = ""


def sites_in(
    files: Iterable[File], names: frozenset[str], means: Means, count: int = 0
) -> Iterator[FileSites]:
    """Yields the sites of `names` in each file, in any order.

    `count` says about how many files there are. Raises QueryError when the grammar is another one.
    """
    coming = iter(files)
    if count < _WORTH_HELP or means.helpers.count < 2:
        for some in _portions(coming):
            known = _Known(some, names, means)
            yield from known.joined(look(known.missing))
        return
    given: list[_Known] = []

    def pieces() -> Iterator[tuple[list[_Task]]]:
        for some in _portions(coming):
            given.append(_Known(some, names, means))
            yield (given[-1].missing,)

    for answers in means.helpers.map(_LOOK, pieces()):
        yield from given.pop(0).joined(answers)


def _portions(files: Iterator[File]) -> Iterator[list[File]]:
    while some := list(islice(files, _TOGETHER)):
        yield some


_Task = tuple[str, bytes, list[str]]
_Answer = list[tuple[str, bytes | None]] | str


def look(tasks: Sequence[_Task]) -> list[_Answer]:
    """Returns, for each (path, content, names), the sites of each name as they are kept.

    A text instead says why a file could not be analysed; None stands for sites that cannot be written
    (their lines are no UTF-8). A job for helpers.
    """
    return [_looked(path, data, names) for path, data, names in tasks]


def _looked(path: str, data: bytes, names: Sequence[str]) -> _Answer:
    try:
        sites = file_sites(path, data, names)
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{type(error).__name__}: {error}"
    return [(name, _written([site for site in sites if site.name == name])) for name in names]


class _Known:
    """What the cache has of some files, and what is missing; joins both and keeps what was missing."""

    def __init__(self, files: Sequence[File], names: frozenset[str], means: Means) -> None:
        self._cache = means.cache
        self._files = [FileSites(path) for path, _ in files]
        self._keys: dict[tuple[int, str], bytes] = {}
        present = [_present(data, names) for _, data in files]
        found: dict[bytes, bytes] = {}
        if self._cache.on:
            for at, (path, data) in enumerate(files):
                stem = _stem(path, data) if present[at] else b""
                for name in present[at]:
                    self._keys[at, name] = _key(stem, name)
            found = self._cache.get("sites", self._keys.values())
        self.missing: list[_Task] = []
        self._at: list[int] = []
        for at, (path, data) in enumerate(files):
            lacking: list[str] = []
            for name in present[at]:
                value = found.get(self._keys.get((at, name), b""))
                if value is None:
                    lacking.append(name)
                else:
                    self._files[at].sites += _read(value)
            if lacking:
                self.missing.append((path, data, lacking))
                self._at.append(at)

    def joined(self, answers: Sequence[_Answer]) -> list[FileSites]:
        """Returns the files with the answers to what was missing."""
        fresh: dict[bytes, bytes] = {}
        for index, (at, answer) in enumerate(zip(self._at, answers, strict=True)):
            if isinstance(answer, str):
                self._files[at].trouble = answer
                continue
            for name, value in answer:
                if value is None:
                    path, data, _ = self.missing[index]
                    self._files[at].sites += file_sites(path, data, (name,))
                    continue
                self._files[at].sites += _read(value)
                if (at, name) in self._keys:
                    fresh[self._keys[at, name]] = value
        self._cache.put("sites", fresh)
        return self._files


def _present(data: bytes, names: frozenset[str]) -> list[str]:
    found = {name for _, name in word_offsets(data, names)}
    return sorted(name.decode("utf-8", "surrogateescape") for name in found)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[Site, ...])


def _written(sites: Sequence[Site]) -> bytes | None:
    try:
        return _ENCODER.encode(sites)
    except UnicodeEncodeError:
        return None


def _read(value: bytes) -> tuple[Site, ...]:
    return _DECODER.decode(value)


def _stem(path: str, data: bytes) -> bytes:
    return b"\0".join((looker(), path.encode("utf-8", "surrogateescape"), blob_id(data).encode()))


def _key(stem: bytes, name: str) -> bytes:
    text = stem + b"\0" + name.encode("utf-8", "surrogateescape")
    return blake2b(text, digest_size=_KEY_BYTES).digest()


@cache
def looker() -> bytes:
    """Returns a digest of what decides what a file says: this code, the queries, the grammar."""
    digest = blake2b(digest_size=_KEY_BYTES)
    package = Path(__file__).parent
    sources = [*package.glob("*.py"), package.parent / "model" / "facts.py"]
    for path in sorted((*sources, *(data_folder("queries") / "c").iterdir())):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for library in ("tree_sitter", "tree_sitter_c", "ahocorasick_rs"):
        spec = find_spec(library)
        for folder in spec.submodule_search_locations or () if spec is not None else ():
            for binary in sorted(Path(folder).glob("*.so")):
                seen = os.stat(binary)
                digest.update(f"{binary.name} {seen.st_size} {seen.st_mtime_ns}".encode())
    return digest.digest()
