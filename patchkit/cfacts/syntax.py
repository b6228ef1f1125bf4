"""Classifier A: what a word is to tree-sitter, from the queries in `queries/c/`.

The text it parses is one island with annotation macros blanked at equal length. A captured node that
is the word itself says what the word is; one that only covers it (a comment, a string, a macro's
body) says where it stands.
"""

from __future__ import annotations

from functools import lru_cache

from tree_sitter import Node, QueryCursor

from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.queries import all_patterns, c_parser
from patchkit.cfacts.reading import Reading
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
_BARE = word_set("identifier true false null")
_ARGUMENTS = {"call.name": "call.arguments", "function.name": "function.parameters"}


@lru_cache(maxsize=2048)
def parse_word(text: bytes, offset: int, length: int) -> Reading | None:
    """Returns what the word at `offset` of an island is, None where the grammar has no answer.

    Only `kind`, `form` and `count` of the reading are set.
    """
    root, cursor = _parsed(text)
    best: tuple[int, str, dict[str, list[Node]], Node] | None = None
    cursor.set_byte_range(offset, offset + length)
    for _, captures in cursor.matches(root):
        for name, nodes in captures.items():
            for node in nodes:
                if _says_something(name, node, offset, length) and (
                    best is None or _RANK[name] < best[0]
                ):
                    best = _RANK[name], name, captures, node
    return _bare(root, offset, length) if best is None else _reading(best[1], best[2], best[3])


@lru_cache(maxsize=32)
def _parsed(text: bytes) -> tuple[Node, QueryCursor]:
    """Parses an island; never fails, broken places are ERROR nodes."""
    tree = c_parser().parse(load_hints().blank_annotations(text))
    return tree.root_node, QueryCursor(all_patterns())


def _bare(root: Node, offset: int, length: int) -> Reading | None:
    """An identifier that no pattern knows is a value in some expression."""
    node = root.named_descendant_for_byte_range(offset, offset + length)
    if node is None or node.type not in _BARE or _broken(node):
        return None
    return Reading(SiteKind.REFERENCE, form=ReferenceForm.OTHER)


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
        declared = _declared(node)
        if declared is None:
            return None
        kind = declared
    count = _count(captures.get(_ARGUMENTS.get(name, ""), []))
    return Reading(kind, form=form, count=count)


_DECLARES: dict[str, SiteKind] = {
    "function_definition": SiteKind.DEFINITION,
    "declaration": SiteKind.PROTOTYPE,
    "type_definition": SiteKind.TYPE,
    "parameter_declaration": SiteKind.VARIABLE,
    "field_declaration": SiteKind.MEMBER,
}


def _declared(name: Node) -> SiteKind | None:
    """Climbs from a function's name to what declares it, None where an ERROR is in the way."""
    node = name.parent
    while node is not None and node.type in _DECLARATORS:
        node = node.parent
    if node is None:
        return None
    disguised = node.type == "declaration" and _is_disguised_call(node)
    return SiteKind.CALL if disguised else _DECLARES.get(node.type)


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
