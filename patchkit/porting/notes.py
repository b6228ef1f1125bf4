"""What a port says about itself below the `---` of a mail.

Only what differs from the original is spoken of. Nothing here names a path of the user's machine: mails
are made to be sent.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from patchkit.model.asked import not_asked_for
from patchkit.model.port import PatchPort
from patchkit.model.port_words import adaptation_words, differences, left_out, undecided
from patchkit.model.tree import TreeIdentity

ARCHIVE = "https://lore.kernel.org/r/"
"""Where a message-id leads to its mail."""

_WIDTH = 72


def below_the_line(port: PatchPort, target: TreeIdentity) -> bytes:
    """Returns what is said of a patch below the `---`: where it comes from, and what differs and why."""
    lines = [f"Ported to {tree_name(target)} by patchkit."]
    if port.patch.message_id:
        lines.append(f"Link: {ARCHIVE}{port.patch.message_id}")
    if newer := not_asked_for(port.patch, target):
        lines += _listed((newer,))
    for title, items in (
        ("What differs from the original, and why:", differences(port)),
        ("Left out as conflicts; the .rej file has all sides:", left_out(port)),
        ("Added, and to be reviewed:", _added(port, review=True)),
        ("Added:", _added(port, review=False)),
        ("Left as it is in the target; a person has to decide:", undecided(port)),
    ):
        said = list(_listed(items))
        if said:
            lines += [title, *said]
    return "\n".join((*lines, "")).encode("utf-8", "replace")


def tree_name(target: TreeIdentity) -> str:
    """Returns what to call a tree in public: its version and commit."""
    version = f"Linux {target.version}" if target.version else "another tree"
    if target.kind == "overlay":
        return f"{version} with prerequisites"
    return f"{version}, commit {target.commit[:12]}" if target.commit else version


def _added(port: PatchPort, *, review: bool) -> Iterator[str]:
    return (adaptation_words(one) for one in port.adaptations if one.made and one.review is review)


def _listed(items: Iterable[str]) -> Iterator[str]:
    for item in items:
        harmless = "".join(one if one.isprintable() else "?" for one in " ".join(item.split()))
        yield textwrap.fill(
            harmless,
            _WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
