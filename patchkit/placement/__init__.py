"""Where each hunk of a series goes in a tree, how, and where else it could have gone.

git and GNU patch are the oracles; tests/cases/placement names every wanted disagreement.
"""

from patchkit.placement.engine import PlacementOptions
from patchkit.placement.files import place_file
from patchkit.placement.heading import function_in_heading, function_written_for
from patchkit.placement.patches import OutlineOf, place_patch
from patchkit.placement.series import SeriesPlacement, place_series

__all__ = [
    "OutlineOf",
    "PlacementOptions",
    "SeriesPlacement",
    "function_in_heading",
    "function_written_for",
    "place_file",
    "place_patch",
    "place_series",
]
