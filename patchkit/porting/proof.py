"""The proof: what was written is applied by plain `git am`, and must give the port's own history.

Plain means no three-way merge and no fuzz. Every commit must come out with the same tree, author, date
and message. Refuses to explain away a difference: it is a fault of patchkit, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from patchkit.errors import PortError
from patchkit.gitio import TemporaryRepository, temporary_repository

_FIELDS = ("tree", "author", "date", "message")
_FORMAT = "--format=tformat:%T%x00%an <%ae>%x00%ad%x00%B%x00%x01"
_WHO = {"GIT_COMMITTER_NAME": "patchkit", "GIT_COMMITTER_EMAIL": "patchkit"}
_HINT = "this is a fault of patchkit; nothing was written"


def prove(
    made: TemporaryRepository,
    commits: Sequence[str],
    mails: Sequence[Path],
    options: Sequence[str] = (),
    sparse: Sequence[str] = (),
) -> None:
    """Applies `mails` upon the first of `commits` and compares the outcome with the others, in order.

    `options` are given to git am. `sparse` names the only files to have on disk, for trees that hold
    many more. Raises PortError when git refuses a mail or makes something else of it.
    """
    with temporary_repository(made.object_format, made) as fresh:
        if sparse:
            fresh.configure("core", "sparseCheckout", "true")
            patterns = "".join(f"/{_literal(path)}\n" for path in sparse)
            (fresh.git_dir / "info" / "sparse-checkout").write_bytes(
                patterns.encode("utf-8", "surrogateescape")
            )
        fresh.run("update-ref", "HEAD", commits[0])
        fresh.run("read-tree", "-m", "-u", "HEAD")
        done = fresh.attempt("am", "--quiet", "--no-3way", *options, *map(str, mails), variables=_WHO)
        if done.status != 0:
            words = " ".join((done.complaint or done.output.decode("utf-8", "replace")).split())
            raise PortError(f"git am refuses what was written: {words}", hint=_HINT)
        _compare(_log(made, commits), _log(fresh, (commits[0], "HEAD")), mails)


def _log(repository: TemporaryRepository, commits: Sequence[str]) -> list[list[bytes]]:
    """Returns the fields of the commits behind the first one, oldest first."""
    if len(commits) == 2:
        which = ["--reverse", f"{commits[0]}..{commits[1]}"]
    else:
        which = ["--no-walk=unsorted", *commits[1:]]
    printed = repository.run("log", _FORMAT, "--date=raw", *which, "--")
    return [entry.strip(b"\n").split(b"\0") for entry in printed.split(b"\1")[:-1]]


def _compare(
    wanted: Sequence[Sequence[bytes]], got: Sequence[Sequence[bytes]], mails: Sequence[Path]
) -> None:
    if len(wanted) != len(got):
        raise PortError(f"git am makes {len(got)} commits of {len(wanted)} mails", hint=_HINT)
    for mine, theirs, mail in zip(wanted, got, mails, strict=True):
        for field, one, other in zip(_FIELDS, mine, theirs, strict=False):
            if one != other:
                raise PortError(f"git am makes another {field} of it", where=mail.name, hint=_HINT)


def _literal(path: str) -> str:
    """Returns a path as a sparse-checkout pattern that matches nothing else (gitignore(5))."""
    return "".join(f"\\{one}" if one in "\\*?[ #!" else one for one in path)
