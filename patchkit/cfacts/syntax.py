"""Classifier A: what a word is to tree-sitter, from the queries in `queries/c/`.

The text it parses has annotation macros blanked, and the bodies of functions that nobody asks about,
both at equal length. A captured node that is the word itself says what the word is; one that only
covers it (a comment, a string, a macro's body) says where it stands.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

from tree_sitter import Node, QueryCursor, Tree

from patchkit.cfacts.lexer import blank
from patchkit.cfacts.queries import all_patterns, c_parser
from patchkit.cfacts.reading import Reading
from patchkit.cfacts.source import Source
from patchkit.cfacts.text import word_set
from patchkit.model.facts import ReferenceForm, SiteKind

# Captures of the word itself, most telling first.
_EXACT: dict[str, tuple[SiteKind, ReferenceForm | None]] = {
    "function.name": (SiteKind.PROTOTYPE, None),
    "call.name": (SiteKind.CALL, None),
    "macro.name": (SiteKind.MACRO, None),
    "member.name": (SiteKind.MEMBER, None),
    "label.name": (SiteKind.LABEL, None),
    "reference.export": (SiteKind.REFERENCE, ReferenceForm.EXPORT),
    "reference.initializer": (SiteKind.REFERENCE, ReferenceForm.INITIALIZER),
    "reference.assignment": (SiteKind.REFERENCE, ReferenceForm.ASSIGNMENT),
    "reference.address": (SiteKind.REFERENCE, ReferenceForm.ADDRESS),
    "reference.argument": (SiteKind.REFERENCE, ReferenceForm.ARGUMENT),
    "variable.name": (SiteKind.VARIABLE, None),
    "variable.use": (SiteKind.VARIABLE, None),
    "type.name": (SiteKind.TYPE, None),
}
# Captures of what the word stands in.
_COVERING: dict[str, SiteKind] = {
    "text.comment": SiteKind.COMMENT,
    "text.string": SiteKind.STRING,
    "macro.body": SiteKind.MACRO_BODY,
    "directive.condition": SiteKind.DIRECTIVE,
    "directive.path": SiteKind.DIRECTIVE,
    "directive.argument": SiteKind.DIRECTIVE,
}
_RANK = {name: rank for rank, name in enumerate((*_COVERING, *_EXACT))}
_DECLARATORS = word_set(
    "function_declarator pointer_declarator parenthesized_declarator "
    "attributed_declarator init_declarator array_declarator"
)
_PLAIN_TYPES = word_set("type_identifier macro_type_specifier")
_ARGUMENTS = {"call.name": "call.arguments", "function.name": "function.parameters"}


class SyntaxTree:
    """A parsed file; bodies without one of the `wanted` offsets are left out."""

    __slots__ = ("_cursor", "_root", "_tree")

    def __init__(self, source: Source, wanted: Collection[int]) -> None:
        """Parses the file; never fails, broken places are ERROR nodes."""
        text = source.hints.blank_annotations(_without_bodies(source, wanted))
        tree: Tree = c_parser().parse(text)
        self._tree = tree
        self._root = tree.root_node
        self._cursor = QueryCursor(all_patterns())

    def read(self, offset: int, length: int) -> Reading | None:
        """Returns what the word at `offset` is, None where the grammar has no answer."""
        best: tuple[int, str, dict[str, list[Node]], Node] | None = None
        self._cursor.set_byte_range(offset, offset + length)
        for _, captures in self._cursor.matches(self._root):
            for name, nodes in captures.items():
                for node in nodes:
                    if _says_something(name, node, offset, length) and (
                        best is None or _RANK[name] < best[0]
                    ):
                        best = _RANK[name], name, captures, node
        if best is None:
            return self._bare(offset, length)
        return _reading(best[1], best[2], best[3])

    def _bare(self, offset: int, length: int) -> Reading | None:
        """An identifier that no pattern knows is a value in some expression."""
        node = self._root.descendant_for_byte_range(offset, offset + length)
        if node is None or node.type != "identifier" or _broken(node):
            return None
        return Reading(SiteKind.REFERENCE, form=ReferenceForm.OTHER)


def _without_bodies(source: Source, wanted: Collection[int]) -> bytes:
    pieces: list[bytes] = []
    done = 0
    offsets = sorted(wanted)
    for block in source.blocks.all:
        if block.function and block.open >= 0 and not _any_between(offsets, block.open, block.close):
            pieces.append(source.data[done : block.open + 1])
            pieces.append(blank(source.data[block.open + 1 : block.close]))
            done = block.close
    pieces.append(source.data[done:])
    return b"".join(pieces)


def _any_between(offsets: list[int], start: int, end: int) -> bool:
    index = bisect_left(offsets, start)
    return index < len(offsets) and offsets[index] < end


def _says_something(name: str, node: Node, offset: int, length: int) -> bool:
    if name in _EXACT:
        return node.start_byte == offset and node.end_byte == offset + length
    return name in _COVERING and node.start_byte <= offset and offset + length <= node.end_byte


def _reading(name: str, captures: dict[str, list[Node]], node: Node) -> Reading | None:
    if name in _COVERING:
        return Reading(_COVERING[name])
    if _broken(node):
        return None
    kind, form = _EXACT[name]
    if name == "function.name":
        kind = _declared(node)
    count = _count(captures.get(_ARGUMENTS.get(name, ""), []))
    return Reading(kind, form=form, count=count)


def _declared(name: Node) -> SiteKind:
    """Climbs from a function's name to what declares it."""
    node = name.parent
    while node is not None and node.type in _DECLARATORS:
        node = node.parent
    if node is None:
        return SiteKind.UNACCOUNTED
    if node.type == "function_definition":
        return SiteKind.DEFINITION
    if node.type == "type_definition":
        return SiteKind.TYPE
    if node.type in ("parameter_declaration", "field_declaration"):
        return SiteKind.VARIABLE if node.type == "parameter_declaration" else SiteKind.MEMBER
    if node.type == "declaration" and _is_disguised_call(node):
        return SiteKind.CALL
    return SiteKind.PROTOTYPE if node.type == "declaration" else SiteKind.UNACCOUNTED


def _is_disguised_call(declaration: Node) -> bool:
    """A "declaration" among statements whose type is a bare word: `for_each_x(y) call(z);`."""
    kind = declaration.child_by_field_name("type")
    if kind is None or kind.type not in _PLAIN_TYPES:
        return False
    if any(child.type == "storage_class_specifier" for child in declaration.children):
        return False
    node = declaration.parent
    while node is not None:
        if node.type == "compound_statement":
            return True
        node = node.parent
    return False


def _broken(node: Node) -> bool:
    """Tells whether the word stands directly inside of an ERROR."""
    parent = node.parent
    return parent is not None and parent.is_error


def _count(lists: list[Node]) -> int | None:
    """Returns how many items a list has, None where an ERROR in it makes counting a guess."""
    if not lists or lists[0].has_error:
        return None
    items = [child for child in lists[0].named_children if child.type != "comment"]
    if len(items) == 1 and lists[0].type == "parameter_list" and _is_void(items[0]):
        return 0
    return len(items)


def _is_void(parameter: Node) -> bool:
    return parameter.text == b"void"
