"""Names that a macro call defines: SYSCALL_DEFINE3(name, ...), DEFINE_PER_CPU(type, name)."""

from __future__ import annotations

from patchkit.cfacts.hints import DefinitionLike
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.signature import pairs
from patchkit.cfacts.source import Source
from patchkit.cfacts.text import list_items, match_parenthesis, previous_token
from patchkit.model.facts import Signature, SiteKind

# A name that a macro defines is one of its first arguments.
_FURTHEST = 400


def made_by_macro(source: Source, offset: int, scanned: Reading) -> Reading | None:
    """Returns the reading of a name that a definition-like macro defines, None for other words."""
    found = _enclosing_macro(source, offset)
    if found is None:
        return None
    entry, opening, closing = found
    items = list_items(source.code, opening, closing)
    if entry.name >= len(items) or not items[entry.name][0] <= offset < items[entry.name][1]:
        return None
    if entry.defines == "variable":
        return Reading(SiteKind.VARIABLE, head=scanned.head, declared=True)
    doubt = f"made by {previous_token(source.code, opening)[0].decode()}"
    if entry.prefix:
        doubt += f"; other code calls it with {entry.prefix} in front"
    return Reading(SiteKind.DEFINITION, head=scanned.head, opening=opening, closing=closing, doubt=doubt)


def made_signature(source: Source, reading: Reading) -> Signature | None:
    """Returns the signature that a definition-like macro gives to the function it makes."""
    entry = source.hints.definition(previous_token(source.code, reading.opening)[0])
    if entry is None or entry.parameters == "unknown":
        return None
    if entry.parameters == "none":
        return Signature("long", ())
    items = list_items(source.code, reading.opening, reading.closing)
    return Signature("long", pairs(source.code, items[entry.name + 1 :], source.hints))


def _enclosing_macro(source: Source, offset: int) -> tuple[DefinitionLike, int, int] | None:
    """Returns the macro whose argument list `offset` stands in; such macros stand at file scope
    or begin a statement, so the last unclosed `(` of the island is enough."""
    code = source.code
    opening = code.rfind(b"(", max(0, offset - _FURTHEST), offset)
    if opening < 0 or code.find(b")", opening, offset) >= 0:
        return None
    entry = source.hints.definition(previous_token(code, opening)[0])
    closing = match_parenthesis(code, opening) if entry is not None else -1
    return (entry, opening, closing) if entry is not None and closing >= 0 else None
