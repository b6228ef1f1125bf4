"""The commits that may be a base: tips, what branches were at when the series was sent, and around.

Around: every commit of the days before that touched a file of the series, and its parents, found by
`git log` limited to these paths; between two of them the files do not change. And of the days after,
for trees are rebased: what the series was made on may have got a later date. Refuses to fetch and to
walk the whole history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic

from msgspec import Struct, field

from patchkit.errors import GitError
from patchkit.gitio import Repository, read_log
from patchkit.gitio.commits import Commit, CommitReader
from patchkit.gitio.references import Reference
from patchkit.model.findings import Incident

DAY = 86400
_MOST_PATHS = 400  # git log gets no more of them
_MOST_COMMITS = 20_000


class Candidate(Struct, frozen=True):
    """A commit that may be the base, the reference it was found through, and whether that holds it."""

    commit: Commit
    reference: str
    tip: bool


class Window(Struct, frozen=True):
    """From when to when commits are looked at, in seconds; `sent` is when the series was sent."""

    since: int
    sent: int
    until: int

    @staticmethod
    def around(sent: int, days: int) -> Window:
        """Returns the window of so many days before and after."""
        return Window(sent - days * DAY, sent, sent + days * DAY)


class Candidates(Struct):
    """Collects candidates; `incidents` say what could not be looked at."""

    repository: Repository
    reader: CommitReader
    references: Sequence[Reference]
    seconds: float
    incidents: list[Incident] = field(default_factory=list)
    _known: dict[str, Candidate] = field(default_factory=dict)
    _deadline: float = 0.0

    def collect(
        self, paths: Sequence[str], sent: int, days: int
    ) -> tuple[tuple[Candidate, ...], Window]:
        """Returns the candidates for files at `paths` of a series sent at `sent` (0: not known)."""
        self._deadline = monotonic() + self.seconds
        tips = list(self._tips())
        newest = max((one.commit.date for one in tips), default=0)
        window = Window.around(sent or newest, days)
        if not dict(self._starts(tips, window.sent)):  # nothing is so old: it cannot be believed
            window = Window.around(newest, days)
        self._around(dict(self._starts(tips, window.until)), paths, window)
        return tuple(self._known.values()), window

    def _tips(self) -> Iterator[Candidate]:
        for reference in self.references:
            commit = self.reader.commit(reference.object_id)
            if commit is not None:
                # Of references to one commit the first names it: branches before tags.
                yield self._add(commit, reference.name, tip=True)

    def _add(self, commit: Commit, reference: str, *, tip: bool) -> Candidate:
        return self._known.setdefault(commit.object_id, Candidate(commit, reference, tip))

    def _starts(self, tips: Iterable[Candidate], until: int) -> Iterator[tuple[str, str]]:
        """Yields the newest commit of each reference that is not younger than `until`, and its name."""
        seen: set[str] = set()
        for tip in tips:
            name = tip.commit.object_id
            if name in seen:
                continue
            seen.add(name)
            if tip.commit.date <= until:
                yield name, tip.reference
            elif not tip.reference.startswith("refs/tags/"):
                log = self._log("-1", f"--min-age={until}", "--format=%H", name)
                commit = self.reader.commit(log.strip()) if log.strip() else None
                if commit is not None:
                    yield self._add(commit, tip.reference, tip=False).commit.object_id, tip.reference

    def _around(self, starts: dict[str, str], paths: Sequence[str], window: Window) -> None:
        if not starts or not paths:
            return
        log = self._log(
            *(f"--max-age={window.since}", f"--min-age={window.until}", "--full-history"),
            *("--no-renames", f"--max-count={_MOST_COMMITS}", "--format=%H %S"),
            *starts,
            "--",
            *(f":(top,literal){path}" for path in paths[:_MOST_PATHS]),
        )
        for line in log.split("\n"):
            object_id, _, source = line.partition(" ")
            commit = self.reader.commit(object_id) if object_id else None
            if commit is None:
                continue
            reference = starts.get(source, "")
            self._add(commit, reference, tip=False)
            for parent in commit.parents:
                above = self.reader.commit(parent)
                if above is not None:
                    self._add(above, reference, tip=False)

    def _log(self, *args: str) -> str:
        """Returns what git log prints in the time that is left; what it cannot read is an incident."""
        left = self._deadline - monotonic()
        if left <= 0:
            self._told("base-search-cut", f"git log was given up after {self.seconds:.0f} s")
            return ""
        try:
            output, complete = read_log(self.repository, *args, seconds=left)
        except GitError as error:
            self._told("no-history", f"a part of the history cannot be read: {error.message}")
            return ""
        if not complete:
            self._told("base-search-cut", f"git log was given up after {self.seconds:.0f} s")
        return output.decode("utf-8", "surrogateescape")

    def _told(self, kind: str, message: str) -> None:
        incident = Incident(kind, message, self.repository.git_dir, harmless=True)
        if incident not in self.incidents:
            self.incidents.append(incident)
