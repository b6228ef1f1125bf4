"""In which files of a tree names occur, whatever they are there: quick, and no C facts.

Names that stand everywhere say nothing, so the tree stops looking for them when it has found enough.
"""

from __future__ import annotations

from collections.abc import Collection

from patchkit.cfacts.words import Words
from patchkit.errors import MissingObjectError
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h", ".S")


def find_places(tree: Tree, names: Collection[bytes], common: int) -> dict[bytes, list[str] | None]:
    """Returns "path:line" of each name's first occurrence in each file, headers of include/ first.

    A name is a word or a member expression ("a->b"); where that stands, it is no occurrence of "a". None
    for a name that stands in more than `common` files.
    """
    holders = tree.holders(names, common)
    places: dict[bytes, list[str] | None] = {
        name: None if holders.get(name) is None else [] for name in names
    }
    words = Words(names)
    found_in = {path for paths in holders.values() for path in paths or ()}
    for path in sorted(path for path in found_in if path.endswith(_SUFFIXES)):
        try:
            data = tree.read(path) or b""
        except MissingObjectError:  # the tree keeps the incident
            continue
        first: dict[bytes, int] = {}
        for offset, name in words.find(data):
            first.setdefault(name, offset)
        for name, offset in first.items():
            line = data.count(b"\n", 0, offset) + 1
            here = places[name]
            if here is not None:
                here.append(f"{path}:{line}")
    for places_of_one in places.values():
        if places_of_one is not None:
            places_of_one.sort(key=lambda place: not place.startswith("include/"))
    return places
