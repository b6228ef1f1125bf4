"""The blobs of a revision, searched for words by several git sessions at once.

A blob's id stands for its bytes in every repository, so what is found out about one holds everywhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import SimpleQueue

from patchkit.gitio import BlobReader, Repository, grep_blobs
from patchkit.search.hits import Found, Listing, Progress, Share, silent
from patchkit.search.words import finder_of
from patchkit.trees.incidents import IncidentLog

# Two sessions keep two cores busy; a third one gains little, for Python reads what they inflate.
_SESSIONS = 2

# From so many blobs on, what `git grep` spares is more than starting it costs.
_WORTH_GREP = 10_000

# git does not tell how far it is, so it is asked about so many blobs at once; that costs 2 %.
_GREP_AT_ONCE = 8192


class Blobs:
    """The files below a tree object with some suffixes; implements `patchkit.search.hits.Corpus`.

    `listed` gives all blob ids by path, and whether no folder was missing. Missing blobs go to `log`.
    """

    def __init__(
        self,
        repository: Repository,
        tree_id: str,
        listed: Callable[[], tuple[Mapping[str, str], bool]],
        suffixes: tuple[str, ...],
        log: IncidentLog,
        progress: Progress = silent,
    ) -> None:
        self._repository = repository
        self._tree_id = tree_id
        self._listed = listed
        self._suffixes = suffixes
        self._log = log
        self._progress = progress

    def state(self) -> bytes:
        """Returns the id of the tree object."""
        return bytes.fromhex(self._tree_id)

    def listing(self) -> Listing:
        """Returns the files; without a state when some folder is missing."""
        ids, whole = self._listed()
        paths = [path for path in sorted(ids) if path.endswith(self._suffixes)]
        return Listing(
            paths, [bytes.fromhex(ids[path]) for path in paths], self.state() if whole else b""
        )

    def sift(self, paths: Sequence[str], words: Collection[bytes]) -> Sequence[str]:
        """Returns those of `paths` that contain one of `words`, or all of them: see `Corpus.sift`.

        git need not hand over what it inflates, which spares a third of the time; but it can be asked
        for a few words only, and stops at what is missing.
        """
        if len(paths) < _WORTH_GREP:
            return paths
        ids = self._listed()[0]
        sifted: list[str] = []
        for at in range(0, len(paths), _GREP_AT_ONCE):
            self._progress("searching the revision", at, len(paths))
            some = paths[at : at + _GREP_AT_ONCE]
            found = grep_blobs(self._repository, [ids[path] for path in some], words)
            if found is None:
                return paths
            sifted += [some[index] for index in found]
        return sifted

    def search(self, shares: Iterator[Share]) -> Iterator[Found]:
        """Yields what is found in each share.

        Inflating the blobs is what takes time, so several sessions share them.
        """
        idle: SimpleQueue[BlobReader] = SimpleQueue()

        def search(share: Share) -> Found:
            reader = idle.get()
            try:
                return self._search(reader, share)
            finally:
                idle.put(reader)

        with ExitStack() as ending:
            for _ in range(_SESSIONS):
                idle.put(ending.enter_context(BlobReader(self._repository)))
            pool = ThreadPoolExecutor(_SESSIONS)
            ending.callback(pool.shutdown, cancel_futures=True)
            # Few shares ahead, so that little is done for words that turn out to be everywhere.
            ahead = deque(pool.submit(search, share) for share in islice(shares, 2 * _SESSIONS))
            while ahead:
                found = ahead.popleft().result()
                for path in found[1]:
                    self._log.add("missing-object", absent(self._listed()[0][path]), path)
                yield found
                ahead.extend(pool.submit(search, share) for share in islice(shares, 1))

    def _search(self, reader: BlobReader, share: Share) -> Found:
        paths, words = share
        ids, which = self._listed()[0], finder_of(words).which
        found: list[tuple[str, list[bytes]]] = []
        lost: list[str] = []
        for path, blob in zip(paths, reader.read_many([ids[path] for path in paths]), strict=True):
            if blob is None:
                lost.append(path)
            elif here := which(blob.data):
                found.append((path, here))
        return found, lost


def absent(object_id: str) -> str:
    """Says that an object is not there."""
    return f"the repository lacks object {object_id} or holds it damaged (a partial clone?)"
