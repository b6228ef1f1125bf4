"""Which files of a tree contain which words: asked once, remembered, and kept in the cache.

Two kinds of entries. A *shelf* is the list of file versions that a state of a tree has; for each word
that was looked for there is one entry a state, with the file versions that contain it. So an unchanged
tree is answered without opening a file, and of a changed one, or another one of its family, only those
file versions are opened that no state with an answer has. Nothing is kept of a file whose version
cannot be told. Refuses to know what a file version is: an id that stands for the same bytes for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import Struct
from typing import Protocol

from patchkit.search.cache import Cache

SOURCES = (".c", ".h", ".S", ".c_shipped", ".h_shipped", ".inc")
"""The names of the files that anything is looked for in."""

_SHARE = 512  # files a helper is given at once
_WORD_KEY_BYTES = 12
_STATES = 3  # states of trees, at most, whose answers are used for another one
# Part of every key: what counts as a word and which files are sources. Not the same, not comparable.
_MEANING = b"1 " + " ".join(SOURCES).encode()

Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """A progress callback that shows nothing."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The source files of a tree: sorted paths, each one's id, and a digest of both.

    The id is b"" where a version cannot be told, the digest b"" when there is such a file, or when not
    everything could be listed.
    """

    paths: Sequence[str]
    ids: Sequence[bytes]
    state: bytes


Share = tuple[Sequence[str], tuple[bytes, ...]]
"""Paths, and the words to look for in them."""

Found = tuple[Sequence[tuple[str, list[bytes]]], Collection[str]]
"""(path, words) of the files with a hit, in order, and the paths that could not be read."""


class Corpus(Protocol):
    """Files that can be searched; what a kind of tree has to offer."""

    def state(self) -> bytes:
        """Returns the listing's digest, if need be from the listing; b"" when there is none."""
        ...

    def listing(self) -> Listing:
        """Returns the listing."""
        ...

    def search(self, shares: Iterator[Share]) -> Iterator[Found]:
        """Yields what is found in each share, in order; shares are taken when work is about to begin."""
        ...


class WordHits:
    """Answers for one tree, which does not change meanwhile."""

    def __init__(self, corpus: Corpus, cache: Cache, progress: Progress = silent) -> None:
        self._corpus = corpus
        self._cache = cache
        self._progress = progress
        self._known: dict[bytes, tuple[str, ...]] = {}
        self._common: dict[bytes, int] = {}  # words that more files contain than this
        self._expected: dict[bytes, int] = {}

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """Says that `find` will be asked for these words: the next search looks for them too."""
        for word in words:
            if word and self._missing(word, most):
                before = self._expected.get(word, most)
                self._expected[word] = max(before, most) if before and most else 0

    def find(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """Returns the sorted paths of the files that contain each word.

        None for a word that more than `most` files contain (0 = all are wanted, however many).
        """
        wanted = {word: most for word in sorted(set(words)) if word}
        if any(self._missing(word, most) for word in wanted):
            # A word that was expected with a bound is now wanted without one.
            self._look({**self._expected, **wanted})
            self._expected.clear()
        return {word: self._answer(word, most) for word in wanted}

    def _answer(self, word: bytes, most: int) -> tuple[str, ...] | None:
        paths = self._known.get(word)
        return None if paths is None or 0 < most < len(paths) else paths

    def _missing(self, word: bytes, most: int) -> bool:
        enough = self._common.get(word, 0)
        return word not in self._known and not (0 < most <= enough)

    def _look(self, wanted: dict[bytes, int]) -> None:
        self._recall([word for word, most in wanted.items() if self._missing(word, most)])
        rest = {word: most for word, most in wanted.items() if self._missing(word, most)}
        if rest:
            self._search(rest)

    def _recall(self, words: Sequence[bytes]) -> None:
        """Takes what the cache has for exactly this state."""
        state = self._corpus.state() if self._cache.on and words else b""
        if not state:
            return
        keys = {_word_key(word) + state: word for word in words}
        for key, value in self._cache.get("hits", keys).items():
            answer = _Answer.read(value)
            if answer.common:
                self._common[keys[key]] = answer.common
            else:
                self._known[keys[key]] = answer.paths

    def _search(self, wanted: dict[bytes, int]) -> None:
        listing = self._corpus.listing()
        shelves = _Shelves(self._cache, listing)
        known = {word: shelves.known(word) for word in wanted}
        having = {word: set(one.having) for word, one in known.items()}
        unread: set[str] = set()
        paths = shelves.uncovered(known.values())
        work = self._corpus.search(_shares(paths, wanted, having))
        for done, (hits, lost) in enumerate(work, start=1):
            for path, words in hits:
                for word in words:
                    having[word].add(path)
            unread.update(lost)
            self._progress("searching the tree", min(done * _SHARE, len(paths)), len(paths))
        for word, most in wanted.items():
            if _enough(having[word], most):
                self._common[word] = most
            else:
                self._known[word] = tuple(sorted(having[word]))
        shelves.keep(wanted, self._known, self._common, unread)


def _shares(
    paths: Sequence[str], wanted: Mapping[bytes, int], having: Mapping[bytes, Collection[str]]
) -> Iterator[Share]:
    """Yields the shares of the work; words that are common enough are left out of later ones."""
    for at in range(0, len(paths), _SHARE):
        words = tuple(word for word, most in wanted.items() if not _enough(having[word], most))
        if not words:
            return
        yield paths[at : at + _SHARE], words


def _enough(paths: Collection[str], most: int) -> bool:
    return 0 < most < len(paths)


def _word_key(word: bytes) -> bytes:
    return blake2b(word, digest_size=_WORD_KEY_BYTES, person=_PERSON).digest()


_PERSON = blake2b(_MEANING, digest_size=16).digest()


_HEAD = Struct("<II")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is kept of a word in a state: the files that contain it, or that more than `common` do."""

    common: int
    paths: tuple[str, ...] = ()
    ids: frozenset[bytes] = frozenset()

    def written(self) -> bytes:
        paths = "\0".join(self.paths).encode("utf-8", "surrogateescape")
        return _HEAD.pack(self.common, len(paths)) + paths + _joined(self.ids)

    @classmethod
    def read(cls, value: bytes) -> _Answer:
        common, size = _HEAD.unpack_from(value)
        at = _HEAD.size + size
        paths = value[_HEAD.size : at].decode("utf-8", "surrogateescape")
        return cls(common, tuple(paths.split("\0")) if paths else (), _split(value[at:]))


def _joined(ids: frozenset[bytes]) -> bytes:
    """Writes ids, which are of one length within a tree."""
    size = len(next(iter(ids), b""))
    return bytes([size]) + b"".join(ids)


def _split(value: bytes) -> frozenset[bytes]:
    size = value[0] if value else 0
    return frozenset(value[at : at + size] for at in range(1, len(value), size)) if size else frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    """What other states say of a word: which ids were looked at, and which paths here have it."""

    covered: frozenset[bytes]
    having: tuple[str, ...]


class _Shelves:
    """The cache's shelves and answers, seen from one listing."""

    def __init__(self, cache: Cache, listing: Listing) -> None:
        self._cache = cache
        self._listing = listing
        self._shelves: dict[bytes, frozenset[bytes]] = {}

    def known(self, word: bytes) -> _Known:
        """Returns what the cache has from states that share files with this one."""
        keys = self._cache.keys("hits", _word_key(word))[:_STATES] if self._cache.on else []
        covered: frozenset[bytes] = frozenset()
        having: set[bytes] = set()
        for key, value in self._cache.get("hits", keys).items():
            answer = _Answer.read(value)
            if not answer.common:
                covered |= self._shelf(key[_WORD_KEY_BYTES:])
                having |= answer.ids
        if not covered:
            return _Known(covered, ())
        here = zip(self._listing.paths, self._listing.ids, strict=True)
        return _Known(covered, tuple(path for path, one in here if one in having))

    def _shelf(self, state: bytes) -> frozenset[bytes]:
        if state not in self._shelves:
            value = self._cache.get("shelf", [state]).get(state, b"")
            self._shelves[state] = _split(value)
        return self._shelves[state]

    def uncovered(self, known: Collection[_Known]) -> list[str]:
        """Returns the paths that have to be looked at for one of the words."""
        covered = frozenset.intersection(*(one.covered for one in known))
        if not covered:
            return list(self._listing.paths)
        here = zip(self._listing.paths, self._listing.ids, strict=True)
        return [path for path, one in here if one not in covered]

    def keep(
        self,
        words: Collection[bytes],
        known: Mapping[bytes, tuple[str, ...]],
        common: Mapping[bytes, int],
        unread: Collection[str],
    ) -> None:
        """Writes this state's shelf and the answers for `words`."""
        if not self._cache.on:
            return
        ids = dict(zip(self._listing.paths, self._listing.ids, strict=True))
        for path in unread:
            ids[path] = b""
        whole = bool(self._listing.state) and not unread
        # Answers for a part of the files hang on a state that no tree will be asked for.
        shelf = frozenset(filter(None, ids.values()))
        state = (
            self._listing.state if whole else blake2b(b"".join(sorted(shelf)), digest_size=20).digest()
        )
        if state not in self._shelves:
            self._cache.put("shelf", {state: _joined(shelf)})
        answers = {}
        for word in words:
            if word in known:
                having = frozenset(one for path in known[word] if (one := ids[path]))
                answers[_word_key(word) + state] = _Answer(0, known[word], having).written()
            elif whole:
                answers[_word_key(word) + state] = _Answer(common[word]).written()
        self._cache.put("hits", answers)


class Search:
    """The searches of one tree: those of its sources, which are remembered, and others."""

    def __init__(
        self, corpus: Callable[[tuple[str, ...]], Corpus], cache: Cache, progress: Progress = silent
    ) -> None:
        """Takes what makes the corpus of the files whose names end in one of some suffixes."""
        self._corpus = corpus
        self._progress = progress
        self._sources = WordHits(corpus(SOURCES), cache, progress)

    def expect(self, words: Collection[bytes], most: int = 0) -> None:
        """See `Tree.expect`."""
        self._sources.expect(words, most)

    def holders(self, words: Collection[bytes], most: int = 0) -> Mapping[bytes, tuple[str, ...] | None]:
        """See `Tree.holders`."""
        return self._sources.find(words, most)

    def paths(self, words: Collection[bytes], suffixes: tuple[str, ...]) -> list[str]:
        """Returns the sorted paths of the files with one of `suffixes` that contain one of `words`."""
        hits = self._sources
        if not set(suffixes) <= set(SOURCES):
            hits = WordHits(self._corpus(suffixes), Cache(), self._progress)
        found = {path for paths in hits.find(words).values() for path in paths or ()}
        return sorted(path for path in found if path.endswith(suffixes))
