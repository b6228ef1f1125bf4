"""Which file of a patch's old version is which of its new one.

The same name, before or after the patch, says so; of the rest, files that say much the same do (a header
that moved, a file that the target has elsewhere).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from patchkit.rangediff.texts import Section

# Share of changed lines in common from which two files of different names are one; git's for renames.
_ALIKE = 0.5
_ALIKE_OF_A_NAME = 0.2

FilePair = tuple[Section | None, Section | None]


def pair_files(old: Sequence[Section], new: Sequence[Section]) -> tuple[FilePair, ...]:
    """Returns the files in the new version's order; what only the old one has, where it stood."""
    partner: dict[int, int] = {}
    _by_name(old, new, partner, lambda section: section.name)
    _by_name(old, new, partner, _source)
    _by_likeness(old, new, partner)
    taken = {other: one for one, other in partner.items()}
    pairs: list[FilePair] = []
    shown = 0
    for number, section in enumerate(new):
        one = taken.get(number)
        if one is not None:
            pairs += [(old[at], None) for at in range(shown, one) if at not in partner]
            shown = max(shown, one + 1)
        pairs.append((None if one is None else old[one], section))
    pairs += [(old[at], None) for at in range(shown, len(old)) if at not in partner]
    return tuple(pairs)


def _source(section: Section) -> str:
    return str(section.file.source) if section.file is not None else section.name


def _by_name(
    old: Sequence[Section],
    new: Sequence[Section],
    partner: dict[int, int],
    name: Callable[[Section], str],
) -> None:
    free: dict[str, list[int]] = {}
    for at, one in enumerate(new):
        if at not in partner.values():
            free.setdefault(name(one), []).append(at)
    for at, one in enumerate(old):
        if at not in partner and free.get(name(one)):
            partner[at] = free[name(one)].pop(0)  # one name twice: a file that becomes a link, say


def _by_likeness(old: Sequence[Section], new: Sequence[Section], partner: dict[int, int]) -> None:
    scored = [
        (_likeness(one, other), at, place)
        for at, one in enumerate(old)
        if at not in partner
        for place, other in enumerate(new)
        if place not in partner.values()
    ]
    for score, at, place in sorted(scored, key=lambda item: -item[0]):
        same = PurePosixPath(old[at].name).name == PurePosixPath(new[place].name).name
        wanted = _ALIKE_OF_A_NAME if same else _ALIKE
        if score >= wanted and at not in partner and place not in partner.values():
            partner[at] = place


def _likeness(one: Section, other: Section) -> float:
    left, right = _changes(one), _changes(other)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _changes(section: Section) -> Counter[bytes]:
    return Counter(
        line.text for line in section.lines if line.inner in ("-", "+") and line.text[1:].strip()
    )
