"""A call with the function around it: its arguments, and what is in scope there.

Refuses a call that is not in a function, or in one that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.expressions import Call, calls
from patchkit.cfacts.extents import Extent, extents
from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.scope import Function, Local
from patchkit.cfacts.signature import parameters
from patchkit.cfacts.source import Source, source_of
from patchkit.model.facts import Parameter
from patchkit.porting.completion.delta import plain
from patchkit.porting.completion.lists import Written, read_list

_ASSIGNED = (b"=", b"+=", b"-=", b"|=", b"&=", b"++", b"--")


class CallSite(Struct, frozen=True, eq=False):
    """A call: `offset` is the byte offset of the called name in the file."""

    path: str
    offset: int
    function: Function
    call: Call
    written: Written

    @property
    def arguments(self) -> tuple[bytes, ...]:
        """The arguments as written."""
        return tuple(item.text for item in self.written.items)

    def tokens(self, place: int) -> tuple[bytes, ...]:
        """Returns the tokens of the argument at a 0-based place."""
        first, last = self.call.arguments[place]
        return tuple(self.function.tokens.texts[first:last])

    def type_of(self, name: bytes) -> str | None:
        """Returns the type of a local or parameter that is visible here, None without one."""
        found = self.function.lookup(name, self.call.use.index)
        if found is None:
            return None
        return normal(found.declared.type if isinstance(found, Local) else found.type)

    def is_set(self, name: bytes) -> bool:
        """Tells whether a variable has got a value, as far as the text in front of the call tells."""
        found = self.function.lookup(name, self.call.use.index)
        if not isinstance(found, Local):
            return isinstance(found, Parameter)
        tokens = self.function.tokens
        index = found.declared.index
        if "[" in found.declared.type or tokens.text(index + 1) == b"=":
            return True
        return any(
            use.name == name
            and index < use.index < self.call.use.index
            and (
                tokens.text(use.index + 1) in _ASSIGNED
                or tokens.text(use.index - 1) == b"&"
                or use.within
            )
            for use in self.function.uses
        )

    def in_scope(self) -> Iterator[str]:
        """Yields the parameters and locals that are visible here, as declared."""
        names = [param.name for param in self.function.params]
        names += [one.declared.name.decode("utf-8", "surrogateescape") for one in self.function.locals]
        for name in dict.fromkeys(names):
            if name is not None and self.type_of(name.encode("utf-8", "surrogateescape")) is not None:
                yield name


def normal(text: str) -> str:
    """Returns a type as signatures have it: `char []` is `char *`, `long int` is `long`."""
    text = text.replace("[]", " *")
    if "(" in text:
        return text
    params = parameters(f"{text} x".encode("utf-8", "surrogateescape"), load_hints()).params
    return plain(params[0].type) if params else text


def calls_in(path: str, data: bytes, name: bytes) -> Iterator[CallSite]:
    """Yields the calls of `name` in the functions of a file, in order."""
    if name not in data:
        return
    source = source_of(path, data)
    for extent in extents(path, data):
        if extent.mentions(name):
            yield from _in_function(source, extent, name)


def _in_function(source: Source, extent: Extent, name: bytes) -> Iterator[CallSite]:
    function = extent.function
    if function is None:
        return
    for call in calls(function):
        if call.use.name != name:
            continue
        offset = extent.start + call.use.offset
        written = read_list(source, offset + len(name))
        if written is not None and len(written.items) == len(call.arguments):
            yield CallSite(source.path, offset, function, call, written)
