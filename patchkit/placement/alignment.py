"""Which line of one text corresponds to a line of a similar one; knows nothing of patches."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher


def alike(old: Sequence[bytes], new: Sequence[bytes]) -> int:
    """Returns how many lines both begin with."""
    for count, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return count
    return min(len(old), len(new))


def corresponding(old: Sequence[bytes], new: Sequence[bytes], at: int) -> int:
    """Returns the 0-based place in `new` of line `at` of `old`, or of the next line that both have.

    What both begin and end with is not compared, so for texts that differ at one place only what
    differs is.
    """
    head = alike(old, new)
    if at < head:
        return at
    tail = min(alike(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    if at >= len(old) - tail:
        return at + len(new) - len(old)
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail])
    for block in middle.get_matching_blocks():
        if at - head < block.a + block.size:
            return head + block.b + max(at - head - block.a, 0)
    return len(new) - tail
