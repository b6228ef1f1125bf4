"""`patchkit check`: options to a workflow call, the report to stdout, an exit code to the shell."""

from __future__ import annotations

import sys

import click

from patchkit.cli.exits import of_report
from patchkit.model.findings import Confidence
from patchkit.reports import json, terminal, terse
from patchkit.reports.progress import reporter
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions


@click.command("check")
@click.argument("tree")
@click.option("--series", "-s", default="", metavar="LOCATION", help="mbox, mail, folder or - (stdin).")
@click.option("--profile", default="", metavar="DIR", help="Folder with the profile.toml of the series.")
@click.option("--rev", default="", metavar="REV", help="Check this revision of the repository TREE.")
@click.option(
    "--prerequisite",
    "prerequisites",
    multiple=True,
    metavar="LOCATION",
    help="A series to place on the tree first, in memory; may be given several times.",
)
@click.option(
    "--base-tree",
    "base_trees",
    multiple=True,
    metavar="LOCATION",
    help="A tree the series may fit, for three-way merges of what TREE refuses; several times.",
)
@click.option(
    "--history",
    multiple=True,
    metavar="REPO",
    help="A git history or mail archive to ask where missing names come from; several times.",
)
@click.option("--not-a-kernel", is_flag=True, help="Allow any C tree.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "terse"]),
    default="text",
    help="text (default), json (docs/report.schema.json), or one line per finding.",
)
@click.option(
    "--min-confidence",
    type=click.Choice([one.value for one in Confidence]),
    default=Confidence.LOW.value,
    help="Leave out findings that are less certain.",
)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--verbose", "-v", is_flag=True, help="Show every hunk and every pre-existing finding.")
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")
@click.pass_context
def check_command(
    ctx: click.Context,
    tree: str,
    series: str,
    profile: str,
    rev: str,
    prerequisites: tuple[str, ...],
    base_trees: tuple[str, ...],
    history: tuple[str, ...],
    not_a_kernel: bool,
    form: str,
    min_confidence: str,
    color: str,
    verbose: bool,
    quiet: bool,
) -> None:
    """Check a patch series against TREE: a directory, REPO@REV, or a tarball.

    Without --series the embedded hot-remove series is checked. Nothing is ever written to TREE.

    Exit status: 0 clean, 1 findings or does not apply, 2 usage or unreadable input,
    3 incomplete, 130 interrupted.
    """
    asked = CheckOptions(
        tree=tree,
        rev=rev,
        kernel=not not_a_kernel,
        series=series,
        profile=profile,
        prerequisites=prerequisites,
        base_trees=base_trees,
        history=history,
        min_confidence=Confidence(min_confidence),
    )
    with reporter(quiet=quiet) as progress:
        report = check(asked, stdin=sys.stdin.buffer, progress=progress)
    if form == "json":
        json.render(report, sys.stdout)
    elif form == "terse":
        terse.render(report, sys.stdout)
    else:
        wanted = {"auto": None, "always": True, "never": False}[color]
        terminal.render(report, sys.stdout, color=wanted, width=None, verbose=verbose)
    ctx.exit(of_report(report))
