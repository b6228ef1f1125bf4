"""A definition, prototype, stub or macro made to fit a changed signature: its parameter list alone.

The list gets what is new, loses what is gone, and keeps this file's own names and layout. What a body
does with its parameters is not touched, so a body that uses what would go, or has the new name for
something else, keeps its signature.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from patchkit.cfacts.compatible import contradicts
from patchkit.cfacts.extents import extents
from patchkit.cfacts.scope import Function
from patchkit.cfacts.source import Source
from patchkit.model.facts import Parameter, Site, SiteKind
from patchkit.porting.completion.calls import Change, Refusal
from patchkit.porting.completion.delta import Delta, Slot, plain
from patchkit.porting.completion.lists import read_list, rewritten

_BODIES = (SiteKind.DEFINITION, SiteKind.STUB)
_WORD = re.compile(rb"[A-Za-z_]\w*")


class Model(Struct, frozen=True):
    """How the series itself writes the parameters afterwards: the text of each by its place."""

    texts: Mapping[int, bytes]


def converted_declaration(source: Source, site: Site, delta: Delta, model: Model) -> Change | Refusal:
    """Returns what makes the parameter list of `site` fit the signature of after."""
    old = site.signature
    assert old is not None
    name = site.name.encode("utf-8", "surrogateescape")
    written = read_list(source, site.offset + len(name))
    if written is None or len(written.items) != len(old.params):
        return Refusal("its parameter list is split by #if or written in a way that is not understood")
    if why := _other(old.params, delta):
        return Refusal(why)
    if plain(old.returns) != plain(delta.after.returns):
        return Refusal(f"it returns {old.returns}, and what it returns is not changed mechanically")
    function = _body(source, site) if site.kind in _BODIES else None
    if site.kind in _BODIES and function is None:
        return Refusal("its body cannot be read")
    if function is not None and (why := _against(function, old.params, delta)):
        return Refusal(why)
    wanted, said = _wanted(old.params, delta, model)
    text = rewritten(source, written, wanted, b"void")
    return Change(written.opening, written.closing + 1, text, "; ".join(said))


def _other(params: tuple[Parameter, ...], delta: Delta) -> str:
    """Says how a list differs from what was the signature before, "" when it does not."""
    if len(params) != len(delta.before.params):
        return "it does not have the parameters that the function had before"
    for mine, theirs in zip(params, delta.before.params, strict=True):
        same = plain(mine.type) == plain(theirs.type)
        if not same and contradicts(theirs.type, mine.type):
            return f"its parameter '{mine}' is not the '{theirs}' of before"
    return ""


def _body(source: Source, site: Site) -> Function | None:
    for extent in extents(source.path, source.data):
        if extent.start <= site.offset < extent.start + len(extent.text):
            return extent.function
    return None


def _against(function: Function, params: tuple[Parameter, ...], delta: Delta) -> str:
    """Says what in a body forbids the change, "" for nothing."""
    used = {use.name for use in function.free()} | {local.declared.name for local in function.locals}
    own = {param.name for param in params}
    mentioned = {use.name for use in function.uses}
    for at in delta.new:
        name = delta.slots[at].param.name
        if name is not None and (name in own or name.encode() in used):
            return f"'{name}' is something else in its body"
    for at in delta.removed:
        name = params[at].name
        if name is not None and name.encode() in mentioned:
            return f"its body uses '{name}', which goes"
    for slot in delta.slots:
        if slot.source is None or not slot.retyped or slot.widened:
            continue
        name = params[slot.source].name
        if name is not None and name.encode() in mentioned:
            return f"its body uses '{name}', which becomes '{slot.param}'"
    return ""


def _wanted(
    params: tuple[Parameter, ...], delta: Delta, model: Model
) -> tuple[list[int | bytes], list[str]]:
    wanted: list[int | bytes] = []
    said = []
    named = any(param.name for param in params)
    for at, slot in enumerate(delta.slots):
        if slot.source is not None and not slot.retyped:
            wanted.append(slot.source)
            continue
        name = params[slot.source].name if slot.source is not None else slot.param.name
        text = _parameter(model.texts[at], slot, name if named or not params else None)
        wanted.append(text)
        verb = "added" if slot.source is None else "has its new type"
        said.append(f"parameter '{text.decode('utf-8', 'surrogateescape')}' {verb}")
    said += [f"parameter '{params[at]}' dropped" for at in delta.removed]
    if not said:
        said.append("parameters in their new order")
    return wanted, said


def _parameter(text: bytes, slot: Slot, name: str | None) -> bytes:
    """Returns a parameter as the series writes it, under another name, or under none."""
    theirs = (slot.param.name or "").encode("utf-8", "surrogateescape")
    mine = (name or "").encode("utf-8", "surrogateescape")
    if theirs == mine or not theirs:
        return text
    places = [match for match in _WORD.finditer(text) if match[0] == theirs]
    if not places:
        return text
    last = places[-1]
    return (text[: last.start()] + mine + text[last.end() :]).rstrip()
