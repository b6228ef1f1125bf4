"""Sites from the cache and from helpers are those that looking gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from patchkit.cfacts import file_sites, index_sites, remembered
from patchkit.model.facts import Site
from patchkit.search.cache import Cache
from patchkit.search.means import Means
from patchkit.search.processes import Helpers
from patchkit.trees import MemoryTree, open_tree

FILES = {
    "include/linux/mem.h": b"int target(int nid, u64 size);\nextern int other(void);\n",
    "mm/mem.c": b"int target(int nid, u64 size)\n{\n\treturn other();\n}\nEXPORT_SYMBOL(target);\n",
    "arch/x86/mem.c": b"void f(void)\n{\n\ttarget(1,\n\t\tother());\n\t/* target, target_2 */\n}\n",
    "mm/latin.c": b'void g(void)\n{\n\ttarget(1, "\xe9t\xe9");\n\tother();\n}\n',
    "mm/none.c": b"void h(void);\n",
    "kernel/entry.S": b"\tcall target\n",
}
NAMES = ("target", "other")


@pytest.fixture
def means(tmp_path: Path) -> Iterator[Means]:
    made = Means(Cache(tmp_path / "facts.sqlite"))
    yield made
    made.close()


def looked(files: dict[str, bytes], names: Collection[str]) -> list[Site]:
    return [site for path in sorted(files) for site in file_sites(path, files[path], names)]


class Counter:
    """Counts the files that are looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: list[str] = []
        monkeypatch.setattr(remembered, "file_sites", self)

    def __call__(self, path: str, data: bytes, names: Collection[str]) -> tuple[Site, ...]:
        self.paths.append(path)
        return file_sites(path, data, names)


def test_a_file_is_looked_at_once(means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter(monkeypatch)
    expected = looked(FILES, NAMES)
    assert list(index_sites(MemoryTree(FILES), NAMES, means=means).sites) == expected
    assert sorted(set(counter.paths)) == sorted(set(FILES) - {"mm/none.c"})
    counter.paths.clear()
    assert list(index_sites(MemoryTree(FILES), NAMES, means=means).sites) == expected
    assert set(counter.paths) == {"mm/latin.c"}  # its lines are no UTF-8


def test_names_are_remembered_one_by_one(means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    index_sites(MemoryTree(FILES), ["other"], means=means)
    counter = Counter(monkeypatch)
    both = index_sites(MemoryTree(FILES), NAMES, means=means)
    assert list(both.sites) == looked(FILES, NAMES)
    assert "kernel/entry.S" in counter.paths
    counter.paths.clear()
    assert list(index_sites(MemoryTree(FILES), ["target"], means=means).sites) == looked(
        FILES, ["target"]
    )
    assert set(counter.paths) == {"mm/latin.c"}


@pytest.mark.parametrize("change", ["content", "path"])
def test_another_file_is_looked_at(means: Means, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    index_sites(MemoryTree(FILES), NAMES, means=means)
    files = dict(FILES)
    old = files.pop("arch/x86/mem.c")
    where = "arch/sh/mem.c" if change == "path" else "arch/x86/mem.c"
    files[where] = old if change == "path" else b"#ifdef X\n" + old + b"#endif\n"
    counter = Counter(monkeypatch)
    assert list(index_sites(MemoryTree(files), NAMES, means=means).sites) == looked(files, NAMES)
    assert set(counter.paths) == {where, "mm/latin.c"}


def test_other_code_does_not_believe_it(means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    index_sites(MemoryTree(FILES), NAMES, means=means)
    monkeypatch.setattr(remembered, "looker", lambda: b"a later version")
    counter = Counter(monkeypatch)
    index_sites(MemoryTree(FILES), NAMES, means=means)
    assert len(set(counter.paths)) == 5


def test_the_code_is_named_by_its_content() -> None:
    assert remembered.looker() == remembered.looker()
    assert len(remembered.looker()) == 20


def test_helpers_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_WORTH_HELP", 10)
    files = {f"{number:03}/{path}": data for number in range(40) for path, data in FILES.items()}
    means = Means(helpers=Helpers(2))
    counter = Counter(monkeypatch)
    assert list(index_sites(MemoryTree(files), NAMES, means=means).sites) == looked(files, NAMES)
    assert {path.partition("/")[2] for path in counter.paths} == {"mm/latin.c"}
    means.close()


@pytest.mark.kernel
@pytest.mark.parametrize(
    "names",
    [
        ("arch_remove_memory", "__remove_pages", "add_memory", "probe_kernel_read"),
        ("register_shrinker", "kmem_cache_create", "for_each_online_cpu", "debugfs_create_dir"),
        ("devm_kzalloc",),
    ],
)
def test_a_whole_kernel(kernel_6_1: Path, tmp_path: Path, names: tuple[str, ...]) -> None:
    """The slow way is a file after another in this process, without anything remembered."""
    tree = open_tree(str(kernel_6_1))
    words = [name.encode() for name in names]
    suffixes = (".c", ".h", ".S", ".c_shipped", ".h_shipped", ".inc")
    slow = [
        site
        for path, data in tree.containing(words, suffixes)
        if not path.startswith("Documentation/")
        for site in file_sites(path, data, names)
    ]
    for _ in range(2):  # the second time from the cache
        means = Means(Cache(tmp_path / "facts.sqlite"), Helpers(2))
        index = index_sites(open_tree(str(kernel_6_1), means=means), names, means=means)
        assert list(index.sites) == slow
        assert index.incidents == ()
        means.close()
