"""API changes: what a patch does to names that other code uses, inferred from facts."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.facts import Signature


class ChangeKind(StrEnum):
    """What happened to a function or function-like macro, or to a typedef of a function's type."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    SIGNATURE = "signature"
    TYPE = "type"


class Aspect(StrEnum):
    """What differs between two signatures."""

    COUNT = "count"
    ORDER = "order"
    TYPE = "type"
    RETURN = "return"


class ApiChange(Struct, frozen=True):
    """One change of one name by one patch.

    `paths` are the files whose definitions or declarations show it. `scope` is the file a static
    function lives in, or "" for external linkage. `realised` is False when the patch means to
    make the change but its hunks did not go in: then `before`/`after` come from the hunks' text.
    `new_name` is set for RENAMED; `static_in` is the file in which a function that is REMOVED for
    all others lives on as a static one; `owner` is the struct's tag when a pointer to a function
    changes. `declared` is how a pointer of a changed TYPE is declared: "name", or "name *".
    """

    kind: ChangeKind
    name: str
    patch: int
    before: Signature | None
    after: Signature | None
    aspects: tuple[Aspect, ...] = ()
    paths: tuple[str, ...] = ()
    scope: str = ""
    realised: bool = True
    new_name: str = ""
    owner: str = ""
    static_in: str = ""
    declared: str = ""
