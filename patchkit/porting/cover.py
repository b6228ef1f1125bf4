"""The cover letter of a port: the original's words, without what no longer holds, and what became of it.

git counts the patches and the changed lines anew, so the original's shortlog and diffstat go, and with
them the tags about its base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from patchkit.model.port import PatchPort
from patchkit.model.ported import Fate, fate_of
from patchkit.model.series import Cover
from patchkit.model.tree import TreeIdentity
from patchkit.porting.notes import ARCHIVE, tree_name

_SHORTLOG = re.compile(r"^\S[^\n]* \(\d+\):\n(?:  +\S[^\n]*\n)+\n?", re.MULTILINE)
_DIFFSTAT = re.compile(
    r"^(?: \S[^\n]* \| +(?:\d+ ?[+-]*|Bin[^\n]*|Unmerged)\n)+(?: \d+ files? changed[^\n]*\n)?"
    r"(?: (?:create|delete|rename|copy|rewrite|mode)[ a-z]* [^\n]*\n)*",
    re.MULTILINE,
)
_TAGS = re.compile(
    r"^(?:base-commit|prerequisite-[a-z-]+|change-id|---$)[^\n]*\n", re.MULTILINE | re.IGNORECASE
)
_BLANKS = re.compile(r"\n{3,}")
_SAID = {
    Fate.PARTLY: "ported in part; {} left out",
    Fate.NOT_PORTED: "not ported; {} left out",
    Fate.ALREADY: "is there already",
}


def cover_text(cover: Cover, ports: Sequence[PatchPort], target: TreeIdentity) -> str:
    """Returns subject, blank line and body of the port's cover letter."""
    body = _TAGS.sub("", _DIFFSTAT.sub("", _SHORTLOG.sub("", f"{cover.body}\n")))
    origin = f" from {ARCHIVE}{cover.message_id}" if cover.message_id else ""
    told = [f"Ported to {tree_name(target)} by patchkit{origin}.", *_told(ports)]
    text = "\n".join((body.strip("\n"), "", *told))
    title = " ".join(cover.subject.text.split()) or "Ported series"
    return f"{title}\n\n{_BLANKS.sub(chr(10) * 2, text).strip(chr(10))}\n"


def _told(ports: Sequence[PatchPort]) -> Iterator[str]:
    for port in ports:
        fate = fate_of(port)
        if fate in _SAID:
            count = len(port.conflicts)
            conflicts = "1 conflict" if count == 1 else f"{count} conflicts"
            yield f"- “{port.patch.subject.text}”: {_SAID[fate].format(conflicts)}"
