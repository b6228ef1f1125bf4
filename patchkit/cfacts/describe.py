"""Turns what was read at an offset into a `Site`: line, text, signature, arguments, guards."""

from __future__ import annotations

import re

from msgspec.structs import replace

from patchkit.cfacts.architecture import architecture
from patchkit.cfacts.blocks import behind_macro_calls
from patchkit.cfacts.directives import definition_of
from patchkit.cfacts.guards import hide
from patchkit.cfacts.made import made_signature
from patchkit.cfacts.old_style import old_style_parameters
from patchkit.cfacts.reading import Hit
from patchkit.cfacts.signature import signature_of
from patchkit.cfacts.source import Source
from patchkit.cfacts.text import list_items
from patchkit.model.facts import Parameter, Signature, Site, SiteKind

_DECLARED = frozenset((SiteKind.DEFINITION, SiteKind.PROTOTYPE))
_SPACE = re.compile(rb"\s+")
_WORD = re.compile(rb"\w+")


class Describer:
    """Describes the hits of one file; lines are counted on from the hit before."""

    def __init__(self, source: Source) -> None:
        """Starts at the file's first line."""
        self._source = source
        self._arch = architecture(source.path)
        self._offset, self._line = 0, 1

    def site(self, hit: Hit) -> Site:
        """Returns the site; hits must come in order of their place."""
        source, reading = self._source, hit.reading
        data, offset = source.data, hit.offset
        self._line += data.count(b"\n", self._offset, offset)
        self._offset = offset
        begin, end = data.rfind(b"\n", 0, offset) + 1, data.find(b"\n", offset)
        block = source.blocks.around(offset)
        words = frozenset(_WORD.findall(self._head(hit)) if reading.kind in _DECLARED else ())
        kind = reading.kind
        inline = b"static" in words and not source.hints.inline.isdisjoint(words)
        if kind is SiteKind.DEFINITION and inline and source.header:
            kind = SiteKind.STUB
        return Site(
            name=_text(hit.name),
            path=source.path,
            line=self._line,
            column=offset - begin + 1,
            offset=offset,
            kind=kind,
            form=reading.form if kind is SiteKind.REFERENCE else None,
            arguments=self._arguments(hit),
            signature=self._signature(hit),
            guards=source.conditionals.guards(offset),
            arch=self._arch,
            function=_text(block.name) if block is not None else "",
            static=b"static" in words,
            uncertain=hit.doubt,
            text=_text(data[begin : end if end >= 0 else len(data)].strip()),
            counts=self._counts(hit),
        )

    def _counts(self, hit: Hit) -> tuple[int, ...]:
        """The numbers of arguments that the branches of one `#if` give; several may not go together."""
        reading = hit.reading
        counts = {view.reading.count for view in hit.views} - {None}
        if reading.kind is not SiteKind.CALL or len(counts) < 2:
            return ()
        inside = [
            group
            for group in self._source.conditionals.groups
            if group.start < reading.closing and reading.opening < group.end
        ]
        return tuple(sorted(count for count in counts if count is not None)) if len(inside) == 1 else ()

    def _head(self, hit: Hit) -> bytes:
        """The declaration in front of the name."""
        code = hit.views[0].code if hit.views else self._source.code
        return behind_macro_calls(code[max(hit.reading.head, 0) : hit.offset], self._source.hints)

    def _signature(self, hit: Hit) -> Signature | None:
        source, reading = self._source, hit.reading
        if reading.kind is SiteKind.MACRO:
            directive = source.lexed.directive(hit.offset)
            macro = definition_of(source.lexed, directive) if directive is not None else None
            return macro.signature if macro is not None else None
        if reading.kind not in _DECLARED or reading.opening < 0 or reading.closing < 0:
            return None
        if reading.opening < hit.offset:
            return made_signature(source, reading)
        lists = tuple(
            view.code[view.reading.opening + 1 : view.reading.closing]
            for view in hit.views
            if view.reading.closing >= 0
        )
        found = signature_of(self._head(hit), lists, source.hints)
        # A definition `f()` takes no arguments, whatever its prototype says (C11 6.7.6.3p14).
        unspecified = found.unspecified and reading.kind is not SiteKind.DEFINITION
        return replace(found, params=self._old_style(hit) or found.params, unspecified=unspecified)

    def _old_style(self, hit: Hit) -> tuple[Parameter, ...] | None:
        code = hit.views[0].code if hit.views else self._source.code
        reading = hit.reading
        brace = code.find(b"{", reading.closing) if reading.kind is SiteKind.DEFINITION else -1
        names, declared = code[reading.opening + 1 : reading.closing], code[reading.closing + 1 : brace]
        return old_style_parameters(names, declared, self._source.hints) if brace >= 0 else None

    def _arguments(self, hit: Hit) -> tuple[str, ...] | None:
        lexed, reading = self._source.lexed, hit.reading
        start, end, shift = reading.opening, reading.closing, 0
        if end < 0 or reading.kind not in (SiteKind.CALL, SiteKind.MACRO_BODY):
            return None
        code = hit.views[0].code if hit.views else lexed.code
        rest = b""
        if reading.kind is SiteKind.MACRO_BODY:
            directive = lexed.directive(start)
            macro = definition_of(lexed, directive) if directive is not None else None
            if macro is None:
                return None
            lexed, shift, rest = macro.masked, macro.start, macro.rest
            code = lexed.code
        text = b" " * (start - shift) + lexed.readable(start - shift, end - shift)
        if hit.views and hit.views[0].hidden:
            text = hide(text.ljust(len(code)), hit.views[0].hidden)
        items = list_items(code, start - shift, end - shift)
        found = (_SPACE.sub(b" ", text[low:high]).strip() for low, high in items)
        return tuple(_text(_passed_on(one) if rest and _rest_of(one) == rest else one) for one in found)


def _rest_of(argument: bytes) -> bytes:
    return argument.removeprefix(b"##").strip()


def _passed_on(argument: bytes) -> bytes:
    """One name for the arguments that a macro takes in any number, `args...` or not."""
    return b"##__VA_ARGS__" if argument.startswith(b"##") else b"__VA_ARGS__"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
