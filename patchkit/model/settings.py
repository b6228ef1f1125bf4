"""Settings as git config holds them, before anybody knows what they mean."""

from __future__ import annotations

from msgspec import Struct


class Setting(Struct, frozen=True):
    """One value of one key: the key as git spells it, section first, in lower case.

    `value` is None for a key without "=", which git takes for true. `scope` is git's word (system,
    global, local, worktree, command), `origin` the file it stands in, "" where it is none.
    """

    key: str
    value: str | None
    scope: str = ""
    origin: str = ""


class Display(Struct, frozen=True):
    """How a report is to look, as far as it was said: `color` is auto or never, `width` columns."""

    color: str | None = None
    width: int | None = None
    verbose: bool | None = None


AS_IS = Display()
