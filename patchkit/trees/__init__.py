"""Read-only trees: a directory, a git revision, a tarball, memory, and overlays over any of them."""

from __future__ import annotations

from patchkit.trees.memory import MemoryTree
from patchkit.trees.open import open_tree
from patchkit.trees.overlay import OverlayTree
from patchkit.trees.renames import Renames
from patchkit.trees.store import BlobStore

__all__ = ["BlobStore", "MemoryTree", "OverlayTree", "Renames", "open_tree"]
