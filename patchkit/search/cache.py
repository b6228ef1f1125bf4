"""What earlier runs found out, in one SQLite file of the user's cache folder.

Keys and values are bytes; what they mean is their owners' business, who put into the key whatever the
value depends on. Nothing here is needed for a right answer: a file that is damaged, older, locked or on
a full disk costs time, is an incident at most, and is made anew when it can be. Never raises for its
own troubles. Refuses to hold the only copy of anything.
"""

from __future__ import annotations

import os
import pwd
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from patchkit.model.findings import Incident

_SCHEMA = 1
_TABLES = (
    "CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key BLOB NOT NULL, "
    "value BLOB NOT NULL, used INTEGER NOT NULL)",
    "CREATE UNIQUE INDEX entry_key ON entry (kind, key)",
    "CREATE INDEX entry_used ON entry (used)",
)
_BOUND_BYTES = 512 << 20
_SLACK = 0.8  # down to this share of the bound, so that not every run has to make room
_WAIT_SECONDS = 2.0
_HOUR = 3600
_CHECK_BYTES = 8
_SOME = 500  # keys a query: below SQLite's oldest limit of 999
_FILES = ("", "-wal", "-shm")


class CacheInfo(Struct, frozen=True):
    """What a cache file holds: its path and bytes on disk, and (entries, bytes) by kind."""

    path: str
    size: int
    bound: int
    kinds: Mapping[str, tuple[int, int]]


def cache_folder() -> Path:
    """Returns patchkit's folder for what can be had again: in XDG_CACHE_HOME, or in ~/.cache."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given if os.path.isabs(given) else os.path.join(_home(), ".cache"), "patchkit")


def _home() -> str:
    """Returns the user's home; where there is none, a place in which nothing can be made.

    A relative one would be a folder of wherever patchkit was started, perhaps of the tree.
    """
    given = os.environ.get("HOME", "")
    if not os.path.isabs(given):
        with suppress(KeyError):  # a number without a name, as in a container
            given = pwd.getpwuid(os.getuid()).pw_dir
    return given if os.path.isabs(given) else os.devnull


def cache_file() -> Path:
    """Returns where the cache is kept."""
    return cache_folder() / "facts.sqlite"


class Cache:
    """The cache at `path`, opened when it is first used; with None, one that is always empty.

    Safe with several processes at once (SQLite's WAL). Not to be shared between threads.
    """

    def __init__(self, path: Path | None = None, bound: int = _BOUND_BYTES) -> None:
        self._path = path
        self._bound = bound
        self._connection: sqlite3.Connection | None = None
        self._incidents: dict[str, Incident] = {}
        self._wrote = False

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Why the cache was of less use than it could be; none of them changes an answer."""
        return tuple(self._incidents.values())

    @property
    def on(self) -> bool:
        """Tells whether anything can be found or kept."""
        return self._path is not None

    def get(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Returns the values of those of `keys` that are there and undamaged."""
        found: dict[bytes, bytes] = {}
        stale: list[int] = []
        now = int(time.time()) // _HOUR
        with self._working() as connection:
            for some in _portions(keys if connection is not None else ()):
                assert connection is not None
                marks = ",".join("?" * len(some))
                question = f"SELECT id, key, value, used FROM entry WHERE kind = ? AND key IN ({marks})"
                for row, key, value, used in connection.execute(question, (kind, *some)):
                    if value[:_CHECK_BYTES] == _check(kind, key, value[_CHECK_BYTES:]):
                        found[key] = value[_CHECK_BYTES:]
                        stale += [row] if used != now else []
        if stale:  # once an hour, so that a run that finds everything writes nothing
            with self._working(write=True) as connection:
                if connection is not None:
                    rows = [(now, row) for row in stale]
                    connection.executemany("UPDATE entry SET used = ? WHERE id = ?", rows)
        return found

    def keys(self, kind: str, prefix: bytes) -> list[bytes]:
        """Returns the keys that start with `prefix`, the newest first."""
        end = prefix + b"\xff" * 64
        question = "SELECT key FROM entry WHERE kind = ? AND key BETWEEN ? AND ? ORDER BY id DESC"
        with self._working() as connection:
            if connection is not None:
                return [key for (key,) in connection.execute(question, (kind, prefix, end))]
        return []

    def put(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Keeps values; what cannot be kept is not."""
        now = int(time.time()) // _HOUR
        rows = [(kind, key, _check(kind, key, value) + value, now) for key, value in values.items()]
        if not rows:
            return
        with self._working(write=True) as connection:
            if connection is not None:
                connection.executemany(
                    "INSERT OR REPLACE INTO entry (kind, key, value, used) VALUES (?, ?, ?, ?)", rows
                )
                self._wrote = True

    def close(self) -> None:
        """Makes room if the bound is passed, and closes the file."""
        if self._wrote:
            self.prune(self._bound)
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def prune(self, bound: int) -> int:
        """Drops what was not used longest until the file has at most `bound` bytes; returns how many."""
        dropped = 0
        while gone := self._drop_oldest(bound):
            dropped += gone
        return dropped

    def _drop_oldest(self, bound: int) -> int:
        """Drops about as many entries as the file is too large for; returns how many."""
        with self._working() as connection:
            excess = 0 if connection is None else _bytes_used(connection) - bound
            if connection is None or excess <= 0:
                return 0
            excess += int(bound * (1 - _SLACK))
            oldest: list[tuple[int]] = []
            for row, size in connection.execute("SELECT id, LENGTH(value) FROM entry ORDER BY used, id"):
                if excess <= 0:
                    break
                oldest.append((row,))
                excess -= size
        with self._working(write=True) as connection:
            if connection is not None:
                connection.executemany("DELETE FROM entry WHERE id = ?", oldest)
                return len(oldest)
        return 0

    def compact(self) -> None:
        """Gives freed space back to the file system."""
        with self._working() as connection:
            if connection is not None:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def clear(self) -> None:
        """Removes the cache file; its incidents say when it cannot be removed."""
        self._drop()
        if self._path is not None and self._path.exists():
            self._note("cannot be removed")

    def info(self) -> CacheInfo:
        """Returns what the cache holds."""
        kinds: dict[str, tuple[int, int]] = {}
        question = "SELECT kind, COUNT(*), SUM(LENGTH(value)) FROM entry GROUP BY kind ORDER BY kind"
        with self._working() as connection:
            if connection is not None:
                kinds = {kind: (count, size) for kind, count, size in connection.execute(question)}
        return CacheInfo(str(self._path), _size(self._path), self._bound, kinds)

    @contextmanager
    def _working(self, *, write: bool = False) -> Iterator[sqlite3.Connection | None]:
        """Gives the open database, inside a transaction for writing; turns its failures into incidents.

        The database is None when there is none, or it cannot be used.
        """
        connection = self._open()
        try:
            if connection is not None and write:
                connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            self._failed(error)
            connection = None
        if connection is None:
            yield None
            return
        try:
            yield connection
            if write:
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            self._failed(error)

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None and self._path is not None:
            try:
                self._connection = _connected(self._path)
            except (sqlite3.Error, OSError) as error:
                self._failed(error)
                if self._path is not None and _code(error) in _DAMAGED:
                    with suppress(sqlite3.Error, OSError):
                        self._connection = _connected(self._path)
        return self._connection

    def _failed(self, error: Exception) -> None:
        """Notes an incident; a damaged file goes and is made anew by whoever asks next."""
        code = _code(error)
        if code in _DAMAGED:
            self._note(f"was damaged and is made anew ({error})")
            self._drop()
        else:
            self._note(f"cannot be used ({error})")
            self._path = self._path if code in _PASSING else None

    def _note(self, message: str) -> None:
        where = str(self._path or "")
        told = f"the cache {message}; answers are the same, only later"
        self._incidents.setdefault(message, Incident("cache-unusable", told, where, harmless=True))

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        for suffix in _FILES if self._path is not None else ():
            with suppress(OSError):
                os.unlink(f"{self._path}{suffix}")


def _connected(path: Path) -> sqlite3.Connection:
    """Opens the database, makes its tables where there are none or others; raises sqlite3.Error."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
            _make(connection)
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
    except BaseException:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have been quicker.
    if connection.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
        connection.execute("DROP TABLE IF EXISTS entry")
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_SCHEMA}")
    connection.execute("COMMIT")


# SQLITE_ERROR is what a statement gets that does not fit the tables.
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: Exception) -> int:
    """Returns SQLite's primary result code, -1 for an error that has none."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else -1


def _bytes_used(connection: sqlite3.Connection) -> int:
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def _size(path: Path | None) -> int:
    sizes = []
    for suffix in _FILES:
        with suppress(OSError):
            sizes.append(os.stat(f"{path}{suffix}").st_size)
    return sum(sizes)


def _check(kind: str, key: bytes, value: bytes) -> bytes:
    digest = blake2b(kind.encode(), digest_size=_CHECK_BYTES)
    digest.update(key)
    digest.update(value)
    return digest.digest()


def _portions(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    every = list(keys)
    return (every[at : at + _SOME] for at in range(0, len(every), _SOME))
