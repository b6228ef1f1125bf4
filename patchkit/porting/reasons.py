"""Why a hunk was left out, in the target's own lines: what it expects, and what stands there instead.

A method says at which step it gave up. This looks at the file again and says what a person would see;
where a sentence would not be true of the file, another one takes its place. It only describes: what it
calls the place of a hunk is where most of its lines stand, and nothing is put there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from patchkit.cfacts.declare import KEYWORDS
from patchkit.model.diff import Hunk
from patchkit.model.facts import FunctionSpan, Outline
from patchkit.model.port import Cause, Conflict, PatchPort
from patchkit.placement.image import file_line
from patchkit.porting.methods.lines import FileLines, quoted, squeezed

_TEXTUAL = frozenset(
    (
        Cause.REMOVED_LINES_GONE,
        Cause.REMOVED_LINES_PARTLY_GONE,
        Cause.REMOVED_LINES_SCATTERED,
        Cause.CHANGED_BOTH_WAYS,
        Cause.ONE_SIDED_ANCHOR,
        Cause.NO_ANCHOR,
        Cause.AMBIGUOUS,
    )
)
_WORD = re.compile(rb"\w+")
_CALL = re.compile(rb"(?<!\w)(?!(?:if|for|while|switch|return|sizeof)\b)([A-Za-z_]\w*)\(")
_BLANKS = re.compile(rb"\s+")
_LIKE = 0.6


class Place(Struct, frozen=True):
    """The file that a hunk is for, and what is known of where it belongs.

    `home` is the function that it was written for, None when the file does not have it or when it is for
    none. `brought` says of lines which hunks bring them that were left out earlier.
    """

    file: FileLines
    outline: Outline
    home: FunctionSpan | None = None
    brought: Mapping[bytes, str] = field(default_factory=dict)


def explained(conflict: Conflict, hunk: Hunk, place: Place) -> Conflict:
    """Returns the conflict of a hunk whose lines are not there, with what is there instead."""
    if conflict.cause not in _TEXTUAL:
        return conflict
    look = _Look(hunk, place)
    cause, detail = conflict.cause, conflict.detail
    if said := look.removed():
        detail = said
        whole = look.gone == len(look.wanted)
        cause = Cause.REMOVED_LINES_GONE if whole else Cause.REMOVED_LINES_PARTLY_GONE
        if look.in_another_form:
            cause = Cause.CHANGED_BOTH_WAYS
    elif cause is Cause.REMOVED_LINES_SCATTERED:
        pass  # the alignment knows which line is in between
    elif said := look.around():
        detail = said
        cause = Cause.NO_ANCHOR if len(look.sides) > 1 else Cause.ONE_SIDED_ANCHOR
    elif cause is not Cause.AMBIGUOUS:
        detail = look.apart() or detail
    line = conflict.line if conflict.line is not None else look.line()
    return replace(conflict, cause=cause, detail=detail, line=line)


def left_out_lines(ports: Iterable[PatchPort]) -> dict[str, dict[bytes, str]]:
    """Returns for each file the lines that hunks of these patches would have brought, and which hunk."""
    found: dict[str, dict[bytes, str]] = {}
    for port in ports:
        for file in port.files:
            for hunk in file.hunks if file.original is not None else ():
                if hunk.conflict is None or file.original is None:
                    continue
                lines = found.setdefault(file.path, {})
                for line in file.original.hunks[hunk.index].lines:
                    if line.op == "+" and _WORD.search(line.text):
                        name = f"hunk {hunk.index + 1} of patch {port.patch.number}"
                        lines.setdefault(squeezed(line.text), name)
    return found


class _Look:
    """A hunk's lines beside those of the part of the file where it belongs."""

    def __init__(self, hunk: Hunk, place: Place) -> None:
        self._place, self._file = place, place.file
        self._keys = [squeezed(file_line(one)) for one in hunk.preimage]
        self._ops = [one.op for one in hunk.preimage]
        self._lines = hunk.lines
        last = len(self._file.keys)
        self._low, self._high, self._where = 0, last, "the file"
        if place.home is not None:
            self._low = max(0, place.home.first - 1 - hunk.leading)
            self._high = min(last, place.home.last + hunk.leading)
            self._where = f"{place.home.name}()"
        self._here = set(self._file.keys[self._low : self._high])
        self.wanted = [
            key for key, op in zip(self._keys, self._ops, strict=True) if op == "-" and _WORD.search(key)
        ]
        self.gone = sum(key not in self._here for key in self.wanted)
        self.in_another_form = False
        self.sides: set[str] = set()

    def removed(self) -> str:
        """Says which of the removed lines are not there, "" when all are."""
        first = self._telling([key for key in self.wanted if key not in self._here])
        if first is None:
            return ""
        total, gone, where = len(self.wanted), self.gone, self._where
        if total == 1:
            said = f"the line it removes, {quoted(first)}, is not in {where}"
        elif gone == total:
            said = f"none of the {total} lines it removes is in {where}; one is {quoted(first)}"
        elif gone == 1:
            said = f"1 of the {total} lines it removes is not in {where}: {quoted(first)}"
        else:
            said = f"{gone} of the {total} lines it removes are not in {where}; one is {quoted(first)}"
        return said + self._instead(first)

    def around(self) -> str:
        """Says which line beside what it changes is not there, "" when all are."""
        missing = {key: side for side, key in self._neighbours() if key not in self._here}
        self.sides = set(missing.values())
        first = self._telling(list(missing))
        if first is None:
            return ""
        said = f"the line {missing[first]} what it changes, {quoted(first)}, is not in {self._where}"
        return said + self._instead(first)

    def apart(self) -> str:
        """Says which two lines that the hunk has together are not together, "" when all are."""
        for one, other in self._pairs():
            places = [at for at in self._file.places.get(one, ()) if self._low <= at < self._high]
            if not places or any(self._file.keys[at + 1 : at + 2] == [other] for at in places):
                continue
            below = self._file.keys[places[0] + 1] if places[0] + 1 < self._high else b""
            instead = f": line {places[0] + 2} has {quoted(below)}" if below else ""
            what = quoted(other) if other else "an empty line"
            return f"{quoted(one)} is not followed by {what} here{instead}"
        return ""

    def _pairs(self) -> Iterator[tuple[bytes, bytes]]:
        """Yields lines that follow each other in the preimage, those at its changes first."""
        pairs = list(pairwise(self._keys))
        at, first = 0, []
        for line in self._lines:
            first += [at - 1] if line.op == "+" else [at - 1, at] if line.op == "-" else []
            at += line.op != "+"
        order = [*dict.fromkeys(place for place in first if 0 <= place < len(pairs)), *range(len(pairs))]
        return (pairs[place] for place in order if _WORD.search(pairs[place][0]))

    def line(self) -> int | None:
        """Returns the 1-based line from which on most of the hunk's lines stand, None for nowhere."""
        wanted = {key for key in self._keys if not self._file.is_plain(key)}
        rows = [at for at in range(self._low, self._high) if self._file.keys[at] in wanted]
        if not rows or self._place.home is None:
            return None
        length = len(self._keys)
        best = max(rows, key=lambda row: (sum(row <= at < row + length for at in rows), -row))
        return best + 1

    def _neighbours(self) -> Iterator[tuple[str, bytes]]:
        """Yields the lines that tell something next above and next below each run of changes."""
        for at, line in enumerate(self._lines):
            if line.op == " ":
                continue
            for side, step in (("above", -1), ("below", 1)):
                beside = at + step
                while 0 <= beside < len(self._lines) and not _WORD.search(self._lines[beside].text):
                    beside += step
                if 0 <= beside < len(self._lines) and self._lines[beside].op == " ":
                    yield side, squeezed(file_line(self._lines[beside]))

    def _telling(self, lines: Sequence[bytes]) -> bytes | None:
        """Returns a line that was left out before, or else one that calls or declares a function."""
        known = (line for line in lines if line in self._place.brought)
        calls = (line for line in lines if _CALL.search(line))
        return next(chain(known, calls, lines), None)

    def _instead(self, key: bytes) -> str:
        """Says where else a line stands, or what is most like it."""
        who = self._place.brought.get(key)
        if who is not None:
            return f": {who} brings it and is left out"
        if (at := self._wrapped(key)) is not None:
            self.in_another_form = True
            return f" as one line: line {at + 1} has it with other line breaks"
        called = _CALL.search(key)
        own = self._place.home
        home = range(own.first - 1, own.last) if own is not None else range(0)
        at = self._most_like(key, home)
        if at is None and called is not None:
            at = self._most_like(key, self._calls(called[1], home), least=0.0)
        self.in_another_form = at is not None
        if at is None and called is not None:
            rows = range(len(self._file.keys))
            at = next(iter(self._file.places.get(key, ())), None)
            at = at if at is not None else self._most_like(key, self._calls(called[1], rows), least=0.0)
        return "" if at is None else f"; line {at + 1}{self._function(at)} has {self._there(key, at)}"

    def _there(self, key: bytes, at: int) -> str:
        found = self._file.keys[at]
        return "it" if found == key else quoted(found, key)

    def _calls(self, name: bytes, rows: range) -> Iterator[int]:
        return (at for at in rows if re.search(rb"(?<!\w)%s\(" % name, self._file.keys[at]))

    def _wrapped(self, key: bytes) -> int | None:
        """Returns the 0-based line where `key` begins when line breaks do not count."""
        wanted = _BLANKS.sub(b"", key)
        rows = self._file.keys[self._low : self._high]
        dense = [_BLANKS.sub(b"", row) for row in rows]
        found = b"".join(dense).find(wanted) if len(wanted) > 1 else -1
        if found < 0:
            return None
        done = 0
        for at, row in enumerate(dense):
            done += len(row)
            if done > found:
                return self._low + at
        return None

    def _function(self, at: int) -> str:
        span = self._place.outline.at(at + 1)
        inside = span is not None and span != self._place.home
        return f" in {span.name}()" if span is not None and inside else ""

    def _most_like(self, key: bytes, rows: Iterable[int], *, least: float = _LIKE) -> int | None:
        words = _names(key)
        best, found = least, None
        for at in rows:
            if self._file.keys[at] in self._keys:
                continue  # a line that the hunk expects as it is
            other = _names(self._file.keys[at])
            likeness = 2 * (words & other).total() / ((words | other).total() + (words & other).total())
            if likeness > best:
                best, found = likeness, at
        return found


def _names(line: bytes) -> Counter[bytes]:
    return Counter(word for word in _WORD.findall(line) if word not in KEYWORDS)
