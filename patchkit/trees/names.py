"""Which paths may name a file of a tree: those that cannot lead out of it."""

from __future__ import annotations


def is_safe(path: str) -> bool:
    """Tells whether `path` is relative and normal: no "..", ".", empty component or NUL."""
    return "\0" not in path and all(part not in ("", ".", "..") for part in path.split("/"))
