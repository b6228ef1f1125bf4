"""The cache is of use when it can be, and costs no answer and no crash when it cannot."""

from __future__ import annotations

import pwd
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from patchkit.search import cache as module
from patchkit.search.cache import Cache, cache_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "facts.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    cache = Cache(path)
    cache.put("hits", {b"one": b"1", b"two": b"2" * 3000})
    cache.put("sites", {b"one": b"other"})
    cache.close()
    return path


@pytest.fixture
def opened(filled: Path) -> Iterator[Cache]:
    cache = Cache(filled)
    yield cache
    cache.close()


def test_what_was_put_is_found_again(opened: Cache) -> None:
    assert opened.get("hits", [b"one", b"two", b"three"]) == {b"one": b"1", b"two": b"2" * 3000}
    assert opened.get("sites", [b"one", b"two"]) == {b"one": b"other"}
    assert opened.incidents == ()


def test_a_value_is_replaced(opened: Cache) -> None:
    opened.put("hits", {b"one": b"new"})
    assert opened.get("hits", [b"one"]) == {b"one": b"new"}


def test_many_keys_at_once(opened: Cache) -> None:
    values = {b"%06d" % number: b"x" for number in range(3000)}
    opened.put("many", values)
    assert opened.get("many", values) == values


def test_keys_by_prefix_the_newest_first(opened: Cache) -> None:
    opened.put("hits", {b"\xffa": b"", b"\xff\xff": b"", b"\xfe": b""})
    assert opened.keys("hits", b"\xff") == [b"\xff\xff", b"\xffa"]


def test_without_a_path_nothing_is_kept(tmp_path: Path) -> None:
    cache = Cache(None)
    cache.put("hits", {b"one": b"1"})
    assert cache.get("hits", [b"one"]) == {}
    assert cache.keys("hits", b"") == []
    assert not cache.on
    cache.close()
    assert list(tmp_path.iterdir()) == []


def test_only_the_user_can_look_into_the_folder(filled: Path) -> None:
    assert filled.parent.stat().st_mode & 0o077 == 0


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 500)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def middle_overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(bytes(data))


def older_schema(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE entry; CREATE TABLE entry (a); PRAGMA user_version = 0")
    connection.close()


def newer_schema(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript("ALTER TABLE entry RENAME TO other; PRAGMA user_version = 99")
    connection.close()


def table_gone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE entry")
    connection.close()


SPOILERS = [garbage, cut_short, emptied, middle_overwritten, older_schema, newer_schema, table_gone]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_a_spoiled_file_is_made_anew(filled: Path, spoil: Callable[[Path], None]) -> None:
    spoil(filled)
    cache = Cache(filled)
    assert cache.get("hits", [b"one", b"two"]) == {}
    cache.put("hits", {b"one": b"again"})
    cache.put("hits", {b"two": b"again"})
    cache.close()
    assert all(one.harmless and one.where == str(filled) for one in cache.incidents)
    second = Cache(filled)
    assert second.get("hits", [b"two"]) == {b"two": b"again"}
    assert second.incidents == ()
    second.close()


def test_a_damaged_value_is_no_value(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE entry SET value = replace(value, '1', '7') WHERE key = ?", (b"one",))
        connection.execute("UPDATE entry SET value = substr(value, 1, 100) WHERE key = ?", (b"two",))
    connection.close()
    cache = Cache(filled)
    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE entry SET value = x'00' || value WHERE key = ?", (b"one",))
    connection.close()
    assert cache.get("hits", [b"one", b"two"]) == {}
    cache.close()


def test_a_full_disk_costs_nothing_but_the_entry(filled: Path) -> None:
    cache = Cache(filled)
    assert cache.get("hits", [b"one"]) == {b"one": b"1"}
    assert cache._connection is not None
    pages = cache._connection.execute("PRAGMA page_count").fetchone()[0]
    cache._connection.execute(f"PRAGMA max_page_count = {pages}")  # then SQLite says: disk is full
    cache.put("hits", {b"big": b"x" * 100_000})
    (incident,) = cache.incidents
    assert incident.harmless
    assert "full" in incident.message
    assert cache.get("hits", [b"one", b"big"]) == {b"one": b"1"}
    cache.close()


@pytest.mark.parametrize("place", ["a file", "read-only"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, place: str) -> None:
    if place == "a file":
        (tmp_path / "home").write_bytes(b"")
        path = tmp_path / "home" / "facts.sqlite"
    else:
        path = Path("/proc/patchkit/facts.sqlite")
    cache = Cache(path)
    cache.put("hits", {b"one": b"1"})
    assert cache.get("hits", [b"one"]) == {}
    cache.close()
    assert [(one.kind, one.harmless) for one in cache.incidents] == [("cache-unusable", True)]


def test_another_process_holds_the_lock(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.01)
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    cache = Cache(filled)
    cache.put("hits", {b"three": b"3"})
    assert cache.get("hits", [b"one", b"three"]) == {b"one": b"1"}
    other.execute("COMMIT")
    other.close()
    cache.put("hits", {b"three": b"3"})
    assert cache.get("hits", [b"three"]) == {b"three": b"3"}
    assert all(one.harmless for one in cache.incidents)
    cache.close()


FILL = """
import sys
from pathlib import Path
from patchkit.search.cache import Cache
cache = Cache(Path(sys.argv[1]))
for at in range(60):
    cache.put("hits", {b"%s %d %d" % (sys.argv[2].encode(), at, n): b"x" * 200 for n in range(20)})
    cache.put("hits", {b"both %d" % at: b"the same"})
assert cache.incidents == (), cache.incidents
cache.close()
"""


def test_two_processes_fill_it_at_once(path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", FILL, str(path), name], stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for writer in writers:
        assert (writer.communicate()[1], writer.returncode) == (b"", 0)
    cache = Cache(path)
    keys = [b"%s %d %d" % (name, at, n) for name in (b"a", b"b") for at in range(60) for n in range(20)]
    assert len(cache.get("hits", keys)) == len(keys)
    assert len(cache.keys("hits", b"both ")) == 60
    cache.close()


def test_what_was_not_used_longest_goes_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**9, 7200))
    monkeypatch.setattr("time.time", lambda: next(clock))
    cache = Cache(path)
    for number in range(400):
        cache.put("hits", {b"%03d" % number: b"x" * 2000})
    assert cache.get("hits", [b"000"])  # used lately
    dropped = cache.prune(400_000)
    assert 100 < dropped < 400
    assert cache.get("hits", [b"000", b"399", b"001"]).keys() == {b"000", b"399"}
    cache.close()


def test_the_size_stays_within_the_bound(path: Path) -> None:
    for run in range(6):
        cache = Cache(path, bound=300_000)
        cache.put("hits", {b"%d %d" % (run, n): b"x" * 1000 for n in range(200)})
        cache.close()
        assert cache.incidents == ()
    cache = Cache(path, bound=300_000)
    assert cache.info().size < 900_000  # what is kept, and the log of the largest write
    assert cache.get("hits", [b"5 199"])
    cache.close()


def test_info_and_clear(opened: Cache, filled: Path) -> None:
    info = opened.info()
    assert info.path == str(filled)
    assert info.size >= 3000
    assert {kind: count for kind, (count, _) in info.kinds.items()} == {"hits": 2, "sites": 1}
    opened.clear()
    assert not filled.exists()
    assert opened.info().kinds == {}


@pytest.mark.parametrize("given", ["", "relative"])
def test_where_it_is(given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_file() == tmp_path / "patchkit" / "facts.sqlite"
    monkeypatch.setenv("XDG_CACHE_HOME", given)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_file() == tmp_path / ".cache" / "patchkit" / "facts.sqlite"


@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_a_home_nothing_is_written_where_one_stands(
    home: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a name of the user nor HOME says where home is, or HOME says what only cd can tell."""

    def nobody(number: int) -> NoReturn:
        raise KeyError(number)

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    named = cache_file()
    assert named.is_absolute()
    assert not named.is_relative_to("/.cache")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    cache = Cache(cache_file())
    cache.put("hits", {b"one": b"1"})
    assert cache.get("hits", [b"one"]) == {}
    assert [one.harmless for one in cache.incidents] == [True]
    cache.close()
    assert list(tmp_path.iterdir()) == []
