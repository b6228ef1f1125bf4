"""Whether an argument of one type can be meant for a parameter of another, as far as text tells.

C11 6.5.2.2 and 6.5.16.1, of which only the certain violations are kept: a pointer for a number (a bool
takes one), a number for a pointer, pointers to different structs or to integers of different width, a
struct for anything else. A constant that may be 0 may be a null pointer. Typedefs are not looked
through, but for the kernel's names of integers; what is behind another one fits everything, and so
does an integer whose width an architecture or a compiler chooses.
"""

from __future__ import annotations

import re

from msgspec import Struct

from patchkit.cfacts.text import word_set
from patchkit.cfacts.typedefs import KERNEL_TYPES

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


class _Shape(Struct, frozen=True):
    """What counts of a type: "struct x", "integer", "void" or "" (unknown), behind so many `*`.

    `width` is an integer's own type without its sign ("short", "long long"), "" where that is open.
    """

    base: str
    depth: int
    width: str = ""


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
    if _ANYTHING in (wanted, given) or not wanted.base or not given.base:
        return False
    if wanted.base != given.base or wanted.depth != given.depth:
        return True
    widths = {wanted.width, given.width}
    # An enumeration is an int, or unsigned, as its enumerators need it.
    enumeration = any(one.startswith("enum ") for one in widths)
    return len(widths) > 1 and "" not in widths and not (enumeration and "int" in widths)


_ANYTHING = _Shape("void", 1)


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
    if words == ["void"]:
        return _Shape("void", depth)
    if words[0] == "enum":
        return _Shape("integer", depth, " ".join(words[:2]) if len(words) > 1 else "")
    spelt = KERNEL_TYPES.get(words[0], "").split() if len(words) == 1 else []
    if all(word in _INTEGERS for word in spelt or words):
        return _Shape("integer", depth, _width(spelt or words))
    if len(words) == 1 and _INTEGER_NAMES.fullmatch(words[0]):
        return _Shape("integer", depth)
    return _Shape("", depth)


def _width(words: list[str]) -> str:
    if words.count("long") > 1:
        return "long long"
    named = [word.strip("_") for word in words if word.strip("_") not in ("signed", "unsigned", "int")]
    return named[0].lower() if named else "int"


def integer(text: str) -> bool:
    """Tells whether a type is certainly an integer, an enum included."""
    shape = _shape(text)
    return shape is not None and shape.base == "integer" and not shape.depth
