"""Whether a tree knows a name at all: the last look before a name is called undeclared.

A name may be declared in a header that an include chain does not show (a Makefile's -I), or made by
macros in a way that nobody sees through. Then some other file declares it in a header, or uses it
without declaring it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from patchkit.cfacts.places import Text, places
from patchkit.cfacts.toplevel import file_scope
from patchkit.model.tree import Tree
from patchkit.rules.bodies import extents

_SUFFIXES = (".c", ".h")
_SKIPPED = ("Documentation/", "tools/", "scripts/", "usr/", "samples/")
# So many files that use a name are looked into; one that does without declaring it is enough.
_MOST_FILES = 12


@lru_cache(maxsize=8)
def known_elsewhere(tree: Tree, names: frozenset[bytes]) -> frozenset[bytes]:
    """Returns those of `names` that some file of `tree` declares for others, or uses undeclared."""
    if not names:
        return frozenset()
    known: set[bytes] = set()
    looked = dict.fromkeys(names, 0)
    for path, data in tree.containing(sorted(names), _SUFFIXES):
        if path.startswith(_SKIPPED):
            continue
        words = {name for name in names - known if looked[name] < _MOST_FILES}
        present = {word for word in words if re.search(rb"\b" + word + rb"\b", data)}
        if path.endswith(".h"):
            known |= {word for word, _ in places(Text(data), present)}
        else:
            for word in present:
                looked[word] += 1
                if _uses_undeclared(path, data, word):
                    known.add(word)
    return frozenset(known)


def _uses_undeclared(path: str, data: bytes, name: bytes) -> bool:
    scope = file_scope(path, data)
    if name in scope.names or name in scope.made:
        return False
    word = re.compile(rb"\b" + name + rb"\b")
    for one in extents(path, data):
        if word.search(one.text) and one.function is not None:
            if any(use.name == name for use in one.function.free()):
                return True
    return False
