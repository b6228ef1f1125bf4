"""Functions that come in pairs, told by their names alone: lock and unlock, begin and done.

The kernel's habit is that one name is the other but for such words. What a function does is not looked
at.
"""

from __future__ import annotations

# What opens something, and what closes it again.
_PAIRS = (
    ("begin start prepare", "end done finish stop commit abort cancel"),
    ("lock trylock", "unlock"),
    ("irqsave", "irqrestore"),
    ("get grab hold", "put drop release"),
    ("acquire request open", "release free close"),
    ("inc up", "dec down"),
    ("enable", "disable"),
    ("save", "restore"),
    ("alloc create init setup", "free destroy exit fini cleanup"),
    ("add insert", "del delete remove"),
    ("enter", "exit leave"),
    ("push", "pop"),
    ("suspend freeze", "resume thaw"),
    ("attach", "detach"),
    ("set", "clear"),
)
_CLOSING = tuple((frozenset(one.split()), frozenset(other.split())) for one, other in _PAIRS)
_UNDOES = ("un", "de", "dis")


def counterparts(one: bytes, other: bytes) -> bool:
    """Tells whether two names differ, and only by words of which one undoes the other."""
    left, right = (name.decode("utf-8", "replace").split("_") for name in (one, other))
    if len(left) != len(right):
        return False
    differing = [(mine, theirs) for mine, theirs in zip(left, right, strict=True) if mine != theirs]
    return bool(differing) and all(_undone(*words) or _undone(*words[::-1]) for words in differing)


def _undone(one: str, other: str) -> bool:
    """Tells whether the word `other` undoes the word `one`."""
    if any(other == f"{prefix}{one}" for prefix in _UNDOES):
        return True
    if other == f"{one[:1]}un{one[1:]}":  # kmap, kunmap
        return True
    return any(one in opens and other in closes for opens, closes in _CLOSING)
