"""Finds the data folders `queries/` and `series/`, wherever patchkit was installed from.

A wheel carries them inside the package; a checkout and an editable install have them beside it.
"""

from __future__ import annotations

from pathlib import Path

from patchkit.errors import PatchkitError

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Returns the folder `name` ("queries" or "series"), or raises PatchkitError naming both places."""
    inside, beside = _PACKAGE / name, _PACKAGE.parent / name
    for place in (inside, beside):
        if place.is_dir():
            return place
    raise PatchkitError(
        f"the data folder {name!r} is neither at {inside} nor at {beside}",
        where="installation",
        hint="reinstall kernel-patchkit, or run from a complete checkout",
    )
