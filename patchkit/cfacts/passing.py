"""Macros that pass on what they are given: `#define f(...) hook(g(__VA_ARGS__))`, `#define f g`.

A call of such a macro is a call of the function in its body, with as many arguments more or less as the
two lists differ. Of macros with a list, only one that takes any number is meant; of another one the call
in its body can be counted by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from patchkit.cfacts.directives import definition_of
from patchkit.cfacts.source import source_of
from patchkit.model.facts import Site, SiteKind
from patchkit.model.tree import Tree

_REST = ("__VA_ARGS__", "##__VA_ARGS__")


class Passing(Struct, frozen=True):
    """A macro in whose body a function is called, with `more` arguments more than the macro gets.

    `site` is the call in the body; `fixed` parameters have to be given before any is passed on.
    """

    macro: str
    site: Site
    fixed: int
    more: int


def alias_of(tree: Tree, site: Site) -> str:
    """Returns the other name that a macro without a list stands for, "" for any other site."""
    if site.kind is not SiteKind.MACRO or site.signature is not None:
        return ""
    data = tree.read(site.path)
    source = source_of(site.path, data) if data is not None else None
    line = source.lexed.directive(site.offset) if source is not None else None
    macro = definition_of(source.lexed, line) if source is not None and line is not None else None
    body = (
        macro.masked.code[macro.body - macro.start :].decode("utf-8", "replace").strip() if macro else ""
    )
    return body if body.isidentifier() and body != site.name else ""


def passing_macros(tree: Tree, sites: Iterable[Site]) -> Iterator[Passing]:
    """Yields the macros that pass their arguments on to a name, of those whose bodies hold `sites`."""
    for site in sites:
        given = [one for one in site.arguments or () if one not in _REST]
        passes = len(site.arguments or ()) - len(given) == 1 and site.kind is SiteKind.MACRO_BODY
        data = tree.read(site.path) if passes else None
        if data is None:
            continue
        source = source_of(site.path, data)
        line = source.lexed.directive(site.offset)
        macro = definition_of(source.lexed, line) if line is not None else None
        if macro is not None and macro.signature is not None:
            fixed = len(macro.signature.params)
            yield Passing(macro.name.decode("utf-8", "surrogateescape"), site, fixed, len(given) - fixed)
