"""A file as lines, and how far the hunks placed so far have got in it.

Hunks go in one after the other and never before an earlier one, as GNU patch does it; so the lines
stay those of the file before the patch, and one front tells what is still free. What a hunk rewrote
lies behind the front and cannot be matched again. Refuses to judge where a hunk belongs: it answers
where lines stand, and writes what it is told.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from patchkit.model.diff import Hunk, Line
from patchkit.placement.tokens import TokenSearch

# Lines that a place may be away from where the hunks before it say, and still be that place.
_NEAR = 3


class Place(Struct, frozen=True):
    """Where lines of a hunk stand: 0-based `start` of the whole pattern, and what was left out.

    `head` and `tail` are the numbers of outer context lines that fuzz left uncompared; `start`
    counts the head, so that it is where the pattern's first line would be. Where lines are wrapped
    otherwise than in the hunk they cannot be counted from there: `change` is then the first line of
    the change and `end` the line behind the last one, both 0-based.
    """

    start: int
    fuzz: int = 0
    head: int = 0
    tail: int = 0
    change: int | None = None
    end: int | None = None


class Pattern(Struct, frozen=True):
    """Lines to look for: a hunk's preimage or postimage.

    `lines` keep their newline byte; `leading` and `trailing` count the context lines at both ends,
    `start` is the 0-based line that the `@@` line gives. `ends_file` is set when nothing may
    follow: the hunk leaves a last line without newline behind.
    """

    lines: tuple[bytes, ...]
    leading: int
    trailing: int
    start: int
    ends_file: bool = False

    @classmethod
    def before(cls, hunk: Hunk) -> Pattern:
        """The lines the hunk expects to find."""
        last = hunk.lines[-1] if hunk.lines else None
        unfinished = last is not None and last.op == "+" and not last.newline
        start = hunk.old_start - (1 if hunk.old_count else 0)
        return cls(_lines(hunk.preimage), hunk.leading, hunk.trailing, max(start, 0), unfinished)

    @classmethod
    def after(cls, hunk: Hunk) -> Pattern:
        """The lines the hunk leaves behind."""
        start = hunk.new_start - (1 if hunk.new_count else 0)
        return cls(_lines(hunk.postimage), hunk.leading, hunk.trailing, max(start, 0))

    @property
    def context(self) -> int:
        """The longer of the two runs of context: no fuzz can leave out more."""
        return max(self.leading, self.trailing)


def file_line(line: Line) -> bytes:
    """Returns a hunk's line as it stands in a file, with its newline byte if it has one."""
    return line.text + b"\n" if line.newline else line.text


def _lines(lines: Sequence[Line]) -> tuple[bytes, ...]:
    return tuple(file_line(line) for line in lines)


class Image:
    """The lines of one file while the hunks of one file patch go in."""

    __slots__ = ("_copied", "_covered", "_data", "_index", "_output", "_search", "carry", "lines")

    def __init__(self, data: bytes) -> None:
        """Takes a file's bytes; lines end at b"\\n" only, as git counts them."""
        self.lines: list[bytes] = io.BytesIO(data).readlines()
        self.carry = 0
        """How many lines further down than their `@@` line says the next hunk is expected."""
        self._data = data
        self._search: TokenSearch | None = None
        self._index: dict[bytes, list[int]] = {}
        self._output: list[bytes] = []
        self._copied = 0  # lines up to here are written: no later hunk may touch them
        self._covered = 0  # lines up to here were matched by an earlier hunk, as change or context

    @property
    def index(self) -> dict[bytes, list[int]]:
        """The 0-based positions of each line, ascending."""
        if not self._index:
            index = defaultdict(list)
            for position, line in enumerate(self.lines):
                index[line].append(position)
            self._index = dict(index)
        return self._index

    @property
    def search(self) -> TokenSearch:
        """The file as C tokens: costs a scan, once."""
        if self._search is None:
            self._search = TokenSearch(self._data)
        return self._search

    def mentions(self, text: bytes) -> bool:
        """Tells whether `text` is anywhere in the file, in whatever word or comment."""
        return text in self._data

    def lines_with(self, text: bytes) -> Iterator[int]:
        """Yields the 0-based lines that contain `text`, in file order."""
        line = counted = 0
        at = self._data.find(text)
        while at >= 0:
            line += self._data.count(b"\n", counted, at)
            counted = at
            yield line
            at = self._data.find(text, (self._data.find(b"\n", at) + 1) or len(self._data))

    def standing(self, pattern: Pattern, fuzz: int = 0) -> Iterator[Place]:
        """Yields every free place where `pattern` stands with exactly this `fuzz`, in file order.

        Fuzz is GNU patch's: a run of context as long as the longer one loses `fuzz` outer lines, a
        shorter run loses less, and while it loses none its shortness means that the file starts
        or ends there (git, which knows no fuzz, lets a file go on behind a run that is merely
        short). A first line without context stays the first. A pattern of which nothing is left to
        compare stands in an empty file only.
        """
        head = fuzz + pattern.leading - pattern.context
        tail = fuzz + pattern.trailing - pattern.context
        at_start = pattern.start == 0 and (head < 0 or not pattern.context)
        at_end = pattern.ends_file or (tail < 0 and (fuzz > 0 or not pattern.trailing))
        head, tail = max(head, 0), max(tail, 0)
        wanted = list(pattern.lines[head : len(pattern.lines) - tail])
        for first in self.runs(wanted):
            start = first - head
            reaches_end = first + len(wanted) == len(self.lines)
            if (at_start and start != 0) or (at_end and not reaches_end):
                continue
            if start >= self._copied and self.is_free(first):
                yield Place(start, fuzz, head, tail)

    def is_free(self, line: int) -> bool:
        """Tells whether the 0-based `line` is behind all that earlier hunks matched."""
        return line >= self._covered

    def is_due(self, hunk: Hunk, place: Place) -> bool:
        """Tells whether a place is where the hunk is expected, but for a few lines."""
        return abs(place.start - Pattern.before(hunk).start - self.carry) <= _NEAR

    def runs(self, wanted: list[bytes]) -> Iterator[int]:
        """Yields where lines stand one after the other in the whole file, free or not.

        Looks only around the rarest of them.
        """
        if not wanted:
            if not self.lines:
                yield 0
            return
        known = [(len(self.index.get(line, ())), at) for at, line in enumerate(wanted)]
        _, anchor = min(known)
        for position in self.index.get(wanted[anchor], ()):
            first = position - anchor
            if first >= 0 and self.lines[first : first + len(wanted)] == wanted:
                yield first

    def write(self, hunk: Hunk, place: Place) -> None:
        """Puts the hunk in at `place`; context lines stay as the file has them."""
        position = place.start
        for line in hunk.lines:
            if line.op == " ":
                position += 1
                continue
            self._output += self.lines[self._copied : position]
            position += line.op == "-"
            self._copied = position
            if line.op == "+":
                self._output.append(file_line(line))
        self._pass(place, len(hunk.preimage))
        self.carry = place.start - Pattern.before(hunk).start

    def skip(self, hunk: Hunk, place: Place) -> None:
        """Steps over a hunk whose postimage stands at `place`: nothing is to be written."""
        self._pass(place, len(hunk.postimage))
        self._output += self.lines[self._copied : self._covered]
        self._copied = self._covered
        end = place.start + len(hunk.postimage) if place.end is None else place.end
        self.carry = end - Pattern.before(hunk).start - len(hunk.preimage)

    def _pass(self, place: Place, length: int) -> None:
        end = place.start + length - place.tail if place.end is None else place.end
        self._covered = max(self._covered, min(end, len(self.lines)), self._copied)

    def data(self) -> bytes:
        """Returns the file with all hunks in that were written."""
        return b"".join(self._output) + b"".join(self.lines[self._copied :])
