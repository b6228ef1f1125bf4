"""Which function a hunk was written for, read from the hunk alone.

The text behind the second `@@` is the last line above the hunk that looks like the start of a
function. The hunk's own leading lines may close that function or open another one; what its first
changed line then stands in is the function it was written for. This reads single lines and never
parses C: where it cannot tell, it says "" and nothing is decided by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from patchkit.model.diff import Hunk

# A declarator is `name(`, or `(*name(` for a function that returns a function pointer.
_DECLARATOR = re.compile(r"(?:\(\s*\*+\s*)?\b([A-Za-z_]\w*)\s*(?=\((\s*\*)?)")
_STARTS_LINE = re.compile(r"[A-Za-z_]")
# A brace in column 0 ends a function; a comment that starts there or goes on in column 1 is outside.
_LEAVES = re.compile(r"\}|/\*| \*(?:[ /]|$)")
# Further lines of a parameter list: a type in front of each name, no expressions.
_PARAMETER = r"(?:\w+\s+)+\**\w+(?:\[\w*\])*"
_PARAMETERS = re.compile(rf"\s+{_PARAMETER}(?:,\s*{_PARAMETER})*,?\s*(?:\).*)?")
_LABEL = re.compile(r"[A-Za-z_]\w*\s*:(?!:)")
LONGEST_HEAD = 24
"""Lines in which a signature ends and its body begins."""
# Words that take parentheses in front of or behind a declarator without being its name.
_NO_NAME = re.compile(
    r"__(attribute(__)?|declspec|printf|scanf|aligned|section|alloc_size|assume_aligned|releases"
    r"|acquires|cond_acquires|must_hold|nonnull|no_sanitize|error|warning|alias|typeof(__)?)"
    r"|typeof|sizeof|alignas|_Alignas|if|while|for|switch|return|defined"
)


def function_in_heading(heading: str) -> str:
    """Returns the name of the function whose definition the heading starts, or "".

    A function that a macro makes has the macro's name. "" for anything else that a heading can
    hold: a struct, an initialised variable, a label, a declaration (it ends in `;` or says extern),
    any other macro call in capitals, or nothing.
    """
    return _opened(heading, ())


def function_written_for(hunk: Hunk) -> str:
    """Returns the function that the hunk's first changed line was written in, "" for none.

    A removed first line counts with what it opens: a hunk that rewrites a signature was written
    for that function, not for the one above it that the heading names.
    """
    lines = [line.text.decode("utf-8", "surrogateescape") for line in hunk.preimage]
    outside = "}" in hunk.heading or _is_prototype(hunk.heading, lines[: hunk.leading])
    function = "" if outside else function_in_heading(hunk.heading)
    for at, line in enumerate(lines[: hunk.leading]):
        if _LEAVES.match(line):
            function = ""
        elif _starts(line):
            function = _scope_from(line, lines[at + 1 :], function)
    changed = hunk.lines[hunk.leading : hunk.leading + 1]
    if changed and changed[0].op == "-":
        return _scope_of_removed(lines[hunk.leading :], function)
    return function


def _is_prototype(heading: str, following: Sequence[str]) -> bool:
    """Tells whether the lines behind a heading end its parameter list, and nothing but it."""
    if heading.count("(") <= heading.count(")"):
        return False
    for line in following:
        if not _PARAMETERS.fullmatch(line):
            return False
        if ")" in line:
            return line.rstrip().endswith(";")
    return False


def function_rewritten(hunk: Hunk) -> str:
    """Returns the first function whose definition the hunk's removed lines start, "" for none.

    It may be another one than the hunk was written for: a comment above the definition comes first.
    """
    lines = [line.text.decode("utf-8", "surrogateescape") for line in hunk.preimage]
    removed = [line.op == "-" for line in hunk.lines if line.op != "+"]
    for at, line in enumerate(lines):
        if (
            removed[at]
            and _starts(line)
            and not _half(line)
            and (name := _opened(line, lines[at + 1 :]))
        ):
            return name
    return ""


def is_definition(lines: Sequence[bytes], name: str) -> bool:
    """Tells whether the first of these lines of a file starts a definition of the function `name`.

    The way git finds it for a heading: a line that begins in column 0. It sees what a parser does not,
    such as a function behind braces that `#if` splits.
    """
    if not lines or not (lines[0][:1].isalpha() or lines[0][:1] == b"_"):
        return False
    first, *following = (one.decode("utf-8", "surrogateescape") for one in lines[:LONGEST_HEAD])
    return _starts(first) and _opened(first, following) == name


def _scope_of_removed(lines: Sequence[str], function: str) -> str:
    """Returns the function that the first removed line is in: the one it starts, or `function`."""
    for at, line in enumerate(lines[:2]):
        if not _starts(line):
            break
        if not _half(line):
            head, brace, _ = line.partition("{")  # its body may follow, and end, in the same line
            return _opened(head + brace, lines[at + 1 :])
    return function


def _starts(line: str) -> bool:
    """Tells whether something new starts at file scope with this line."""
    return _STARTS_LINE.match(line) is not None and _LABEL.match(line) is None


def _half(line: str) -> bool:
    """Tells whether this is half a declaration, "static int" alone: the next line has the name."""
    return "(" not in line and not line.rstrip().endswith((";", "}", "{"))


def _scope_from(line: str, following: Sequence[str], function: str) -> str:
    """Returns the function that the text behind a line of column 0 is in."""
    return function if _half(line) else _opened(line, following)


def _opened(line: str, following: Sequence[str]) -> str:
    """Returns the name of the function whose definition starts in `line`, or ""."""
    text = line.rstrip()
    if text.startswith("extern") or text.endswith((";", "}")) or "##" in text:
        return ""
    before_body = text.split("{", 1)[0]
    if "=" in _outside_parentheses(before_body) or not _has_body(text, following):
        return ""
    return _declared_name(before_body)


def _has_body(line: str, following: Sequence[str]) -> bool:
    """Tells whether a body follows; a text that ends too early is taken for a definition."""
    for text in (line, *following):
        for mark in text:
            if mark in "{;":
                return mark == "{"
        if text.startswith(("}", "#")):
            break
    return True


def _outside_parentheses(text: str) -> str:
    outside, depth = [], 0
    for mark in text:
        depth += (mark == "(") - (mark == ")")
        if depth == 0:
            outside.append(mark)
    return "".join(outside)


def _declared_name(text: str) -> str:
    """Returns the first name with a parameter list at the outer level, skipping annotations."""
    depth_at = _depths(text)
    for match in _DECLARATOR.finditer(text):
        name, pointer_follows = match[1], match[2]
        if depth_at[match.start()] or pointer_follows or _NO_NAME.fullmatch(name):
            continue
        # SYSCALL_DEFINE3(...) makes a function, and an outline calls it by the macro's name too.
        return "" if name.isupper() and "DEFINE" not in name else name
    return ""


def _depths(text: str) -> list[int]:
    depths, depth = [], 0
    for mark in text:
        depths.append(depth)
        depth += (mark == "(") - (mark == ")")
    return depths
