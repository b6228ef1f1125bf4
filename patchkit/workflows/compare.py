"""Compares two series: two versions of a posting, or an original and its port."""

from __future__ import annotations

from typing import BinaryIO

from patchkit.model.compare import Comparison
from patchkit.model.series import Series
from patchkit.rangediff import CREATION_FACTOR, compare
from patchkit.readers import read_series


def compare_series(
    old: Series | str,
    new: Series | str,
    *,
    creation_factor: int = CREATION_FACTOR,
    stdin: BinaryIO | None = None,
) -> Comparison:
    """Returns which patch of `old` became which of `new`, and what differs.

    Each is a series, or a location as `readers` takes it. Raises SeriesError when one cannot be read,
    GitError when git fails.
    """
    left, right = (
        one if isinstance(one, Series) else read_series(one, stdin=stdin) for one in (old, new)
    )
    return compare(left, right, creation_factor=creation_factor)
