"""Where each hunk of a series goes in a tree, how, and where else it could have gone.

git and GNU patch are the oracles; tests/cases/placement names every wanted disagreement.
"""

from patchkit.placement.bases import BaseFinder
from patchkit.placement.files import place_file
from patchkit.placement.heading import function_in_heading, function_written_for
from patchkit.placement.moved import FileFinder
from patchkit.placement.options import FindFunction, OutlineOf, PlacementOptions, RenamedTo
from patchkit.placement.patches import place_patch
from patchkit.placement.series import SeriesPlacement, place_series

__all__ = [
    "BaseFinder",
    "FileFinder",
    "FindFunction",
    "OutlineOf",
    "PlacementOptions",
    "RenamedTo",
    "SeriesPlacement",
    "function_in_heading",
    "function_written_for",
    "place_file",
    "place_patch",
    "place_series",
]
