"""Which files of a tree contain which words: asked once, remembered, and kept in the cache.

Two kinds of entries. A *shelf* is the list of file versions that a state of a tree has; for each word
that was looked for there is one entry a state, with the file versions that contain it. So an unchanged
tree is answered without opening a file, and of a changed one, or another one of its family, only those
file versions are opened that no state with an answer has. Nothing is kept of a file whose version
cannot be told. Refuses to know what a file version is: an id that stands for the same bytes for ever.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Protocol

from msgspec import Struct

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


class Listing(Struct, frozen=True):
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

    def sift(self, paths: Sequence[str], words: Collection[bytes]) -> Sequence[str]:
        """Returns the paths that need to be looked at: the others have none of the words."""
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
        # Files of other states that are here too may be enough.
        common = {word for word, most in wanted.items() if _more(having[word], most)}
        self._progress("searching the tree", 0, len(listing.paths))
        parts = [
            (paths if any(wanted[word] for word in words) else self._corpus.sift(paths, words), words)
            for paths, words in shelves.parts({w: known[w] for w in wanted if w not in common})
        ]
        total = sum(len(paths) for paths, _ in parts)
        unread: set[str] = set()
        shares = (
            share
            for paths, words in parts
            for share in _shares(paths, {word: wanted[word] for word in words}, having)
        )
        for done, (hits, lost) in enumerate(self._corpus.search(shares), start=1):
            for path, words in hits:
                for word in words:
                    having[word].add(path)
            unread.update(lost)
            self._progress("searching the tree", min(done * _SHARE, total), total)
        common.update(word for word, most in wanted.items() if _sated(having[word], most))
        for word, most in wanted.items():
            if word in common:
                self._common[word] = most
            else:
                self._known[word] = tuple(sorted(having[word]))
                # It may have been called common by who wanted to know no more than that.
                self._common.pop(word, None)
        shelves.keep({word: sorted(having[word]) for word in wanted}, self._common, unread)


def _shares(
    paths: Sequence[str], wanted: Mapping[bytes, int], having: Mapping[bytes, Collection[str]]
) -> Iterator[Share]:
    """Yields the shares of the work; words that are common enough are left out of later ones."""
    for at in range(0, len(paths), _SHARE):
        words = tuple(word for word, most in wanted.items() if not _sated(having[word], most))
        if not words:
            return
        yield paths[at : at + _SHARE], words


def _more(paths: Collection[str], most: int) -> bool:
    return 0 < most < len(paths)


def _sated(paths: Collection[str], most: int) -> bool:
    """Tells whether so many files have a word that many of them will be in the next tree too.

    If the search stopped at the first one too many, it would have to begin again for every tree of the
    family of which one file changed.
    """
    return _more(paths, 2 * most)


def _word_key(word: bytes) -> bytes:
    return blake2b(word, digest_size=_WORD_KEY_BYTES, person=_PERSON).digest()


_PERSON = blake2b(_MEANING, digest_size=16).digest()


_HEAD = struct.Struct("<II")


class _Answer(Struct, frozen=True):
    """What is kept of a word in a state: the files that contain it, or that more than `common` do.

    Of a common word `paths` are not kept, and `ids` are those of some files with it.
    """

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


class _Known(Struct, frozen=True):
    """What other states say of a word: in which it was looked for, and which paths here have it."""

    states: tuple[bytes, ...]
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
        states: list[bytes] = []
        having: set[bytes] = set()
        for key, value in self._cache.get("hits", keys).items():
            answer = _Answer.read(value)
            having |= answer.ids
            if not answer.common:
                states.append(key[_WORD_KEY_BYTES:])
        here = tuple(path for one in having for path in self._paths.get(one, ()))
        return _Known(tuple(sorted(states)), here)

    @cached_property
    def _paths(self) -> Mapping[bytes, list[str]]:
        found: dict[bytes, list[str]] = {}
        for path, one in zip(self._listing.paths, self._listing.ids, strict=True):
            found.setdefault(one, []).append(path)
        return found

    def _shelf(self, state: bytes) -> frozenset[bytes]:
        if state not in self._shelves:
            value = self._cache.get("shelf", [state]).get(state, b"")
            self._shelves[state] = _split(value)
        return self._shelves[state]

    def parts(self, known: Mapping[bytes, _Known]) -> list[tuple[list[str], list[bytes]]]:
        """Returns which paths have to be looked at for which words; no path is in two parts."""
        words: dict[tuple[bytes, ...], list[bytes]] = {}
        for word, elsewhere in known.items():
            words.setdefault(elsewhere.states, []).append(word)
        if words.keys() == {()}:  # nobody looked for any of them anywhere
            return [(list(self._listing.paths), words[()])]
        # Most words were looked for in the same states: a handful of sets, however many words.
        here = frozenset(self._listing.ids)
        rests = [here.difference(*map(self._shelf, states)) for states in words]
        anywhere = frozenset[bytes]().union(*rests)
        parts: dict[tuple[bool, ...], list[str]] = {}
        for path, one in zip(self._listing.paths, self._listing.ids, strict=True):
            if one in anywhere:
                parts.setdefault(tuple(one in rest for rest in rests), []).append(path)
        # Where most is to be looked for comes first: much of it may be common by then.
        return [
            (
                parts[key],
                [
                    word
                    for wanted, some in zip(key, words.values(), strict=True)
                    if wanted
                    for word in some
                ],
            )
            for key in sorted(parts, key=sum, reverse=True)
        ]

    def keep(
        self,
        having: Mapping[bytes, Sequence[str]],
        common: Mapping[bytes, int],
        unread: Collection[str],
    ) -> None:
        """Writes this state's shelf and the answers for the words of `having`."""
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
        for word, paths in having.items():
            some = frozenset(one for path in paths if (one := ids[path]))
            if word not in common:
                answers[_word_key(word) + state] = _Answer(0, tuple(paths), some).written()
            elif whole:
                answers[_word_key(word) + state] = _Answer(common[word], (), some).written()
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
