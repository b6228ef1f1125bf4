"""The patches of a port that get a commit, ready to be made into one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from patchkit.errors import PortError
from patchkit.model.port import PatchPort
from patchkit.model.ported import Fate, fate_of
from patchkit.model.series import Patch, Person
from patchkit.model.tree import TreeIdentity
from patchkit.porting.history import Commit
from patchkit.porting.idents import ident
from patchkit.porting.ledger import Files
from patchkit.porting.messages import Wording, message_of
from patchkit.porting.notes import below_the_line


class Entry(Struct, frozen=True):
    """A patch with its commit; `mailed` is False for one that is only told of, as a `.rej` file."""

    port: PatchPort
    commit: Commit
    mailed: bool


def entries_of(
    ports: Sequence[PatchPort],
    changes: Sequence[Files],
    target: TreeIdentity,
    wording: Wording,
    fallback: Person,
) -> tuple[Entry, ...]:
    """Returns an entry for every patch but those of which nothing is left to do.

    `fallback` is the author of patches that name none. Raises PortError when there is no author, or a
    mark of `wording` wants what is not known.
    """
    entries = []
    for port, changed in zip(ports, changes, strict=True):
        fate = fate_of(port)
        if fate is Fate.ALREADY:
            continue
        author = ident(_author(port.patch, fallback), port.patch.date)
        notes = below_the_line(port, target)
        commit = Commit(author, author, message_of(port, wording), changed, notes)
        entries.append(Entry(port, commit, fate is not Fate.NOT_PORTED))
    return tuple(entries)


def _author(patch: Patch, fallback: Person) -> Person:
    for one in (patch.author, patch.sender, fallback):
        if one.email or one.name:
            return one
    raise PortError(
        f"patch {patch.number} names no author, and git does not know who you are",
        where=patch.where,
        hint="git config --global user.name NAME; git config --global user.email ADDRESS",
    )
