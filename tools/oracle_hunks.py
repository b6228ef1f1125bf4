"""Makes the compiler oracle's cases of ops members, added lines, and hunks ported from an older kernel.

Added lines repeat a statement that the function has already, as it is or with one thing wrong with it.
A ported hunk gives a function the body that it has in an older kernel: it fits, and may mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.oracle_build import Place
from tools.oracle_cases import Case, Converted, arches, compiled, family, fit, rotated
from tools.oracle_edit import Edit, Edits, Use, add_parameter, apply, closing, pieces, uses
from tools.oracle_tree import Kernel, c_files, shuffled
from tools.signature_c import Kind, Site, Source

_COMMON = ("mm/", "kernel/", "lib/", "block/", "fs/", "net/core/", "drivers/base/")
_STATEMENT = re.compile(rb"(?<=[;}\n]\n)\t(\w+)(\(.*\));\n")
_FIELD = re.compile(rb"->\w+")
_END = re.compile(rb"(?:\treturn\b[^;{}]*;\n)?\Z")


def member_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of a struct's function pointer that takes one more parameter."""
    picks = (
        _member(kernel, name) for name in kernel.names("member") if fit(kernel.files("member", name))
    )
    kinds = (Kind.DEFINITION, Kind.CALL)
    yield from family(kernel, "member", picks, 4, lambda one, turn: rotated(one, kinds, turn))


def _member(kernel: Kernel, name: str) -> Converted | None:
    """Converts a member's declaration, the calls through it, and the functions stored in it."""
    declared: list[Use] = []
    sites: list[tuple[Use, Edits]] = []
    for use in kernel.uses("member", name):
        code = kernel.source(use.path).code
        before, after = code[: use.start].rstrip(), code[use.start + len(name) :].lstrip()
        if before.endswith(b"*") and after.startswith(b")"):
            opening = code.index(b"(", use.start)
            end = closing(code, opening)
            declared.append(Use(use.path, Kind.PROTOTYPE, use.line, use.line, use.start, opening, end))
        elif not before.endswith((b".", b"->")):
            return None
        elif stored := re.match(rb"=\s*&?(\w+)\s*[,}]", after):
            found = _implementation(kernel.source(use.path), stored.group(1).decode())
            if found is None:
                return None
            sites += found
        elif after.startswith(b"="):
            return None
        elif use.closing > 0:
            call = Use(use.path, Kind.CALL, use.line, use.line, use.start, use.opening, use.closing)
            sites.append((call, add_parameter(kernel.source(use.path), call) or ()))
    if len(declared) != 1 or {use.kind for use, _edits in sites} != {Kind.CALL, Kind.DEFINITION}:
        return None
    sites.append((declared[0], add_parameter(kernel.source(declared[0].path), declared[0]) or ()))
    unique = tuple(dict(sites).items())
    return Converted(name, tuple(use for use, _edits in unique), unique)


def _implementation(source: Source, name: str) -> list[tuple[Use, Edits]] | None:
    """Converts a static function of the file: its definition with all else that has to follow."""
    if name == "NULL":
        return []
    found = uses(source, name)
    definitions = [use for use in found if use.kind is Kind.DEFINITION]
    fit_kinds = {Kind.DEFINITION, Kind.PROTOTYPE, Kind.CALL, Kind.REFERENCE}
    if len(definitions) != 1 or not {use.kind for use in found} <= fit_kinds:
        return None
    head = source.data[: definitions[0].start].rpartition(b"\n\n")[2]
    if b"static" not in head:
        return None
    edits: list[Edit] = []
    for use in found:
        edits += (add_parameter(source, use) or ()) if use.kind is not Kind.REFERENCE else ()
    return [(definitions[0], tuple(edits))]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a function where a line can be added, and a statement of it to be repeated."""

    source: Source
    site: Site
    offset: int
    callee: bytes
    arguments: bytes
    returns: str


def _spots(kernel: Kernel, path: str) -> Iterator[Spot]:
    source = kernel.source(path)
    for site in source.declarations():
        start, end = _body(source, site)
        if site.kind is not Kind.DEFINITION or site.signature is None or start < 0:
            continue
        last = _END.search(source.code, start, end)
        found = [one for one in _STATEMENT.finditer(source.code, start, end) if b"->" in one.group()]
        if last is None or not found or (site.signature.returns != "void") != bool(last.group()):
            continue
        arguments = source.data[found[-1].start(2) : found[-1].end(2)]
        returns = site.signature.returns
        yield Spot(source, site, last.start(), found[-1].group(1), arguments, returns)


def _body(source: Source, site: Site) -> tuple[int, int]:
    """Returns the offsets behind a function's opening brace and of its closing one."""
    opening = source.code.find(b"\n{", _offset(source, site.last))
    end = closing(source.code, opening + 1) if opening >= 0 else -1
    return (opening + 2, end) if end >= 0 else (-1, -1)


def _offset(source: Source, line: int) -> int:
    at = -1
    for _ in range(line - 1):
        at = source.data.index(b"\n", at + 1)
    return max(at, 0)


def added_cases(kernel: Kernel) -> Iterator[Case]:
    """Yields the cases of one line added to a function, right or with one thing wrong."""
    count = dict.fromkeys((*_WRONG, "complete"), 0)
    for path in _common(kernel):
        spot = next(_spots(kernel, path), None)
        lines = _lines(spot) if spot is not None else {}
        for planted in sorted(lines, key=lambda one: count[one])[:2]:
            if spot is not None and count[planted] < 3:
                count[planted] += 1
                yield _added(spot, planted, lines[planted])
        if min(count.values()) == 3:
            return


_WRONG = (
    "arity",
    "undeclared function",
    "undeclared identifier",
    "unknown field",
    "unknown label",
    "value from void",
    "no value",
)


def _lines(spot: Spot) -> dict[str, bytes]:
    """Returns what can be added at a place, by what is wrong with it."""
    last = len(spot.arguments) - 1
    parts = pieces(spot.arguments, 0, last)
    call = spot.callee + spot.arguments
    lines = {
        "complete": call,
        "undeclared function": b"pk_" + call,
        "unknown field": _FIELD.sub(b"->pk_no_field", call, count=1),
        "unknown label": b"goto pk_nowhere",
    }
    if len(parts) > 1 and spot.callee.islower():
        start, _end = parts[-1]
        lines["arity"] = spot.callee + spot.arguments[: start - 1] + b")"
        lines["undeclared identifier"] = spot.callee + spot.arguments[:start] + b" pk_undeclared)"
    if spot.returns == "void":
        lines["value from void"] = b"return 1"
    elif spot.returns == "int":
        lines["no value"] = b"return"
    return {planted: b"\t" + line + b";\n" for planted, line in lines.items()}


def _added(spot: Spot, planted: str, line: bytes) -> Case:
    path = spot.source.path
    edit = Edit(path, spot.offset, spot.offset, line)
    wrong = planted if planted != "complete" else ""
    return Case(
        id=f"added-{spot.site.name}-{planted.replace(' ', '-')}",
        family="added",
        name=spot.site.name,
        planted=wrong,
        left_out=Place(path, spot.source.line_at(spot.offset)) if wrong else None,
        texts=apply({path: spot.source.data}, [edit]),
        sources=(path,),
        arches=arches(()),
    )


def _common(kernel: Kernel) -> list[str]:
    return shuffled(
        path
        for path in c_files(kernel.root)
        if path.startswith(_COMMON) and path.endswith(".c") and compiled(path)
    )


def ported_cases(kernel: Kernel, older: Kernel | None, count: int = 40) -> Iterator[Case]:
    """Yields cases that give a function the body it has in the older kernel, one in a file."""
    for path in _common(kernel) if older else ():
        if count and older and (older.root / path).is_file():
            found = next(_ported(kernel.source(path), older.source(path)), None)
            if found is not None:
                count -= 1
                yield found


def _ported(source: Source, older: Source) -> Iterator[Case]:
    then = {site.text: site for site in older.declarations() if site.kind is Kind.DEFINITION}
    for site in source.declarations():
        was = then.get(site.text)
        if was is None or site.kind is not Kind.DEFINITION:
            continue
        (start, end), (first, last) = _body(source, site), _body(older, was)
        new = older.data[first:last]
        same = new.split() == source.data[start:end].split()
        if min(start, first) < 0 or same or not 6 < new.count(b"\n") < 60:
            continue
        yield Case(
            id=f"ported-{site.name}",
            family="ported",
            name=site.name,
            planted="",
            left_out=None,
            texts=apply({source.path: source.data}, [Edit(source.path, start, end, new)]),
            sources=(source.path,),
            arches=arches(()),
        )
