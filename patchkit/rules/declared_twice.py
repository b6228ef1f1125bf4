"""declared-twice: a block's variable, or what a file defines, is there a second time since the series.

The mark of a change that is in the tree already: the text still fits beside it, and no compiler takes
the result. Declarations with a preprocessor line between them may be alternatives, and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from patchkit.cfacts.extents import Extent
from patchkit.cfacts.lexer import lex
from patchkit.cfacts.scope import Function, Local
from patchkit.model.findings import Finding, Span
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import place_at, site_at, text_of
from patchkit.rules.file_scope import twice

ID = "declared-twice"


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each declaration of a block, or definition of a file, that is there twice."""
    bodies = prefix.bodies
    for path, old, new in twice(bodies) if bodies is not None else ():
        data = bodies.data(path) if bodies is not None else b""
        there, here = (place_at(path, data, one.offset, new.name.encode(), b"") for one in (old, new))
        message = f"'{new.name}' is defined here, and in line {there.line} already"
        yield finding(ID, here, message, related=(Span(path, there.line, there.text),))
    for extent in bodies.changed if bodies is not None else ():
        function = extent.function
        if bodies is None or function is None or not function.exact or function.made:
            continue
        data = bodies.data(extent.path)
        before = {one.declared.name for each in bodies.earlier(extent) for one, _ in _pairs(each)}
        for first, second in _pairs(function):
            name = second.declared.name
            if name in before or _apart(extent, function, first, second):
                continue
            one, two = (
                site_at(extent, data, function.tokens.starts[each.declared.index], name)
                for each in (first, second)
            )
            yield finding(
                ID,
                two,
                f"'{text_of(name)}' is declared here, and in line {one.line} of the same block already",
                related=(Span(one.path, one.line, one.text),),
            )


def _pairs(function: Function) -> Iterator[tuple[Local, Local]]:
    """Yields each declaration with the one before it of the same name in the same block."""
    known: dict[tuple[int, bytes], Local] = {}
    for local in filter(_is_variable, function.locals):
        key = local.scope, local.declared.name
        if key in known:
            yield known[key], local
        known[key] = local


def _is_variable(local: Local) -> bool:
    """Tells a variable from a prototype, an enumerator, and what macros make of words."""
    words = local.declared.type.split()
    if not words or "extern" in words:
        return False
    return not words[-1].endswith(")") and not words[0].isupper()


def _apart(extent: Extent, function: Function, first: Local, second: Local) -> bool:
    """Tells whether a preprocessor line stands between two declarations."""
    starts = function.tokens.starts
    low, high = starts[first.declared.index], starts[second.declared.index]
    return any(low < line.start < high for line in lex(extent.text).directives)


RULE = Rule(ID, "a declaration or definition is there twice", check)
