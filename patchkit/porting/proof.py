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
_FORMAT = "--format=tformat:%T%x00%an <%ae>%x00%ad%x00%B%x01"
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
    if not mails:
        return
    with temporary_repository(made.object_format, made) as fresh:
        if sparse:
            fresh.configure("core", "sparseCheckout", "true")
            fresh.configure("core", "sparseCheckoutCone", "false")
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
        wanted = _log(made, "--no-walk=unsorted", *commits[1:])
        got = _log(fresh, "--reverse", f"{commits[0]}..HEAD")
        _compare(wanted, got)


def _log(repository: TemporaryRepository, *which: str) -> list[list[bytes]]:
    """Returns the fields of each commit, in git's order."""
    printed = repository.run("log", _FORMAT, "--date=raw", *which, "--")
    return [entry.strip(b"\n").split(b"\0") for entry in printed.split(b"\1")[:-1]]


def _compare(wanted: Sequence[Sequence[bytes]], got: Sequence[Sequence[bytes]]) -> None:
    if len(wanted) != len(got):
        raise PortError(f"git am makes {len(got)} commits where {len(wanted)} belong", hint=_HINT)
    for number, (mine, theirs) in enumerate(zip(wanted, got, strict=True), 1):
        for field, one, other in zip(_FIELDS, mine, theirs, strict=True):
            if one != other:
                where = f"patch {number} of those written"
                raise PortError(f"git am makes another {field} of it", where=where, hint=_HINT)


def _literal(path: str) -> str:
    """Returns a path as a sparse-checkout pattern that matches nothing else (gitignore(5))."""
    return "".join(f"\\{one}" if one in "\\*?[ #!" else one for one in path)
