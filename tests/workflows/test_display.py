"""The checked tree's own .patchkit: what it may set is obeyed, the rest is told and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.model.settings import AS_IS, Display
from patchkit.trees import open_tree
from patchkit.workflows.display import ALLOWED, read_display


def display(folder: Path, text: str | bytes) -> tuple[Display, list[str]]:
    (folder / ".patchkit").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, incidents = read_display(open_tree(str(folder), kernel=False))
    assert all(one.kind == "tree-setting-refused" and one.harmless for one in incidents)
    return found, [one.message for one in incidents]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("color = never", Display(color="never")),
        ("color = auto", Display(color="auto")),
        ("width = 80", Display(width=80)),
        ("verbose", Display(verbose=True)),
        ("VERBOSE = Off", Display(verbose=False)),
        ("width = 80\nwidth = 90", Display(width=90)),
    ],
)
def test_what_a_tree_may_say(tmp_path: Path, line: str, wanted: Display) -> None:
    assert display(tmp_path, f"[patchkit]\n{line}\n") == (wanted, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[patchkit]\ncolor = always", "patchkit.color was not obeyed: a tree's own file may say auto"),
        ("[patchkit]\nwidth = 2", "patchkit.width was not obeyed: it is a number from 40 to 1000"),
        ("[patchkit]\nwidth", "patchkit.width was not obeyed: it is a number"),
        ("[patchkit]\nverbose = maybe", "patchkit.verbose was not obeyed: it is true or false"),
        ("[patchkit]\nmin-confidence = high", "patchkit.min-confidence was not obeyed: a tree's own"),
        ("[patchkit]\nbase-tree = /etc", "patchkit.base-tree was not obeyed"),
        ('[patchkit "x"]\nwidth = 80', "patchkit.x.width was not obeyed"),
        ("[core]\nfsmonitor = touch /tmp/x", "core.fsmonitor was not obeyed"),
        ("[alias]\ncheck = !sh", "alias.check was not obeyed"),
        ("[patchkit\nwidth = 80", "nothing of it was obeyed"),
        (b"\x00\xff[", "nothing of it was obeyed"),
        ("#" * 70_000, "nothing of it was read"),
    ],
)
def test_what_a_tree_may_not_say(tmp_path: Path, text: str | bytes, told: str) -> None:
    found, messages = display(tmp_path, text)
    assert found == AS_IS
    assert len(messages) == 1
    assert told in messages[0]


def test_nothing_is_included(tmp_path: Path) -> None:
    (tmp_path / "more").write_text("[patchkit]\nwidth = 50\n")
    text = f'[include]\npath = {tmp_path}/more\n[includeIf "gitdir:/"]\npath = {tmp_path}/more\n'
    found, messages = display(tmp_path, text)
    assert found == AS_IS
    assert len(messages) == 2


def test_a_flood_of_keys_is_counted(tmp_path: Path) -> None:
    _, messages = display(tmp_path, "[x]\n" + "".join(f"k{number} = 1\n" for number in range(30)))
    assert len(messages) == 11
    assert messages[-1] == "20 more keys were not obeyed"


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("[patchkit]\nwidth = 50\n")
    (tmp_path / ".patchkit").symlink_to(tmp_path / "secret")
    assert read_display(open_tree(str(tmp_path), kernel=False))[0] == AS_IS


def test_no_key_that_hides_or_reads_more_is_allowed() -> None:
    assert set(ALLOWED) == {"patchkit.color", "patchkit.verbose", "patchkit.width"}
