"""What the C says: sites of a name, signatures, guards, and how sure the parse was.

A *site* is one occurrence of a name as a whole word. Every occurrence gets exactly one kind;
`UNACCOUNTED` is the honest rest and is counted and printed.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class SiteKind(StrEnum):
    """What a word hit is."""

    DEFINITION = "definition"
    PROTOTYPE = "prototype"
    STUB = "stub"  # a static inline definition in a header
    CALL = "call"
    REFERENCE = "reference"  # the function's name used as a value; see Site.form
    MACRO = "macro"  # #define name(...) or #define name
    MACRO_BODY = "macro-body"  # inside the body of another #define
    MEMBER = "member"  # x.name, x->name, .name = or a struct's own field: not the function
    VARIABLE = "variable"  # declared as a variable, parameter, enumerator, or used as such
    TYPE = "type"  # struct/union/enum tag or typedef name
    LABEL = "label"
    DIRECTIVE = "directive"  # in #if/#ifdef/#undef/#include/#pragma
    COMMENT = "comment"
    STRING = "string"
    ASSEMBLY = "assembly"
    UNACCOUNTED = "unaccounted"


class ReferenceForm(StrEnum):
    """How a function's name is used as a value."""

    INITIALIZER = "initializer"  # .op = f  or  { f }
    ASSIGNMENT = "assignment"  # x->op = f
    ADDRESS = "address"  # &f
    ARGUMENT = "argument"  # g(f)
    EXPORT = "export"  # EXPORT_SYMBOL*(f)
    OTHER = "other"


class Parameter(Struct, frozen=True):
    """One parameter.

    `type` is its type as C tokens joined by single spaces, without the parameter's name, without
    annotation macros ("struct vmem_altmap *"); `name` is None when unnamed.
    """

    type: str
    name: str | None = None

    def __str__(self) -> str:
        if self.name is None or not self.type:
            return self.name or self.type
        return f"{self.type}{'' if self.type.endswith('*') else ' '}{self.name}"


class Signature(Struct, frozen=True):
    """A function's type, or a function-like macro's parameter list.

    `returns` is the return type as tokens without storage class and annotations ("" for a macro).
    `params` excludes a lone `void`. `unspecified` is True for `f()` in a declaration or K&R.
    `alternatives` holds further parameter lists when `#if` splits the signature.
    """

    returns: str
    params: tuple[Parameter, ...]
    variadic: bool = False
    unspecified: bool = False
    macro: bool = False
    alternatives: tuple[tuple[Parameter, ...], ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The parameter types in order."""
        return tuple(param.type for param in self.params)

    def accepts(self, count: int) -> bool:
        """Tells whether a call with `count` arguments agrees with some form of the signature."""
        if self.unspecified:
            return True
        lists = (self.params, *self.alternatives)
        return any(count == len(one) or (self.variadic and count >= len(one)) for one in lists)


class Guard(Struct, frozen=True):
    """One enclosing preprocessor condition as written: "ifdef CONFIG_X", "else of ifdef CONFIG_X"."""

    text: str
    line: int


class Site(Struct, frozen=True):
    """One occurrence of a name.

    `line`/`column` are 1-based (column in bytes), `offset` is the byte offset in the file.
    `arguments` are the source texts of a call's arguments, None where there is no argument list.
    `signature` is set for definitions, prototypes, stubs and macros. `function` is the enclosing
    function's name ("" at file scope). In a macro's body an argument `__VA_ARGS__` or `##__VA_ARGS__`
    stands for what the macro takes in any number, whatever its name there. `static` is set for a
    definition/prototype with internal linkage. `uncertain` says, in a few words, why the kind or count
    may be wrong ("" when the two classifiers agree and the parse is clean); `text` is the source line,
    stripped. Where one `#if` splits the arguments of a call, `counts` are the numbers that its branches
    give, `arguments` those of the first.
    """

    name: str
    path: str
    line: int
    column: int
    offset: int
    kind: SiteKind
    form: ReferenceForm | None = None
    arguments: tuple[str, ...] | None = None
    signature: Signature | None = None
    guards: tuple[Guard, ...] = ()
    arch: str = ""
    function: str = ""
    static: bool = False
    uncertain: str = ""
    text: str = ""
    counts: tuple[int, ...] = ()


class FunctionSpan(Struct, frozen=True):
    """A function definition's extent: 1-based first line (of the signature) to last line."""

    name: str
    first: int
    last: int


class Outline(Struct, frozen=True):
    """The functions of a file in order of their place."""

    functions: tuple[FunctionSpan, ...]

    def at(self, line: int) -> FunctionSpan | None:
        """Returns the function whose extent holds the 1-based `line`, or None at file scope."""
        for span in self.functions:
            if span.first <= line <= span.last:
                return span
        return None
