"""Where the lines that a hunk expects stand: exactly, at an offset, or with fuzz.

git apply knows no fuzz by default; GNU patch's -F2 does, and its definition is the one used here
(`Image.standing`).
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.model.diff import Hunk
from patchkit.placement.image import Image, Pattern, Place


def places(image: Image, hunk: Hunk, fuzz: int) -> Iterator[Place]:
    """Yields every free place of the hunk's preimage with exactly this `fuzz`, in file order.

    Yields nothing when the hunk has less context than `fuzz` would leave out.
    """
    pattern = Pattern.before(hunk)
    if fuzz <= pattern.context:
        yield from image.standing(pattern, fuzz)
