"""What a path says about the architecture it is for."""

from __future__ import annotations


def architecture(path: str) -> str:
    """Returns the architecture of a file ("arm64", "x86-32", "x86-64", "x86"), "" for all of them.

    The kernel keeps an architecture's code in arch/NAME/; x86 keeps two of them in one folder, and
    says in many file names which one is meant (init_32.c, init_64.c).
    """
    parts = path.split("/")
    if parts[0] == "tools":
        parts = parts[1:]
    if len(parts) < 3 or parts[0] != "arch":
        return ""
    if parts[1] != "x86":
        return parts[1]
    stem = parts[-1].split(".", 1)[0]
    return f"x86-{stem[-2:]}" if stem.endswith(("_32", "-32", "_64", "-64")) else "x86"


def in_tools(path: str) -> bool:
    """Tells whether a file belongs to tools/, which has copies of kernel names of its own."""
    return path.startswith("tools/")
