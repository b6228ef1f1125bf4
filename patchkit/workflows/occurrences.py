"""In which files of a tree names occur, whatever they are there: quick, and no C facts.

Names that stand everywhere would make every file one to look into, so they are found out first, on the
first files, and left out of the pass over the whole tree.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from patchkit.cfacts.words import Words
from patchkit.model.tree import Tree

_SUFFIXES = (".c", ".h", ".S")
_TRIAL = 400  # files


def find_places(tree: Tree, names: Collection[bytes], common: int) -> dict[bytes, list[str]]:
    """Returns "path:line" of each name's first occurrence in each file, headers of include/ first.

    A name is a word or a member expression ("a->b"); where that stands, it is no occurrence of "a". The
    list of one that is in more than `common` files may be cut short, but is longer than `common`.
    """
    places = _pass(tree, names, _TRIAL)
    rest = [name for name in names if len(places[name]) <= common]
    places |= _pass(tree, rest, None)
    return places


def _pass(tree: Tree, names: Collection[bytes], files: int | None) -> dict[bytes, list[str]]:
    """Looks at the first `files` files with any of the names, at all of them for None."""
    places: dict[bytes, list[str]] = {name: [] for name in names}
    words = Words(names)
    for path, data in islice(tree.containing(sorted(names), _SUFFIXES), files):
        first: dict[bytes, int] = {}
        for offset, name in words.find(data):
            first.setdefault(name, offset)
        for name, offset in first.items():
            line = data.count(b"\n", 0, offset) + 1
            places[name].append(f"{path}:{line}")
    for found_at in places.values():
        found_at.sort(key=lambda place: not place.startswith("include/"))
    return places
