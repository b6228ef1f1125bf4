"""`patchkit base`: which commit of a repository a series was made on, and why that one."""

from __future__ import annotations

import sys

import click
from msgspec.structs import replace

from patchkit.basing import BaseOptions
from patchkit.cli.exits import Exit
from patchkit.cli.options import format_option, guessing_options, no_cache_option, reading_options
from patchkit.gitio import find_repository
from patchkit.model.base import FoundBase
from patchkit.readers import ReadOptions, read_series
from patchkit.reports.base import build, render_json, render_text
from patchkit.reports.progress import reporter
from patchkit.workflows.base import find_base
from patchkit.workflows.prior import prerequisites_of


@click.command("base")
@click.argument("series")
@click.argument("repository", metavar="REPO", default=".")
@reading_options
@guessing_options
@click.option(
    "--prerequisite",
    "prerequisites",
    multiple=True,
    metavar="LOCATION",
    help="A series that comes before; may be given several times.",
)
@no_cache_option
@format_option("text", "json", meaning="text (default) or json (with a schema_version).")
@click.pass_context
def base_command(
    ctx: click.Context,
    series: str,
    repository: str,
    version: int | None,
    offline: bool,
    branches: tuple[str, ...],
    lookback: int,
    prerequisites: tuple[str, ...],
    no_cache: bool,
    form: str,
) -> None:
    """Find the commit of REPO that SERIES was made on.

    The series' own base-commit when REPO has it and its files are as the patches say; else the commit
    that has most of the blobs that the patches' index lines name, of all branches and tags, of what they
    were at when the series was sent, and of what touched its files in the days around. Whether every
    patch goes in there is tried in memory; nothing is written to REPO.

    Exit status: 0 a base on which every patch goes in, 1 none, 2 usage or unreadable input,
    3 incomplete.
    """
    reading = ReadOptions(version=version, offline=offline, use_cache=not no_cache)
    wanted = read_series(series, stdin=sys.stdin.buffer, options=reading)
    before = [read_series(one, options=replace(reading, version=None)) for one in prerequisites]
    found = find_base(wanted, repository, BaseOptions(branches, lookback), before=before)
    with reporter(quiet=False) as progress:
        place = find_repository(repository)
        commit = found.found.commit if found.found else place.tip() if place else ""
        needed = prerequisites_of(wanted, before, place, commit, progress)
    render = render_json if form == "json" else render_text
    render(build(wanted, found, needed), sys.stdout)
    ctx.exit(_exit_code(found))


def _exit_code(base: FoundBase) -> Exit:
    if any(not incident.harmless for incident in base.incidents):
        return Exit.INCOMPLETE
    found = base.found
    # Where contents are missing, all blobs at their paths say as much as placing the patches.
    sure = found is not None and (found.applies or (found.applies is None and found.complete))
    return Exit.CLEAN if sure else Exit.FINDINGS
