"""How far placement may go, and whom it may ask about what one file cannot show.

Placement knows neither C beyond tokens nor history; a caller who does passes callables. Without them
nothing is placed elsewhere, only less is said about what was refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from patchkit.model.facts import Outline

if TYPE_CHECKING:
    from patchkit.placement.bases import BaseFinder

OutlineOf = Callable[[str, bytes], Outline]
"""Returns the functions of a file, given its path and its bytes; the caller knows C."""

FindFunction = Callable[[str], Iterable[str]]
"""Returns the paths of the files that define a function of this name, the likeliest first."""

RenamedTo = Callable[[str], Iterable[str]]
"""Returns the paths that the history has a path renamed to, the likeliest first."""


class PlacementOptions(Struct, frozen=True):
    """`max_fuzz` outer context lines may be left out, as in `patch -F`; the rest is for refusals.

    With `bases`, what text alone leaves refused or fuzzy is merged three-way where a base is found.
    `find_function` is asked where a function is that the hunk's file lacks, `renamed_to` where a file is
    that the tree lacks; neither is asked for hunks that go in.
    """

    max_fuzz: int = 2
    bases: BaseFinder | None = None
    find_function: FindFunction | None = None
    renamed_to: RenamedTo | None = None
