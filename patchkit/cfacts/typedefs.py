"""Looks through typedefs, so that `u32` and a typedef of it are one type.

Typedefs whose meaning depends on the configuration (several different definitions in the tree) stay
what they are called: two of them are equal only by name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec.structs import replace

from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.signature import return_type
from patchkit.cfacts.source import source_of
from patchkit.cfacts.text import word_set
from patchkit.model.facts import Parameter, Signature
from patchkit.model.tree import Tree

# The kernel's own names of the fixed-size types (include/uapi/asm-generic/int-ll64.h and
# include/linux/types.h); they are the same on every architecture of today.
_FIXED = {
    "8": ("signed char", "unsigned char"),
    "16": ("short", "unsigned short"),
    "32": ("int", "unsigned int"),
    "64": ("long long", "unsigned long long"),
}
KERNEL_TYPES: Mapping[str, str] = {
    **{f"{prefix}s{bits}": pair[0] for bits, pair in _FIXED.items() for prefix in ("", "__")},
    **{f"{prefix}u{bits}": pair[1] for bits, pair in _FIXED.items() for prefix in ("", "__")},
    **{f"int{bits}_t": pair[0] for bits, pair in _FIXED.items()},
    **{f"uint{bits}_t": pair[1] for bits, pair in _FIXED.items()},
    "uint": "unsigned int",
    "ulong": "unsigned long",
    "ushort": "unsigned short",
    "bool": "_Bool",
}
_TAGS = word_set("struct union enum")
_BUILTIN = word_set(
    "void char short int long signed unsigned float double _Bool const volatile restrict"
)
_DEPTH = 6
_WORD = re.compile(r"\w+")
_TYPEDEF = r"\btypedef\s+([^;{{}}()]*?[\s*])({names})\s*;"


def typedefs_in(tree: Tree, names: Collection[str]) -> dict[str, str]:
    """Returns the meaning of those of `names` that the tree's headers typedef in one way only."""
    wanted = {name for name in names if name not in KERNEL_TYPES}
    if not wanted:
        return {}
    pattern = re.compile(_TYPEDEF.format(names="|".join(map(re.escape, wanted))).encode())
    found: dict[str, set[str]] = {}
    hints = load_hints()
    for path, data in tree.containing({name.encode() for name in wanted}, (".h", ".c")):
        if b"typedef" not in data:
            continue
        for match in pattern.finditer(source_of(path, data).code):
            found.setdefault(match[2].decode(), set()).add(return_type(match[1], hints))
    return {name: meanings.pop() for name, meanings in found.items() if len(meanings) == 1}


def words_of(*signatures: Signature) -> set[str]:
    """Returns the words in the types of signatures that may be typedefs."""
    found: set[str] = set()
    for signature in signatures:
        for text in (signature.returns, *signature.types):
            tokens = _WORD.findall(text)
            tags = {tokens[at + 1] for at, word in enumerate(tokens[:-1]) if word in _TAGS}
            found.update(word for word in tokens if word not in tags | _TAGS | _BUILTIN)
    return found


def resolved(signature: Signature, meanings: Mapping[str, str]) -> Signature:
    """Returns the signature with every typedef that `meanings` or the kernel's own names explain."""

    def parameters(params: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        return tuple(replace(param, type=_resolve(param.type, meanings)) for param in params)

    return replace(
        signature,
        returns=_resolve(signature.returns, meanings),
        params=parameters(signature.params),
        alternatives=tuple(parameters(one) for one in signature.alternatives),
    )


def _resolve(type_: str, meanings: Mapping[str, str]) -> str:
    for _ in range(_DEPTH):
        tokens = type_.split(" ")
        replaced = [
            meanings.get(token) or KERNEL_TYPES.get(token) or token
            if at == 0 or tokens[at - 1] not in _TAGS
            else token
            for at, token in enumerate(tokens)
        ]
        after = " ".join(replaced)
        if after == type_:
            return after
        type_ = after
    return type_
