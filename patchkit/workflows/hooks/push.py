"""What a push would publish, as series: the commits of each branch that the remote does not have yet.

git gives a pre-push hook the remote's name and, on stdin, a line for each ref (githooks(5)). Tags,
deletions and what the remote has are no series, and neither is a history with merges: that is said, and
nothing is claimed about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import GitError, HookError, SeriesError
from patchkit.gitio import Repository, find_repository
from patchkit.readers import read_series
from patchkit.search.means import Means
from patchkit.workflows.hooks.judging import Judgement, judge_series
from patchkit.workflows.inputs import CheckOptions

_MOST = 200  # commits that are still a series


class Update(Struct, frozen=True):
    """A line that git gives a pre-push hook."""

    local_ref: str
    local_id: str
    remote_ref: str
    remote_id: str

    @property
    def deletes(self) -> bool:
        """Tells whether the ref is deleted on the remote."""
        return not self.local_id.strip("0")


def parse_updates(lines: str) -> tuple[Update, ...]:
    """Returns the updates on a hook's stdin; raises HookError for a line that git does not write."""
    found = []
    for line in lines.splitlines():
        fields = line.split(" ")
        if len(fields) != 4:
            raise HookError(f"this is no line of git's: {line!r}", where="stdin of pre-push")
        found.append(Update(*fields))
    return tuple(found)


def of_pre_commit(environment: Mapping[str, str]) -> tuple[str, tuple[Update, ...]] | None:
    """Returns the remote and the update that pre-commit speaks of, which reads stdin itself.

    None where it is not pre-commit that runs the hook; no update where it means all files, not a push.
    """
    if environment.get("PRE_COMMIT") != "1":
        return None
    local, remote = (environment.get(f"PRE_COMMIT_{end}_REF", "") for end in ("TO", "FROM"))
    names = [environment.get(f"PRE_COMMIT_{side}_BRANCH", "") for side in ("LOCAL", "REMOTE")]
    updates = (Update(names[0] or local, local, names[1] or "refs/heads/", remote),) if local else ()
    return environment.get("PRE_COMMIT_REMOTE_NAME", ""), updates


def judge_push(
    remote: str, updates: tuple[Update, ...], options: CheckOptions, means: Means | None
) -> Iterator[Judgement]:
    """Yields a judgement for each branch that is pushed and has something new.

    `options` name the repository as the tree. Raises HookError where it is none.
    """
    repository = find_repository(options.tree)
    if repository is None:
        raise HookError("this is no git repository", where=options.tree)
    for update in updates:
        if update.deletes or not update.remote_ref.startswith("refs/heads/"):
            continue
        what = f"{update.local_ref.removeprefix('refs/heads/')}, pushed to {remote}"
        new = _new_commits(repository, remote, update)
        if not new:
            continue
        span = _span(new)
        if isinstance(span, str):
            yield Judgement(what, why_not=span)
            continue
        base, tip = span
        try:
            series = read_series(f"{repository.git_dir}@{base}..{tip}")
        except SeriesError as error:  # nothing but empty commits
            yield Judgement(what, why_not=error.message)
            continue
        yield judge_series(series, what, replace(options, rev=base, series=series.location), means)


def _new_commits(repository: Repository, remote: str, update: Update) -> list[list[str]]:
    """Returns the commits, newest first, each with its parents, that the remote is not known to have.

    Of a remote without tracking branches (a URL) nothing is known: what any remote has is not new then.
    """
    named = remote and repository.run("for-each-ref", "--count=1", f"refs/remotes/{remote}/")
    known = [f"--remotes={remote}/*" if named else "--remotes"]
    if update.remote_id.strip("0") and _has(repository, update.remote_id):
        known.append(update.remote_id)
    listed = repository.run(
        "rev-list",
        "--topo-order",
        "--parents",
        f"--max-count={_MOST + 1}",
        update.local_id,
        "--not",
        *known,
        "--",
    )
    return [line.split() for line in listed.decode("ascii").splitlines()]


def _has(repository: Repository, commit: str) -> bool:
    try:
        repository.resolve(f"{commit}^{{commit}}")
    except GitError:
        return False
    return True


def _span(new: list[list[str]]) -> tuple[str, str] | str:
    """Returns where the new commits begin and end, or why they are no series."""
    if len(new) > _MOST:
        return f"more than {_MOST} commits are new, which is no series"
    if any(len(one) > 2 for one in new):
        return "there are merges among the new commits, which are no patches"
    if len(new[-1]) == 1:
        return "the history begins here, so there is nothing to check against"
    if any(older[0] != newer[1] for newer, older in pairwise(new)):
        return "the new commits are not one line"
    return new[-1][1], new[0][0]
