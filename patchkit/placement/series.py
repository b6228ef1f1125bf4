"""A whole series: each patch on the tree that the patches before it left, T0 to Tn.

A patch that fails in part or in whole does not stop the later ones: they are placed on what did go
in. Nothing is written anywhere; each later tree is an overlay over the given one.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from patchkit.model.placement import PatchPlacement
from patchkit.model.series import Series
from patchkit.model.tree import Tree
from patchkit.placement.moved import FileFinder
from patchkit.placement.options import OutlineOf, PlacementOptions
from patchkit.placement.patches import place_patch
from patchkit.trees.overlay import OverlayTree


class SeriesPlacement(Struct, frozen=True):
    """What became of each patch, and the prefix trees T0 (as given) to Tn: one more than patches."""

    patches: tuple[PatchPlacement, ...]
    trees: tuple[Tree, ...]


def place_series(
    series: Series,
    tree: Tree,
    outline_of: OutlineOf,
    progress: Callable[[int, int], None] | None = None,
    options: PlacementOptions | None = None,
) -> SeriesPlacement:
    """Returns where every hunk of `series` goes, patch by patch, and the trees in between.

    `progress` is called with (patches placed, patches in all) after each patch.
    """
    options = options or PlacementOptions()
    every = [file for patch in series.patches for file in patch.files]
    finder = FileFinder(every, outline_of, options.renamed_to)
    trees: list[Tree] = [tree]
    placements: list[PatchPlacement] = []
    for done, patch in enumerate(series.patches, start=1):
        placement, changes = place_patch(patch, trees[-1], outline_of, options, finder)
        placements.append(placement)
        if options.bases is not None:
            options.bases.note(patch)
        trees.append(OverlayTree(trees[-1], changes) if changes else trees[-1])
        if progress is not None:
            progress(done, len(series.patches))
    return SeriesPlacement(tuple(placements), tuple(trees))
