"""The cache and the helper processes of one run, set to work before anything heavy is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from patchkit.search.cache import Cache, cache_file
from patchkit.search.hits import Progress
from patchkit.search.means import Means
from patchkit.search.processes import Helpers


@contextmanager
def means_for(tree: str, *, rev: str, no_cache: bool, progress: Progress) -> Iterator[Means]:
    """Gives what work on `tree` may use; a folder is being listed from here on."""
    means = Means(Cache(None if no_cache else cache_file()), Helpers(), progress)
    try:
        if not rev and os.path.isfile(os.path.join(tree, "Makefile")):
            means.begin(tree)
        yield means
    finally:
        means.close()
