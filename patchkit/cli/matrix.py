"""`patchkit matrix`: options to trees, series and an executor; the report to stdout."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from patchkit.cli.exits import Exit
from patchkit.cli.options import (
    base_trees_option,
    confidence_option,
    format_option,
    kernel_option,
    look_options,
    pick_option,
    prerequisites_option,
    reading_options,
    run_options,
)
from patchkit.model.findings import Confidence
from patchkit.model.settings import Display
from patchkit.reports.progress import Progress, reporter

if TYPE_CHECKING:
    from patchkit.matrix.executors import Executor
    from patchkit.matrix.run import Finished, MatrixOptions
    from patchkit.model.matrix import MatrixReport


@click.command("matrix")
@click.argument("trees", nargs=-1, metavar="[TREE]...")
@click.option(
    "--repo",
    "repositories",
    multiple=True,
    metavar="REPO",
    help="A repository, or the URL of one; several times. By default the one you are in.",
)
@click.option(
    "--branches",
    "-b",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="Revisions of it: a name, linux-*.y, or v4.19..v6.12; several times.",
)
@click.option(
    "--series",
    "-s",
    "series",
    multiple=True,
    metavar="LOCATION",
    help="A series, as `check` takes it; several times. Default: the hot-remove series.",
)
@reading_options
@pick_option
@prerequisites_option("every tree")
@base_trees_option("three-way merges of what is refused")
@kernel_option
@confidence_option
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1),
    default=None,
    metavar="N",
    help="How many processes; 1 is this one alone. Default: one a core.",
)
@click.option(
    "--cluster", default="", metavar="ADDRESS", help="A scheduler of dask.distributed that has workers."
)
@click.option(
    "--local-cluster",
    type=click.IntRange(1),
    metavar="N",
    help="A cluster of dask.distributed, for this run, of N processes here.",
)
@click.option("--resume", is_flag=True, help="Go on from what an interrupted run has kept.")
@click.option(
    "--results",
    default="",
    metavar="FILE",
    help="Keep results in this file. Default: one in the cache folder, until all is done.",
)
@format_option(
    "text",
    "json",
    "markdown",
    "html",
    meaning="text, json (docs/matrix.schema.json), markdown, or html (one file that needs no other).",
)
@look_options("Say why, for every patch and tree.")
@run_options
@click.pass_context
def matrix_command(
    ctx: click.Context,
    trees: tuple[str, ...],
    repositories: tuple[str, ...],
    patterns: tuple[str, ...],
    series: tuple[str, ...],
    version: int | None,
    offline: bool,
    picked: str,
    prerequisites: tuple[str, ...],
    base_trees: tuple[str, ...],
    not_a_kernel: bool,
    min_confidence: str,
    jobs: int | None,
    cluster: str,
    local_cluster: int | None,
    resume: bool,
    results: str,
    form: str,
    color: str,
    width: int | None,
    verbose: bool,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Check many series against many trees, and say what to port first.

    A TREE is a directory, REPO@REV, URL@REV or a tarball. What is done is kept as it comes; --resume
    goes on from there. Nothing is ever written to a tree.

    Exit status: 0 all clean, 1 findings or does not apply, 2 usage or unreadable input,
    3 incomplete, 130 interrupted.
    """
    if len([one for one in (jobs, cluster, local_cluster) if one]) > 1:
        raise click.UsageError("--jobs, --cluster and --local-cluster exclude each other")
    from patchkit.matrix.choose import choose_trees
    from patchkit.matrix.run import MatrixOptions
    from patchkit.matrix.sources import read_tasks
    from patchkit.matrix.work import setting_of
    from patchkit.workflows.inputs import CheckOptions

    if not trees and not repositories and not patterns:
        raise click.UsageError("which trees? Give TREE, or --repo REPO and -b PATTERN")
    chosen = choose_trees(trees, repositories or (".",) * bool(patterns), patterns)
    asked = CheckOptions(
        tree="",
        kernel=not not_a_kernel,
        prerequisites=prerequisites,
        base_trees=base_trees,
        min_confidence=Confidence(min_confidence),
        version=version,
        offline=offline,
        picked=picked,
        use_cache=not no_cache,
    )
    with reporter(quiet=quiet) as progress:
        tasks = read_tasks(series, asked, sys.stdin.buffer, progress)
        options = MatrixOptions(chosen, tasks, setting_of(asked))
        executor = _executor(jobs, cluster, local_cluster)
        try:
            finished, place = _finished(options, executor, results, progress, resume=resume)
        finally:
            executor.close()
    _render(finished.report, form, Display(color, width, verbose))
    ctx.exit(_exit(finished, place))


def _finished(
    options: MatrixOptions, executor: Executor, results: str, progress: Progress, *, resume: bool
) -> tuple[Finished, str]:
    """Returns what came of the matrix, and where its cells are kept, if they still are."""
    from patchkit.matrix.kept import Kept, default_file
    from patchkit.matrix.run import run_matrix

    place = results or default_file(options.trees, options.tasks, options.setting)
    kept = Kept(place, resume=resume)
    done = False
    try:
        finished = run_matrix(options, executor, kept, progress=progress)
        done = finished.report.complete
    finally:
        kept.close(drop=done and not results)
    return finished, place


def _executor(jobs: int | None, cluster: str, local_cluster: int | None) -> Executor:
    from patchkit.matrix.executors import Pool, Serial

    if cluster or local_cluster:
        from patchkit.matrix.cluster import Cluster

        return Cluster(cluster, local_cluster or 0)
    return Serial() if jobs == 1 else Pool(jobs)


def _render(report: MatrixReport, form: str, looks: Display) -> None:
    """Writes the report; only the renderer that was asked for is imported."""
    if form == "json":
        from patchkit.reports.matrix import render_json

        render_json(report, sys.stdout)
    elif form == "markdown":
        from patchkit.reports.matrix_markdown import render_markdown

        render_markdown(report, sys.stdout)
    elif form == "html":
        from patchkit.reports.matrix_html import render_html

        render_html(report, sys.stdout)
    else:
        from patchkit.reports.matrix_text import render_text

        wanted = {"always": True, "never": False}.get(looks.color or "auto")
        render_text(report, sys.stdout, color=wanted, width=looks.width, verbose=bool(looks.verbose))


def _exit(finished: Finished, kept: str) -> Exit:
    report = finished.report
    if finished.interrupted:
        words = report.incidents[0].message
        click.echo(f"patchkit: {words}; what is done is kept in {kept}, --resume goes on", err=True)
        return Exit.INTERRUPTED
    from patchkit.cli.exits import of_matrix

    return of_matrix(report)
