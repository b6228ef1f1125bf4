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
_LABEL = re.compile(r"[A-Za-z_]\w*\s*:(?!:)")
# Words that take parentheses in front of or behind a declarator without being its name.
_NO_NAME = re.compile(
    r"__(attribute(__)?|declspec|printf|scanf|aligned|section|alloc_size|assume_aligned|releases"
    r"|acquires|cond_acquires|must_hold|nonnull|no_sanitize|error|warning|alias|typeof(__)?)"
    r"|typeof|sizeof|alignas|_Alignas|if|while|for|switch|return|defined"
)


def function_in_heading(heading: str) -> str:
    """Returns the name of the function whose definition the heading starts, or "".

    "" for anything else that a heading can hold: a struct, an initialised variable, a label, a
    declaration (it ends in `;` or says extern), a macro call in capitals, or nothing.
    """
    return _opened(heading, ())


def function_written_for(hunk: Hunk) -> str:
    """Returns the function that the hunk's first changed line was written in, "" for none.

    A removed first line counts with what it opens: a hunk that rewrites a signature was written
    for that function, not for the one above it that the heading names.
    """
    lines = [line.text.decode("utf-8", "surrogateescape") for line in hunk.preimage]
    reach = hunk.leading
    changed = hunk.lines[hunk.leading : hunk.leading + 1]
    if changed and changed[0].op == "-":
        reach += 1
    function = "" if "}" in hunk.heading else function_in_heading(hunk.heading)
    for at, line in enumerate(lines[:reach]):
        if line.startswith("}"):
            function = ""
        elif _STARTS_LINE.match(line) and not _LABEL.match(line):
            function = _scope_from(line, lines[at + 1 :], function)
    return function


def _scope_from(line: str, following: Sequence[str], function: str) -> str:
    """Returns the function that the text behind a line of column 0 is in."""
    complete = line.rstrip().endswith((";", "}", "{")) or "(" in line
    # "static int" alone in a line is half a declaration: the next line names the function.
    return _opened(line, following) if complete else function


def _opened(line: str, following: Sequence[str]) -> str:
    """Returns the name of the function whose definition starts in `line`, or ""."""
    text = line.rstrip()
    if text.startswith("extern") or text.endswith((";", "}")):
        return ""
    before_body = text.split("{", 1)[0]
    if "=" in _outside_parentheses(before_body) or not _is_definition(text, following):
        return ""
    return _declared_name(before_body)


def _is_definition(line: str, following: Sequence[str]) -> bool:
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
        return "" if name.isupper() or "_DEFINE" in name else name
    return ""


def _depths(text: str) -> list[int]:
    depths, depth = [], 0
    for mark in text:
        depths.append(depth)
        depth += (mark == "(") - (mark == ")")
    return depths
