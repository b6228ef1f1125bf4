"""`patchkit series`: shows what patchkit reads of a location, before anything is judged."""

from __future__ import annotations

import sys

import click

from patchkit.cli.exits import Exit
from patchkit.readers import read_series
from patchkit.reports.series import build, render_json, render_text


@click.command("series")
@click.argument("location")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text (default) or json (with a schema_version).",
)
@click.pass_context
def series_command(ctx: click.Context, location: str, form: str) -> None:
    """Show the series at LOCATION: an mbox, a mail, a folder of patches, a diff, or - (stdin).

    Exit status: 0 all was read, 2 no patch or unreadable, 3 something is missing or malformed.
    """
    series = read_series(location, stdin=sys.stdin.buffer)
    render = render_json if form == "json" else render_text
    render(build(series), sys.stdout)
    incomplete = any(not incident.harmless for incident in series.incidents)
    ctx.exit(Exit.INCOMPLETE if incomplete else Exit.CLEAN)
