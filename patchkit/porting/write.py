"""From the port of every patch to what is on disk: staged, proved, and put in place in one last step.

Refuses to port: what goes in and what does not was decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import BinaryIO

from msgspec import Struct, field

from patchkit.gitio import scratch_folder, temporary_repository, uninterrupted
from patchkit.model.port import PatchPort
from patchkit.model.ported import Output, WrittenPatch, fate_of
from patchkit.model.series import Person, Series
from patchkit.model.tree import Tree
from patchkit.porting.attributes import attributes_for
from patchkit.porting.branch import Branch, MadeBranch, made_branch
from patchkit.porting.entries import Entry, entries_of
from patchkit.porting.ledger import play
from patchkit.porting.mails import MailForm
from patchkit.porting.messages import Wording
from patchkit.porting.publish import Destination, publish
from patchkit.porting.stage import Stage, Staged

_NOBODY = Person("", "")

Progress = Callable[[str, int, int], None]

WRITTEN = "written"
"""The stage that is told of as soon as everything is in place, before any signal gets through."""


class Order(Struct, frozen=True):
    """What is to be written: how messages and mails look, where they go, and as which branch.

    `user` is who runs patchkit, as far as that is known: the author of patches that name none, and
    with `sends` the sender of the cover letter. `object_format` is that of the target's repository.
    """

    wording: Wording = field(default_factory=Wording)
    form: MailForm = field(default_factory=MailForm)
    destination: Destination = field(default_factory=Destination)
    branch: Branch | None = None
    user: Person = _NOBODY
    sends: bool = False
    object_format: str = "sha1"


def write_port(
    series: Series,
    ports: Sequence[PatchPort],
    tree: Tree,
    order: Order,
    *,
    stdout: BinaryIO | None = None,
    progress: Progress,
) -> Output:
    """Writes the port of `series` onto `tree` as `order` says and returns what was written.

    Raises PortError, with nothing written, when the destination is taken, when something is missing for
    the messages, or when the proof fails.
    """
    order.destination.check()
    if order.branch is not None:
        order.branch.check()
    target = tree.identity
    played = play(ports, tree)
    entries = entries_of(
        ports,
        played.changes,
        target,
        order.wording,
        order.user,
    )
    if not entries:
        return Output(patches=tuple(WrittenPatch(port.patch.number, fate_of(port)) for port in ports))
    stage = Stage(
        series=series,
        ports=ports,
        target=target,
        form=order.form,
        attributes=attributes_for(played.base, tree),
        base=played.base,
        sender=order.user if order.sends else None,
        layout=order.destination.form,
    )
    with ExitStack() as stack:
        top = stack.enter_context(scratch_folder("patchkit-port-"))
        repository = stack.enter_context(temporary_repository(order.object_format))
        progress("writing", 0, 0)
        staged = stage.make(repository, top, entries)
        branch = None
        if order.branch is not None and staged.applied:
            progress("making the branch", 0, 0)
            mailed = [entry for entry in entries if entry.mailed]
            branch = stack.enter_context(
                made_branch(order.branch, mailed, staged.applied, stage.am_options, played.base)
            )
        _put_in_place(staged, order.destination, branch, stdout, progress)
        return _output(order, ports, entries, staged, branch)


def _put_in_place(
    staged: Staged,
    destination: Destination,
    branch: MadeBranch | None,
    stdout: BinaryIO | None,
    progress: Progress,
) -> None:
    # A signal that comes meanwhile has come too late: everything is written.
    with uninterrupted():
        if branch is not None:
            branch.bring()
        if destination.form:
            publish(staged.folder, destination, stdout)
        if destination.form or branch is not None:
            progress(WRITTEN, 1, 1)


def _output(
    order: Order,
    ports: Sequence[PatchPort],
    entries: Sequence[Entry],
    staged: Staged,
    branch: MadeBranch | None,
) -> Output:
    commits = iter(branch.commits if branch is not None else ())
    written = {
        entry.port.patch.number: WrittenPatch(
            entry.port.patch.number,
            fate_of(entry.port),
            mail,
            rejects,
            next(commits, "") if entry.mailed else "",
        )
        for entry, mail, rejects in zip(entries, staged.mails, staged.rejects, strict=True)
    }
    return Output(
        form=order.destination.form,
        location=order.destination.location,
        cover=staged.cover,
        branch=branch.branch.name if branch is not None else "",
        tip=branch.commits[-1] if branch is not None else "",
        patches=tuple(
            written.get(port.patch.number, WrittenPatch(port.patch.number, fate_of(port)))
            for port in ports
        ),
        proved=True,
    )
