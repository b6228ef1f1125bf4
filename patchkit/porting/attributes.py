"""The target's .gitattributes: they decide which function git writes behind the second `@@`."""

from __future__ import annotations

from collections.abc import Iterable

from patchkit.model.tree import Tree
from patchkit.porting.ledger import File, Files

_NAME = ".gitattributes"


def attributes_for(paths: Iterable[str], tree: Tree) -> Files:
    """Returns the .gitattributes of the tree's top and of every folder that holds one of `paths`."""
    folders = {""}
    for path in paths:
        parts = path.split("/")[:-1]
        folders.update("/".join(parts[: depth + 1]) + "/" for depth in range(len(parts)))
    found: Files = {}
    for folder in sorted(folders):
        data = tree.read(folder + _NAME)
        if data is not None:
            found[folder + _NAME] = File(tree.mode(folder + _NAME), data)
    return found
