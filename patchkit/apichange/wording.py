"""A signature in words a C programmer reads: one form for findings, reports and comparisons."""

from __future__ import annotations

from patchkit.model.facts import Signature


def shown(signature: Signature | None, name: str) -> str:
    """Returns a signature as C text: "int arch_remove_memory(int nid, u64 start)"; "" for None."""
    if signature is None:
        return ""
    inside = ", ".join(str(param) for param in signature.params)
    if signature.variadic:
        inside += ", ..." if inside else "..."
    if signature.macro:
        return f"#define {name}({inside})"
    space = "" if not signature.returns or signature.returns.endswith("*") else " "
    return f"{signature.returns}{space}{name}({inside or ('' if signature.unspecified else 'void')})"
