"""What work on a tree may use: a cache, helper processes, and someone to tell how far it is."""

from __future__ import annotations

import os

from msgspec import Struct, field

from patchkit.search.cache import Cache
from patchkit.search.folder import LIST, shallow
from patchkit.search.hits import SOURCES, Progress, silent
from patchkit.search.processes import Helpers


class Means(Struct, frozen=True):
    """By default nothing is remembered, one process does everything, and nobody is told.

    Not to be shared between threads.
    """

    cache: Cache = field(default_factory=Cache)
    helpers: Helpers = field(default_factory=lambda: Helpers(0))
    progress: Progress = silent

    def begin(self, folder: str) -> None:
        """Lets helpers list `folder`, which will be opened as a tree, from now on."""
        top = os.path.join(os.path.abspath(folder), "")
        for part in shallow(top)[1]:
            self.helpers.prepare(LIST, top, part, SOURCES, self.cache.on)

    def close(self) -> None:
        """Ends the helpers and closes the cache."""
        self.helpers.close()
        self.cache.close()
