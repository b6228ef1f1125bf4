"""Whether a name that a function uses is declared anywhere it can see.

Brings together the function's scopes, the file's, those of its includes, and what macros do with
their arguments. Says "declared" in every case of doubt; what it does not find may still be generated
by a build, and whoever asks has to look further before calling it an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from msgspec.structs import replace

from patchkit.cfacts.belonging import arch_folder
from patchkit.cfacts.compatible import CONSTANT
from patchkit.cfacts.enumerators import enumerator_value
from patchkit.cfacts.fields import StructDefinition, structs_in
from patchkit.cfacts.function_types import function_types
from patchkit.cfacts.includes import Includes
from patchkit.cfacts.macros import Fate, Macro, fate, macro_at, width
from patchkit.cfacts.pasting import Pasting
from patchkit.cfacts.places import PlaceKind
from patchkit.cfacts.pointers import Pointer, function_pointers, owners_of
from patchkit.cfacts.prototypes import signature_at
from patchkit.cfacts.scope import Function, Use
from patchkit.cfacts.storing import Kept, kept_by
from patchkit.cfacts.toplevel import FileScope, file_scope
from patchkit.cfacts.values import Types
from patchkit.cfacts.variables import Typed, shared_pointers
from patchkit.model.facts import Signature

# What the compiler and the preprocessor know by themselves, and names that are only text.
_BUILTIN = re.compile(
    rb"__builtin_\w+|__atomic_\w+|__sync_\w+|__[A-Z][A-Z0-9_]*__|__func__|__FUNCTION__|__VA_ARGS__"
    rb"|CONFIG_\w+|__(?:start|stop|begin|end)_+\w+|__u?int128(?:_t)?|true|false|defined|va_(?:start|end|arg|copy)"
    rb"|(?:linux|unix|i386)|__label__|__func|KBUILD_\w+|UTS_\w+|__COUNTER__"
)
_PLAIN_TYPE = re.compile(r"\w+(?: \*)?")
_MAKES = Fate.DECLARED | Fate.UNKNOWN
_DECLARES = (PlaceKind.MACRO, PlaceKind.CALLED_MACRO, PlaceKind.ENUMERATOR, PlaceKind.NAME)


class Resolver:
    """Answers for one tree."""

    def __init__(self, includes: Includes) -> None:
        self.includes = includes
        self._definitions: dict[tuple[str, bytes], tuple[tuple[Macro, ...], bool]] = {}
        # The same macros, each with its file.
        self._placed: dict[tuple[str, bytes], tuple[Macro, ...]] = {}
        self._structs: dict[tuple[str, bytes], tuple[StructDefinition, ...]] = {}
        # By tag and file: hundreds of files include the same headers.
        self._in_file: dict[bytes, dict[str, tuple[StructDefinition, ...]]] = {}
        self._fates: dict[tuple[str, bytes, int], Fate] = {}
        self._pasted: dict[str, Pasting] = {}

    def scope(self, path: str) -> FileScope:
        """Returns the file scope of a file; an empty one for a file that is not there."""
        file = self.includes.file(path)
        return file_scope(path, file.text.data) if file is not None else FileScope()

    def undeclared(self, path: str, uses: Iterable[tuple[Function, Use]]) -> list[tuple[Function, Use]]:
        """Returns the uses that nothing declares that `path` can see, of uses that no local answers."""
        scope = self.scope(path)
        open_uses = [
            (function, use)
            for function, use in uses
            if not use.tag and use.name not in scope.names and not _BUILTIN.fullmatch(use.name)
        ]
        # One pass for all: the words, and the macros that stand around them.
        words = {use.name for _, use in open_uses}
        callees = {callee for _, use in open_uses for callee, _ in use.within if callee}
        self._look(path, words | callees)
        return [
            (function, use) for function, use in open_uses if not self._declared(path, function, use)
        ]

    def is_function(self, path: str, name: bytes) -> bool:
        """Tells whether `name` is declared as something that is no macro."""
        macros, declared = self.definitions(path, name)
        return declared and not macros

    def definitions(self, path: str, name: bytes) -> tuple[tuple[Macro, ...], bool]:
        """Returns the macros of that name that `path` sees, and whether it is (also) no macro."""
        key = (path, name)
        if key not in self._definitions:
            self._look(path, {name})
        return self._definitions[key]

    def signatures(self, path: str, name: bytes) -> tuple[Signature, ...]:
        """Returns the signatures of a function that `path` sees; none where a macro may be meant.

        Nothing is said, either, about what only headers of an architecture declare for common code.
        """
        read = self.declared_as(path, name)
        here = arch_folder(path)
        if read and all(arch_folder(one) not in ("", here) for one, _ in read):
            return ()
        return tuple(dict.fromkeys(signature for _, signature in read))

    def declared_as(self, path: str, name: bytes) -> list[tuple[str, Signature]]:
        """Returns where `path` sees a function declared, and how; nothing for a macro."""
        macros, declared = self.definitions(path, name)
        if macros or not declared:
            return []
        found = self.includes.find(self.includes.closure(path), frozenset((name,))).get(name, [])
        return [
            (file.path, signature)
            for file, place in found
            if (signature := signature_at(file.text, place, name)) is not None
        ]

    def structs(self, path: str, tag: bytes) -> tuple[StructDefinition, ...]:
        """Returns the definitions of a struct or union that `path` sees."""
        key = (path, tag)
        if key not in self._structs:
            self._structs[key] = tuple(
                found for one in self.includes.closure(path).paths for found in self._defined(one, tag)
            )
        return self._structs[key]

    def _defined(self, path: str, tag: bytes) -> tuple[StructDefinition, ...]:
        """Returns the definitions of a struct in one file, which many others include."""
        known = self._in_file.setdefault(tag, {})
        if path not in known:
            file = self.includes.file(path)
            known[path] = tuple(structs_in(file.path, file.text.data, tag)) if file is not None else ()
        return known[path]

    def pointers(self, path: str, tag: bytes, member: bytes) -> tuple[Pointer, ...]:
        """Returns the declarations of a member of `struct tag` as a pointer to a function.

        Those by a typedef as well; none where a macro has the member's name.
        """
        if self.definitions(path, member)[0]:
            return ()
        name = member.decode("utf-8", "surrogateescape")
        found: list[Pointer] = []
        for struct in self.structs(path, tag):
            file = self.includes.file(struct.path)
            data = file.text.data if file is not None else b""
            found += [
                one
                for one in function_pointers(struct.path, data, (name,))
                if one.owner.encode("utf-8", "surrogateescape") == tag
            ]
            found += self._typedefs(path, tag, name, struct.types.get(member, ""))
        return tuple(dict.fromkeys(found))

    def shared_pointers(self, path: str, name: str) -> tuple[Pointer, ...]:
        """Returns the declarations that `path` sees of a pointer to a function at file scope."""
        if not name or self.definitions(path, name.encode())[0]:
            return ()
        files = (self.includes.file(one) for one in self.includes.closure(path).paths)
        return tuple(
            found
            for file in files
            if file is not None
            for found in shared_pointers(file.path, file.text.data, name)
        )

    def typed(self, path: str, variable: Typed) -> tuple[Pointer, ...]:
        """Returns what a variable of a typedef's type may point to."""
        return tuple(self._typedefs(path, b"", variable.name, variable.type))

    def members(self, path: str, name: str) -> tuple[Pointer, ...]:
        """Returns the members of that name, of any struct `path` sees, as pointers to functions.

        None if any of them is something else, or a macro has the name.
        """
        member = name.encode("utf-8", "surrogateescape")
        found: list[Pointer] = []
        for one in self.includes.closure(path).paths:
            file = self.includes.file(one)
            for tag in owners_of(one, file.text.data, member) if file is not None else ():
                pointers = self.pointers(path, tag, member)
                if not pointers:
                    return ()
                found += pointers
        return tuple(dict.fromkeys(found))

    def kept_by(self, path: str, macro: str, position: int) -> tuple[Kept, ...]:
        """Returns where the argument of a macro that `path` sees ends up."""
        name = macro.encode("utf-8", "surrogateescape")
        return tuple(kept_by(name, position, lambda one: self.definitions(path, one)))

    def counted(self, path: str, arguments: Iterable[bytes]) -> int:
        """Returns how many arguments these are when the macros that `path` sees have been expanded."""
        return sum(width(one, lambda name: self.definitions(path, name)) for one in arguments)

    def _typedefs(self, path: str, tag: bytes, member: str, type_: str) -> Iterator[Pointer]:
        """Yields what a member that is declared with the typedef `type_` points to."""
        word = type_.rstrip(" *").encode("utf-8", "surrogateescape")
        owner = tag.decode("utf-8", "surrogateescape")
        for one in self.includes.closure(path).paths if _PLAIN_TYPE.fullmatch(type_) else ():
            file = self.includes.file(one)
            if file is None or word not in file.text.data:
                continue
            for known in function_types(one, file.text.data):
                if known.declared == type_:
                    yield Pointer(
                        member, owner, one, known.line, known.signature, f"typedef {known.name}"
                    )

    def types(self, path: str) -> Types:
        """Returns where the types of what is outside of the functions of `path` come from."""

        def variable(name: bytes) -> str:
            return self.scope(path).types.get(name, "")

        def member(tag: bytes, name: bytes) -> str:
            return _agreed(one.types.get(name, "") for one in self.structs(path, tag))

        def result(name: bytes) -> str:
            return _agreed(one.returns for _, one in self.declared_as(path, name))

        def macros(name: bytes) -> tuple[Macro, ...]:
            return self._placed[(path, name)] if self.definitions(path, name)[0] else ()

        def near(home: str, name: bytes) -> str:
            return self.scope(home).types.get(name, "")

        return Types(variable, member, result, macros, partial(self._constant, path), near)

    def _constant(self, path: str, name: bytes) -> str:
        """Returns "int" for an enumerator that is not 0, CONSTANT for one that may be, else ""."""
        found = self.includes.find(self.includes.closure(path), frozenset((name,))).get(name, [])
        if not found or any(place.kind is not PlaceKind.ENUMERATOR for _, place in found):
            return ""
        values = {enumerator_value(file.text.data, place.offset) for file, place in found}
        return CONSTANT if values & {0, None} else "int"

    def value(self, path: str, use: Use) -> bool:
        """Tells whether a use is an expression or a type whatever macros stand around it."""
        for callee, position in use.within:
            if not callee or callee in _VALUES:
                continue
            found = self._fate(path, callee, position)
            # What no member's name and no type could look like is an expression, unless it is pasted.
            expression = use.firm and not found & (Fate.TOKEN | Fate.DECLARED)
            if found != Fate.VALUE and not expression:
                return False
        return True

    def pasted(self, path: str, name: bytes) -> bool:
        """Tells whether a macro that `path` sees could paste `name` together."""
        if path not in self._pasted:
            closure = self.includes.closure(path)
            files = [(one, file.text.data) for one in closure.paths if (file := self.includes.file(one))]
            self._pasted[path] = Pasting(files, complete=closure.complete)
        return self._pasted[path].makes(name)

    def _look(self, path: str, names: set[bytes]) -> None:
        missing = {name for name in names if (path, name) not in self._definitions}
        if not missing:
            return
        found = self.includes.find(self.includes.closure(path), frozenset(missing))
        scope = self.scope(path)
        for name in missing:
            macros: list[Macro] = []
            declared = name in scope.names
            for file, place in found.get(name, ()):
                if place.kind in (PlaceKind.MACRO, PlaceKind.CALLED_MACRO):
                    macro = macro_at(file.text.data, place.offset)
                    macros += [replace(macro, home=file.path)] if macro is not None else []
                elif place.kind in _DECLARES and file.path != path:
                    declared = True
            if macros and name in scope.names:
                declared = any(one for one in found[name] if one[1].kind is PlaceKind.NAME)
            self._placed[(path, name)] = tuple(macros)
            anywhere = tuple(dict.fromkeys(replace(one, home="") for one in macros))
            self._definitions[(path, name)] = anywhere, declared

    def _declared(self, path: str, function: Function, use: Use) -> bool:
        macros, declared = self._definitions[(path, use.name)]
        if macros or declared:
            return True
        return (
            not self.value(path, use)
            or self._made_here(path, function, use)
            or self._made_in_file(path, use.name)
        )

    def _fate(self, path: str, callee: bytes, position: int) -> Fate:
        key = (path, callee, position)
        if key not in self._fates:
            self._fates[key] = fate(callee, position, lambda name: self.definitions(path, name))
        return self._fates[key]

    def _declares(self, path: str, macro: bytes, position: int) -> bool:
        return bool(self._fate(path, macro, position) & _MAKES)

    def _made_here(self, path: str, function: Function, use: Use) -> bool:
        """`DEFINE_WAIT(wait);` as a statement, or `for_each_scoped(child) {`, in front of the use."""
        for other in function.made_by_macros:
            if other.name == use.name and other.index < use.index:
                callee, position = other.within[0]
                if not callee or self._declares(path, callee, position):
                    return True
        return False

    def _made_in_file(self, path: str, name: bytes) -> bool:
        macro, position = self.scope(path).made.get(name, (b"", 0))
        if macro and (position < 0 or self._declares(path, macro, position)):
            return True
        found = self.includes.find(self.includes.closure(path), frozenset((name,))).get(name, ())
        return any(
            place.kind is PlaceKind.MADE
            and file.path != path
            and (place.position < 0 or self._declares(path, place.macro, place.position))
            for file, place in found
        )


# Builtins whose arguments are plain values.
_VALUES = frozenset(
    b"__builtin_expect __builtin_constant_p __builtin_prefetch __builtin_memcpy __builtin_memset".split()
)


def _agreed(types: Iterable[str]) -> str:
    """Returns the one type that all definitions give, "" where they differ or one does not know."""
    found = set(types)
    return found.pop() if len(found) == 1 else ""
