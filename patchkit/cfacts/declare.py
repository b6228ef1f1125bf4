"""What a statement declares: names with their types, by the shape of its first tokens.

A typedef's name is a plain word, so what counts is what stands behind it: `word word`, or
`word *word` with nothing an expression could go on with. In doubt a name is declared: a rule that
looks for undeclared names must not be misled by a declaration that was not recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from patchkit.cfacts.hints import Hints
from patchkit.cfacts.tokens import Tokens, is_word

_QUALIFIERS = frozenset(b"const volatile restrict __restrict _Atomic __const __volatile__".split())
_STORAGE = frozenset(
    (
        b"static extern register auto typedef inline __inline __inline__ __extension__ _Noreturn "
        b"__thread _Thread_local"
    ).split()
)
BUILTIN = frozenset(
    (
        b"void char short int long signed unsigned float double bool _Bool _Complex __signed__ "
        b"__signed __int128 __auto_type va_list"
    ).split()
)
TAGS = frozenset(b"struct union enum".split())
TYPEOF = frozenset(b"typeof __typeof__ __typeof typeof_unqual".split())
KEYWORDS = (
    _QUALIFIERS
    | _STORAGE
    | BUILTIN
    | TAGS
    | TYPEOF
    | frozenset(
        (
            b"if else for while do switch case default return goto break continue sizeof asm __asm__ "
            b"__asm __attribute__ __attribute _Alignof __alignof__ __alignof _Alignas _Generic "
            b"_Static_assert __label__ __builtin_va_arg __real__ __imag__"
        ).split()
    )
)


class Declared(Struct, frozen=True):
    """A declared name: the index of its token, and its type.

    `type` is the specifiers and what the declarator makes of them: "struct page *", "int []",
    "void (*)()"; "" where it is not known (an enumerator, a name that a macro declares).
    """

    name: bytes
    index: int
    type: str = ""


class Declaration(Struct, frozen=True):
    """What one statement declares, and which of its tokens are no uses: [first, last) extents."""

    names: tuple[Declared, ...]
    skipped: tuple[tuple[int, int], ...]


class Declarer:
    """Reads declarations out of one list of tokens."""

    def __init__(self, tokens: Tokens, hints: Hints) -> None:
        self.tokens, self.texts, self.hints = tokens, tokens.texts, hints

    def read(self, first: int, last: int) -> Declaration | None:
        """Returns what the statement of tokens [first, last) declares, None for an expression."""
        index, words, names, skipped, declares = self._specifiers(first, last)
        if not declares or index == first or (not words and self.call_at(index, last)):
            return None
        base = " ".join(words)
        while index < last:
            stop = self._comma(index, last)
            found, tail = self._declarator(index, stop, base)
            if found is not None:
                names += [found, *self._wrapped(found, base)]
                skipped.append((index, tail))
            index = stop + 1
        return Declaration(tuple(names), tuple(skipped))

    def call_at(self, index: int, last: int) -> bool:
        """Tells whether `name(...)` stands at `index`: behind nothing but `static`, a macro's call."""
        word = index < last and is_word(self.texts[index]) and self.texts[index] not in KEYWORDS
        return word and self.tokens.text(index + 1) == b"("

    def behind_storage(self, index: int, last: int) -> int:
        """Returns the index behind `static`, `const` and the like."""
        while index < last and (self.texts[index] in _STORAGE or self.texts[index] in _QUALIFIERS):
            index += 1
        return index

    def _specifiers(
        self, first: int, last: int
    ) -> tuple[int, list[str], list[Declared], list[tuple[int, int]], bool]:
        """Reads what stands in front of the declarators.

        Returns (index behind it, its words, enumerators, tokens that are no uses, whether it declares).
        """
        index, typed, declares = first, False, False
        words: list[str] = []
        names: list[Declared] = []
        skipped: list[tuple[int, int]] = []
        while index < last:
            text = self.texts[index]
            if text in _STORAGE or text in _QUALIFIERS:
                declares = True
                index += 1
            elif text in BUILTIN:
                typed = declares = True
                words.append(text.decode())
                index += 1
            elif text in TAGS:
                typed = declares = True
                index = self._tagged(index, last, words, names, skipped)
            elif text in TYPEOF:
                typed = declares = True
                words.append("typeof")
                index = self._behind_list(index + 1)
            elif self.hints.annotation(text) or text == b"__attribute__":
                index = self._behind_list(index + 1)
            elif is_word(text) and not typed and text not in KEYWORDS and self._is_type(index, last):
                typed = declares = True
                words.append(text.decode("utf-8", "surrogateescape"))
                index += 1
            else:
                break
        return index, words, names, skipped, declares

    def _behind_list(self, index: int) -> int:
        return self.tokens.pair[index] + 1 if self.tokens.text(index) == b"(" else index

    def _tagged(
        self,
        index: int,
        last: int,
        words: list[str],
        names: list[Declared],
        skipped: list[tuple[int, int]],
    ) -> int:
        kind = self.texts[index]
        words.append(kind.decode())
        index += 1
        while index < last and self.hints.annotation(self.texts[index]):
            index = self._behind_list(index + 1)
        if index < last and is_word(self.texts[index]):
            words.append(self.texts[index].decode("utf-8", "surrogateescape"))
            index += 1
        if index < last and self.texts[index] == b"{":
            closing = self.tokens.pair[index]
            if kind == b"enum":
                names.extend(self._enumerators(index, closing))
            skipped.append((index, closing + 1))
            index = closing + 1
        return index

    def _enumerators(self, opening: int, closing: int) -> Iterator[Declared]:
        for index in range(opening + 1, closing):
            if is_word(self.texts[index]) and self.texts[index - 1] in (b"{", b","):
                yield Declared(self.texts[index], index)

    def _is_type(self, index: int, last: int) -> bool:
        """Tells whether the word at `index` is a typedef's name, from what follows."""
        following = index + 1
        if following >= last:
            return False
        text = self.texts[following]
        if is_word(text):
            return text not in (b"else", b"if")
        if text == b"(":
            pointer = self.tokens.text(following + 1) == b"*"
            return pointer and self.tokens.text(self.tokens.pair[following] + 1) == b"("
        if text != b"*":
            return False
        while following < last and (
            self.texts[following] == b"*"
            or self.texts[following] in _QUALIFIERS
            or self.hints.annotation(self.texts[following])
        ):
            following += 1
        if following >= last or not is_word(self.texts[following]):
            return False
        behind = self.tokens.text(following + 1) if following + 1 < last else b";"
        return behind in (b"=", b";", b",", b"[", b"(") or self.hints.annotation(behind)

    def _comma(self, index: int, last: int) -> int:
        while index < last and self.texts[index] != b",":
            opens = self.texts[index] in (b"(", b"[", b"{")
            index = self.tokens.pair[index] + 1 if opens else index + 1
        return min(index, last)

    def _declarator(self, index: int, last: int, base: str) -> tuple[Declared | None, int]:
        """Reads one declarator; returns the name, and the index behind what is no expression."""
        start, stars = self._stars(index, last)
        if start >= last:
            return None, index
        if self.texts[start] == b"(":
            closing = self.tokens.pair[start]
            inner, inner_stars = self._stars(start + 1, closing)
            while inner < closing and self.texts[inner] == b"(":
                inner, _ = self._stars(inner + 1, closing)
            if inner >= closing or not is_word(self.texts[inner]):
                return None, index
            tail = self._behind_list(closing + 1)
            shape = "(" + "*" * inner_stars + ")()"
            return Declared(self.texts[inner], inner, _typed(base, stars, shape)), tail
        if not is_word(self.texts[start]):
            return None, index
        while start + 1 < last and self._another_word(start + 1):
            start += 1  # what stood here is an annotation that hints.toml does not know
        behind = start + 1
        shape = ""
        if behind < last and self.texts[behind] == b"(" and not self._initialised(behind, last):
            shape, behind = "()", self.tokens.pair[behind] + 1
        elif behind < last and self.texts[behind] == b"[":
            shape = "[]" * self._dimensions(behind, last)
        return Declared(self.texts[start], start, _typed(base, stars, shape)), behind

    def _wrapped(self, found: Declared, base: str) -> Iterator[Declared]:
        """`int uninitialized_var(x)`: a macro around the name itself."""
        index = found.index + 1
        if self.tokens.text(index) == b"(" and self.tokens.pair[index] == index + 2:
            yield Declared(self.texts[index + 1], index + 1, base)

    def _another_word(self, index: int) -> bool:
        text = self.texts[index]
        return is_word(text) and text not in KEYWORDS and not self.hints.annotation(text)

    def _dimensions(self, index: int, last: int) -> int:
        count = 0
        while index < last and self.texts[index] == b"[":
            count += 1
            index = self.tokens.pair[index] + 1
        return count

    def _initialised(self, opening: int, last: int) -> bool:
        """`type name(...)` with something behind it that no prototype has: a macro call."""
        behind = self.tokens.pair[opening] + 1
        return (
            behind < last
            and self.texts[behind] not in (b",",)
            and not self.hints.annotation(self.texts[behind])
        )

    def _stars(self, index: int, last: int) -> tuple[int, int]:
        stars = 0
        while index < last:
            text = self.texts[index]
            if text == b"*":
                stars += 1
            elif text == b"__attribute__" or (
                self.hints.annotation(text) and self.tokens.text(index + 1) == b"("
            ):
                index = self._behind_list(index + 1)
                continue
            elif text not in _QUALIFIERS and not self.hints.annotation(text):
                break
            index += 1
        return index, stars


def _typed(base: str, stars: int, shape: str) -> str:
    tail = "*" * stars + shape
    return f"{base} {tail}" if tail else base
