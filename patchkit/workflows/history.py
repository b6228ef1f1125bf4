"""What submit rules ask of a git repository: commits by id or subject, names that files go by.

Answers come from the objects alone (`gitio.read_log`), all of them within a time limit: what is not
found in time counts as not known, never as absent. Implements `patchkit.submit.base.History`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from time import monotonic

from patchkit.errors import GitError
from patchkit.gitio import BlobReader, GitObject, Repository, read_log
from patchkit.submit.base import Commit

# The first commit of the kernel's git history, "Linux-2.6.12-rc2".
_FIRST = "1da177e4c3f41524e886b7f1b8a0c1fc7321cac2"
_ABBREVIATED = re.compile(r"[0-9a-f]{4,64}")
_CHARSET = re.compile(rb"^encoding (\S+)$", re.MULTILINE)
_SECONDS = 30.0  # for all logs together; a file that is hardly ever touched costs the whole history
_NEWEST = 20  # commits of a file that show how people call it


class GitHistory:
    """The history of `repository` up to the commit `base` (a full id), as submit rules see it.

    Ends with `close` or with its last reference.
    """

    def __init__(self, repository: Repository, base: str, seconds: float = _SECONDS) -> None:
        """Reads nothing yet; `seconds` are what all logs together may take."""
        self._seconds = seconds
        self._repository = repository
        self._base = base
        self._reader = BlobReader(repository)
        self._subjects: dict[str, Sequence[str]] = {}

    def close(self) -> None:
        """Ends the git session."""
        self._reader.close()

    @property
    def complete(self) -> bool:
        """True when the history goes back to the kernel's first commit."""
        return not self._repository.shallow and self._reader.read(_FIRST) is not None

    def commits(self, abbreviated: str) -> Sequence[Commit]:
        """Returns the commits whose ids start so, of any branch and of none."""
        if not _ABBREVIATED.fullmatch(abbreviated):
            return ()
        listed = self._repository.run("rev-parse", f"--disambiguate={abbreviated}").decode("ascii")
        ids = listed.split()
        found = zip(ids, list(self._reader.read_many(ids)), strict=True)
        return [Commit(one, _subject(it)) for one, it in found if it is not None and it.type == "commit"]

    def beyond(self, commits: Set[str]) -> Set[str]:
        """Returns those of the commits that the base does not have; none where history is cut off.

        One walk back to the oldest of them tells of all.
        """
        if not commits or self._repository.shallow:
            return frozenset()
        listed, _ = self._log("--format=%H", *sorted(commits), f"^{self._base}", "--")
        return commits & set(listed)

    def titled(self, subjects: Set[str]) -> Mapping[str, Commit]:
        """Returns the newest commit before the base that has exactly this subject, where one has."""
        greps = [f"--grep={one}" for one in sorted(subjects) if one.strip()]
        options = ("--fixed-strings", *greps, "--format=%H %s", self._base, "--")
        found: dict[str, Commit] = {}
        for line in self._log(*options)[0] if greps else ():
            commit, _, title = line.partition(" ")
            if title in subjects:
                found.setdefault(title, Commit(commit, title))
        return found

    def subjects(self, path: str) -> Sequence[str]:
        """Returns the subjects of the newest commits that changed a file."""
        if path not in self._subjects:
            options = ("--no-merges", f"-n{_NEWEST}", "--format=%s")
            self._subjects[path], _ = self._log(*options, self._base, "--", f":(literal){path}")
        return self._subjects[path]

    def _log(self, *args: str) -> tuple[list[str], bool]:
        """Returns the lines of a log, and whether that is all: objects may be missing, or time."""
        if self._seconds <= 0:
            return [], False
        begun = monotonic()
        try:
            output, whole = read_log(self._repository, *args, seconds=self._seconds)
        except GitError:
            return [], False
        finally:
            self._seconds -= monotonic() - begun
        return [line for line in output.decode("utf-8", "replace").split("\n") if line], whole


def _subject(commit: GitObject) -> str:
    """Returns the first paragraph of a commit's message as one line, as git's %s."""
    headers, _, message = commit.data.partition(b"\n\n")
    title = message.lstrip(b"\n").partition(b"\n\n")[0]
    charset = _CHARSET.search(headers)
    try:
        text = title.decode(charset[1].decode("ascii") if charset else "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = title.decode("utf-8", "replace")
    return " ".join(text.split())
