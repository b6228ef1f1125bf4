"""Writes docs/rules.md from the rules themselves: id, summary and what the module says of it.

Usage: python tools/rules.py            (a test fails when the page is not what this writes)
"""

from __future__ import annotations

import sys
from pathlib import Path

from patchkit.rules import RULES
from patchkit.rules.base import Rule
from patchkit.submit import SUBMIT_RULES
from patchkit.submit.base import SubmitRule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
HEAD = """# Rules

Every rule looks at one prefix tree: the tree after patch 1, after patch 2, and so on. The first tree
that shows a finding names the patch that causes it, the first that no longer does the one that mends
it; what the tree shows without the series is pre-existing and only counted. Severity says how bad a
finding is if it is true, confidence how sure patchkit is; `--min-confidence` filters.

This page is written by `tools/rules.py` from the rules' own descriptions; at its end stand the rules of
`patchkit review`, which look at the mails.
"""
SUBMIT = """# Rules for what is sent

`patchkit review` runs these over the mails of a series, or over commits that will be mails. An error or
a warning of medium confidence or more means "not yet"; a note never does. Rules that ask a history (of
the repository the series is for) say nothing where there is none.
"""


def page() -> str:
    """Returns the page as Markdown."""
    parts = [HEAD]
    parts += [_section(rule) for rule in sorted(RULES, key=lambda one: one.id)]
    parts.append(SUBMIT)
    parts += [_section(rule) for rule in sorted(SUBMIT_RULES, key=lambda one: one.id)]
    return "\n".join(parts)


def _section(rule: Rule | SubmitRule) -> str:
    """Returns what a rule's module says; the first line of it stands for a body where there is none."""
    text = (sys.modules[rule.check.__module__].__doc__ or "").strip()
    first, _, body = text.partition("\n\n")
    told = body.strip() or " ".join(first.split())
    return f"## {rule.id}\n\n{rule.summary[:1].upper()}{rule.summary[1:]}.\n\n{told}\n"


if __name__ == "__main__":
    PAGE.write_text(page())
