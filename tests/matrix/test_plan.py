from __future__ import annotations

from pathlib import Path

from patchkit.matrix.plan import in_order, items_of, leaders
from patchkit.matrix.work import Setting
from patchkit.model.matrix import TreeRef
from tests.matrix import scene


def names(folder: Path, versions: dict[str, tuple[int, int, int]]) -> list[TreeRef]:
    trees = []
    for name, (major, minor, patch) in versions.items():
        (folder / name).mkdir()
        text = scene.MAKEFILE % (major, minor)
        (folder / name / "Makefile").write_text(text.replace("SUBLEVEL = 0", f"SUBLEVEL = {patch}"))
        trees.append(TreeRef(name, str(folder / name)))
    return trees


def test_the_first_of_every_family_leads_and_the_newest_comes_first(tmp_path: Path) -> None:
    versions = {"a": (5, 4, 188), "b": (5, 4, 49), "c": (6, 1, 2), "d": (5, 10, 9), "e": (6, 1, 1)}
    trees = [*names(tmp_path, versions), TreeRef("next", str(tmp_path / "nowhere"))]
    order = in_order(trees)
    assert [tree.name for tree in order] == ["next", "e", "d", "b", "c", "a"]
    tasks = scene.options(
        str(scene.kernel(tmp_path / "k").path), ("v5.0",), scene.series(tmp_path / "s")
    ).tasks
    items = items_of(dict.fromkeys(order, tasks), Setting())
    found = {
        items[one].tree.name: items[other].tree.name for one, other in leaders(items, order).items()
    }
    assert found == {"c": "e", "a": "b"}


def test_many_series_share_an_item(tmp_path: Path) -> None:
    asked = scene.options(
        str(scene.kernel(tmp_path / "k").path), ("v5.*",), scene.series(tmp_path / "s")
    )
    tasks = asked.tasks * 40
    items = items_of(dict.fromkeys(asked.trees, tasks), Setting())
    assert [len(item.tasks) for item in items] == [10] * 16
    assert [item.tree for item in items[::4]] == list(asked.trees)
