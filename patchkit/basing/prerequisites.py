"""What a series says must go in before it, looked up in a repository.

`prerequisite-patch-id` stands for a diff, and the commit is found that has it (git format-patch --base);
a message-id is found where a commit's message names the mail, as `b4 am -l` writes it. What came before
the series' base-commit is left out, for prerequisites are what came after. Refuses to say "not found"
where history is cut off, contents are missing or time ran out: then it is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from time import monotonic

from msgspec import Struct
from msgspec.structs import replace

from patchkit.errors import GitError
from patchkit.gitio import Repository, commit_patch_ids, list_references, read_log
from patchkit.model.base import Prerequisite, PrerequisiteState
from patchkit.model.series import BaseHints

PATCH_ID = "prerequisite-patch-id"
CHANGE_ID = "prerequisite-change-id"
_SECONDS = 20.0
_MOST = 10_000  # commits, the newest ones
_AT_ONCE = 100  # commits between two looks at the clock
_DAYS = 90  # how long before its sending a series without a base-commit may have waited for others
_DAY = 24 * 60 * 60
_NAMES_MAIL = re.compile(r"^(?:Link|Message-ID):.*", re.IGNORECASE | re.MULTILINE)

Progress = Callable[[str, int, int], None]


class Looked(Struct, frozen=True):
    """A commit that may be a prerequisite."""

    id: str
    parents: tuple[str, ...]
    message: str


def stated(hints: BaseHints) -> tuple[Prerequisite, ...]:
    """Returns what the mails of a series say must go in before it, looked up nowhere."""
    named = (
        (PATCH_ID, hints.prerequisite_patch_ids),
        ("prerequisite-message-id", hints.prerequisite_message_ids),
        (CHANGE_ID, hints.prerequisite_change_ids),
        ("based-on", hints.based_on),
    )
    return tuple(Prerequisite(kind, value) for kind, values in named for value in values)


def look_up(
    hints: BaseHints,
    repository: Repository,
    tree: str,
    *,
    sent: int = 0,
    seconds: float = _SECONDS,
    progress: Progress | None = None,
) -> tuple[Prerequisite, ...]:
    """Returns the prerequisites of a series with the commits that they are.

    `tree` is the full id of the commit that the series is for, `sent` when it was sent (0: not known).
    At most 10,000 commits before `tree` and as many of other branches are looked at, for `seconds`.
    Writes nothing, fetches nothing.
    """
    wanted = stated(hints)
    if not wanted:
        return ()
    search = _Search(repository, tree, monotonic() + seconds, progress or (lambda *_: None))
    try:
        return search.found(wanted, hints.base_commit, sent)
    except GitError as error:
        return tuple(replace(one, why=f"git failed: {error}") for one in wanted)


class _Search:
    """One look-up; `cut` says why not every commit was looked at, "" while nothing is known of that."""

    def __init__(self, repository: Repository, tree: str, until: float, progress: Progress) -> None:
        self._repository, self._tree = repository, tree
        self._until, self._progress = until, progress
        self.cut = "history is cut off here (a shallow clone)" if repository.shallow else ""

    def found(self, wanted: Sequence[Prerequisite], base: str, sent: int) -> tuple[Prerequisite, ...]:
        commits, span = self._candidates(base, sent)
        ids = {one.value for one in wanted if one.kind == PATCH_ID}
        known = _naming(commits, {one.value for one in wanted if one.kind != PATCH_ID})
        known |= dict(self._with_patch_ids(commits, ids))
        return tuple(self._stands(one, known.get(one.value, ""), span) for one in wanted)

    def _candidates(self, base: str, sent: int) -> tuple[list[Looked], str]:
        """Returns the commits to look at, those of the tree first, and in words which they are."""
        below = self._repository.lookup(f"{base}^{{commit}}") if base else ""
        limits, span = [], ""
        if below:
            limits, span = [f"^{below}"], f" since {base[:12]}"
        elif sent:
            limits = [f"--since=@{max(sent - _DAYS * _DAY, 0)}"]
            span = f" since {_DAYS} days before it was sent"
        found = self._listed(self._tree, *limits)
        branches = {one.object_id for one in list_references(self._repository) if one.branch}
        if branches - {self._tree}:
            found += self._listed(*sorted(branches), f"^{self._tree}", *limits)
        return found, f"{len(found)} commits{span}"

    def _listed(self, *args: str) -> list[Looked]:
        options = ("-z", "--format=%H%n%P%n%B", f"--max-count={_MOST}")
        left = max(self._until - monotonic(), 0.1)
        output, whole = read_log(self._repository, *options, *args, "--", seconds=left)
        entries = [one.split("\n", 2) for one in output.decode("utf-8", "replace").split("\0") if one]
        if not whole:
            self.cut = self.cut or "time ran out"
            entries = entries[:-1]
        if len(entries) == _MOST:
            self.cut = self.cut or "there are more"
        return [Looked(id_, tuple(parents.split()), message) for id_, parents, message in entries]

    def _with_patch_ids(self, commits: Sequence[Looked], ids: Set[str]) -> Iterator[tuple[str, str]]:
        """Yields (patch-id, commit) of what is wanted, until all is found or time is up."""
        missing = set(ids)
        # What a shallow clone has for a root is none, and its diff would be the whole tree.
        single = [one.id for one in commits if len(one.parents) == 1]
        for at in range(0, len(single), _AT_ONCE):
            if not missing:
                return
            if monotonic() > self._until:
                self.cut = f"time ran out after {at} of them"
                return
            self._progress("looking for prerequisites", at, len(single))
            try:
                some = commit_patch_ids(self._repository, single[at : at + _AT_ONCE])
            except GitError:
                self.cut = "contents are not here (a partial clone)"
                return
            for commit, patch_id in some.items():
                if patch_id in missing:
                    missing.discard(patch_id)
                    yield patch_id, commit

    def _stands(self, one: Prerequisite, commit: str, span: str) -> Prerequisite:
        if commit:
            here = self._repository.is_ancestor(commit, self._tree)
            state = PrerequisiteState.IN_TREE if here else PrerequisiteState.ELSEWHERE
            return replace(one, state=state, commit=commit)
        if one.kind == CHANGE_ID:
            return replace(one, why="no commit says which change-id it had")
        if one.kind != PATCH_ID:
            return replace(one, why=f"none of {span} names that mail; not every commit names its own")
        if self.cut:
            return replace(one, why=f"not among {span}; {self.cut}")
        return replace(one, state=PrerequisiteState.NOT_FOUND, why=f"not among {span}")


def _naming(commits: Sequence[Looked], mails: Set[str]) -> dict[str, str]:
    """Returns the first commit with a Link or Message-ID line that names a mail, for each mail."""
    found: dict[str, str] = {}
    for one in commits if mails else ():
        for line in _NAMES_MAIL.findall(one.message):
            found |= {mail: one.id for mail in mails - found.keys() if mail in line}
    return found
