"""Where a patch is a commit already: `b4 prep --check` hands over what stands on the branch itself.

Checked on the branch's own files such a patch would be "already there". What it has to be judged on is
the commit before it, and the commits around it are the rest of its series. Refuses to take a commit for
the patch that does not make the same files of the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.errors import GitError, SeriesError, TreeError
from patchkit.gitio import Repository, read_log
from patchkit.model.diff import FilePatch
from patchkit.model.series import Patch, Series
from patchkit.readers import read_series
from patchkit.readers.subject import parse_subject
from patchkit.trees.open import repository_at

_COMMITS = 500  # how far back, along first parents
_SECONDS = 10.0


class Committed(Struct, frozen=True):
    """A series made of commits: `number` is the patch's place in it, `base` the commit it starts on."""

    series: Series
    number: int
    base: str


class _Commit(Struct, frozen=True):
    id: str
    parents: tuple[str, ...]
    title: str


def find_in_history(patch: Patch, number: int, total: int, tree: str, rev: str) -> Committed | None:
    """Returns the commits that the patch and its series are in the history of `tree`, None for none.

    Where the commits around it cannot be the rest of `total` patches (a merge is among them, or the
    history ends), the series is that commit alone.
    """
    try:
        repository, named = repository_at(tree)
        if repository is None or repository.prefix or ":" in (rev or named):
            return None
        line = _first_parents(repository, rev or named or "HEAD")
        for at in _titled(line, patch):
            if _is(repository, line[at], patch):
                return _around(repository, line, at, number, total)
    except (GitError, SeriesError, TreeError):
        return None
    return None


def _first_parents(repository: Repository, revision: str) -> list[_Commit]:
    tip = repository.resolve(f"{revision}^{{commit}}")
    output, _ = read_log(
        repository,
        "--first-parent",
        "-z",
        "--format=%H%n%P%n%s",
        f"--max-count={_COMMITS}",
        tip,
        seconds=_SECONDS,
    )
    entries = [one.split("\n") for one in output.decode("utf-8", "replace").split("\0")]
    return [_Commit(one[0], tuple(one[1].split()), one[2]) for one in entries if len(one) == 3]


def _titled(line: Sequence[_Commit], patch: Patch) -> Iterator[int]:
    """Yields the places of the commits with the patch's title and one parent."""
    wanted = " ".join(patch.subject.text.split())
    for at, commit in enumerate(line):
        titles = (commit.title, parse_subject(commit.title).text)
        if len(commit.parents) == 1 and wanted in (" ".join(one.split()) for one in titles):
            yield at


def _is(repository: Repository, commit: _Commit, patch: Patch) -> bool:
    found = _read(repository, commit.parents[0], commit.id).patches[0].files
    return len(found) == len(patch.files) and all(map(_same, found, patch.files))


def _same(one: FilePatch, two: FilePatch) -> bool:
    """Tells whether both make the same file of the same file: by blob ids, or line by line."""
    if (one.old_path, one.new_path) != (two.old_path, two.new_path):
        return False
    pairs = ((one.old_blob, two.old_blob), (one.new_blob, two.new_blob))
    if all(a and b for a, b in pairs):
        return all(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return [hunk.lines for hunk in one.hunks] == [hunk.lines for hunk in two.hunks]


def _around(
    repository: Repository, line: Sequence[_Commit], at: int, number: int, total: int
) -> Committed:
    """Returns the series of `total` commits of which the one at `at` is the patch `number`."""
    newest, oldest = at - (total - number), at + number - 1
    span = line[newest : oldest + 1] if newest >= 0 else ()
    if len(span) == total and all(len(commit.parents) == 1 for commit in span):
        series = _read(repository, span[-1].parents[0], span[0].id)
        if len(series.patches) == total:  # an empty commit makes no patch
            return Committed(series, number, span[-1].parents[0])
    commit = line[at]
    return Committed(_read(repository, commit.parents[0], commit.id), 1, commit.parents[0])


def _read(repository: Repository, base: str, tip: str) -> Series:
    return read_series(f"{repository.git_dir}@{base}..{tip}")
