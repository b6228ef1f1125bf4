"""What the checked tree's own `.patchkit` asks for: how its report looks, and nothing else.

The file is in git config's syntax and a stranger's: a branch that somebody posted may carry it. So it
is read from its bytes, includes nothing, and may set what is in `ALLOWED`. Not in there, on purpose:
what hides a finding (min-confidence), what adds a place to read (base-tree, history), what changes the
bytes a script gets (color = always), and all the rest. That is told in the report, and not obeyed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from patchkit.errors import ConfigError, MissingObjectError
from patchkit.gitio import settings_of
from patchkit.model.findings import Incident
from patchkit.model.settings import Display, Setting
from patchkit.model.tree import Tree

NAME = ".patchkit"
_LARGEST = 64 << 10
_TOLD = 10  # refused keys that are named one by one


def _color(display: Display, value: str) -> Display:
    if value not in ("auto", "never"):
        raise ValueError("a tree's own file may say auto or never")
    return replace(display, color=value)


def _width(display: Display, value: str) -> Display:
    if not value.isdecimal() or not 40 <= int(value) <= 1000:
        raise ValueError("it is a number from 40 to 1000")
    return replace(display, width=int(value))


def _verbose(display: Display, value: str) -> Display:
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False}
    if value.lower() not in words:
        raise ValueError("it is true or false")
    return replace(display, verbose=words[value.lower()])


ALLOWED: Mapping[str, Callable[[Display, str], Display]] = {
    "patchkit.color": _color,
    "patchkit.verbose": _verbose,
    "patchkit.width": _width,
}


def read_display(tree: Tree) -> tuple[Display, tuple[Incident, ...]]:
    """Returns what the tree's own file asks for and may have, and what of the file was not obeyed."""
    try:
        text = tree.read(NAME)
    except MissingObjectError:
        return Display(), ()  # the tree has told it
    if text is None:
        return Display(), ()
    if len(text) > _LARGEST:
        return Display(), (_refused(f"the file has {len(text)} bytes; nothing of it was read"),)
    try:
        settings = settings_of(text, NAME)
    except ConfigError as error:
        return Display(), (_refused(f"{error.message}; nothing of it was obeyed"),)
    return _obey(settings)


def _obey(settings: tuple[Setting, ...]) -> tuple[Display, tuple[Incident, ...]]:
    display = Display()
    refused: dict[str, str] = {}
    for setting in settings:
        allowed = ALLOWED.get(setting.key)
        if allowed is None:
            refused[setting.key] = "a tree's own file may not set it"
            continue
        try:
            display = allowed(display, "true" if setting.value is None else setting.value)
        except ValueError as error:
            refused[setting.key] = str(error)
    told = [_refused(f"{key} was not obeyed: {why}") for key, why in list(refused.items())[:_TOLD]]
    if len(refused) > _TOLD:
        told.append(_refused(f"{len(refused) - _TOLD} more keys were not obeyed"))
    return display, tuple(told)


def _refused(message: str) -> Incident:
    """Harmless: nothing of the series went unseen, and no stranger makes every check incomplete."""
    return Incident("tree-setting-refused", message, where=NAME, harmless=True)
