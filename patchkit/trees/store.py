"""Blobs by id, from the repository that a tree is in: file versions that no tree shows any more.

A diff's `index` lines name the files it was made on. Whoever asks has other ways when a blob is not
here, so a repository that cannot be used costs its blobs and is an incident, no error.
"""

from __future__ import annotations

from patchkit.errors import GitError
from patchkit.gitio import BlobReader
from patchkit.model.findings import Incident
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.open import repository_at


class BlobStore:
    """The blobs of the repository that the tree at `location` is in, if it is in one.

    The repository is looked for when the first blob is asked for. Never fetches.
    """

    def __init__(self, location: str) -> None:
        """Takes a location as `open_tree` does."""
        self._location = location
        self._log = IncidentLog()
        self._readers: list[BlobReader] | None = None

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Says when the repository could not be used."""
        return self._log.incidents

    def blob(self, abbreviated: str) -> bytes | None:
        """Returns the one blob whose id starts with `abbreviated` (4 hex digits or more), or None."""
        try:
            if self._readers is None:
                self._readers = []
                repository, _ = repository_at(self._location)
                if repository is not None:
                    self._readers.append(BlobReader(repository))
            return next((reader.blob(abbreviated) for reader in self._readers), None)
        except GitError as error:
            self._readers = []
            self._log.add(
                "no-blobs", f"old file versions cannot be read: {error.message}", self._location
            )
            return None
