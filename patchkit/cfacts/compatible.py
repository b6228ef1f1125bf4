"""Whether an argument of one type can be meant for a parameter of another, as far as text tells.

C11 6.5.2.2 and 6.5.16.1, of which only the certain violations are kept: a pointer for a number (a bool
takes one), a number for a pointer, pointers to different structs, a struct for anything else. A constant
that may be 0 may be a null pointer. Typedefs are not
looked through, but for the kernel's names of integers; what is behind another one fits everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from patchkit.cfacts.text import word_set

# The "type" of a constant that is 0, or may be.
CONSTANT = "0"

_INTEGERS = word_set("char short int long signed unsigned bool _Bool __signed__ __int128")
_INTEGER_NAMES = re.compile(
    r"(?:__)?[usbl]e?(?:8|16|32|64)|u?int(?:8|16|32|64|ptr)?_t|u(?:char|short|int|long)|__?[bl]e(?:16|32|64)"
    r"|(?:__kernel_)?(?:s?size|loff|off|ino|dev|pid|uid|gid|mode|umode|time64|time|clock)_t"
    r"|gfp_t|fmode_t|sector_t|blkcnt_t|pgoff_t|dma_addr_t|phys_addr_t|resource_size_t|cycle_t|ktime_t|slab_flags_t"
)
_BOOL = re.compile(r"(?:const )?(?:bool|_Bool)")
_IGNORED = word_set("const volatile restrict __restrict register static")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What counts of a type: "struct x", "integer", "void" or "" (unknown), behind so many `*`."""

    base: str
    depth: int


def contradicts(parameter: str, argument: str) -> bool:
    """Tells whether a value of type `argument` certainly cannot be meant for a `parameter`."""
    wanted, given = _shape(parameter), _shape(argument)
    if wanted is None or given is None:
        return False
    if argument == CONSTANT:
        return not wanted.depth and wanted.base.startswith("struct ")
    if given.depth and _BOOL.fullmatch(parameter):
        return False
    if not wanted.depth and not given.depth:
        known = wanted.base and given.base
        return bool(known) and wanted.base != given.base
    if not wanted.depth or not given.depth:
        value = given if wanted.depth else wanted
        return bool(value.base)
    if "void" in (wanted.base, given.base) or not wanted.base or not given.base:
        return False
    return wanted.base != given.base or wanted.depth != given.depth


def _shape(text: str) -> _Shape | None:
    """Returns the shape of a type, None for functions, unions and what is not known at all."""
    if not text or "(" in text or "typeof" in text or "..." in text:
        return None
    depth = text.count("*") + text.count("[")
    words = [word for word in re.findall(r"\w+", re.sub(r"\[[^]]*\]", "", text)) if word not in _IGNORED]
    if not words or words[0] == "union":
        return None
    if words[0] == "struct":
        return _Shape(" ".join(words[:2]), depth) if len(words) > 1 else None
    if words[0] == "enum" or all(word in _INTEGERS for word in words):
        return _Shape("integer", depth)
    if words == ["void"]:
        return _Shape("void", depth)
    if len(words) == 1 and _INTEGER_NAMES.fullmatch(words[0]):
        return _Shape("integer", depth)
    return _Shape("", depth)
