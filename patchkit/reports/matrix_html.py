"""A matrix as one HTML file: no script, no font, no picture, nothing from elsewhere.

The page is a Jinja2 template, with autoescaping on: every text of a series or a tree is a stranger's.
Control characters are shown as in all other forms. Refuses to judge and to sort.
"""

from __future__ import annotations

from typing import TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from patchkit.model.matrix import MatrixReport
from patchkit.reports import matrix
from patchkit.reports.text import printable


def render_html(report: MatrixReport, out: TextIO) -> None:
    """Writes the report; what is not in the stream's encoding becomes a character reference."""
    page = _environment().get_template("matrix.html.j2").render(report=report)
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(page.encode(encoding, "xmlcharrefreplace").decode(encoding) + "\n")


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("patchkit.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    made.globals.update(
        {
            "meaning": matrix.MEANING,
            "short": matrix.SHORT,
            "head": matrix.head,
            "title": matrix.title,
            "good": matrix.good,
            "verdict_word": matrix.verdict_word,
            "patch_word": matrix.patch_word,
            "patches_of": matrix.patches_of,
            "states_shown": matrix.states_shown,
            "epoch_words": matrix.epoch_words,
            "step_words": matrix.step_words,
            "order_words": matrix.order_words,
            "incidents_of": matrix.incidents_of,
        }
    )
    return made
