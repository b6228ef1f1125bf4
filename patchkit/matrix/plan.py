"""What is done first, and what is done together: work items in an order in which they help each other.

Trees of one family (5.4.49, 5.4.188) share most of their files, and what was found in a file version is
remembered. So the first tree of every family goes first, and the others come when its answers are there.
The series of one item share one opened tree and one search. Refuses to know how many workers there are:
the same matrix has the same items everywhere.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from patchkit.errors import PatchkitError
from patchkit.gitio import find_repository
from patchkit.matrix.choose import named
from patchkit.matrix.work import Setting, Task, WorkItem
from patchkit.model.matrix import TreeRef
from patchkit.placement.bases import newness
from patchkit.trees.version import makefile_version

_TOGETHER = 16  # series of one item, at most
_LEAST_ITEMS = 16  # so many items are worth more than a shared search

Version = tuple[int, ...]


def version_order(version: str, name: str) -> tuple[bool, Version, str]:
    """Returns what trees are sorted by: their version, or the one in their name; unknown ones last."""
    known = newness(version)
    if not known:
        found = named(name)
        known = (*found.numbers, 0)[:3] if found is not None else ()
    return not known, known, name


def likely_version(tree: TreeRef) -> str:
    """Returns the version of a tree from its Makefile, where that is cheap to read, else ""."""
    try:
        if not os.path.isdir(tree.location):
            return ""
        path = os.path.join(tree.location, "Makefile")
        if not tree.rev and os.path.isfile(path):
            with open(path, "rb") as file:
                return makefile_version(file.read(1 << 16))
        repository = find_repository(tree.location)
        if repository is None:
            return ""
        return makefile_version(repository.run("cat-file", "blob", f"{tree.rev or 'HEAD'}:Makefile"))
    except (OSError, PatchkitError):
        return ""  # whoever opens it says why


def in_order(trees: Iterable[TreeRef]) -> dict[TreeRef, Version]:
    """Returns the trees in the order of work, with the family of each; () for one that has none.

    The first of every family comes first, then the second, and so on; among equals the newest: it is the
    largest, and should not be what everybody waits for in the end.
    """
    keys = {tree: version_order(likely_version(tree), tree.name) for tree in trees}
    ranks: Counter[Version] = Counter()
    ranked: list[tuple[int, int, TreeRef]] = []
    for tree in sorted(keys, key=keys.__getitem__):
        family = keys[tree][1][:2]
        ranked.append((ranks[family] if family else 0, -len(ranked), tree))
        ranks[family] += 1
    return {tree: keys[tree][1][:2] for _, _, tree in sorted(ranked, key=lambda one: one[:2])}


def leaders(items: Sequence[WorkItem], families: Mapping[TreeRef, Version]) -> dict[int, int]:
    """Returns, by index, which item should be done before another one that will use what it found.

    That is the same series on the first tree of the family.
    """
    first: dict[tuple[Version, tuple[str, ...]], int] = {}
    found: dict[int, int] = {}
    for index, item in enumerate(items):
        if family := families[item.tree]:
            key = (family, tuple(task.name for task in item.tasks))
            if first.setdefault(key, index) != index:
                found[index] = first[key]
    return found


def items_of(wanted: Mapping[TreeRef, Sequence[Task]], setting: Setting) -> list[WorkItem]:
    """Returns what is wanted of each tree as work items, in the order of the trees."""
    total = sum(map(len, wanted.values()))
    together = max(1, min(_TOGETHER, total // _LEAST_ITEMS))
    return [
        WorkItem(tree, tuple(tasks[at : at + together]), setting)
        for tree, tasks in wanted.items()
        for at in range(0, len(tasks), together)
    ]
