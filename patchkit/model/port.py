"""A port: what became of every hunk on another tree, how sure that is, and what was not guessed.

Frozen values only. `porting/` makes them; writers and reports read them. Lines are 1-based lines of the
file as it is in the target before the patch.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from patchkit.model.diff import FilePatch
from patchkit.model.series import Patch


class Method(StrEnum):
    """A way to find out what a hunk makes of a file; each works by itself."""

    TEXT = "text"  # the hunk's own lines stand there, as git apply wants it
    MERGE = "three-way"  # git merged the change made to a base that was found
    ALIGNED = "aligned"  # hunk and function were aligned, line by line and word by word
    FUZZ = "fuzz"  # as patch does it: outer lines of context were left out
    ALREADY = "already"  # the change is there


class Grade(StrEnum):
    """How far a result can be relied on."""

    CONFIDENT = "confident"  # independent methods left the same bytes
    LIKELY = "likely"  # one method alone, or another one would have it otherwise
    CONFLICT = "conflict"  # nothing was placed, and a cause is named


class Cause(StrEnum):
    """Why a hunk, or a whole file patch, was left out."""

    FILE_MISSING = "file-missing"
    FILE_EXISTS = "file-exists"
    NOT_TEXT = "not-text"  # a binary patch, a symbolic link, a submodule
    UNREADABLE = "unreadable"
    REMOVED_LINES_GONE = "removed-lines-gone"
    REMOVED_LINES_PARTLY_GONE = "removed-lines-partly-gone"
    REMOVED_LINES_SCATTERED = "removed-lines-scattered"
    CHANGED_BOTH_WAYS = "changed-both-ways"  # the target changed the same words
    ONE_SIDED_ANCHOR = "one-sided-anchor"  # of what stood around an insertion only one side is left
    NO_ANCHOR = "no-anchor"
    AMBIGUOUS = "ambiguous"
    WRONG_FUNCTION = "wrong-function"
    FUNCTION_MISSING = "function-missing"
    METHODS_DISAGREE = "methods-disagree"
    NOT_CONFIDENT = "not-confident"  # likely, and only confident results were asked for
    DOES_NOT_RESOLVE = "does-not-resolve"  # what it brings is not declared, or does not fit, there
    DONE_OTHERWISE = "done-otherwise"  # what it does is done there already, in another way
    DEPENDS_ON_CONFLICT = "depends-on-conflict"


class Completion(StrEnum):
    """What to do about sites of the target that a series does not know."""

    LIST = "list"  # they are named
    FOLD = "fold"  # each is made to fit in the patch that leaves it behind
    SEPARATE = "separate"  # the same, in a patch of its own behind all others


class Conflict(Struct, frozen=True):
    """What was left out and why; all three sides, so that a person can decide.

    `detail` is one sentence. `line` is where it would belong as far as that is known. `ours` are the
    target's lines there, `base` the lines the hunk expects, `theirs` those it leaves behind.
    """

    cause: Cause
    detail: str
    line: int | None = None
    ours: bytes = b""
    base: bytes = b""
    theirs: bytes = b""


class HunkPort(Struct, frozen=True):
    """What became of one hunk.

    `index` is its 0-based place in its file patch. `method` left the bytes that were taken, `agreeing`
    are the other methods that left the same ones, `differing` those that would have left others.
    `line` is where its preimage starts, `function` what holds it ("" at file scope). `notes` say, a
    sentence each, what differs from the original and why. `conflict` is set for CONFLICT only.
    """

    index: int
    grade: Grade
    method: Method | None = None
    agreeing: tuple[Method, ...] = ()
    differing: tuple[Method, ...] = ()
    line: int | None = None
    function: str = ""
    notes: tuple[str, ...] = ()
    conflict: Conflict | None = None


class Adaptation(Struct, frozen=True):
    """A change that the original patch does not have and facts of the target call for.

    `kind` is a word such as "renamed-function", "parameter-added" or "unknown-site"; `line` is a line
    of the file after the patch. `review` is set where a person must look. With `made` False it is not in
    the port: facts call for it and do not tell how, or nobody asked for it.
    """

    kind: str
    path: str
    line: int
    detail: str
    review: bool = True
    made: bool = True


class FilePort(Struct, frozen=True):
    """What became of one file patch: the target's file before and after it.

    `original` is None for a file that only an adaptation touches. `source` and `path` are the names in
    the target before and after, `before` and `after` the contents (None: no such file). Modes are git's
    octal strings, "" when there is no file. `notes` are about the file as a whole (where it moved to,
    say); `conflict` is set when no hunk could even be tried.
    """

    original: FilePatch | None
    source: str
    path: str
    before: bytes | None
    after: bytes | None
    old_mode: str = "100644"
    new_mode: str = "100644"
    hunks: tuple[HunkPort, ...] = ()
    notes: tuple[str, ...] = ()
    conflict: Conflict | None = None

    @property
    def changed(self) -> bool:
        """True when something of the file patch is made in the target."""
        return (self.before, self.source, self.old_mode) != (self.after, self.path, self.new_mode)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What was left out of this file."""
        own = (self.conflict,) if self.conflict is not None else ()
        return own + tuple(hunk.conflict for hunk in self.hunks if hunk.conflict is not None)

    @property
    def grade(self) -> Grade:
        """The worst grade of its parts; CONFIDENT for a file without hunks that could be handled."""
        order = list(Grade)
        grades = [Grade.CONFLICT] if self.conflict is not None else [hunk.grade for hunk in self.hunks]
        return max(grades, key=order.index, default=Grade.CONFIDENT)


class PatchPort(Struct, frozen=True):
    """One patch of the series as ported: its files, and what was added to them."""

    patch: Patch
    files: tuple[FilePort, ...]
    adaptations: tuple[Adaptation, ...] = ()

    @property
    def added(self) -> bool:
        """True for a patch that the series does not have."""
        return bool(self.files) and all(file.original is None for file in self.files)

    @property
    def empty(self) -> bool:
        """True when nothing is left to do: all of it is in the target, or none of it could go in."""
        return not any(file.changed for file in self.files)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All that was left out of this patch."""
        return tuple(conflict for file in self.files for conflict in file.conflicts)

    @property
    def grade(self) -> Grade:
        """The worst grade of its files."""
        order = list(Grade)
        return max((file.grade for file in self.files), key=order.index, default=Grade.CONFIDENT)
