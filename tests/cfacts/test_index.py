from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest

from patchkit.cfacts import index_sites
from patchkit.errors import MissingObjectError, QueryError
from patchkit.model.facts import SiteKind
from patchkit.trees import MemoryTree

FILES = {
    "mm/b.c": b"int target(int a)\n{\n\treturn other(a);\n}\n",
    "mm/a.c": b"int f(void)\n{\n\treturn target(1) + target(2);\n}\n",
    "include/x.h": b"int target(int a);\nint targeted(void);\n",
    "arch/arm/x.S": b"\tbl target\n",
    "Documentation/x.c": b"int target(void);\n",
    "tools/x.c": b"static int target(void)\n{\n}\n",
    "mm/Makefile": b"target := 1\n",
    "mm/only.c": b"int targeted(void);\n",
}


def test_index() -> None:
    looked_at: list[str] = []
    index = index_sites(MemoryTree(FILES), ["target", "other"], looked_at.append)
    assert index.names == {"target", "other"}
    assert [(site.path, site.line, site.kind) for site in index.of("target")] == [
        ("arch/arm/x.S", 1, SiteKind.ASSEMBLY),
        ("include/x.h", 1, SiteKind.PROTOTYPE),
        ("mm/a.c", 3, SiteKind.CALL),
        ("mm/a.c", 3, SiteKind.CALL),
        ("mm/b.c", 1, SiteKind.DEFINITION),
        ("tools/x.c", 1, SiteKind.DEFINITION),
    ]
    assert index.files == ("arch/arm/x.S", "include/x.h", "mm/a.c", "mm/b.c", "tools/x.c")
    assert [site.path for site in index.of("other")] == ["mm/b.c"]
    assert (index.of("nothing"), index.unaccounted, index.incidents) == ((), (), ())
    assert set(looked_at) >= {"mm/a.c", "mm/b.c"}
    assert "Documentation/x.c" not in looked_at


def test_no_names() -> None:
    assert index_sites(MemoryTree(FILES), []).sites == ()


def test_updated_looks_at_the_changed_files_only() -> None:
    index = index_sites(MemoryTree(FILES), ["target"])
    changed = {
        **FILES,
        "mm/a.c": b"int f(void)\n{\n\treturn target(1, 2);\n}\n",
        "mm/new.c": b"int g(void)\n{\n\treturn target(3);\n}\n",
        "mm/unseen.c": b"int h(void)\n{\n\treturn target(4);\n}\n",
    }
    del changed["mm/b.c"]
    after = index.updated(MemoryTree(changed), ["mm/a.c", "mm/b.c", "mm/new.c", "mm/Makefile"])
    assert after.files == ("arch/arm/x.S", "include/x.h", "mm/a.c", "mm/new.c", "tools/x.c")
    assert [site.arguments for site in after.of("target") if site.path == "mm/a.c"] == [("1", "2")]
    assert index_sites(MemoryTree(FILES), ["target"]) == index
    assert index.updated(MemoryTree(FILES), []) == index


class Partial(MemoryTree):
    """A tree that names a file whose content is not at hand."""

    def read(self, path: str) -> bytes | None:
        if path == "mm/a.c":
            raise MissingObjectError("the object is not in this clone", where=path)
        return super().read(path)


def test_a_file_that_cannot_be_read_is_an_incident() -> None:
    before = index_sites(MemoryTree(FILES), ["target"])
    after = before.updated(Partial(FILES), ["mm/a.c"])
    assert [(one.kind, one.where) for one in after.incidents] == [("unreadable-file", "mm/a.c")]
    assert "mm/a.c" not in after.files
    again = after.updated(MemoryTree(FILES), ["mm/a.c"])
    assert again == before


@pytest.mark.parametrize("error", [ValueError("no tree"), RecursionError("too deep"), MemoryError()])
def test_a_file_that_cannot_be_analysed_is_an_incident(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(path: str, _data: bytes, _names: Collection[str]) -> Iterator[object]:
        if path == "mm/a.c":
            raise error
        return iter(())

    monkeypatch.setattr("patchkit.cfacts.remembered.file_sites", fails)
    index = index_sites(MemoryTree(FILES), ["target"])
    assert [(one.kind, one.where, one.harmless) for one in index.incidents] == [
        ("unparsed-file", "mm/a.c", False)
    ]


def test_a_query_that_does_not_fit_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_path: str, _data: bytes, _names: Collection[str]) -> Iterator[object]:
        raise QueryError("the query does not fit", where="calls.scm")

    monkeypatch.setattr("patchkit.cfacts.remembered.file_sites", fails)
    with pytest.raises(QueryError):
        index_sites(MemoryTree(FILES), ["target"])
