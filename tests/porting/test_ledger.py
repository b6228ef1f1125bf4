"""The port is played through from the tree's own files; what does not follow on is refused."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from patchkit.errors import PortError
from patchkit.model.diff import FileChange
from patchkit.model.port import FilePort, PatchPort
from patchkit.porting.ledger import File, play
from patchkit.trees import MemoryTree, OverlayTree
from tests.porting.makers import edit, file_patch, ported

TREE = MemoryTree({"a": b"1\n", "b": b"2\n"})


def copied(file: FilePort) -> FilePort:
    return replace(file, original=file_patch(file.source, change=FileChange.COPIED))


def plain(data: bytes) -> File:
    return File("100644", data)


@pytest.mark.parametrize(
    ("ports", "changes"),
    [
        pytest.param([ported(edit("a", b"1\n", b"3\n"))], [{"a": plain(b"3\n")}], id="edit"),
        pytest.param([ported(edit("a", b"1\n", b"1\n"))], [{}], id="nothing"),
        pytest.param([ported(edit("c", None, b"3\n"))], [{"c": plain(b"3\n")}], id="new"),
        pytest.param([ported(edit("a", b"1\n", None))], [{"a": None}], id="deleted"),
        pytest.param(
            [ported(edit("a", b"1\n", b"1\n", to="c"))], [{"a": None, "c": plain(b"1\n")}], id="renamed"
        ),
        pytest.param(
            [ported(copied(edit("a", b"1\n", b"3\n", to="c")))], [{"c": plain(b"3\n")}], id="copied"
        ),
        pytest.param(
            [ported(edit("a", b"1\n", b"1\n", to="b"), edit("b", b"2\n", b"2\n", to="a"))],
            [{"a": plain(b"2\n"), "b": plain(b"1\n")}],
            id="names-swapped",
        ),
        pytest.param(
            [ported(edit("a", b"1\n", b"1\n", to="c"), edit("a", None, b"new\n"))],
            [{"c": plain(b"1\n"), "a": plain(b"new\n")}],
            id="renamed-and-made-anew",
        ),
        pytest.param(
            [ported(edit("a", b"1\n", b"3\n"), edit("a", b"3\n", b"4\n"))],
            [{"a": plain(b"4\n")}],
            id="twice-in-one-patch",
        ),
        pytest.param(
            [ported(edit("a", b"1\n", b"3\n")), ported(edit("a", b"3\n", None), number=2)],
            [{"a": plain(b"3\n")}, {"a": None}],
            id="one-after-the-other",
        ),
        pytest.param(
            [ported(edit("a", b"1\n", b"1\n", new_mode="100755"))],
            [{"a": File("100755", b"1\n")}],
            id="made-a-program",
        ),
    ],
)
def test_what_patches_change(ports: list[PatchPort], changes: list[dict[str, File | None]]) -> None:
    assert list(play(ports, TREE).changes) == changes


def test_only_touched_files_are_in_the_base() -> None:
    played = play([ported(edit("a", b"1\n", b"1\n", to="c"))], TREE)
    assert played.base == {"a": plain(b"1\n"), "c": None}


def test_a_program_stays_one_when_nothing_is_said_of_modes() -> None:
    class Programs(MemoryTree):
        def mode(self, path: str) -> str:
            return "100755" if self.exists(path) else ""

    tree = OverlayTree(Programs({"a": b"1\n"}), {})
    ports = [ported(edit("a", b"1\n", b"3\n")), ported(edit("a", b"3\n", b"3\n", to="c"), number=2)]
    first, second = play(ports, tree).changes
    assert first == {"a": File("100755", b"3\n")}
    assert second == {"a": None, "c": File("100755", b"3\n")}


@pytest.mark.parametrize(
    "port",
    [
        pytest.param(ported(edit("a", b"9\n", b"3\n")), id="another-content"),
        pytest.param(ported(edit("c", b"1\n", b"3\n")), id="no-such-file"),
        pytest.param(ported(edit("a", None, b"3\n")), id="there-already"),
        pytest.param(ported(edit("a", b"1\n", b"1\n", to="b")), id="name-is-taken"),
        pytest.param(ported(edit("a", b"1\n", b"3\n"), edit("a", b"1\n", b"4\n")), id="forgets-its-own"),
    ],
)
def test_a_port_that_contradicts_itself(port: PatchPort) -> None:
    with pytest.raises(PortError, match="contradicts itself"):
        play([port], TREE)
