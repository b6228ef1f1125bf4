"""What a path says about the architecture it is for."""

from __future__ import annotations


def architecture(path: str) -> str:
    """Returns the architecture of a file ("arm64", "x86-32", "x86-64", "x86"), "" for all of them.

    The kernel keeps an architecture's code in arch/NAME/; x86 keeps two of them in one folder and
    says in many file and folder names which one is meant.
    """
    parts = path.split("/")
    if parts[0] == "tools":
        parts = parts[1:]
    if len(parts) < 3 or parts[0] != "arch":
        return ""
    if parts[1] != "x86":
        return parts[1]
    for part in reversed(parts[2:]):
        stem = part.rsplit(".", 1)[0]
        if stem.endswith(("_32", "-32", "32")):
            return "x86-32"
        if stem.endswith(("_64", "-64", "64")):
            return "x86-64"
    return "x86"


def in_tools(path: str) -> bool:
    """Tells whether a file belongs to tools/, which has copies of kernel names of its own."""
    return path.startswith("tools/")
