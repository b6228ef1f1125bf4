"""Errors a user can act on: what went wrong, where, and the way out.

Only `patchkit.cli` turns these into exit codes; every layer below raises. Refuses to know about
terminals, exit codes or logging.
"""

from __future__ import annotations


class PatchkitError(Exception):
    """An error with a place and a way out.

    `message` says what is wrong in one sentence, `where` names the place (file, mail, line), `hint`
    says what the user can do about it; the last two may be empty.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        way_out = f"\nhint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{way_out}"


class SeriesError(PatchkitError):
    """The series cannot be read: no patch found, a malformed diff, an unreadable mail."""


class FetchError(SeriesError):
    """A series cannot be fetched: no network, no such mail, or what came is not what was asked for."""


class TreeError(PatchkitError):
    """The tree cannot be opened or one of its files cannot be read."""


class MissingObjectError(TreeError):
    """A blob or tree object that a revision names is absent (partial or shallow clone)."""


class QueryError(PatchkitError):
    """A tree-sitter query file is missing or does not compile against the grammar."""


class ProfileError(PatchkitError):
    """A series.toml or profile.toml is missing, malformed, or names an unknown rule."""


class PortError(PatchkitError):
    """The port cannot be written, or what was written does not give the trees it should."""


class ConfigError(PatchkitError):
    """A setting is unknown or has a value it cannot have, or a file of settings cannot be read."""


class HookError(PatchkitError):
    """A git hook cannot be put in place or taken away, or is run as git does not run it."""


class GitError(PatchkitError):
    """git failed; `status` is its exit status (1..255, or -signal)."""

    def __init__(self, message: str, *, status: int, where: str = "", hint: str = "") -> None:
        super().__init__(message, where=where, hint=hint)
        self.status = status
