"""Which upstream commit a patch is: told by the user, or read from what its mail says.

Refuses to guess: an id is forty (or sixty-four) hex digits, and a patch without one is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from patchkit.errors import PortError
from patchkit.model.series import Patch

FROM_MAIL = "mail"
"""What the user says for: the mails name them."""

_ID = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"
_SAID = re.compile(
    rf"^\[ Upstream commit ({_ID}) \]$|^commit ({_ID}) upstream\.?$|^Upstream commit ({_ID})\.?$"
    rf"|^\((?:cherry picked|backported) from commit ({_ID})\)$|^Git-commit: ({_ID})$",
    re.MULTILINE | re.IGNORECASE,
)
# The first line of what git format-patch writes; a mail archive has other digits or none there.
_FORMAT_PATCH = re.compile(rf"From ({_ID}) Mon Sep 17 00:00:00 2001\r?\n".encode("ascii"))
_LINE = re.compile(rf"({_ID})\s+(\S.*)")
_TAGS = re.compile(r"\A(?:\s*\[[^]]*\])+(?=\s*\S)")
_HINT = (
    "lines of a map are `ID SUBJECT`, `ID MESSAGE-ID` or `ID NUMBER`, as git log --format='%H %s' prints"
)


class Upstream(Struct, frozen=True):
    """Upstream ids: one for the whole series, a map by number, message-id or subject, or the mails'."""

    given: str = ""
    listed: Mapping[str, str] | None = None
    from_mail: bool = False

    def of(self, patch: Patch) -> str:
        """Returns the id of the upstream commit of `patch`; raises PortError when there is none."""
        found = self.given or self._listed(patch) or (said_in(patch) if self.from_mail else "")
        if not found:
            raise PortError(
                f"no upstream commit is known for patch {patch.number}, “{patch.subject.text}”",
                where=patch.where,
                hint=_HINT if not self.from_mail else "name the commits with --upstream FILE",
            )
        return found

    def _listed(self, patch: Patch) -> str:
        keys = (patch.message_id, _words(patch.subject.text), str(patch.number))
        listed = self.listed or {}
        return next((listed[key] for key in keys if key in listed), "")


def read_upstream(told: str, patches: int) -> Upstream:
    """Returns what `told` means: "mail", an object id (for a series of one), or the name of a map."""
    if told == FROM_MAIL:
        return Upstream(from_mail=True)
    if re.fullmatch(_ID, told):
        if patches != 1:
            raise PortError(f"one upstream commit is given for {patches} patches", hint=_HINT)
        return Upstream(given=told)
    try:
        text = Path(told).read_text("utf-8", "replace")
    except OSError as error:
        raise PortError(
            f"this is neither an object id nor a file that can be read: {error.strerror}",
            where=told,
            hint=_HINT,
        ) from error
    listed: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise PortError("this line names no commit", where=f"{told}, line {number}", hint=_HINT)
        listed.setdefault(_words(match[2].strip("<>")), match[1])
        # A mail's subject loses all that stands in brackets in front; a commit's may have kept it.
        listed.setdefault(_words(_TAGS.sub("", match[2])), match[1])
    return Upstream(listed=listed)


def said_in(patch: Patch) -> str:
    """Returns the upstream id in a patch's message or in format-patch's first line, or ""."""
    said = _SAID.search(patch.body)
    if said is not None:
        return next(group for group in said.groups() if group)
    first = _FORMAT_PATCH.match(patch.raw)
    found = first[1].decode("ascii") if first is not None else ""
    return found if found.strip("0") else ""


def _words(text: str) -> str:
    return " ".join(text.split())
