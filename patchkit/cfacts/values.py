"""The type of an expression, as far as the text tells, "" where it does not.

Names, members, elements, addresses, casts, constants, results of functions, arithmetic and what simple
macros stand for (C11 6.5) are typed. Only what is certain is said: what may be a null pointer constant
is a CONSTANT, and arithmetic gives an int of any width, since any integer may stand for any other.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from patchkit.cfacts.belonging import arch_folder
from patchkit.cfacts.compatible import CONSTANT
from patchkit.cfacts.declare import BUILTIN, KEYWORDS, TAGS, TYPEOF, Declarer
from patchkit.cfacts.enumerators import number
from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.macros import Macro, expanded
from patchkit.cfacts.scope import Function, Local
from patchkit.cfacts.tokens import Tokens, is_word
from patchkit.model.facts import Parameter

# Of a name that is no local: its type at file scope; of (struct tag, member): the member's; of a
# function: what it returns. "" for not known. Of a name: the macros it may stand for. `constant` gives
# the type of the enumerator that a name is. Of (file, name): its type at the file scope of that file.
GlobalType = Callable[[bytes], str]
MemberType = Callable[[bytes, bytes], str]
ResultType = Callable[[bytes], str]
MacrosOf = Callable[[bytes], tuple[Macro, ...]]
NearType = Callable[[str, bytes], str]


class Types(Struct, frozen=True):
    """Where types of things outside of a function come from."""

    variable: GlobalType
    member: MemberType
    result: ResultType
    macros: MacrosOf = lambda _name: ()
    constant: GlobalType = lambda _name: ""
    near: NearType = lambda _home, _name: ""


def type_of(function: Function, first: int, last: int, types: Types) -> str:
    """Returns the type of the expression of tokens [first, last) in a function's body."""

    def name(index: int) -> str | None:
        word = function.tokens.texts[index]
        known = name_type(function, index, types)
        own = function.has_own(word) or word in function.head
        return known if known or (own and word != function.name) else None

    return _Expression(function.tokens, types, name).of(first, last)


def name_type(function: Function, index: int, types: Types) -> str:
    """Returns the type of the variable or parameter whose name stands at token `index`."""
    name = function.tokens.texts[index]
    found = function.lookup(name, index)
    if isinstance(found, Local):
        same = [one for one in function.locals if one.declared.name == name and one.scope == found.scope]
        return found.declared.type if len({one.declared.type for one in same}) == 1 else ""
    if isinstance(found, Parameter):
        return found.type
    return "" if name in function.head else types.variable(name)


def tag_of(type_: str, *, pointer: bool) -> bytes:
    """Returns the tag of `struct tag` or, with `pointer`, of `struct tag *`; b"" for other types.

    An array of structs is as good as a pointer.
    """
    if type_.endswith("[]") and "(" not in type_:
        type_ = _deeper(type_[:-2].rstrip(), 1)
    words = [word for word in type_.replace("*", " * ").split() if word not in ("const", "volatile")]
    if words[:1] not in (["struct"], ["union"]) or len(words) < 2:
        return b""
    return words[1].encode() if words[2:] == (["*"] if pointer else []) else b""


def pointed(type_: str) -> str:
    """Returns what a pointer of this type points to, or an array is made of, "" for others."""
    if "(" in type_:
        return ""
    if type_.endswith("[]"):
        return type_[:-2].rstrip()
    return type_[:-1].rstrip() if type_.endswith("*") else ""


# `false` and 0 are null pointers as well (C11 6.3.2.3p3), `true` is none.
_CONSTANTS = {b"true": "bool", b"false": CONSTANT, b"NULL": "void *"}
_DEEPEST = 8
# From the loosest to the tightest; a number's sign, a cast and `&x` are no binary operators.
_ASSIGNS = frozenset(b"= += -= *= /= %= &= |= ^= <<= >>=".split())
_TRUTH = frozenset(b"|| && == != < > <= >=".split())
_INTEGER = frozenset(b"| ^ & << >> * / %".split())
_SUMS = frozenset((b"+", b"-"))
_BINARY = _ASSIGNS | _TRUTH | _INTEGER | _SUMS | frozenset((b"?", b":", b","))
_SPECIFIERS = BUILTIN | TAGS | frozenset(b"const volatile".split())


class _Expression:
    """Types expressions in one list of tokens.

    `name` gives the type of the plain name at a token, "" for one whose type is not known, and None
    for what the function does not declare.
    """

    def __init__(
        self, tokens: Tokens, types: Types, name: Callable[[int], str | None], depth: int = 0
    ) -> None:
        self.tokens, self.texts, self.types, self.name = tokens, tokens.texts, types, name
        self.depth = depth
        self.declarer = Declarer(tokens, load_hints())

    def of(self, first: int, last: int) -> str:
        """Returns the type of tokens [first, last)."""
        if first >= last or self.depth > _DEEPEST:
            return ""
        operators = self._operators(first, last)
        for kind in (frozenset((b",",)), _ASSIGNS, frozenset((b"?",))):
            at = [index for index in operators if self.texts[index] in kind]
            if at:
                return self._loose(first, at[0], last, operators)
        found = {self.texts[index] for index in operators}
        if found & _TRUTH or found & (_INTEGER - {b"*", b"/", b"%"}):
            return "int"
        at = [index for index in operators if self.texts[index] in _SUMS]
        if at:
            return self._sum(first, at[-1], last)
        return "int" if found else self._unary(first, last)

    def _operators(self, first: int, last: int) -> list[int]:
        """Returns the indices of the binary operators outside of all brackets."""
        found = []
        index = first
        operand = False  # whether what was read so far ends in one
        while index < last:
            text = self.texts[index]
            if text in (b"(", b"[", b"{"):
                prefix = text == b"(" and not operand and self.texts[index - 1] != b"sizeof"
                operand = not (prefix and self._cast(index, last) is not None)
                index = self.tokens.pair[index] + 1
                continue
            if text in _BINARY and (operand or text == b":"):  # `a ?: b`
                found.append(index)
                operand = False
            elif text not in _BINARY and text not in (b"!", b"~", b"++", b"--", b"->", b"."):
                operand = text != b"sizeof"
            index += 1
        return found

    def _loose(self, first: int, at: int, last: int, operators: list[int]) -> str:
        if self.texts[at] == b",":
            commas = [index for index in operators if self.texts[index] == b","]
            return self.of(commas[-1] + 1, last)
        if self.texts[at] != b"?":
            return self.of(first, at)
        colon = next((index for index in reversed(operators) if self.texts[index] == b":"), -1)
        if colon < 0 or sum(self.texts[index] == b"?" for index in operators) > 1:
            return ""
        one = self.of(at + 1, colon) if colon > at + 1 else self.of(first, at)
        other = self.of(colon + 1, last)
        if self._null(at + 1, colon) or self._null(colon + 1, last):
            return one or other
        return one if one == other else ""

    def _null(self, first: int, last: int) -> bool:
        return last == first + 1 and self.texts[first] in (b"NULL", b"0")

    def _sum(self, first: int, at: int, last: int) -> str:
        """`p + n` and `p - n` are pointers like p; of a difference of pointers nothing is said."""
        one, other = self.of(first, at), self.of(at + 1, last)
        plus = self.texts[at] == b"+"
        if "(" in one + other or _points(other) > plus:
            return ""
        if _points(one):
            return _deeper(pointed(one), 1) if plus or other else ""
        if _points(other):
            return _deeper(pointed(other), 1)
        return "int" if _plain(one) and _plain(other) else ""

    def _unary(self, first: int, last: int) -> str:
        text = self.texts[first]
        if text == b"&":
            inner = self.of(first + 1, last)
            simple = inner and "(" not in inner and "[" not in inner
            return _deeper(inner, 1) if simple else ""
        if text == b"*":
            return _element(self.of(first + 1, last))
        if text == b"!":
            return "int"
        if text in (b"-", b"+", b"~", b"++", b"--"):
            return self.of(first + 1, last)
        if text == b"sizeof":
            return "unsigned long"
        if text == b"(":
            cast = self._cast(first, last)
            if cast is not None:
                return cast
        return self._postfix(first, last)

    def _cast(self, opening: int, last: int) -> str | None:
        """Returns the type in the parentheses at `opening` if they are a cast; "" if it is unclear."""
        closing = self.tokens.pair[opening]
        if closing + 1 >= last:
            return None
        following = self.texts[closing + 1]
        if following in _BINARY and following not in (b"*", b"&", b"-", b"+"):
            return None
        return self._type_name(opening + 1, closing)

    def _type_name(self, first: int, last: int) -> str | None:
        """Reads `struct x *`, `u8 __user *`, `typeof(*p) *`; None for what is no type's name."""
        words: list[str] = []
        index, sure = first, False
        while index < last:
            text = self.texts[index]
            if text in TYPEOF and self.tokens.text(index + 1) == b"(":
                closing = self.tokens.pair[index + 1]
                inner = self.of(index + 2, closing)
                if not inner:
                    return ""
                words, sure, index = [inner], True, closing + 1
                continue
            if text == b"*" or not is_word(text):
                break
            sure = sure or text in _SPECIFIERS
            note = self.declarer.hints.annotation(text) or text in (b"const", b"volatile")
            if not note:
                words.append(text.decode("utf-8", "surrogateescape"))
            index += 1
        stars = 0
        for text in self.texts[index:last]:
            stars += text == b"*"
            if text != b"*" and not (is_word(text) and _qualifies(text, self.declarer)):
                return "" if sure else None
        if not words or (not sure and (len(words) != 1 or not stars)):
            return None
        return _deeper(" ".join(words), stars)

    def _postfix(self, first: int, last: int) -> str:
        """A name, a call or parentheses, and the members and elements taken of it."""
        known, index = self._primary(first, last)
        while known and index < last:
            text = self.texts[index]
            if text == b"[":
                known, index = _element(known), self.tokens.pair[index] + 1
            elif text in (b"->", b".") and index + 1 < last and is_word(self.texts[index + 1]):
                tag = tag_of(known, pointer=text == b"->")
                known = self.types.member(tag, self.texts[index + 1]) if tag else ""
                index += 2
            elif text not in (b"++", b"--"):
                return ""
            else:
                index += 1
        return known

    def _primary(self, first: int, last: int) -> tuple[str, int]:
        """Returns the type of what stands first, and the index behind it."""
        text = self.texts[first]
        if text == b"(":
            closing = self.tokens.pair[first]
            if self.tokens.text(first + 1) == b"{":
                return self._block(first + 1, closing), closing + 1
            return self.of(first + 1, closing), closing + 1
        if text[:1].isdigit():
            value = number(text)
            return ("" if value is None else "int" if value else CONSTANT), first + 1
        if text[:1] == b'"':
            index = first
            while index < last and self.texts[index][:1] == b'"':
                index += 1
            return "char *", index
        if text[:1] == b"'":
            return CONSTANT, first + 1  # masked text does not tell which character it is
        if not is_word(text) or text in KEYWORDS:
            return "", last
        if self.tokens.text(first + 1) == b"(" and first + 1 < last:
            return self._call(first), self.tokens.pair[first + 1] + 1
        known = self.name(first)
        if known is None:
            known = _CONSTANTS.get(text) or self.types.constant(text) or self._macro(text, None)
        return known, first + 1

    def _block(self, opening: int, closing: int) -> str:
        """The value of `({ …; value; })` is that of its last statement."""
        semicolons = [
            index
            for index in range(opening + 1, closing)
            if self.texts[index] == b";" and self._outermost(index, opening)
        ]
        start = semicolons[-2] + 1 if len(semicolons) > 1 else opening + 1
        return self.of(start, semicolons[-1]) if semicolons else ""

    def _outermost(self, index: int, opening: int) -> bool:
        return not any(
            opening < one < index < other for one, other in self.tokens.pair.items() if one > opening
        )

    def _call(self, index: int) -> str:
        name, opening = self.texts[index], index + 1
        if self.name(index) is not None:
            return ""  # a pointer to a function
        return self._macro(name, opening) if self.types.macros(name) else self.types.result(name)

    def _macro(self, name: bytes, opening: int | None) -> str:
        """Returns the type of what a macro stands for, if all its definitions agree.

        What an architecture's definition stands for need not be known: where the others stand for
        something that is wrong, the call is wrong for their architectures.
        """
        found = set()
        for macro in self.types.macros(name):
            read = expanded(macro, self.tokens, opening)
            stands_for = ""
            if read is not None:
                names = self._inside(*read, macro.home)
                inner = _Expression(read[0], self.types, names, self.depth + 1)
                stands_for = inner.of(0, len(read[0]))
            if stands_for or not arch_folder(macro.home):
                found.add(stands_for)
        if len(found) > 1 and all(one.endswith("*") for one in found):
            return "void *"
        return found.pop() if len(found) == 1 else ""

    def _inside(
        self, tokens: Tokens, origins: tuple[int, ...], home: str
    ) -> Callable[[int], str | None]:
        """Names in a macro's body; those of its arguments mean what they mean outside.

        What the file of the call does not declare may be a variable that the macro's own file does.
        """

        def name(index: int) -> str | None:
            if origins[index] >= 0:
                return self.name(origins[index])
            word = tokens.texts[index]
            plain = is_word(word) and word not in KEYWORDS and tokens.text(index + 1) != b"("
            return self.types.variable(word) or (self.types.near(home, word) if plain else "") or None

        return name


def _element(type_: str) -> str:
    """Returns what a pointer points to; nothing is known of what `void *` does."""
    inner = pointed(type_)
    return "" if inner == "void" else inner


def _deeper(type_: str, stars: int) -> str:
    """Returns the type of a pointer to what is of this type; "" stays unknown."""
    if not type_ or not stars:
        return type_
    return f"{type_}{'' if type_.endswith('*') else ' '}{'*' * stars}"


def _points(type_: str) -> bool:
    return type_.endswith(("*", "]"))


def _plain(type_: str) -> bool:
    return bool(type_) and not type_.startswith(("struct", "union"))


def _qualifies(text: bytes, declarer: Declarer) -> bool:
    return text in (b"const", b"volatile", b"restrict", b"__restrict") or declarer.hints.annotation(text)
