"""Old-style (K&R) definitions: `int f(a, b) int a; char *b; {`, the types behind the parenthesis.

C11 6.9.1p6. A name without a declaration is an int, as it was before C99. Whether a definition is of
this kind is decided elsewhere (lists.py); here only the declarations are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patchkit.cfacts.hints import Hints
from patchkit.cfacts.signature import parameters
from patchkit.cfacts.text import list_items
from patchkit.model.facts import Parameter

_NAMES = re.compile(rb"\s*[A-Za-z_]\w*\s*(?:,\s*[A-Za-z_]\w*\s*)*\Z")
_DECLARATIONS = re.compile(rb"\s*(?:[A-Za-z_][\w\s*,()\[\]]*;\s*)*\Z")
_WORDS = re.compile(rb"\s*(?:[A-Za-z_]\w*\s+)*[A-Za-z_]\w*\s*")
_LAST_WORD = re.compile(rb"\w+\s*\Z")


def old_style_parameters(names: bytes, declared: bytes, hints: Hints) -> tuple[Parameter, ...] | None:
    """Returns the parameters of a definition `f(names) declared {`, None where it is of another kind.

    Both are masked text; with nothing declared the list may as well hold types, so None it is.
    """
    if not declared.strip() or not _NAMES.match(names) or not _DECLARATIONS.match(declared):
        return None
    known = {one.name: one for text in declared.split(b";") for one in _declared(text, hints)}
    listed = [name.strip().decode("utf-8", "surrogateescape") for name in names.split(b",")]
    if not set(known) <= set(listed):
        return None
    return tuple(known.get(name, Parameter("int", name)) for name in listed)


def _declared(text: bytes, hints: Hints) -> Iterator[Parameter]:
    """Yields the parameters that one declaration names: `char *a, b[2]`."""
    text = hints.blank_annotations(text)
    items = list_items(text, -1, len(text))
    front = _WORDS.match(text)
    if front is None:
        return
    specifiers = front[0]
    if items[0][1] == front.end() or text[front.end() : front.end() + 1] == b"[":
        specifiers = _LAST_WORD.sub(b"", specifiers)  # the last of the words is the name
    for start, end in items:
        declarator = text[max(start, len(specifiers)) : end] if start == 0 else text[start:end]
        yield from parameters(specifiers + b" " + declarator, hints).params
