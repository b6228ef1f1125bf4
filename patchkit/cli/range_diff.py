"""`patchkit range-diff`: two versions of a series, compared from their mails."""

from __future__ import annotations

import sys

import click

from patchkit.cli.exits import Exit
from patchkit.cli.options import color_option, format_option, offline_option
from patchkit.model.compare import Comparison
from patchkit.rangediff import CREATION_FACTOR
from patchkit.readers import ReadOptions
from patchkit.reports.rangediff import Display, render_json, render_text
from patchkit.workflows.compare import compare_series, compare_versions


@click.command("range-diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--use-versions",
    "-v",
    "versions",
    nargs=2,
    type=click.IntRange(1),
    metavar="M N",
    help="Without NEW: versions M and N of the series at OLD, not the newest and the one before.",
)
@offline_option
@click.option(
    "--creation-factor",
    type=click.IntRange(min=0),
    default=CREATION_FACTOR,
    show_default=True,
    metavar="PERCENT",
    help="How much of a patch may differ before it counts as another one; git's.",
)
@click.option("--no-patch", "-s", is_flag=True, help="Only which patch became which, and the notes.")
@click.option("--full", is_flag=True, help="Show places too where neither code nor message changes.")
@click.option("--no-dual-color", is_flag=True, help="Colour lines by the outer marks alone.")
@color_option
@format_option("text", "json", meaning="text (default) or json (with a schema_version).")
@click.pass_context
def range_diff_command(
    ctx: click.Context,
    old: str,
    new: str | None,
    versions: tuple[int, int] | None,
    offline: bool,
    creation_factor: int,
    no_patch: bool,
    full: bool,
    no_dual_color: bool,
    color: str,
    form: str,
) -> None:
    """Compare the series OLD and NEW, two versions or an original and its port, from mails alone.

    Each is what every command takes for a series: an mbox, a mail, a folder of patches, a branch, a
    thread's message-id, - (stdin). Without NEW, two versions of the series at OLD are compared.

    Marks are those of git range-diff: = same, ! changed, < dropped, > new; and ~ where only context,
    layout or the trailers of people differ.

    Exit status: 0 every patch is = or ~, 1 some are not, 2 usage or unreadable input, 3 incomplete.
    """
    if old == new == "-":
        raise click.UsageError("only one of the two series can come from stdin")
    if new is not None and versions:
        raise click.UsageError("-v is for two versions of one series, without NEW")
    stdin, options = sys.stdin.buffer, ReadOptions(offline=offline)
    if new is None:
        comparison = compare_versions(
            old, versions or None, creation_factor=creation_factor, stdin=stdin, options=options
        )
    else:
        comparison = compare_series(
            old, new, creation_factor=creation_factor, stdin=stdin, options=options
        )
    if form == "json":
        render_json(comparison, sys.stdout)
    else:
        wanted = {"auto": None, "always": True, "never": False}[color]
        render_text(comparison, sys.stdout, Display(not no_patch, full, not no_dual_color, wanted))
    ctx.exit(_exit_code(comparison))


def _exit_code(comparison: Comparison) -> Exit:
    if any(not incident.harmless for incident in comparison.incidents):
        return Exit.INCOMPLETE
    return Exit.CLEAN if comparison.same else Exit.FINDINGS
