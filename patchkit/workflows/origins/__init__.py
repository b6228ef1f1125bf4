"""Which changes bring a name: asked of a git history, or of a mailing list's archive in git.

A help for people and no judgement: it says where a name came from, never that the change is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from patchkit.errors import GitError, TreeError
from patchkit.gitio import BlobReader, Repository
from patchkit.readers.archives import archive_version
from patchkit.trees.open import repository_at
from patchkit.workflows.origins.commits import search_commits
from patchkit.workflows.origins.mails import search_mails
from patchkit.workflows.origins.search import Search, Wanted

__all__ = ["Search", "Wanted", "open_history", "search_origins"]


def search_origins(
    location: str, wanted: Sequence[Wanted], tree_commit: str = "", known: Collection[str] = ()
) -> Search:
    """Returns what the repository at `location` (REPO or REPO@REV) knows of the names' origins.

    Commits that `tree_commit` has already are no answer, nor are mails whose message-id is in `known`
    (the series itself). Raises TreeError when there is no repository or no such revision there.
    """
    repository, tip = open_history(location)
    search = Search(location)
    with BlobReader(repository) as reader:
        try:
            if archive_version(reader, repository, tip) == 2:
                search_mails(search, reader, repository, tip, wanted, known)
            else:
                has_tree = tree_commit and reader.read(tree_commit) is not None
                search_commits(
                    search, repository, (tip, f"^{tree_commit}") if has_tree else (tip,), wanted
                )
        except GitError as error:
            search.tell("history-unreadable", f"not all of the history can be searched: {error.message}")
    return search


def open_history(location: str) -> tuple[Repository, str]:
    """Returns the repository at `location` and the full id of its newest commit; raises TreeError."""
    repository, revision = repository_at(location)
    if repository is None:
        raise TreeError(
            "this is no git repository, so it has no history",
            where=location,
            hint="--history takes a repository, REPO@REVISION, or a public-inbox archive",
        )
    try:
        return repository, repository.resolve(f"{revision or 'HEAD'}^{{commit}}")
    except GitError as error:
        raise TreeError(f"there is no such history: {error.message}", where=location) from error
