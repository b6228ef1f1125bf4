"""Ranks the commits of a repository by how much of what a series expects is there.

A blob counts when it is at its path: seven digits say nothing about a repository and all about one file.
Of commits with the same files the one that the subject's words mean goes first, then mainline before
stable trees, then the last one before the series was sent. Refuses to decide what only placing the
patches can tell; `workflows.base` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct, field

from patchkit.basing.candidates import Candidate, Candidates, Window
from patchkit.basing.hints import hints_of, stable_line
from patchkit.basing.naming import label_of, name_of, short_name
from patchkit.errors import SeriesError
from patchkit.gitio import CommitReader, Reference, Repository, list_references
from patchkit.model.base import (
    LOOKBACK,
    BaseMatch,
    Expectations,
    Hint,
    Searched,
    UnmatchedFile,
)
from patchkit.model.findings import Incident
from patchkit.model.series import Series

_SECONDS = 60.0


class BaseOptions(Struct, frozen=True):
    """Where to look: `branches` (none: all branches and tags), and how many days back."""

    branches: tuple[str, ...] = ()
    lookback: int = LOOKBACK
    seconds: float = _SECONDS


class RankedBases(Struct, frozen=True):
    """Commits with different files, the best first; `as_good` names references like the first one.

    `stated` is how the series' own base-commit serves, None when it is not here. `missing` counts
    objects that the repository lacks, so that not all could be looked at.
    """

    bases: tuple[BaseMatch, ...]
    as_good: tuple[tuple[str, ...], ...]
    stated: BaseMatch | None
    hints: tuple[Hint, ...]
    searched: Searched
    incidents: tuple[Incident, ...]
    missing: int


class _Group(Struct, frozen=True):
    """Commits that have the same of the expected files, the best first."""

    matched: frozenset[str]
    clashes: frozenset[str]
    members: list[Candidate] = field(default_factory=list)


def ranked_bases(
    series: Series,
    expected: Expectations,
    repository: Repository,
    options: BaseOptions,
    *,
    sent: int,
    most: int,
) -> RankedBases:
    """Returns at most `most` commits of `repository` that may be the base of `series`.

    `sent` is when it was sent, in seconds (0: not known). Raises SeriesError when a branch of `options`
    is not there, GitError when git fails.
    """
    references = _references(repository, options.branches)
    hints = hints_of(series, references)
    below = f"{repository.prefix}/" if repository.prefix else ""
    paths = [below + one.path for one in (*expected.files, *expected.absent)]
    with CommitReader(repository, paths) as reader:
        judge = _Judge(expected, reader, below, repository)
        stated = reader.commit(series.base.base_commit) if series.base.base_commit else None
        here = stated is not None and reader.readable(stated)
        own = judge.match(Candidate(stated, "", False), {}) if stated is not None and here else None
        if own is not None and own.complete:
            return RankedBases((), (), own, hints, Searched(), (), 0)
        search = Candidates(repository, reader, references, options.seconds)
        found, window = search.collect(paths, sent, options.lookback)
        groups = judge.groups(found, _Preference(hints, window, options.branches))
        known = _homes(groups)
        bases = tuple(judge.match(group.members[0], known) for group in groups[:most])
        as_good = tuple(_others(group) for group in groups[:most])
        searched = Searched(len(references), len(found), _day(window.since), _day(window.until))
    told = tuple(search.incidents)
    return RankedBases(bases, as_good, own, hints, searched, told, reader.missing)


def _references(repository: Repository, branches: Sequence[str]) -> tuple[Reference, ...]:
    known = list_references(repository)
    if not branches:
        return known
    found = []
    for branch in branches:
        named = [one for one in known if branch in (one.name, one.short)]
        if named:
            found.append(named[0])
            continue
        object_id = repository.lookup(f"{branch}^{{commit}}")
        if not object_id:
            raise SeriesError(
                f"there is no branch, tag or commit “{branch}”",
                where=repository.git_dir,
                hint="git branch -a and git tag show what there is",
            )
        found.append(Reference(branch, object_id))
    return tuple(found)


class _Preference(Struct, frozen=True):
    """Which of two commits with the same files is the likelier base."""

    hints: Sequence[Hint]
    window: Window
    branches: Sequence[str]

    def rank(self, one: Candidate) -> tuple[bool, bool, bool, int]:
        meant = any(one.reference in hint.references for hint in self.hints)
        aside = bool(stable_line(one.reference)) and not self.branches
        date, sent = one.commit.date, self.window.sent
        return not meant, aside, date > sent, date if date > sent else -date


class _Judge(Struct, frozen=True):
    """Says what commits have of what is expected; `below` is the folder that paths are relative to."""

    expected: Expectations
    reader: CommitReader
    below: str
    repository: Repository

    def groups(self, candidates: Iterable[Candidate], preference: _Preference) -> list[_Group]:
        """Returns the candidates by what they have, the best group first."""
        groups: dict[tuple[frozenset[str], frozenset[str]], _Group] = {}
        for one in candidates:
            if not self.reader.readable(one.commit):
                continue
            found = self._found(one)
            groups.setdefault(found, _Group(*found)).members.append(one)
        for group in groups.values():
            group.members.sort(key=preference.rank)
        return sorted(
            groups.values(),
            key=lambda one: (-len(one.matched), len(one.clashes), preference.rank(one.members[0])),
        )

    def match(self, one: Candidate, known: Mapping[str, str]) -> BaseMatch:
        """Returns how well a commit serves; `known` says where else contents are."""
        matched, clashes = self._found(one)
        there = self.reader.files(one.commit)
        return BaseMatch(
            commit=one.commit.object_id,
            name=name_of(self.repository, one),
            reference=one.reference,
            date=_day(one.commit.date),
            matched=len(matched),
            unmatched=tuple(
                UnmatchedFile(
                    file.path,
                    file.blob,
                    file.patch,
                    self.below + file.path in there,
                    known.get(file.path, ""),
                )
                for file in self.expected.files
                if file.path not in matched
            ),
            clashes=tuple(sorted(clashes)),
        )

    def _found(self, one: Candidate) -> tuple[frozenset[str], frozenset[str]]:
        there = self.reader.files(one.commit)
        matched = [
            file.path
            for file in self.expected.files
            if there.get(self.below + file.path, "").startswith(file.blob)
        ]
        clashes = [file.path for file in self.expected.absent if self.below + file.path in there]
        return frozenset(matched), frozenset(clashes)


def _homes(groups: Iterable[_Group]) -> Mapping[str, str]:
    """Returns, for each expected path, the best commit that has its content."""
    known: dict[str, str] = {}
    for group in groups:
        for path in group.matched:
            known.setdefault(path, label_of(group.members[0]))
    return known


def _others(group: _Group) -> tuple[str, ...]:
    """Returns the names of the other branches and tags in a group."""
    return tuple(short_name(one.reference) for one in group.members[1:] if one.tip)


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):  # a commit of the year 99999
        return ""
