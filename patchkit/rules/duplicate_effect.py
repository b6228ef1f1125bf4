"""duplicate-effect: an assignment is overwritten before anything reads it, since the series came.

The mark of a change that is in the tree already in another form: a merge is clean and leaves two
assignments, one of them dead. Only pairs are judged of which the series brought one and found the
other; initialisers are no assignments here, for giving a variable a first value is a habit.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.expressions import text_of_tokens
from patchkit.cfacts.extents import Extent
from patchkit.cfacts.scope import Function, Local
from patchkit.cfacts.statements import Kind, Statement
from patchkit.cfacts.tokens import is_word
from patchkit.model.facts import Parameter
from patchkit.model.findings import Finding, Severity, Span
from patchkit.rules.base import Prefix, Rule, finding
from patchkit.rules.bodies import site_at, text_of

ID = "duplicate-effect"


class _Assignment(Struct, frozen=True):
    """`target = value;`: the tokens of the target are [first, equals), `base` is its first name."""

    at: int
    first: int
    equals: int
    last: int
    target: bytes
    base: bytes


def check(prefix: Prefix) -> Iterator[Finding]:
    """Yields a finding for each assignment that one of another origin makes dead."""
    bodies = prefix.bodies
    for extent in bodies.changed if bodies is not None else ():
        function = extent.function
        if bodies is None or function is None or not function.exact:
            continue
        data = bodies.data(extent.path)
        for dead, later in _dead(function):
            one, two = (
                site_at(extent, data, function.tokens.starts[each.first], each.base)
                for each in (dead, later)
            )
            if _brought(prefix, extent, one.line) != _brought(prefix, extent, two.line):
                yield finding(
                    ID,
                    one,
                    f"'{text_of(dead.target)}' is assigned here and again in line {two.line}, "
                    "and nothing reads it in between",
                    related=(Span(two.path, two.line, two.text),),
                    severity=Severity.WARNING,
                )


def _brought(prefix: Prefix, extent: Extent, line: int) -> bool:
    origins = prefix.origins(extent.path)
    return 0 < line <= len(origins) and origins[line - 1] > 0


def _dead(function: Function) -> Iterator[tuple[_Assignment, _Assignment]]:
    """Yields each assignment with the one in the same block that overwrites it unread."""
    statements = function.body.statements
    open_: dict[tuple[int, bytes], _Assignment] = {}
    for at, statement in enumerate(statements):
        assignment = _assignment(function, at, statement)
        if assignment is None:
            continue
        key = (statement.scope, assignment.target)
        earlier = open_.get(key)
        if earlier is not None and _unread(function, earlier, assignment):
            yield earlier, assignment
        open_[key] = assignment


def _assignment(function: Function, at: int, statement: Statement) -> _Assignment | None:
    """Returns the plain assignment to a name or a chain of members that a statement is."""
    texts = function.tokens.texts
    if statement.kind is not Kind.PLAIN or statement.conditional or statement.holes:
        return None
    index = statement.first
    if index >= statement.last or not is_word(texts[index]) or function.tokens.text(index + 1) == b"(":
        return None
    index += 1
    while index < statement.last and texts[index] in (b".", b"->"):
        index += 2
    if index >= statement.last or texts[index] != b"=":
        return None
    target = text_of_tokens(function, statement.first, index)
    return _Assignment(at, statement.first, index, statement.last, target, texts[statement.first])


def _unread(function: Function, one: _Assignment, two: _Assignment) -> bool:
    """Tells whether nothing between two assignments, nor the second's value, can read the target."""
    local = _private(function, one)
    statements = function.body.statements
    scope = statements[one.at].scope
    for statement in statements[one.at + 1 : two.at]:
        straight = statement.kind is Kind.PLAIN and statement.scope == scope
        leaves = statement.kind is Kind.RETURN and local
        tests = statement.kind is Kind.HEADER and not statement.macro and local
        if not (straight or leaves or tests):
            return False
        if _mentions(function, one, statement.first, statement.last, local):
            return False
    return not _mentions(function, one, two.equals + 1, two.last, local)


def _mentions(function: Function, one: _Assignment, first: int, last: int, local: bool) -> bool:
    texts = function.tokens.texts[first:last]
    return one.base in texts or (not local and b"(" in texts)


def _private(function: Function, one: _Assignment) -> bool:
    """A local variable or parameter whose address nobody takes: no call can read it."""
    texts = function.tokens.texts
    if one.equals != one.first + 1 or not isinstance(
        function.lookup(one.base, one.first), Local | Parameter
    ):
        return False
    return not any(
        text == one.base and texts[index - 1] == b"&" and not is_word(texts[index - 2])
        for index, text in enumerate(texts)
    )


RULE = Rule(ID, "an assignment is overwritten before anything reads it", check)
