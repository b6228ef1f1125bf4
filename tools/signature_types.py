"""Signatures as the truth test compares them: types as tokens, without names and annotations.

Typedefs are not resolved and no two spellings are called equal but those of the basic integer types.
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
