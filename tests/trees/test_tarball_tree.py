"""What only a tarball can be: cut short, damaged, hostile, slow to enter in the middle."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from patchkit.errors import TreeError
from patchkit.trees import open_tree
from patchkit.trees.tarball import TarballTree

if TYPE_CHECKING:
    from tests.trees.conftest import MakeTarball

WORDS = (b"arch_add_memory",)
SUFFIXES = (".c", ".h", ".S")
HITS = ["arch/sh/entry.S", "arch/sh/mm/init.c", "include/linux/memory.h"]


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size, made.linkname = kind, size, link
    return made


def hits(tree: TarballTree) -> list[str]:
    return [path for path, _ in tree.containing(WORDS, SUFFIXES)]


@pytest.mark.parametrize(
    "name", ["../evil.c", "/etc/evil.c", "linux-5.0/../../evil.c", "linux-5.0//evil.c", "a/./b.c"]
)
def test_members_that_lead_elsewhere_are_refused(make_tarball: MakeTarball, name: str) -> None:
    tree = TarballTree(str(make_tarball(extra=(member(name, size=9),))))
    assert [(one.kind, one.where) for one in tree.incidents] == [("unsafe-member", name)]
    assert not any("evil" in path or "b.c" in path for path in tree.paths())
    assert tree.identity.version == "5.0.0-rc1"


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.GNUTYPE_SPARSE], ids=["hard-link", "sparse"])
def test_members_that_are_not_understood_are_incidents(make_tarball: MakeTarball, kind: bytes) -> None:
    odd = member("linux-5.0/odd.c", kind, link="linux-5.0/Makefile")
    tree = TarballTree(str(make_tarball(extra=(odd,))))
    assert [(one.kind, one.where) for one in tree.incidents] == [
        ("unsupported-member", "linux-5.0/odd.c")
    ]
    assert not tree.exists("odd.c")


def test_links_folders_and_devices_are_no_files(make_tarball: MakeTarball) -> None:
    extra = (
        member("linux-5.0/link.c", tarfile.SYMTYPE, link="Makefile"),
        member("linux-5.0/folder.c", tarfile.DIRTYPE),
        member("linux-5.0/pipe.c", tarfile.FIFOTYPE),
    )
    tree = TarballTree(str(make_tarball(extra=extra)))
    assert not any(tree.exists(f"{name}.c") for name in ("link", "folder", "pipe"))
    assert tree.incidents == ()


@pytest.mark.parametrize("name", ["k.tar", "k.tar.xz"])
def test_a_later_member_replaces_a_former_one(make_tarball: MakeTarball, name: str) -> None:
    extra = (
        member("linux-5.0/arch/sh/entry.S", size=3),
        member("linux-5.0/kernel/memremap.c", tarfile.SYMTYPE, link="x"),
    )
    tree = TarballTree(str(make_tarball(name, extra=extra)), wanted=["arch/sh/entry.S"])
    assert tree.read("arch/sh/entry.S") == b"xxx"
    assert not tree.exists("kernel/memremap.c")
    assert hits(tree) == ["arch/sh/mm/init.c", "include/linux/memory.h"]


@pytest.mark.parametrize("name", ["k.tar", "k.tar.gz", "k.tar.bz2", "k.tar.xz"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_tarball_cut_short(
    make_tarball: MakeTarball, kernel_files: Mapping[str, bytes], name: str, kept: float
) -> None:
    # Enough noise that every compressor has something to lose.
    noise = {f"tools/{i}.c": bytes((i * j) % 251 for j in range(700)) for i in range(40)}
    path = make_tarball(name, files={**kernel_files, **noise})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(TreeError, match="tarball cannot be read"):
        open_tree(str(path))


def test_a_tarball_cut_between_members(make_tarball: MakeTarball) -> None:
    path = make_tarball("k.tar")
    with tarfile.open(path) as archive:
        last = archive.getmembers()[-1]
    path.write_bytes(path.read_bytes()[: last.offset])
    with pytest.raises(TreeError, match="cut short"):
        open_tree(str(path))


def test_a_damaged_header_is_not_the_end(make_tarball: MakeTarball) -> None:
    path = make_tarball("k.tar")
    with tarfile.open(path) as archive:
        middle = archive.getmembers()[4]
    data = bytearray(path.read_bytes())
    data[middle.offset + 150] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(TreeError, match="damaged"):
        open_tree(str(path))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"Subject: [PATCH] mm\n\ndiff --git a/x b/x\n" * 40, id="a-mail"),
        pytest.param(gzip.compress(b"int a;\n" * 999), id="gzip-of-no-tarball"),
        pytest.param(b"\xfd7zXZ\0" + b"garbage" * 99, id="no-xz"),
    ],
)
def test_a_file_that_is_no_tarball(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file.tar.xz").write_bytes(data)
    with pytest.raises(TreeError, match="tarball cannot be read") as caught:
        open_tree(str(tmp_path / "file.tar.xz"))
    assert caught.value.hint


def test_a_tarball_without_files(make_tarball: MakeTarball) -> None:
    with pytest.raises(TreeError, match="no files"):
        open_tree(str(make_tarball(files={})))


def test_a_tarball_that_changes_later(make_tarball: MakeTarball) -> None:
    path = make_tarball("k.tar")
    tree = TarballTree(str(path))
    path.write_bytes(b"")
    with pytest.raises(TreeError, match="shorter"):
        tree.read("arch/sh/entry.S")


class Passes:
    """Counts how often a tarball is gone through."""

    def __init__(self) -> None:
        self.count = 0


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Passes]:
    counted, real = Passes(), tarfile.open

    def counting(*args: object, **options: object) -> object:
        counted.count += 1
        return real(*args, **options)  # type: ignore[call-overload]  # handed through as they are

    monkeypatch.setattr(tarfile, "open", counting)
    return iter((counted,))


@pytest.fixture
def xz(make_tarball: MakeTarball) -> str:
    return str(make_tarball("k.tar.xz"))


def test_wanted_files_come_with_opening(xz: str, passes: Iterator[Passes]) -> None:
    counted = next(passes)
    tree = open_tree(xz, wanted=["arch/sh/entry.S", "include/linux/memory.h", "absent.c"])
    assert tree.read("arch/sh/entry.S") is not None
    assert tree.read("include/linux/memory.h") is not None
    assert tree.read("Makefile") is not None
    assert tree.read("absent.c") is None
    assert counted.count == 1


def test_hits_are_kept(xz: str, passes: Iterator[Passes]) -> None:
    counted = next(passes)
    tree = TarballTree(xz)
    found = dict(tree.containing(WORDS, SUFFIXES))
    assert {path: tree.read(path) for path in found} == found
    assert counted.count == 2


def test_preload_reads_many_in_one_pass(xz: str, passes: Iterator[Passes]) -> None:
    counted = next(passes)
    tree = TarballTree(xz)
    tree.preload(["arch/sh/entry.S", "kernel/empty.c", "absent.c"])
    assert tree.read("arch/sh/entry.S") is not None
    assert tree.read("kernel/empty.c") == b""
    assert counted.count == 2


def test_what_is_kept_is_bounded(
    xz: str, passes: Iterator[Passes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("patchkit.trees.tarball._KEPT_BYTES", 40)
    counted = next(passes)
    tree = TarballTree(xz)
    first = tree.read("arch/sh/mm/init.c")
    assert tree.read("arch/sh/entry.S") is not None
    assert tree.read("arch/sh/entry.S") is not None
    assert counted.count == 3
    assert tree.read("arch/sh/mm/init.c") == first
    assert counted.count == 4


def test_names_in_other_encodings(make_tarball: MakeTarball, kernel_files: Mapping[str, bytes]) -> None:
    name = b"arch/sh/\xfc.c".decode("utf-8", "surrogateescape")
    tree = TarballTree(str(make_tarball(files={**kernel_files, name: b"arch_add_memory\n"})))
    assert tree.read(name) == b"arch_add_memory\n"


def test_global_headers_of_git_archive_are_no_files(
    make_tarball: MakeTarball, kernel_files: Mapping[str, bytes], tmp_path: Path
) -> None:
    made = io.BytesIO()
    headers = {"comment": "1" * 40}
    with tarfile.open(
        fileobj=made, mode="w:xz", format=tarfile.PAX_FORMAT, pax_headers=headers
    ) as archive:
        for path, content in kernel_files.items():
            one = member(f"linux-5.0/{path}", size=len(content))
            archive.addfile(one, io.BytesIO(content))
    (tmp_path / "git.tar.xz").write_bytes(made.getvalue())
    tree = TarballTree(str(tmp_path / "git.tar.xz"))
    assert set(tree.paths()) == set(kernel_files)
