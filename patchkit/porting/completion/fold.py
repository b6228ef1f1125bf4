"""Completion as a part of the port: folded into the patches that leave sites behind, or in one apart.

Folded in, every patch is whole and the series bisects. Apart, the author's patches stay as he wrote
them, the tree is broken from the first of them on, and one patch behind all of them makes it whole: the
same files come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from patchkit.model.port import Adaptation, FilePort, PatchPort
from patchkit.model.series import Patch, Person, Subject
from patchkit.model.tree import Tree
from patchkit.porting.completion.plan import Orders, Plan, Step, plan
from patchkit.trees import OverlayTree

LISTED = "unknown-site"
_DEFAULT_MODE = "100644"


def step_of(port: PatchPort, before: Tree, after: Tree) -> Step:
    """Returns a ported patch as a step from one tree to the next."""
    names = {name for file in port.files if file.changed for name in (file.source, file.path)}
    left_out = tuple(
        (file.source, file.original.hunks[hunk])
        for file in port.files
        if file.original is not None
        for hunk in _left_out(file)
    )
    return Step(port.patch.number, before, after, tuple(sorted(names)), left_out)


def _left_out(file: FilePort) -> Iterable[int]:
    if file.conflict is not None and file.original is not None:
        return range(len(file.original.hunks))
    return (hunk.index for hunk in file.hunks if hunk.conflict is not None)


def folded(
    orders: Orders, port: PatchPort, before: Tree, after: Tree
) -> tuple[PatchPort, Mapping[str, bytes]]:
    """Returns a ported patch with its completion in it, and the files that this changes in `after`."""
    found = plan(orders, step_of(port, before, after), after)
    files = list(port.files)
    for path, data in found.files.items():
        at = next((at for at in reversed(range(len(files))) if files[at].path == path), None)
        if at is None:
            files.append(_file(path, after, data))
        else:
            files[at] = replace(files[at], after=data)
    adaptations = (*port.adaptations, *found.adaptations)
    return replace(port, files=tuple(files), adaptations=adaptations), found.files


def listed(orders: Orders, ports: Sequence[PatchPort], trees: Sequence[Tree]) -> tuple[PatchPort, ...]:
    """Returns the ported patches with what a completion would do, or could not, and nothing done."""
    return tuple(
        replace(port, adaptations=(*port.adaptations, *_offered(orders, port, before, after)))
        for port, before, after in zip(ports, trees, trees[1:], strict=False)
    )


def apart(
    plain: Sequence[PatchPort], upon: Tree, whole: Sequence[PatchPort], after: Tree, title: str
) -> tuple[tuple[PatchPort, ...], Tree]:
    """Returns the port with its completion in a patch behind all others, and the tree after that.

    `plain` is the port without it and `upon` the tree that this leaves, `whole` and `after` the same
    with the completion folded in; `title` says what it completes. What is not completed is said where
    it belongs.
    """
    made = tuple(one for port in whole for one in port.adaptations if one.made)
    told = tuple(
        replace(one, adaptations=tuple(two for two in other.adaptations if not two.made))
        for one, other in zip(plain, whole, strict=True)
    )
    files = {path: after.read(path) for path in sorted({one.path for one in made})}
    changed = {path: data for path, data in files.items() if data not in (None, upon.read(path))}
    if not changed:
        return told, upon
    number = plain[-1].patch.number + 1
    ports = tuple(_file(path, upon, data) for path, data in changed.items() if data is not None)
    extra = PatchPort(_patch(number, title, made), ports, made)
    return (*told, extra), OverlayTree(upon, changed)


def _offered(orders: Orders, port: PatchPort, before: Tree, after: Tree) -> tuple[Adaptation, ...]:
    found: Plan = plan(orders, step_of(port, before, after), after)
    return tuple(
        replace(one, kind=LISTED, detail=f"{one.detail}, if it were completed", made=False)
        if one.made
        else one
        for one in found.adaptations
    )


def _file(path: str, tree: Tree, data: bytes) -> FilePort:
    mode = tree.mode(path) or _DEFAULT_MODE
    return FilePort(None, path, path, tree.read(path), data, mode, mode)


def _patch(number: int, title: str, made: Sequence[Adaptation]) -> Patch:
    """Returns the patch that completes a series; its author is who runs patchkit."""
    nobody = Person("", "")
    said = "\n".join(f"- {one.path}:{one.line}: {one.detail}" for one in made)
    return Patch(
        number=number,
        subject=Subject(f"{title}: sites that the series does not know"),
        author=nobody,
        sender=nobody,
        date="",
        message_id="",
        body=f"Made to fit what the series changes, mechanically, and to be reviewed:\n\n{said}",
        notes="",
        trailers=(),
        files=(),
    )
