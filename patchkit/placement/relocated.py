"""Where a file is that has another name in the target: found by what it defines, judged by its lines.

As git's rename detection does, by likeness of content; but git compares files that one of two trees
lacks, and here there is one tree and perhaps one old version of one file. So the words that few files
have lead to candidates, and the share of lines they have in common decides. Another architecture's file
is never the answer, nor one that the series knows by its own path.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from msgspec import Struct

from patchkit.errors import TreeError
from patchkit.model.diff import Hunk
from patchkit.model.tree import Tree

_DEFINED = re.compile(rb"^[A-Za-z_][\w \t*]*?\b(\w{4,})\s*\(", re.MULTILINE)
_LONG_WORD = re.compile(rb"[A-Za-z_]\w{7,}")
_LETTERS = re.compile(rb"\w{2}")
# Words looked for, and how many files may have one that still leads somewhere.
_WORDS = 60
_FEW_FILES = 6
_READ = 6
# git's default for renames (-M50%), and what the lines of a few hunks need to tell as much.
_ALIKE = 0.5
_ALIKE_HUNKS, _LEAST_LINES = 0.7, 6
# The best candidate must be better than the next by this much.
_LEAD = 0.15


class Relocated(Struct, frozen=True):
    """A file that is very likely the one looked for, and the percentage of lines in common."""

    path: str
    percent: int


def relocated(
    path: str, old: bytes | None, hunks: Iterable[Hunk], tree: Tree, known: Collection[str]
) -> Relocated | None:
    """Returns the file of `tree` that holds what `path` held, or None when none or several might.

    `old` is a version of the file under its old name, None where only the `hunks` show it. `known` are
    paths that cannot be the answer.
    """
    lines = _telling(old.split(b"\n") if old is not None else _preimages(hunks))
    least = _ALIKE if old is not None else _ALIKE_HUNKS
    count = sum(lines.values())
    if count < _LEAST_LINES:
        return None
    shares = []
    for candidate in _candidates(path, old, lines, tree, known):
        try:
            data = tree.read(candidate)
        except TreeError:  # the tree keeps the incident; a file that cannot be read is no evidence
            continue
        if data is not None:
            there = sum((lines & _telling(data.split(b"\n"))).values())
            shares.append((there / count, candidate))
    shares.sort(reverse=True)
    if not shares or shares[0][0] < least:
        return None
    if len(shares) > 1 and shares[1][0] > shares[0][0] - _LEAD:
        return None
    return Relocated(shares[0][1], round(100 * shares[0][0]))


def _candidates(
    path: str, old: bytes | None, lines: Counter[bytes], tree: Tree, known: Collection[str]
) -> list[str]:
    """Returns the files that have the most of the words that few files have."""
    words = _DEFINED.findall(old) if old is not None else []
    words = words or [word for line in lines for word in _LONG_WORD.findall(line)]
    asked = list(dict.fromkeys(words))[:_WORDS]
    votes: Counter[str] = Counter()
    for paths in tree.holders(asked, _FEW_FILES).values():
        votes.update(one for one in paths or () if one not in known and may_be_moved(one, path))
    return [one for one, _ in votes.most_common(_READ)]


def may_be_moved(one: str, other: str) -> bool:
    """Tells whether a file may have moved between two paths: not between architectures, nor with tools/.

    Those hold files that do the same job side by side.
    """
    parts = {_part(one), _part(other)}
    return len(parts) == 1 or (parts.isdisjoint(("tools",)) and "" in parts)


def _part(path: str) -> str:
    top, _, rest = path.partition("/")
    if top == "arch":
        return f"arch/{rest.partition('/')[0]}"
    return top if top == "tools" else ""


def _preimages(hunks: Iterable[Hunk]) -> list[bytes]:
    return [line.text for hunk in hunks for line in hunk.preimage]


def _telling(lines: Iterable[bytes]) -> Counter[bytes]:
    return Counter(line.strip() for line in lines if _LETTERS.search(line))
