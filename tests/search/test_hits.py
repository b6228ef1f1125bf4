"""What is remembered gives the same answers as looking, and spares what need not be looked at."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.model.tree import Tree
from patchkit.search import folder
from patchkit.search.cache import Cache
from patchkit.search.hits import Found, Listing, Share, WordHits
from patchkit.search.means import Means
from patchkit.search.processes import Helpers
from patchkit.search.words import WordFinder
from patchkit.trees import MemoryTree, open_tree

TEXTS = [b"", b"alpha", b"beta", b"alpha beta", b"gamma alphabet"]
WORDS = [b"alpha", b"beta", b"gamma", b"none"]


class Files:
    """A corpus in memory whose ids are its contents; notes what was looked at."""

    def __init__(self, files: Mapping[str, bytes], unreadable: tuple[str, ...] = ()) -> None:
        self.files = files
        self.unreadable = unreadable
        self.seen: list[str] = []
        self.asked: dict[str, set[bytes]] = {}
        self.sifted: list[list[bytes]] = []

    def state(self) -> bytes:
        return self.listing().state

    def listing(self) -> Listing:
        paths = sorted(self.files)
        ids = [self.files[path].ljust(16, b".") for path in paths]
        return Listing(paths, ids, "\0".join(paths).encode() + b"".join(ids))

    def sift(self, paths: Sequence[str], words: Collection[bytes]) -> Sequence[str]:
        self.sifted.append(sorted(words))
        return paths

    def search(self, shares: Iterator[Share]) -> Iterator[Found]:
        for paths, words in shares:
            self.seen += paths
            self.asked.update((path, set(words)) for path in paths)
            which = WordFinder(words).which
            read = [path for path in paths if path not in self.unreadable]
            found = [(path, which(self.files[path])) for path in read]
            yield [one for one in found if one[1]], [path for path in paths if path not in read]


def looked(files: Mapping[str, bytes], words: list[bytes], most: int = 0) -> dict[bytes, object]:
    return dict(MemoryTree({f"{path}": data for path, data in files.items()}).holders(words, most))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "facts.sqlite")
    yield made
    made.close()


def test_an_unchanged_tree_is_not_looked_at(cache: Cache) -> None:
    files = {"a.c": b"alpha", "b.c": b"beta", "c.c": b"alpha beta"}
    expected = {b"alpha": ("a.c", "c.c"), b"none": ()}
    first, second = Files(files), Files(files)
    assert WordHits(first, cache).find([b"alpha", b"none"]) == expected
    assert WordHits(second, cache).find([b"alpha", b"none"]) == expected
    assert (first.seen, second.seen) == (["a.c", "b.c", "c.c"], [])


def test_of_another_tree_of_the_family_only_what_differs(cache: Cache) -> None:
    WordHits(Files({"a.c": b"alpha", "b.c": b"beta", "c.c": b"gamma"}), cache).find([b"alpha"])
    other = Files({"a.c": b"alpha", "moved.c": b"beta", "new.c": b"alpha new", "c.c": b"alpha"})
    assert WordHits(other, cache).find([b"alpha"]) == {b"alpha": ("a.c", "c.c", "new.c")}
    assert other.seen == ["new.c"]  # b.c moved; what c.c holds now, a.c held before


def test_a_new_word_is_looked_for_everywhere_and_known_then(cache: Cache) -> None:
    files = {"a.c": b"alpha", "b.c": b"beta"}
    WordHits(Files(files), cache).find([b"alpha"])
    both = Files(files)
    assert WordHits(both, cache).find([b"alpha", b"beta"]) == {b"alpha": ("a.c",), b"beta": ("b.c",)}
    assert both.seen == ["a.c", "b.c"]


def test_within_a_run_nothing_is_looked_at_twice() -> None:
    files = Files({"a.c": b"alpha", "b.c": b"beta"})
    hits = WordHits(files, Cache())
    hits.expect([b"beta"])
    hits.find([b"alpha"])
    hits.find([b"alpha", b"beta"])
    assert files.seen == ["a.c", "b.c"]


def test_an_unreadable_file_is_tried_again(cache: Cache) -> None:
    files = {"a.c": b"alpha", "b.c": b"alpha too"}
    broken = Files(files, unreadable=("b.c",))
    assert WordHits(broken, cache).find([b"alpha"]) == {b"alpha": ("a.c",)}
    again, mended = Files(files, unreadable=("b.c",)), Files(files)
    assert WordHits(again, cache).find([b"alpha"]) == {b"alpha": ("a.c",)}
    assert WordHits(mended, cache).find([b"alpha"]) == {b"alpha": ("a.c", "b.c")}
    assert (again.seen, mended.seen) == (["b.c"], ["b.c"])


def test_a_common_word_ends_the_search_early(cache: Cache) -> None:
    many = {f"{number:05}.c": b"alpha %d" % number for number in range(3000)}
    files = Files(many)
    assert WordHits(files, cache).find([b"alpha"], most=5) == {b"alpha": None}
    assert len(files.seen) < 2000
    again = Files(many)
    hits = WordHits(again, cache)
    assert hits.find([b"alpha"], most=5) == {b"alpha": None}
    assert hits.find([b"alpha"], most=4) == {b"alpha": None}
    assert again.seen == []
    assert len(hits.find([b"alpha"])[b"alpha"] or ()) == 3000
    assert hits.find([b"alpha"], most=2999) == {b"alpha": None}
    assert len(hits.find([b"alpha"], most=3000)[b"alpha"] or ()) == 3000


def test_all_files_of_a_word_that_was_called_common_are_remembered(cache: Cache) -> None:
    """`check` asks whether a word is common, `sites` afterwards for each of its files."""
    many = {f"{number:05}.c": b"alpha %d" % number for number in range(3000)}
    assert WordHits(Files(many), cache).find([b"alpha"], most=5) == {b"alpha": None}
    every = WordHits(Files(many), cache).find([b"alpha"])
    again = Files(many)
    hits = WordHits(again, cache)
    assert hits.find([b"alpha"]) == every
    assert hits.find([b"alpha"], most=5) == {b"alpha": None}
    assert again.seen == []


@pytest.mark.parametrize("number", [9, 40])
def test_a_common_word_is_known_in_the_family(cache: Cache, number: int) -> None:
    """Whether it stopped the search, or was counted to the end because it nearly was not common."""
    files = {f"{at:05}.c": b"alpha %d" % at if at < number else b"beta %d" % at for at in range(3000)}
    words = [b"alpha", b"none"]
    answer = {b"alpha": None, b"none": ()}
    assert WordHits(Files(files), cache).find(words, most=5) == answer
    for step in (1, 2, 3):
        files[f"{step:05}.c"] = b"gamma %d" % step
        other = Files(files)
        assert WordHits(other, cache).find(words, most=5) == answer
        assert other.seen == [f"{step:05}.c"]


def test_each_file_is_looked_at_once_for_what_is_not_known(cache: Cache) -> None:
    WordHits(Files({"a.c": b"alpha", "b.c": b"beta"}), cache).find([b"alpha"])
    other = Files({"a.c": b"alpha", "b.c": b"beta", "c.c": b"alpha beta"})
    assert WordHits(other, cache).find([b"alpha", b"beta"]) == {
        b"alpha": ("a.c", "c.c"),
        b"beta": ("b.c", "c.c"),
    }
    assert sorted(other.seen) == ["a.c", "b.c", "c.c"]
    assert other.asked == {"c.c": {b"alpha", b"beta"}, "a.c": {b"beta"}, "b.c": {b"beta"}}


FILES = st.dictionaries(st.sampled_from(["a.c", "b.c", "c.h", "d.S"]), st.sampled_from(TEXTS))
ASKED = st.lists(st.sampled_from(WORDS), min_size=1, unique=True)
STEPS = st.lists(st.tuples(FILES, ASKED, st.integers(0, 3)), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_remembered_is_as_looked(steps: list[tuple[dict[str, bytes], list[bytes], int]]) -> None:
    """Whatever was asked of whatever states before."""
    cache = _MemoryCache()
    for files, words, most in steps:
        expected = looked(files, words, most)
        assert WordHits(Files(files), cache).find(words, most) == expected
        assert WordHits(Files(files), cache).find(words, most) == expected


class _MemoryCache(Cache):
    """Keeps everything in a dictionary."""

    def __init__(self) -> None:
        super().__init__(Path("unused"))
        self.values: dict[tuple[str, bytes], bytes] = {}

    def get(self, kind: str, keys: object) -> dict[bytes, bytes]:
        assert isinstance(keys, (list, dict))
        return {key: self.values[(kind, key)] for key in keys if (kind, key) in self.values}

    def put(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        self.values.update({(kind, key): value for key, value in values.items()})

    def keys(self, kind: str, prefix: bytes) -> list[bytes]:
        return [key for one, key in self.values if one == kind and key.startswith(prefix)][::-1]


# Folders: what stands for a file's content is what stat says.


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(folder, "_RACY_NANOSECONDS", -(10**18))  # files of this moment count as old
    for path, data in {"a.c": b"alpha\n", "sub/b.c": b"beta\n", "sub/c.h": b"gamma\n"}.items():
        (tmp_path / "k" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "k" / path).write_bytes(data)
    return tmp_path / "k"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were opened."""
    opened: list[str] = []
    real = os.open

    def noting(path: str, flags: int, *args: int) -> int:
        if not flags & os.O_DIRECTORY:
            opened.append(os.path.basename(path))
        return real(path, flags, *args)

    monkeypatch.setattr(os, "open", noting)
    return opened


def having(tree: Path, cache: Cache, *words: bytes) -> list[str]:
    opened: Tree = open_tree(str(tree), kernel=False, means=Means(cache))
    return [path for path, _ in opened.containing(words, (".c", ".h"))]


def test_a_folder_is_read_once(kernel: Path, cache: Cache, reads: list[str]) -> None:
    assert having(kernel, cache, b"alpha") == ["a.c"]
    assert sorted(reads) == ["a.c", "a.c", "b.c", "c.h"]
    reads.clear()
    assert having(kernel, cache, b"alpha") == ["a.c"]
    assert reads == ["a.c"]


@pytest.mark.parametrize(
    ("change", "expected", "read"),
    [
        ("write", ["a.c", "sub/b.c"], ["b.c"]),
        ("same size and mtime", ["a.c", "sub/b.c"], ["b.c"]),
        ("replace", ["a.c", "sub/b.c"], ["b.c"]),
        ("new", ["a.c", "new.c"], ["new.c"]),
        ("delete", [], []),
        ("rename", ["z.c"], []),
        ("swap", ["sub/b.c"], []),
        ("folder moved", ["a.c"], []),
    ],
)
def test_every_change_is_seen(
    kernel: Path, cache: Cache, reads: list[str], change: str, expected: list[str], read: list[str]
) -> None:
    having(kernel, cache, b"alpha")
    a, b = kernel / "a.c", kernel / "sub" / "b.c"
    before = b.stat()
    if change == "write":
        b.write_bytes(b"alpha at last\n")
    elif change == "same size and mtime":
        b.write_bytes(b"beta\n".replace(b"beta\n", b"alpha"))
        os.utime(b, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (b.stat().st_size, b.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    elif change == "replace":
        (kernel / "x").write_bytes(b"alpha")
        (kernel / "x").replace(b)
    elif change == "new":
        (kernel / "new.c").write_bytes(b"alpha")
    elif change == "delete":
        a.unlink()
    elif change == "rename":
        a.rename(kernel / "z.c")
    elif change == "swap":
        a.rename(kernel / "x")
        b.rename(a)
        (kernel / "x").rename(b)
    else:
        (kernel / "sub").rename(kernel / "other")
    reads.clear()
    assert having(kernel, cache, b"alpha") == expected
    looked_at = list(reads)
    for path in expected:
        looked_at.remove(os.path.basename(path))  # handed over
    # A renamed file has a new ctime, so it may be looked at again; no other is.
    assert set(looked_at) <= {*read, *map(os.path.basename, expected), "a.c", "b.c"}
    assert "c.h" not in looked_at or change == "folder moved"


def test_a_file_of_this_moment_is_not_remembered(
    kernel: Path, cache: Cache, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_RACY_NANOSECONDS", 10**12)
    old = 10**18
    for path in (kernel / "a.c", kernel / "sub" / "b.c"):
        os.utime(path, ns=(old, old))  # a restored mtime does not make a file old: ctime counts
    having(kernel, cache, b"alpha")
    reads.clear()
    having(kernel, cache, b"alpha")
    assert sorted(set(reads)) == ["a.c", "b.c", "c.h"]


def test_helpers_find_the_same(kernel: Path) -> None:
    for number in range(1300):
        (kernel / f"{number:04}.c").write_bytes(b"alpha" if number % 7 == 0 else b"beta")
    alone, helped = Means(), Means(helpers=Helpers(2))
    helped.begin(str(kernel))
    words = [b"alpha", b"beta"]
    trees = [open_tree(str(kernel), kernel=False, means=means) for means in (alone, helped)]
    assert trees[0].holders(words) == trees[1].holders(words)
    assert len(trees[1].holders(words)[b"alpha"] or ()) == 187
    helped.close()


def test_only_words_that_are_wanted_without_a_bound_are_sifted() -> None:
    bounded, mixed, free = (Files({"a.c": b"alpha", "b.c": b"beta"}) for _ in range(3))
    WordHits(bounded, Cache()).find([b"alpha"], most=3)
    hits = WordHits(mixed, Cache())
    hits.expect([b"beta"], most=3)
    hits.find([b"alpha"])
    WordHits(free, Cache()).find([b"alpha", b"beta"])
    assert (bounded.sifted, mixed.sifted, free.sifted) == ([], [], [[b"alpha", b"beta"]])
