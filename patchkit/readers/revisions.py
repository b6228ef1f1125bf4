"""Commits of a git repository as mails: a range, or a branch from where it left its upstream.

`git format-patch` writes the mails, in a temporary repository that borrows the objects: so neither the
repository's configuration nor the user's takes part, and what is read is what would be sent. Refuses to
guess where a branch begins when nothing says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.errors import GitError, SeriesError
from patchkit.gitio import Repository, find_repository, temporary_repository
from patchkit.model.findings import Incident
from patchkit.readers.mbox import split_messages
from patchkit.readers.message import Delivery, Message

_FORMAT = (
    *("format-patch", "--stdout", "--full-index", "--find-renames", "--no-numbered"),
    *("--no-signature", "--no-attach", "--no-thread", "--no-cover-letter", "--no-ext-diff"),
    *("--no-textconv", "--no-color", "--subject-prefix=PATCH"),
)
_START = re.compile(rb"^From ([0-9a-f]{40,64}) Mon Sep 17 00:00:00 2001\nFrom: ", re.MULTILINE)
# As the kernel's own .gitattributes has it: these choose the headings behind @@.
_ATTRIBUTES = "*.[ch] diff=cpp\n*.dts diff=dts\n*.dtsi diff=dts\n*.rs diff=rust\n"
_MOST = 1000  # commits that may be a series
_UPSTREAMS = (
    *("refs/remotes/origin/HEAD", "refs/remotes/origin/master", "refs/remotes/origin/main"),
    *("refs/heads/master", "refs/heads/main"),
)
_HINT = "say A..B, BRANCH@{upstream}.. or the name of a branch that has an upstream"


class _Range(Struct, frozen=True):
    """Full ids: what is left out with its history, what is the end, and in words where that is."""

    start: str
    tip: str
    told: str = ""


def looks_like_range(text: str) -> bool:
    """Tells whether only git can be meant by `text`."""
    return ".." in text or "@{" in text


def names_revisions(place: str, text: str) -> bool:
    """Tells whether there is a repository at `place` in which `text` is a revision or a range."""
    repository = find_repository(place)
    ends = re.split(r"\.{2,3}", text)
    return repository is not None and all(
        not end or repository.lookup(f"{end}^{{commit}}") for end in ends
    )


def deliver_range(place: str, text: str) -> Delivery:
    """Returns the commits `text` (A..B, A...B, a branch or another revision) of the repository `place`.

    Raises SeriesError when there is no such range, or it is empty or too long for a series.
    """
    repository = find_repository(place)
    if repository is None:
        raise SeriesError("this is no git repository, so it has no commits", where=place)
    span = _range(repository, text)
    commits = _commits(repository, span, text)
    with temporary_repository(repository.object_format, repository) as made:
        (made.git_dir / "info" / "attributes").write_text(_ATTRIBUTES, "utf-8")
        mails = made.run(*_FORMAT, span.tip, f"^{span.start}", "--")
    messages, ids = _messages(mails)
    told = tuple(_left_out(commits, ids, span, text))
    if not messages:
        raise SeriesError("the commits change nothing", where=text, hint=_HINT)
    base = _merge_base(repository, span.start, span.tip)
    return Delivery(messages, ordered=True, incidents=told, base_commit=base)


def _range(repository: Repository, text: str) -> _Range:
    first, dots, last = text.partition("...") if "..." in text else text.partition("..")
    if not dots:
        return _branch(repository, text)
    start = _resolve(repository, first or "HEAD", text)
    tip = _resolve(repository, last or "HEAD", text)
    return _Range(_merge_base(repository, start, tip) if dots == "..." else start, tip)


def _branch(repository: Repository, name: str) -> _Range:
    """Returns what a branch has beyond the merge base with its upstream, or with a main branch."""
    tip = _resolve(repository, name, name)
    for upstream in (f"{name}@{{upstream}}", *_UPSTREAMS):
        other = repository.lookup(f"{upstream}^{{commit}}")
        if not other or (other == tip and not upstream.endswith("}")):
            continue
        base = _merge_base(repository, other, tip)
        short = upstream.removeprefix("refs/remotes/").removeprefix("refs/heads/")
        if base != tip or upstream.endswith("}"):
            return _Range(base, tip, f"“{name}” is read from where it left {short}, {base[:12]}")
    raise SeriesError("nothing says where the series begins", where=name, hint=_HINT)


def _resolve(repository: Repository, name: str, where: str) -> str:
    found = repository.lookup(f"{name}^{{commit}}")
    if not found:
        raise SeriesError(f"{repository.git_dir} has no commit “{name}”", where=where, hint=_HINT)
    return found


def _merge_base(repository: Repository, one: str, two: str) -> str:
    try:
        return repository.run("merge-base", one, two).decode("ascii").strip()
    except GitError as error:
        raise SeriesError(
            f"{one[:12]} and {two[:12]} have no common history here", where=repository.git_dir
        ) from error


def _commits(repository: Repository, span: _Range, text: str) -> dict[str, int]:
    """Returns the commits of a range with the number of their parents."""
    listed = repository.run(
        "rev-list", "--parents", f"--max-count={_MOST + 1}", span.tip, f"^{span.start}", "--"
    )
    lines = [line.split() for line in listed.decode("ascii").split("\n") if line]
    if not lines:
        raise SeriesError("there are no commits in this range", where=text, hint=_HINT)
    if len(lines) > _MOST:
        raise SeriesError(f"the range has more than {_MOST} commits", where=text, hint=_HINT)
    return {commit: len(parents) for commit, *parents in lines}


def _messages(mails: bytes) -> tuple[tuple[Message, ...], list[str]]:
    ids = [found.decode("ascii") for found in _START.findall(mails)]
    raws, _ = split_messages(mails, "git format-patch") if mails else ((), False)
    if len(raws) != len(ids):  # a commit message that holds mails
        return tuple(Message(raw, f"commit {number}") for number, raw in enumerate(raws, 1)), ids
    return tuple(
        Message(raw, f"commit {commit[:12]}") for raw, commit in zip(raws, ids, strict=True)
    ), ids


def _left_out(commits: dict[str, int], ids: list[str], span: _Range, text: str) -> Iterator[Incident]:
    if span.told:
        yield Incident("base-chosen", span.told, text, harmless=True)
    for commit, parents in commits.items():
        if parents > 1:
            message = f"{commit[:12]} is a merge, which is no patch"
            yield Incident("merge-left-out", message, text)
        elif commit not in ids:
            message = f"{commit[:12]} changes nothing and was left out"
            yield Incident("empty-commit", message, text, harmless=True)
