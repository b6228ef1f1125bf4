"""What a file, or a fragment of one, declares; and where its functions begin and end.

A fragment is the text of a hunk: it may start and end inside of a function. So that nothing in a
function's body is taken for a declaration, only text outside of braces is looked at, and an
indented line with a list of bare names is a call.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from patchkit.cfacts.describe import Describer
from patchkit.cfacts.directives import definition_of
from patchkit.cfacts.reading import Hit, Reading
from patchkit.cfacts.sites import code_hit
from patchkit.cfacts.source import Source, source_of
from patchkit.model.facts import FunctionSpan, Outline, Site, SiteKind

_NAME_AND_LIST = re.compile(rb"(?<!\w)([A-Za-z_]\w*)\s*\(")
_DECLARED = frozenset((SiteKind.DEFINITION, SiteKind.PROTOTYPE))


@lru_cache(maxsize=128)
def declarations(path: str, data: bytes) -> tuple[Site, ...]:
    """Returns the definitions, prototypes, stubs and function-like macros of a file or a fragment.

    In order of their place, each with its signature. Functions that a macro makes are left out:
    their name and parameters are not those that other code sees. A signature that the fragment
    cuts off is left out as well. Raises QueryError when the queries do not fit the grammar.
    """
    return _declared(source_of(path, data))


def declarations_of(path: str, data: bytes, names: Collection[str]) -> tuple[Site, ...]:
    """Returns those of `declarations` that declare one of `names`, for a small part of the work."""
    return _declared(source_of(path, data), {name.encode("utf-8", "surrogateescape") for name in names})


@lru_cache(maxsize=256)
def outline(path: str, data: bytes) -> Outline:
    """Returns the extents of a file's functions, from the first line of the signature to the `}`.

    A function that a macro makes has the macro's name, as in the heading of a diff's hunk.
    """
    source = source_of(path, data)
    spans: list[FunctionSpan] = []
    offset, line = 0, 1
    for block in source.blocks.all:
        if not block.function:
            continue
        line += data.count(b"\n", offset, block.start)
        last = line + data.count(b"\n", block.start, min(block.close, len(data) - 1))
        offset = block.start
        spans.append(FunctionSpan(block.name.decode("utf-8", "surrogateescape"), line, last))
    return Outline(tuple(spans))


def _declared(source: Source, names: Collection[bytes] | None = None) -> tuple[Site, ...]:
    if source.assembly:
        return ()
    describer = Describer(source)
    hits = sorted((*_macros(source, names), *_functions(source, names)), key=lambda hit: hit.offset)
    return tuple(describer.site(hit) for hit in hits)


def _macros(source: Source, names: Collection[bytes] | None) -> Iterator[Hit]:
    for directive in source.lexed.directives:
        macro = definition_of(source.lexed, directive) if directive.keyword == b"define" else None
        if macro is None or macro.signature is None:
            continue
        if names is None or macro.name in names:
            yield Hit(macro.name_offset, macro.name, Reading(SiteKind.MACRO))


def _functions(source: Source, names: Collection[bytes] | None) -> Iterator[Hit]:
    for offset, name in _candidates(source):
        if names is not None and name not in names:
            continue
        hit = code_hit(source, offset, name)
        if hit.reading.kind in _DECLARED and hit.reading.opening > hit.offset:
            yield hit


def _candidates(source: Source) -> Iterator[tuple[int, bytes]]:
    """Yields names with a list behind them that stand outside of every block."""
    start = 0
    for opening, closing in source.blocks.braces:
        for match in _NAME_AND_LIST.finditer(source.code, start, max(opening, 0)):
            yield match.start(1), match[1]
        start = closing
    for match in _NAME_AND_LIST.finditer(source.code, start):
        yield match.start(1), match[1]
