"""The commit message of a ported patch: the original's, with the notes that stable trees want.

Nothing of the original is dropped. Lines are laid out as `git am` would store them, so that a commit and
the mail made of it agree.
"""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from patchkit.model.port import PatchPort
from patchkit.model.port_words import in_short
from patchkit.model.series import Patch, Person
from patchkit.porting.upstream import Upstream
from patchkit.readers.tags import parse_trailers

_ORIGIN = re.compile(r"\((?:cherry picked from|backported(?: from|:)) .*\)(?:\n|$)")
_BLANKS = re.compile(r"\n{3,}")


class Mark(StrEnum):
    """How a message names the upstream commit."""

    STABLE = "stable"  # first in the body: [ Upstream commit ID ]
    COMMIT = "commit"  # first in the body: commit ID upstream.
    CHERRY_PICK = "cherry-pick"  # below the trailers: (cherry picked from commit ID), or backported
    SUSE = "suse"  # a trailer: Git-commit: ID


class Wording(Struct, frozen=True):
    """What is added to messages: marks with ids from `upstream`, what was changed, a sign-off."""

    upstream: Upstream | None = None
    marks: tuple[Mark, ...] = ()
    say_changes: bool = False
    signoff: Person | None = None


def message_of(port: PatchPort, wording: Wording) -> bytes:
    """Returns the commit message; raises PortError when a mark wants an id that is not known."""
    patch = port.patch
    body = _tidy(patch.body)
    changed = "" if port.added else in_short(port)
    if wording.upstream is not None and wording.marks and not port.added:
        commit = wording.upstream.of(patch)
        if commit not in body:
            body = _marked(body, commit, wording.marks, adapted=bool(changed))
    if wording.say_changes and changed:
        body = _below(body, f"(backported: {changed})")
    if wording.signoff is not None:
        line = f"Signed-off-by: {wording.signoff}"
        if body.rsplit("\n", 1)[-1] != line:
            body = _below(body, line)
    text = _tidy(f"{_title(patch)}\n\n{body}")
    return f"{text}\n".encode("utf-8", "replace")


def _title(patch: Patch) -> str:
    # A subject that begins with a colon loses it on the way (mailinfo.c, cleanup_subject).
    return " ".join(patch.subject.text.split()).lstrip(": ") or f"patch {patch.number}"


def _marked(body: str, commit: str, marks: tuple[Mark, ...], *, adapted: bool) -> str:
    for mark in marks:
        if mark is Mark.STABLE:
            body = f"[ Upstream commit {commit} ]\n\n{body}"
        elif mark is Mark.COMMIT:
            body = f"commit {commit} upstream.\n\n{body}"
        elif mark is Mark.SUSE:
            body = _below(body, f"Git-commit: {commit}")
        else:
            how = "backported" if adapted else "cherry picked"
            body = _below(body, f"({how} from commit {commit})")
    return body


def _below(body: str, line: str) -> str:
    """Adds a line to the trailers, or a paragraph of its own where there are none."""
    last = body.rsplit("\n\n", 1)[-1]
    follows = _ORIGIN.match(last) or parse_trailers(body)
    return f"{body}\n{line}" if follows else f"{body}\n\n{line}"


def _tidy(text: str) -> str:
    """Returns the text as git-stripspace(1) leaves it, without the last newline."""
    lines = (line.rstrip() for line in text.replace("\0", "").split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
