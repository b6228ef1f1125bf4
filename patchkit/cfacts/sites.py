"""Every occurrence of a name in a file, each with exactly one kind.

Comments, strings and preprocessor lines are the lexer's, and so is what the tokens beside a word settle
(`join.settled`); everything else is looked at by both classifiers and joined. A name that is declared
as a variable in a function is that variable in the whole function.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from msgspec.structs import replace

from patchkit.cfacts.describe import Describer
from patchkit.cfacts.directives import read_directive
from patchkit.cfacts.islands import island_at
from patchkit.cfacts.join import joined, settled
from patchkit.cfacts.lexer import Region
from patchkit.cfacts.made import made_by_macro
from patchkit.cfacts.reading import Hit, Reading
from patchkit.cfacts.source import Source, source_of
from patchkit.cfacts.views import parsed_at, views_at
from patchkit.cfacts.words import Words
from patchkit.model.facts import Site, SiteKind


def file_sites(path: str, data: bytes, names: Collection[str]) -> tuple[Site, ...]:
    """Returns every whole-word occurrence of `names` in a file, in order of its place.

    Raises QueryError when the queries do not fit the installed grammar.
    """
    offsets = word_offsets(data, names)
    if not offsets:
        return ()
    source = source_of(path, data)
    hits = _as_variables(source, _as_functions(list(_hits(source, offsets))))
    describer = Describer(source)
    return tuple(describer.site(hit) for hit in hits)


def word_offsets(data: bytes, names: Collection[str]) -> list[tuple[int, bytes]]:
    """Returns (offset, name) of every whole-word occurrence, in order."""
    return list(_words(frozenset(names)).find(data))


@lru_cache(maxsize=8)
def _words(names: frozenset[str]) -> Words:
    return Words([name.encode("utf-8", "surrogateescape") for name in names])


def _hits(source: Source, offsets: list[tuple[int, bytes]]) -> Iterator[Hit]:
    for offset, name in offsets:
        region = source.lexed.region(offset)
        if region is not None:
            reading = _masked(source, region, offset, len(name))
            yield Hit(offset, name, reading, reading.doubt)
        elif source.assembly:
            yield Hit(offset, name, Reading(SiteKind.ASSEMBLY), "")
        else:
            yield code_hit(source, offset, name)


def _masked(source: Source, region: Region, offset: int, length: int) -> Reading:
    if region is Region.COMMENT:
        return Reading(SiteKind.COMMENT)
    if region is Region.STRING:
        return Reading(SiteKind.STRING)
    directive = source.lexed.directive(offset)
    assert directive is not None
    return read_directive(source.lexed, directive, offset, length)


def code_hit(source: Source, offset: int, name: bytes) -> Hit:
    """Returns what the lexer says about a word in the code, with the grammar where it is needed."""
    island = island_at(source, offset)
    views = views_at(source, island, offset, len(name))
    scanned = views[0].reading
    made = made_by_macro(source, offset, scanned)
    if made is not None:
        return Hit(offset, name, made, made.doubt, views)
    in_body = island.function and offset > island.body >= 0
    head = views[0].code[max(scanned.head, island.start) : offset]
    if len(views) == 1 and settled(scanned, head, in_body=in_body):
        reading, doubt = scanned, ""
    else:
        reading, doubt = joined(parsed_at(source, island, offset, len(name)), scanned)
    counts = {view.reading.count for view in views}
    if len(counts) > 1 and reading.kind is SiteKind.CALL:
        listed = " or ".join(str(count) for count in sorted(counts, key=str))
        doubt = f"#if splits the argument list: {listed} arguments"
    return Hit(offset, name, reading, doubt, views)


_VALUES = (SiteKind.REFERENCE, SiteKind.CALL)
_FUNCTIONS = (SiteKind.DEFINITION, SiteKind.PROTOTYPE, SiteKind.MACRO)


def _as_functions(hits: list[Hit]) -> list[Hit]:
    """Makes a use of what the grammar took for a type and the file declares as a function.

    `static DEFINE_SIMPLE_DEV_PM_OPS(pm, f, g);` looks like a prototype with unnamed parameters.
    """
    functions = {hit.name for hit in hits if hit.reading.kind in _FUNCTIONS}
    return [
        replace(hit, reading=hit.views[0].reading)
        if hit.reading.kind is SiteKind.TYPE
        and hit.name in functions
        and hit.views
        and hit.views[0].reading.kind is SiteKind.REFERENCE
        else hit
        for hit in hits
    ]


def _as_variables(source: Source, hits: list[Hit]) -> list[Hit]:
    """Makes a variable of every use of a name in the function, or file, that declares it as one."""
    declared = {(hit.name, _scope(source, hit.offset)) for hit in hits if hit.reading.declared}
    functions = {hit.name for hit in hits if hit.reading.kind in _FUNCTIONS}
    if not declared:
        return hits

    def is_variable(hit: Hit) -> bool:
        scope = _scope(source, hit.offset)
        if scope >= 0 and (hit.name, scope) in declared:
            return True
        return (hit.name, -1) in declared and hit.name not in functions

    return [
        Hit(hit.offset, hit.name, Reading(SiteKind.VARIABLE))
        if hit.reading.kind in _VALUES and is_variable(hit)
        else hit
        for hit in hits
    ]


def _scope(source: Source, offset: int) -> int:
    """Returns the start of the function that holds `offset` in its head or body, -1 without one."""
    block = source.blocks.owning(offset)
    return block.start if block is not None and block.function else -1
