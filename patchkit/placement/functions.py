"""Which function a place must be in, and when a function of another name is taken for it.

A hunk belongs to the function it was written for. Where the file has that function no other one will do,
however well the text fits. Where it has not, the function may have been renamed; that is believed only
of text that fits without fuzz, when the names agree but for words that came or went (`map_pages` was
never renamed to `unmap_pages`), or when the body tells and the name is not one word away, as a sibling's
is. Refuses to look beyond one file.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from patchkit.model.diff import Hunk
from patchkit.model.facts import FunctionSpan, Outline
from patchkit.placement.heading import (
    LONGEST_HEAD,
    function_rewritten,
    function_written_for,
    is_definition,
)
from patchkit.placement.image import Image, file_line
from patchkit.placement.tokens import Tokens, fragment_tokens, shingles

Body = frozenset[tuple[bytes, ...]]
"""Runs of tokens, as a text has them: what likeness is measured by."""

ALIKE = 0.6
"""Names at least this much alike (difflib's ratio) may be old and new name of one function."""

# Text that stands in two functions by chance is short: this many shingles are about six lines of code.
_TELLING_SHINGLES = 40
_MOST_OF_IT = 0.8


class Home(Struct, frozen=True):
    """The function that a hunk was written for ("" when not known) and where this file has it.

    `others` are functions that the same file patch knows by their own names: none of them is a new
    name of this one. `hunks` are all that were written for this function.
    """

    name: str
    span: FunctionSpan | None = None
    others: frozenset[str] = frozenset()
    hunks: tuple[Hunk, ...] = ()

    @property
    def vanished(self) -> bool:
        """True when the hunk's function is known and this file does not have it."""
        return bool(self.name) and self.span is None

    @property
    def body(self) -> Body:
        """What the hunks expect to find in the function, as far as they show it."""
        rows = (fragment_tokens(tuple(map(file_line, hunk.preimage))).texts for hunk in self.hunks)
        return frozenset[tuple[bytes, ...]]().union(*map(shingles, rows))

    def owns(self, function: str) -> bool:
        """Tells whether a place in `function` is in no other function than the hunk's.

        "" (file scope, or a function that the outline lacks) speaks against nothing.
        """
        return not self.name or function in ("", self.name)


def mended(outline: Outline, hunks: Sequence[Hunk], image: Image) -> Outline:
    """Returns the outline with the hunks' own functions where only their text shows them.

    A parser that loses its way takes all that follows for a part of one function, or for nothing; but a
    heading is found by its text alone, so its function is looked for in that way too.
    """
    spans = list(outline.functions)
    names = {function_written_for(hunk) or function_rewritten(hunk) for hunk in hunks} - {""}
    for name in sorted(names) if spans else ():
        for at in image.lines_with(name.encode("utf-8", "surrogateescape")):
            if not is_definition(image.lines[at : at + LONGEST_HEAD], name):
                continue
            above = Outline(tuple(spans)).at(at + 1)
            if above is not None and above.name == name:
                continue
            ends = (end for end in range(at, len(image.lines)) if image.lines[end][:1] == b"}")
            last = 1 + next(ends, len(image.lines) - 1)
            if above is not None:
                spans[spans.index(above)] = FunctionSpan(above.name, above.first, at)
            spans.append(FunctionSpan(name, at + 1, last))
    return Outline(tuple(sorted(spans, key=lambda span: span.first)))


def homes(hunks: Sequence[Hunk], outline: Outline) -> tuple[Home, ...]:
    """Returns for each hunk of one file patch the home it belongs to."""
    names = [function_written_for(hunk) for hunk in hunks]
    spans = {span.name: span for span in reversed(outline.functions)}
    known = {
        name: Home(
            name,
            spans.get(name),
            frozenset(names) - {name},
            tuple(hunk for hunk, other in zip(hunks, names, strict=True) if other == name),
        )
        for name in set(names)
    }
    return tuple(known[name] for name in names)


def was_renamed(home: Home, function: str, image: Image, outline: Outline) -> bool:
    """Tells whether `function` is the hunk's own under a new name, as far as one file can show it."""
    if not home.vanished or function in home.others:
        return False
    if _names_agree(home.name, function):
        return True
    return not _siblings(home.name, function) and _only_body(home.body, function, image, outline)


def body_likeness(body: Body, tokens: Tokens, span: FunctionSpan) -> float:
    """Returns the share of `body`, from 0 to 1, that stands in the function `span` of a file."""
    if not body:
        return 0.0
    return len(body & shingles(tokens.between(span.first - 1, span.last))) / len(body)


@lru_cache(maxsize=4096)
def name_likeness(one: str, other: str) -> float:
    """Returns how much alike two names are, from 0 to 1 (difflib's ratio)."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _names_agree(one: str, other: str) -> bool:
    """Tells whether names are alike and no word of one stands in the place of another word.

    Functions that stand side by side and share most of their text differ in just one word: lock and
    unlock, zone and pgdat, 32 and 64.
    """
    left, right = ({word for word in name.split("_") if word} for name in (one, other))
    return (left <= right or right <= left) and name_likeness(one, other) >= ALIKE


def _siblings(one: str, other: str) -> bool:
    """Tells whether two names are one but for a single word: then the text is often the same as well.

    The other word may be a new name, or the counterpart of a function that is gone: no text tells a
    renamed `fill_send` from `fill_receive`.
    """
    left, right = ([word for word in name.split("_") if word] for name in (one, other))
    differing = sum(mine != theirs for mine, theirs in zip(left, right, strict=False))
    return len(left) == len(right) > 1 and differing == 1


def _only_body(body: Body, function: str, image: Image, outline: Outline) -> bool:
    """Tells whether `function` holds nearly all of `body` and no other one much of it."""
    if len(body) < _TELLING_SHINGLES:
        return False
    tokens = image.search.tokens
    shares = [(span.name, body_likeness(body, tokens, span)) for span in outline.functions]
    return all((share >= _MOST_OF_IT) is (name == function) for name, share in shares) and all(
        name == function or share < _MOST_OF_IT / 2 for name, share in shares
    )
