"""Writes docs/rules.md from the rules themselves: id, summary and what the module says of it.

Usage: python tools/rules.py            (a test fails when the page is not what this writes)
"""

from __future__ import annotations

import sys
from pathlib import Path

from patchkit.rules import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
HEAD = """# Rules

Every rule looks at one prefix tree: the tree after patch 1, after patch 2, and so on. The first tree
that shows a finding names the patch that causes it, the first that no longer does the one that mends
it; what the tree shows without the series is pre-existing and only counted. Severity says how bad a
finding is if it is true, confidence how sure patchkit is; `--min-confidence` filters.

This page is written by `tools/rules.py` from the rules' own descriptions.
"""


def page() -> str:
    """Returns the page as Markdown."""
    parts = [HEAD]
    for rule in sorted(RULES, key=lambda one: one.id):
        module = sys.modules[rule.check.__module__]
        text = (module.__doc__ or "").strip()
        _, _, body = text.partition("\n\n")
        parts.append(
            f"## {rule.id}\n\n{rule.summary[:1].upper()}{rule.summary[1:]}.\n\n{body.strip()}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())
