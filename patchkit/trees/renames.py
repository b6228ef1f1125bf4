"""Where git's history has a file renamed to: by the repository that a tree is in, if it is in one.

Follows one path at a time, from the commit that removed it, with git's own rename detection; so it costs
nothing while no file is missing. Refuses to guess: a file removed without a rename has no new name.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.errors import GitError, TreeError
from patchkit.gitio import Repository, read_log
from patchkit.model.findings import Incident
from patchkit.trees.incidents import IncidentLog
from patchkit.trees.open import repository_at

# A file renamed more often than this is not worth the time.
_MOST_RENAMES = 8
_SECONDS = 30.0


class Renames:
    """The renames in the history of the tree at `location`; the repository is opened when asked."""

    def __init__(self, location: str, rev: str = "", *, seconds: float = _SECONDS) -> None:
        """Takes a location and revision as `open_tree` does, and the time for one question to git."""
        self._location = location
        self._rev = rev
        self._seconds = seconds
        self._log = IncidentLog()

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Says when the history could not be searched, or not to its end."""
        return self._log.incidents

    def renamed_to(self, path: str) -> Iterator[str]:
        """Yields the names that the file `path` got in the course of the history, the last one first.

        Yields nothing where there is no repository, and for a file that was never renamed.
        """
        try:
            found = self._opened()
            names = self._names(*found, path) if found is not None else []
        except (GitError, TreeError) as error:
            self._log.add("no-history", f"renames cannot be searched: {error.message}", path)
            names = []
        yield from reversed(names)

    def _opened(self) -> tuple[Repository, str, str] | None:
        """Returns the repository, the full id of the commit, and the tree's folder in it with a "/"."""
        repository, named = repository_at(self._location)
        if repository is None:
            return None
        revision, _, below = (self._rev or named).partition(":")
        if not revision and not repository.tip():
            return None  # nothing was committed yet
        tip = repository.resolve(f"{revision or 'HEAD'}^{{commit}}")
        folder = below or repository.prefix
        return repository, tip, f"{folder}/" if folder else ""

    def _names(self, repository: Repository, tip: str, folder: str, path: str) -> list[str]:
        names: list[str] = []
        while len(names) < _MOST_RENAMES:
            new = self._next(repository, tip, folder + (names[-1] if names else path))
            if not new.startswith(folder) or not new or new[len(folder) :] in (path, *names):
                break
            names.append(new[len(folder) :])
        return names

    def _next(self, repository: Repository, tip: str, old: str) -> str:
        """Returns what the commit that removed the path `old` renamed it to, "" when it did not."""
        removal = ("-1", "--no-renames", "--diff-filter=D", "--format=%H")
        commit = self._asked(repository, *removal, tip, "--", f":(top,literal){old}").strip()
        if not commit:
            return ""
        renames = ("-1", "--diff-filter=R", "--name-status", "-z", "--format=", commit)
        try:
            output = self._asked(repository, "-M", *renames)
        except GitError:  # a partial clone lacks what git would compare; equal files need no content
            output = self._asked(repository, "-M100%", *renames)
        fields = output.strip("\n").split("\0")
        pairs = dict(zip(fields[1::3], fields[2::3], strict=False))
        return pairs.get(old, "")

    def _asked(self, repository: Repository, *args: str) -> str:
        output, complete = read_log(repository, *args, seconds=self._seconds)
        if not complete:
            raise GitError(f"git took longer than {self._seconds:.0f} s", status=0)
        return output.decode("utf-8", "surrogateescape")
