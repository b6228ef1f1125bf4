"""`patchkit review`: what a maintainer would find in a series, before it is sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from patchkit.cli.exits import Exit
from patchkit.cli.means import means_for
from patchkit.cli.options import (
    color_option,
    confidence_option,
    format_option,
    kernel_option,
    pick_option,
    prerequisites_option,
    reading_options,
    run_options,
)
from patchkit.model.findings import Confidence
from patchkit.reports.progress import reporter

if TYPE_CHECKING:
    from patchkit.model.review import Review


@click.command("review")
@click.argument("series", required=False, default="", metavar="[SERIES|RANGE]")
@click.option(
    "--tree",
    "-t",
    default="",
    metavar="TREE",
    help="The tree or repository the series is for; the one you stand in by default.",
)
@click.option(
    "--branch",
    "-b",
    "targets",
    multiple=True,
    metavar="TREE",
    help="A tree it will meet: a revision of that repository, or any tree; several times.",
)
@click.option(
    "--checkpatch",
    is_flag=True,
    help="Run the base's own scripts/checkpatch.pl too; it is a program of that tree.",
)
@click.option(
    "--maintainers",
    is_flag=True,
    help="Ask the base's own scripts/get_maintainer.pl whom to tell; it is a program of that tree.",
)
@prerequisites_option("each tree")
@reading_options
@pick_option
@kernel_option
@format_option(
    "text", "json", "markdown", meaning="text (default), json (docs/review.schema.json) or markdown."
)
@confidence_option
@color_option
@run_options
@click.pass_context
def review_command(
    ctx: click.Context,
    series: str,
    tree: str,
    targets: tuple[str, ...],
    checkpatch: bool,
    maintainers: bool,
    prerequisites: tuple[str, ...],
    version: int | None,
    offline: bool,
    picked: str,
    not_a_kernel: bool,
    form: str,
    min_confidence: str,
    color: str,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Tell what a maintainer would find in a series, before it is sent: in the mails and in the code.

    SERIES is what every command takes for a series; RANGE (A..B, a branch) is of the repository of TREE.
    Without either it is what your branch has beyond its upstream. The code is checked on the commit the
    series was made on, where that is said, else on TREE; and on each -b.

    Exit status: 0 ready to send, 1 not yet, 2 usage or unreadable input, 3 incomplete.
    """
    with (
        reporter(quiet=quiet) as progress,
        # Which tree it is comes out when the series is read; none is listed ahead of that.
        means_for("", rev="HEAD", no_cache=no_cache, progress=progress) as means,
    ):
        from patchkit.workflows.review import ReviewOptions, review

        asked = ReviewOptions(
            series=series,
            tree=tree,
            targets=targets,
            prerequisites=prerequisites,
            checkpatch=checkpatch,
            maintainers=maintainers,
            kernel=not not_a_kernel,
            min_confidence=Confidence(min_confidence),
            version=version,
            offline=offline,
            picked=picked,
            use_cache=not no_cache,
        )
        result = review(asked, stdin=sys.stdin.buffer, progress=progress, means=means)
    _render(result, form, color)
    ctx.exit(_exit_code(result))


def _render(result: Review, form: str, color: str) -> None:
    from patchkit.reports import review as renderer

    if form == "json":
        renderer.render_json(result, sys.stdout)
    elif form == "markdown":
        renderer.render_markdown(result, sys.stdout)
    else:
        wanted = {"auto": None, "always": True, "never": False}[color]
        renderer.render_text(result, sys.stdout, color=wanted, width=None)


def _exit_code(result: Review) -> Exit:
    from patchkit.model.review import Readiness

    if result.verdict is Readiness.INCOMPLETE:
        return Exit.INCOMPLETE
    return Exit.CLEAN if result.verdict is Readiness.READY else Exit.FINDINGS
