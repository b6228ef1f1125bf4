"""`patchkit check`: options to a workflow call, the report to stdout, an exit code to the shell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from patchkit.cli.means import means_for
from patchkit.cli.options import (
    base_trees_option,
    confidence_option,
    format_option,
    guessing_options,
    kernel_option,
    look_options,
    pick_option,
    prerequisites_option,
    profile_option,
    reading_options,
    rev_option,
    run_options,
)
from patchkit.cli.settings import looks_of
from patchkit.model.findings import Confidence
from patchkit.model.settings import Display
from patchkit.reports.progress import reporter

if TYPE_CHECKING:
    from patchkit.model.report import Report


@click.command("check")
@click.argument("tree", required=False, default="")
@click.option(
    "--series",
    "-s",
    default="",
    metavar="LOCATION",
    help="A file, folder, git range, message-id, mail in an archive, or - (docs/sources.md).",
)
@reading_options
@pick_option
@click.option("--b4", "mail", flag_value="patch", help="Answer for the mail on stdin (docs/b4.md).")
@click.option("--b4-series", "mail", flag_value="series", help="... and for the whole series it is of.")
@profile_option
@rev_option("Check")
@click.option(
    "--guess-base", "-g", is_flag=True, help="Find the series' base in the repository TREE, check there."
)
@guessing_options
@prerequisites_option()
@base_trees_option("three-way merges of what TREE refuses")
@click.option(
    "--history",
    multiple=True,
    metavar="REPO",
    help="A git history or mail archive to ask where missing names come from; several times.",
)
@kernel_option
@format_option(
    "text",
    "json",
    "terse",
    "markdown",
    "sarif",
    meaning="text, json (docs/report.schema.json), terse (a line per finding), markdown, sarif (2.1.0).",
)
@confidence_option
@look_options("Show every hunk and every pre-existing finding.")
@run_options
@click.pass_context
def check_command(
    ctx: click.Context,
    tree: str,
    series: str,
    version: int | None,
    offline: bool,
    picked: str,
    mail: str | None,
    profile: str,
    rev: str,
    guess_base: bool,
    branches: tuple[str, ...],
    lookback: int,
    prerequisites: tuple[str, ...],
    base_trees: tuple[str, ...],
    history: tuple[str, ...],
    not_a_kernel: bool,
    form: str,
    min_confidence: str,
    color: str,
    width: int | None,
    verbose: bool,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Check a patch series against TREE: a directory, REPO@REV, or a tarball.

    Without --series it is the hot-remove series: patchkit's rendering on the sample kernel, elsewhere
    the posting, fetched once and verified, or what each patch is for. Nothing is ever written to TREE.

    Exit status: 0 clean, 1 findings or does not apply, 2 usage or unreadable input,
    3 incomplete, 130 interrupted.
    """
    if mail:
        _refuse_with_mail(series=series, use_version=version, cherry_pick=picked, format=form)
    elif not tree:
        raise click.UsageError("Missing argument 'TREE'.")
    tree = tree or "."  # b4 runs its checks at the top of one
    if branches and not guess_base:
        raise click.UsageError("-b says where to look for the base: it goes with -g")
    # The files of a working tree need no listing when another commit will be checked.
    elsewhere = rev or ("HEAD" if guess_base else "")
    with (
        reporter(quiet=quiet or bool(mail)) as progress,
        means_for(tree, rev=elsewhere, no_cache=no_cache, progress=progress) as means,
    ):
        # Imported while a helper lists the tree.
        from patchkit.basing import BaseOptions
        from patchkit.workflows.check import check_inputs
        from patchkit.workflows.inputs import CheckOptions, read_inputs

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
            version=version,
            offline=offline,
            picked=picked,
            use_cache=not no_cache,
            guess=BaseOptions(branches, lookback) if guess_base else None,
            look_up=not mail,
        )
        if mail:
            from patchkit.cli.b4 import answer

            whole = mail == "series"
            as_json = form == "json" or (whole and form == "text")
            ctx.exit(answer(asked, means, whole=whole, as_json=as_json))
        progress("opening the tree", 0, 0)
        inputs = read_inputs(asked, sys.stdin.buffer, means, progress=progress)
        report = check_inputs(inputs, asked, progress=progress, means=means)
    looks = looks_of(ctx, Display(color, width, verbose), inputs.display)
    _render(report, form, looks)
    from patchkit.cli.exits import of_report

    ctx.exit(of_report(report))


def _refuse_with_mail(**options: object) -> None:
    """Raises for options that mean nothing where one mail is asked about."""
    for name, value in options.items():
        if value and value not in ("text", "json", "terse"):
            given = name.replace("_", "-")
            raise click.UsageError(f"--b4 answers for the mail on stdin; --{given} has no part in it")


def _render(report: Report, form: str, looks: Display) -> None:
    """Writes the report; only the renderer that was asked for is imported."""
    if form == "json":
        from patchkit.reports import json

        json.render(report, sys.stdout)
    elif form == "terse":
        from patchkit.reports import terse

        terse.render(report, sys.stdout)
    elif form == "markdown":
        from patchkit.reports import markdown

        markdown.render(report, sys.stdout)
    elif form == "sarif":
        from patchkit.reports import sarif

        sarif.render(report, sys.stdout)
    else:
        from patchkit.reports import terminal

        wanted = {"always": True, "never": False}.get(looks.color or "auto")
        terminal.render(report, sys.stdout, color=wanted, width=looks.width, verbose=bool(looks.verbose))
