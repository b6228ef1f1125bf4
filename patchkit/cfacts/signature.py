"""Function types as normalised token strings, so that what C calls the same type compares equal.

Dropped: names, storage classes, annotations, qualifiers of a parameter itself (C11 6.7.6.3p15).
Arrays and functions as parameters become pointers (p7, p8), `unsigned long int` and its other
spellings become one, qualifiers stand first. Typedefs are not looked through: `u64` and
`unsigned long long` differ here, and only a compiler can say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.hints import Hints
from patchkit.cfacts.text import list_items, word_set
from patchkit.model.facts import Parameter, Signature

_TOKEN = re.compile(rb"\w+|\.\.\.|[^\s\w]")
_QUALIFIERS = word_set("const volatile restrict __restrict _Atomic __const")
_STORAGE = word_set(
    "static extern register auto typedef inline __inline __inline__ __extension__ "
    "_Noreturn __thread _Thread_local"
)
_TAGS = word_set("struct union enum")
_INTEGER_ORDER = ("signed", "unsigned", "short", "long", "char", "int")
_BUILTIN = frozenset(_INTEGER_ORDER) | word_set(
    "void float double bool _Bool _Complex __signed__ __signed __int128 __int128_t va_list"
)
_OPENING, _CLOSING = ("(", "["), (")", "]")
# Types that begin with two underscores, which annotations do as well.
_KERNEL_TYPE = re.compile(r"__(?:[usle]+\d+|be\d+|w?sum\d*|poll_t|kernel_\w+|builtin_\w+|\w+_t|m\d+\w*)")
_TYPEOF = word_set("typeof __typeof__ __typeof typeof_unqual __auto_type")


class Declared(Struct, frozen=True):
    """One declaration read: its type without the name, and the name ("" when unnamed)."""

    type: str
    name: str


def signature_of(head: bytes, lists: tuple[bytes, ...], hints: Hints) -> Signature:
    """Returns the signature with the return type that `head` holds and the parameter lists given.

    The lists are masked texts without the parentheses, as seen with one choice of `#if` branches
    after the other; the first is the signature's own, the others are its alternatives.
    """
    read = [parameters(text, hints) for text in lists]
    first = read[0]
    others = dict.fromkeys(one.params for one in read if one.params != first.params)
    return Signature(
        return_type(head, hints),
        first.params,
        variadic=first.variadic,
        unspecified=first.unspecified,
        alternatives=tuple(others),
    )


def parameters(text: bytes, hints: Hints) -> Signature:
    """Returns the parameters in a list's text as a signature without a return type."""
    params: list[Parameter] = []
    variadic = False
    items = list_items(text, -1, len(text))
    for start, end in items:
        tokens = _tokens(text[start:end], hints)
        if tokens == ["..."]:
            variadic = True
        elif tokens and tokens != ["void"]:
            params.append(_parameter(tokens))
    return Signature("", tuple(params), variadic=variadic, unspecified=not items)


def pairs(code: bytes, items: list[tuple[int, int]], hints: Hints) -> tuple[Parameter, ...]:
    """Returns parameters written as type, name, type, name, as SYSCALL_DEFINE has them."""
    texts = [_tokens(code[start:end], hints) for start, end in items]
    return tuple(
        Parameter(_parameter(type_).type, " ".join(name))
        for type_, name in zip(texts[::2], texts[1::2], strict=False)
    )


def return_type(head: bytes, hints: Hints) -> str:
    """Returns the type in front of a function's name, without storage class and annotations."""
    tokens = _tokens(head, hints)
    read = _Reader([*tokens, "name"], parameter=False).declaration()
    return read.type if read.name == "name" else ""  # without a type, the name was read as one


def macro_parameters(text: str) -> Signature:
    """Returns the parameter list of a function-like macro (the text between its parentheses)."""
    names = [name.strip() for name in text.split(",")] if text.strip() else []
    variadic = bool(names) and names[-1].endswith("...")
    if variadic:
        names.pop()
    return Signature("", tuple(Parameter("", name) for name in names), variadic, macro=True)


def _tokens(text: bytes, hints: Hints) -> list[str]:
    found = _TOKEN.findall(hints.blank_annotations(text))
    return [
        token.decode("utf-8", "surrogateescape")
        for token in found
        if token not in hints.inline and not token.startswith(b'"')
    ]


def _parameter(tokens: list[str]) -> Parameter:
    read = _Reader(tokens, parameter=True).declaration()
    return Parameter(read.type, read.name or None)


class _Reader:
    """Reads one declaration from tokens: specifiers, then a declarator (C11 6.7)."""

    def __init__(self, tokens: list[str], *, parameter: bool) -> None:
        self._tokens = tokens
        self._position = 0
        self._parameter = parameter

    def declaration(self) -> Declared:
        qualifiers, base = self._specifiers()
        shape, name = self._declarator()
        if self._parameter and not shape:
            qualifiers = []
        return Declared(_joined([*qualifiers, *_integer(base)], shape), name)

    def _peek(self, ahead: int = 0) -> str:
        index = self._position + ahead
        return self._tokens[index] if index < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._position += 1
        return token

    def _specifiers(self) -> tuple[list[str], list[str]]:
        qualifiers: set[str] = set()
        base: list[str] = []
        while token := self._peek():
            if token in _QUALIFIERS:
                qualifiers.add(self._take().strip("_"))
            elif token in _STORAGE:
                self._take()
            elif token in _TAGS:
                base = [self._take(), self._take()]
            elif token in _TYPEOF:
                base = [self._take() + "".join(self._group())]
            elif token in _BUILTIN:
                base = [*(word for word in base if word in _BUILTIN), self._take()]
            elif not self._goes_on(base):
                break
            elif not base or (_annotates(base[-1]) and not _annotates(token)):
                base = [self._take()]
            else:
                self._take()  # an annotation that hints.toml does not know
        return sorted(qualifiers), base

    def _goes_on(self, base: list[str]) -> bool:
        """Tells whether the token at hand is part of the specifiers and not the declarator."""
        following = self._peek(1)
        goes_on = not base or following == "*" or following.isidentifier()
        return goes_on and self._peek().isidentifier()

    def _group(self) -> Iterator[str]:
        """Takes a balanced ( ) or [ ] group."""
        depth = 0
        while token := self._peek():
            depth += (token in _OPENING) - (token in _CLOSING)
            yield self._take()
            if depth <= 0:
                return

    def _declarator(self) -> tuple[list[str], str]:
        """Returns the declarator's tokens without its name, and the name.

        At the innermost level, where the name would stand, a parameter is adjusted: its first
        array or function suffix becomes a pointer, and its own qualifiers go.
        """
        pointers = list(self._pointers())
        if self._peek() == "(" and self._peek(1) in ("*", "^", "("):
            self._take()
            inner, name = self._declarator()
            self._skip_to_close()
            return [*pointers, "(", *inner, ")", *self._suffixes()], name
        name = self._take() if self._peek().isidentifier() else ""
        suffixes = self._suffixes()
        if not self._parameter:
            return pointers + suffixes, name
        if not suffixes:
            while pointers and pointers[-1] != "*":
                pointers.pop()
            return pointers, name
        rest = suffixes[1:] if suffixes[0].startswith("[") else suffixes
        return [*pointers, *(["(", "*", ")", *rest] if rest else ["*"])], name

    def _pointers(self) -> Iterator[str]:
        while token := self._peek():
            if token == "*" or token in _QUALIFIERS:
                yield self._take().strip("_")
            elif token.isidentifier() and self._peek(1).isidentifier():
                self._take()  # an annotation behind a "*": the name follows
            else:
                return

    def _skip_to_close(self) -> None:
        while self._peek() and self._take() != ")":
            pass

    def _suffixes(self) -> list[str]:
        shape: list[str] = []
        while self._peek() in _OPENING:
            group = list(self._group())
            shape.append(_parameter_types(group) if group[0] == "(" else "".join(group))
        return shape


def _annotates(word: str) -> bool:
    """Tells whether a word in the place of a type looks like an annotation: `__word` or `WORD`."""
    return (word.startswith("__") and not _KERNEL_TYPE.fullmatch(word)) or word.isupper()


def _parameter_types(group: list[str]) -> str:
    """Returns a nested parameter list with its own names dropped: "(void *, int)"."""
    types: list[str] = []
    item: list[str] = []
    depth = 0
    for token in [*group[1:-1], ","]:
        depth += (token in _OPENING) - (token in _CLOSING)
        if token == "," and depth == 0:
            if item:
                types.append("..." if item == ["..."] else _parameter(item).type)
            item = []
        else:
            item.append(token)
    return f"({', '.join(types)})"


def _integer(base: list[str]) -> list[str]:
    """Returns one spelling for C's integer types (C11 6.7.2p2)."""
    words = ["signed" if word in ("__signed__", "__signed") else word for word in base]
    if not set(words) & set(_INTEGER_ORDER) or not set(words) <= set(_INTEGER_ORDER):
        return words
    words.sort(key=_INTEGER_ORDER.index)
    if "char" not in words:
        words = [word for word in words if word != "signed"]
        if "short" in words or "long" in words:
            words = [word for word in words if word != "int"]
        elif "int" not in words:
            words.append("int")
    return words


def _joined(base: list[str], shape: list[str]) -> str:
    """Joins specifiers and declarator: "struct page **", "int (*)(void *)", "char *const *"."""
    tail = ""
    for token in shape:
        tail += f" {token}" if tail[-1:].isalpha() else token
    return " ".join([*base, tail] if tail else base)
