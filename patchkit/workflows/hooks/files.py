"""patchkit's hooks in a repository: put there, taken away, listed.

A hook is a file that git runs; there is room for one of a name. Somebody else's is never overwritten:
with `force` it is put aside, and it comes back when patchkit's goes. Refuses a folder that other
repositories share, unless forced.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from patchkit.errors import HookError
from patchkit.gitio.hooks import HooksFolder, hooks_folder

NAMES = ("pre-push", "sendemail-validate")
_MARK = b"# This hook is patchkit's:"
_ASIDE = ".before-patchkit"
# -P: git runs a hook at the top of the tree, and nothing of a stranger's tree may be imported.
_TEXT = """#!/bin/sh
# This hook is patchkit's: patchkit hook uninstall {name}
if test ! -x {python}; then
	echo "patchkit is gone from where it was ({python}): patchkit hook install {name} --force" >&2
	exit 1
fi
exec {python} -P -m patchkit hook run {name} "$@"
"""


class State(StrEnum):
    """Whose hook it is."""

    NONE = "none"
    OURS = "patchkit's"
    OTHER = "somebody else's"


class Hook(Struct, frozen=True):
    """A hook of one name: its file, and whose it is; `aside` is what was put aside for it, if any."""

    name: str
    path: Path
    state: State
    aside: Path | None = None


def list_hooks(folder: Path) -> tuple[Hook, ...]:
    """Returns the hooks that patchkit has a part in; raises HookError where there is no repository."""
    place = hooks_folder(folder).path
    return tuple(_hook(place, name) for name in NAMES)


def install(name: str, folder: Path, *, force: bool = False) -> Hook:
    """Puts patchkit's hook in place and returns it. Raises HookError; then nothing was changed."""
    place = hooks_folder(folder)
    _refuse_shared(place, force=force)
    hook = _hook(place.path, name)
    if hook.state is State.OTHER:
        if not force:
            raise HookError(
                "there is a hook, and it is not patchkit's",
                where=str(hook.path),
                hint=f'call this in it: patchkit hook run {name} "$@"; or --force, which puts it aside',
            )
        if hook.aside is not None:
            raise HookError("one is there already from the last time", where=str(hook.aside))
    try:
        place.path.mkdir(parents=True, exist_ok=True)
        if hook.state is State.OTHER:
            os.replace(hook.path, _aside(hook.path))
        _write(hook.path, _TEXT.format(name=name, python=shlex.quote(sys.executable)))
    except OSError as error:
        raise HookError(f"it cannot be written: {error.strerror}", where=str(hook.path)) from error
    return _hook(place.path, name)


def uninstall(name: str, folder: Path) -> Hook:
    """Takes patchkit's hook away, puts back what it had put aside, and returns what is there now.

    Raises HookError when the hook is not patchkit's.
    """
    place = hooks_folder(folder).path
    hook = _hook(place, name)
    if hook.state is not State.OURS:
        what = "there is none" if hook.state is State.NONE else "this hook is not patchkit's"
        raise HookError(what, where=str(hook.path))
    try:
        if hook.aside is not None:
            os.replace(hook.aside, hook.path)
        else:
            hook.path.unlink()
    except OSError as error:
        raise HookError(f"it cannot be removed: {error.strerror}", where=str(hook.path)) from error
    return _hook(place, name)


def _refuse_shared(place: HooksFolder, *, force: bool) -> None:
    if place.shared and not force:
        raise HookError(
            "core.hooksPath of your own configuration leads here: all your repositories use these hooks",
            where=str(place.path),
            hint="--force if that is what you want",
        )


def _hook(place: Path, name: str) -> Hook:
    path = place / name
    aside = _aside(path)
    return Hook(name, path, _state(path), aside if os.path.lexists(aside) else None)


def _state(path: Path) -> State:
    if not os.path.lexists(path):
        return State.NONE
    try:
        return State.OURS if _MARK in path.read_bytes() else State.OTHER
    except OSError:
        return State.OTHER


def _aside(path: Path) -> Path:
    return path.with_name(path.name + _ASIDE)


def _write(path: Path, text: str) -> None:
    """Writes the file in one step, so that git never runs half of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    umask = os.umask(0)
    os.umask(umask)
    os.chmod(file.name, 0o777 & ~umask)
    os.replace(file.name, path)
