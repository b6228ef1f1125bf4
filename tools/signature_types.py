"""Signatures as the truth test compares them: types as tokens, without names and annotations.

Typedefs are not resolved, but for the kernel's integers of fixed width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(rb"[A-Za-z_]\w*")
BASIC = frozenset(b"void char short int long float double signed unsigned bool".split())
_NOTES = frozenset(
    b"static inline extern register __inline __inline__ __always_inline noinline asmlinkage __init "
    b"__exit __initdata __meminit __meminitdata __devinit __cpuinit __weak __user __iomem __percpu "
    b"__rcu __force __kernel __maybe_unused __always_unused __unused __must_check __visible __ref "
    b"__refdata __net_init __net_exit __latent_entropy __sched __cold __hot __pure "
    b"__attribute_const__ notrace noreturn __noreturn nokprobe_inline restrict __restrict STATIC "
    b"__flatten __used __deprecated __private __hyp_text fastcall dotraplinkage __kprobes "
    b"noinline_for_stack __noclone __lockfunc __malloc __nocast __safe __bitwise __pmem".split()
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Parameter types without names, and the return type ("" for a macro); tokens joined by spaces."""

    returns: str
    types: tuple[str, ...]
    variadic: bool = False

    def accepts(self, count: int) -> bool:
        """Tells whether a call with `count` arguments agrees."""
        return count == len(self.types) or (self.variadic and count >= len(self.types))


def type_tokens(text: bytes) -> list[bytes]:
    """Returns the tokens without storage classes and annotations."""
    return [
        token
        for token in re.findall(rb"\w+|\.\.\.|[^\w\s]", text)
        if token not in _NOTES and token != b"\\"
    ]


def joined(tokens: list[bytes]) -> str:
    """Returns the tokens as one text, `unsigned` and `long int` in their canonical spelling."""
    if b"unsigned" in tokens and not BASIC.intersection(tokens) - {b"unsigned"}:
        tokens.insert(tokens.index(b"unsigned") + 1, b"int")
    if b"int" in tokens and (b"long" in tokens or b"short" in tokens):
        tokens.remove(b"int")
    return b" ".join(tokens).decode("utf-8", "replace")


# The kernel's types of fixed width, in what they are made of.
_SPELT = {
    spelling.format(bits): sign + kind
    for bits, kind in ((8, "char"), (16, "short"), (32, "int"), (64, "long long"))
    for sign, spellings in (
        ("unsigned ", ("u{}", "__u{}", "uint{}_t")),
        ("", ("s{}", "__s{}", "int{}_t")),
    )
    for spelling in spellings
} | {"_Bool": "bool"}


def known(type_: str) -> tuple[str, int, bool] | None:
    """Returns (base, pointer depth, const anywhere), or None when a typedef hides what it is."""
    if "(" in type_:
        return None
    words = [word for word in type_.split() if word not in ("*", "const", "volatile")]
    base = " ".join(words)
    base = _SPELT.get(base, base)
    tagged = len(words) == 2 and words[0] in ("struct", "union", "enum")
    plain = all(word.encode() in BASIC for word in base.split())
    return (base, type_.count("*"), "const" in type_) if tagged or plain else None


def conflicting(one: str, other: str) -> bool:
    """Tells whether two declarations of one function with these types surely contradict each other."""
    if one == other:
        return False
    first, second = known(one), known(other)
    if first is None or second is None:
        return _same_but_for_marks(one, other)
    return first[:2] != second[:2] or (first[1] > 0 and first[2] != second[2])


def _same_but_for_marks(one: str, other: str) -> bool:
    """The same unknown type, but with another number of stars, or pointing to something const."""

    def bare(type_: str) -> list[str]:
        return [word for word in type_.split() if word not in ("*", "const")]

    return bare(one) == bare(other) and one.count("*") + other.count("*") > 0 and "(" not in one


def unfit_argument(passed: str, wanted: str) -> bool:
    """Tells whether a value of type `passed` surely is no argument for a parameter of type `wanted`.

    Any two arithmetic types convert, so do a pointer and `void *`, a pointer becomes a `bool` (C11
    6.3.1.2), and qualifiers do not count. An enumeration is some integer: which one, its enumerators
    decide.
    """
    first, second = known(passed), known(wanted)
    if first is None or second is None or first[:2] == second[:2]:
        return False
    if first[1] and second[:2] == ("bool", 0):
        return False
    tagged = [one[0].startswith(("struct", "union")) for one in (first, second)]
    if any(one[0].startswith("enum") for one in (first, second)) and not any(tagged):
        return first[1] != second[1]
    if not first[1] and not second[1]:
        return first[0].startswith(("struct", "union")) or second[0].startswith(("struct", "union"))
    return ("void", 1) not in (first[:2], second[:2])


@lru_cache(maxsize=1 << 16)
def parameter_type(text: bytes) -> str:
    """Returns a parameter's type as tokens without its name and annotations; arrays become pointers."""
    tokens = type_tokens(re.sub(rb"\[[^\]]*\]", b"[]", text))
    pointers = tokens.count(b"[")
    tokens = [token for token in tokens if token not in (b"[", b"]")]
    if b"(" in tokens:
        return joined(_unnamed_pointer(tokens))
    words = [token for token in tokens if WORD.fullmatch(token) and token not in (b"const", b"volatile")]
    least = 2 if words and words[0] in (b"struct", b"union", b"enum") else 1
    if len(words) > least and tokens[-1] == words[-1] and words[-1] not in BASIC:
        tokens = tokens[:-1]
    return joined(tokens + [b"*"] * pointers)


def _unnamed_pointer(tokens: list[bytes]) -> list[bytes]:
    """Drops the name in `int ( * name ) ( ... )`."""
    for at in range(len(tokens) - 2):
        if tokens[at] == b"*" and tokens[at + 2] == b")" and WORD.fullmatch(tokens[at + 1]):
            return tokens[: at + 1] + tokens[at + 2 :]
    return tokens
