"""Compares two series: two versions of a posting, or an original and its port."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from msgspec.structs import replace

from patchkit.errors import SeriesError
from patchkit.model.compare import Comparison
from patchkit.model.series import Series
from patchkit.rangediff import CREATION_FACTOR, compare
from patchkit.readers import ReadOptions, read_series

_DEFAULT = ReadOptions()


def compare_series(
    old: Series | str,
    new: Series | str,
    *,
    creation_factor: int = CREATION_FACTOR,
    stdin: BinaryIO | None = None,
    options: ReadOptions = _DEFAULT,
) -> Comparison:
    """Returns which patch of `old` became which of `new`, and what differs.

    Each is a series, or a location as `readers` takes it. Raises SeriesError when one cannot be read,
    GitError when git fails.
    """
    left, right = (
        one if isinstance(one, Series) else read_series(one, stdin=stdin, options=options)
        for one in (old, new)
    )
    return compare(left, right, creation_factor=creation_factor)


def compare_versions(
    location: str,
    versions: tuple[int, int] | None = None,
    *,
    creation_factor: int = CREATION_FACTOR,
    stdin: BinaryIO | None = None,
    options: ReadOptions = _DEFAULT,
) -> Comparison:
    """Returns the comparison of two versions of the series at one location: a thread, an mbox.

    Without `versions` they are the newest and the one before it. Raises SeriesError when one is not
    there, and as `compare_series` does.
    """
    data = stdin.read() if stdin is not None and location == "-" else b""

    def read(version: int | None) -> Series:
        wanted = replace(options, version=version)
        return read_series(location, stdin=BytesIO(data), options=wanted)

    new = read(versions[1] if versions else None)
    if versions is None and new.version == 1:
        hint = "name two series, or a place that has two versions of one"
        raise SeriesError("v1 is the newest version there is", where=location, hint=hint)
    old = read(versions[0] if versions else new.version - 1)
    return compare(old, new, creation_factor=creation_factor)
