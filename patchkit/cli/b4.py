"""`patchkit check --b4` and `--b4-series`: a mail on stdin, an answer in b4's check protocols.

stderr stays empty unless it failed: b4 takes a line there for a failure.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from patchkit.cli.exits import Exit
from patchkit.model.findings import Severity

if TYPE_CHECKING:
    from patchkit.search.means import Means
    from patchkit.workflows.inputs import CheckOptions


def answer(options: CheckOptions, means: Means, *, whole: bool, as_json: bool) -> Exit:
    """Answers for the mail on stdin and returns the exit code.

    0 nothing to say, 1 something is said, 3 it may be wrong for want of other mails or of a file; b4
    looks at it only where nothing was printed.
    """
    from patchkit.reports.b4 import render_json, render_lines, said
    from patchkit.workflows.mail_check import check_mail

    found = check_mail(
        sys.stdin.buffer.read(),
        options,
        tracking=os.environ.get("B4_TRACKING_FILE", ""),
        whole=whole,
        means=means,
    )
    (render_json if as_json else render_lines)(found, sys.stdout)
    told = said(found)
    incidents = [one for one in told if one.incident is not None and not one.incident.harmless]
    if incidents or not found.judged:
        return Exit.INCOMPLETE
    return Exit.FINDINGS if any(one.severity is not Severity.NOTE for one in told) else Exit.CLEAN
