"""Which hunks make no sense without one that was left out: half a conversion is worse than none.

Within one function, a hunk falls with one that was left out when it declares, or uses, what the other
uses, or declares; when it takes away a statement that the other brings back, or the other way round; and
when it makes up for the other: one takes a lock and the other gives it back. What changes a function in
two places without any of these is two changes, and one of them may go in alone. In the whole patch a
hunk falls when it is one half of a move, and the other half was left out: of a call (a lock that the
callers take now) or of a declaration (from one header to another); and when it takes a declaration away
whose last uses were left in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from patchkit.cfacts.lexer import lex
from patchkit.model.diff import Hunk
from patchkit.model.facts import Outline
from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, Method
from patchkit.porting.effects import Effect, move_told, moved
from patchkit.porting.methods.lines import FileLines
from patchkit.porting.pairs import counterparts

_OWN_WORD = re.compile(rb"(?<![\w.>])[A-Za-z_]\w*|(?<=[^-]>)[A-Za-z_]\w*")  # no member


def dependent(
    hunks: Sequence[Hunk], ports: Sequence[HunkPort], file: FileLines, outline: Outline
) -> dict[int, Conflict]:
    """Returns the hunks of one file patch that must fall with those that were left out of it.

    `ports` say what became of each of `hunks` in `file`, whose functions are `outline`'s.
    """
    fallen: dict[int, Conflict] = {}
    changes = {port.index: Effect(hunks[port.index]) for port in ports}
    for port in ports:
        if port.grade is Grade.CONFLICT or port.method is Method.ALREADY or not port.function:
            continue
        words = _words_of(port.function, file, outline)
        for other in ports:
            if other.grade is not Grade.CONFLICT or other.function != port.function:
                continue
            named = f"hunk {other.index + 1} of the same function, which is left out"
            if why := _why(changes[port.index], changes[other.index], words, named):
                fallen[port.index] = Conflict(Cause.DEPENDS_ON_CONFLICT, why, port.line)
                break
    return fallen


def torn(files: Sequence[FilePort]) -> dict[tuple[str, int], Conflict]:
    """Returns the hunks of a patch that are half of a move whose other half was left out.

    By file name and 0-based place. What is taken from a file that the target does not have tears
    nothing: nobody has it twice.
    """
    placed = list(_effects(files, left_out=False))
    fallen: dict[tuple[str, int], Conflict] = {}
    for other, at, lost in _effects(files, left_out=True):
        named = f"hunk {at.index + 1} of {other.path}, which is left out"
        for file, hunk, mine in placed:
            assert file.original is not None
            key = str(file.original.path), hunk.index
            if key in fallen:
                continue
            why = _half(mine, lost, named, missing=other.before is None)
            if not why and not hunk.function and (used := _still_used(mine, lost, other)):
                why = f"it takes away {used}, of which uses stay with {named}"
            if why:
                fallen[key] = Conflict(Cause.DEPENDS_ON_CONFLICT, why, hunk.line)
    return fallen


def _effects(
    files: Sequence[FilePort], *, left_out: bool
) -> Iterator[tuple[FilePort, HunkPort, Effect]]:
    """Yields the hunks that were left out, or those that went in, with what they do."""
    for file in files:
        if file.original is None:
            continue
        if left_out and file.conflict is not None:
            for index, hunk in enumerate(file.original.hunks):
                yield file, HunkPort(index, Grade.CONFLICT), Effect(hunk)
        for port in file.hunks:
            there = port.method is Method.ALREADY
            if not there and (port.grade is Grade.CONFLICT) is left_out:
                yield file, port, Effect(file.original.hunks[port.index])


def _half(mine: Effect, lost: Effect, other: str, *, missing: bool) -> str:
    """Returns of what `mine` is one half and `lost` the other, "" when of nothing."""
    for ours, theirs in ((mine.heads, lost.heads), (mine.bare_calls, lost.bare_calls)):
        move = moved(ours, theirs)
        # A call in a new function is made twice by nobody: who still makes it does not call that one.
        alone = ours is mine.bare_calls and bool(+mine.heads)
        if move is not None and (move[1] or not (missing or alone)):
            return move_told(move[0], other, goes=move[1])
    return ""


def _still_used(mine: Effect, lost: Effect, file: FilePort) -> str:
    """Returns a name of which `mine` takes the declaration, and `lost` not the uses in `file`."""
    for name in sorted(mine.undeclared):
        stays = re.search(rb"\b%s\b" % name, file.after or b"") is not None
        if lost.uses[name] < 0 and stays:
            return name.decode("utf-8", "replace")
    return ""


def _why(mine: Effect, lost: Effect, words: set[bytes], other: str) -> str:
    """Returns why a hunk falls with `other`, which was left out; "" when it does not.

    `words` are those of the function in the target.
    """
    fresh = (mine.added & lost.added) - words
    if needed := fresh & lost.declared:
        return f"it uses {_shown(needed)}, declared by {other}"
    if fresh and mine.adds_only:
        brought = fresh & mine.declared
        return f"it brings {_shown(brought or fresh)} {'for' if brought else 'together with'} {other}"
    if (move := moved(mine.statements, lost.statements)) is not None:
        return move_told(move[0], other, goes=move[1])
    pair = _unbalanced(mine.calls, lost.calls)
    return f"{_shown(pair)} keep in step only together with {other}" if pair else ""


def _unbalanced(mine: Mapping[bytes, int], lost: Mapping[bytes, int]) -> set[bytes]:
    """Returns a pair of counterparts, as lock and unlock, that only both hunks together keep in step."""
    for one in sorted(mine):
        for other in sorted(lost):
            here = mine[one] - mine.get(other, 0)
            there = lost.get(one, 0) - lost[other]
            if here * there < 0 and counterparts(one, other):
                return {one, other}
    return set()


def _shown(names: set[bytes]) -> str:
    return " and ".join(sorted(name.decode("utf-8", "replace") for name in names))


def _words_of(function: str, file: FileLines, outline: Outline) -> set[bytes]:
    spans = [span for span in outline.functions if span.name == function]
    texts = (b"".join(file.lines[span.first - 1 : span.last]) for span in spans)
    return {word for text in texts for word in _OWN_WORD.findall(lex(text).code)}
