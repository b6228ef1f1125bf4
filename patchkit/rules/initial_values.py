"""Names that initialisers at file scope bring and nothing declares, for `unresolved-identifier`.

`.flags = EXPORT_OP_NEW`, `.poll = driver_poll`: only plain names in new lines of a .c file are judged,
that stand for themselves; what stands in parentheses may be a macro's, and is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from patchkit.cfacts.declare import KEYWORDS
from patchkit.cfacts.positions import enclosing_brace
from patchkit.cfacts.source import Source, source_of
from patchkit.model.facts import Site
from patchkit.rules.bodies import Bodies, place_at

_NEAR = 80  # bytes in front of a brace in which the token stands that says what it opens
_BUILTIN = re.compile(rb"KBUILD_|CONFIG_|__|true\Z|false\Z")
_VALUE = re.compile(rb"(?:[={,|]|\]\s*=)\s*&?\s*([A-Za-z_]\w*)\s*(?=[,|}])")


def undeclared_values(bodies: Bodies) -> Iterator[Site]:
    """Yields the places of such names; who declares them elsewhere is not looked at."""
    for path in bodies.touched if bodies.first is not bodies else ():
        was, data = bodies.first.data(path), bodies.data(path)
        if path.endswith(".c") and was != data:
            before = {line.strip() for line in was.split(b"\n")}
            for name, at in _values(source_of(path, data), before):
                if not _known(bodies, path, name, was):
                    yield place_at(path, data, at, name, b"")


def _values(source: Source, before: Collection[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yields the values of initialisers, with their offsets, in lines that are not among `before`."""
    data, code = source.data, source.code
    for opening, closing in source.blocks.braces:
        if opening < 0 or not _assigned(code, opening):
            continue
        for match in _VALUE.finditer(code, opening, closing):
            name, at = match[1], match.start(1)
            line = data[data.rfind(b"\n", 0, at) + 1 : data.find(b"\n", at)].strip()
            # Few lines are new, and what braces a word stands in takes time to find out.
            if line not in before and name not in KEYWORDS and _initialiser(code, at):
                yield name, at


def _assigned(code: bytes, opening: int) -> bool:
    return code[max(0, opening - _NEAR) : opening].rstrip()[-1:] == b"="


def _initialiser(code: bytes, offset: int) -> bool:
    """Tells whether all braces around are those of an initialiser."""
    opening = enclosing_brace(code, offset)
    while opening >= 0:
        outer = enclosing_brace(code, opening)
        if outer < 0:
            return _assigned(code, opening)
        if code[max(0, opening - _NEAR) : opening].rstrip()[-1:] not in (b"=", b"{", b",", b")"):
            return False
        opening = outer
    return False


def _known(bodies: Bodies, path: str, name: bytes, was: bytes) -> bool:
    scope = bodies.resolver.scope(path)
    if (
        _BUILTIN.match(name)
        or name in scope.names
        or name in scope.made
        or re.search(rb"\b" + name + rb"\b", was)
    ):
        return True
    macros, declared = bodies.resolver.definitions(path, name)
    return bool(macros) or declared or bodies.resolver.pasted(path, name)
