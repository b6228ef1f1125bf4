"""`patchkit series`: shows what patchkit reads of a location, before anything is judged."""

from __future__ import annotations

import sys

import click

from patchkit.cli.exits import Exit
from patchkit.cli.options import format_option, no_cache_option, pick_option, reading_options
from patchkit.readers import ReadOptions, read_series
from patchkit.reports.series import build, render_json, render_text


@click.command("series")
@click.argument("location")
@reading_options
@pick_option
@click.option(
    "--use-local-mbox",
    "-m",
    "place",
    default="",
    metavar="PLACE",
    help="LOCATION is a message-id or title in this mbox, maildir or archive: PLACE#LOCATION.",
)
@no_cache_option
@format_option("text", "json", meaning="text (default) or json (with a schema_version).")
@click.pass_context
def series_command(
    ctx: click.Context,
    location: str,
    version: int | None,
    offline: bool,
    picked: str,
    place: str,
    no_cache: bool,
    form: str,
) -> None:
    """Show the series at LOCATION, and what replies give it or say against it.

    LOCATION is an mbox, a mail, a folder of patches or a maildir; REPO@A..B, A..B or a branch of the
    repository here; PLACE#MESSAGE-ID or PLACE#TITLE of a mail archive; a message-id or lore URL; or -
    (stdin). docs/sources.md has all of it.

    Exit status: 0 all was read, 2 no patch or unreadable, 3 something is missing or malformed.
    """
    options = ReadOptions(version, offline, not no_cache, picked)
    location = f"{place}#{location}" if place else location
    series = read_series(location, stdin=sys.stdin.buffer, options=options)
    render = render_json if form == "json" else render_text
    render(build(series), sys.stdout)
    incomplete = any(not incident.harmless for incident in series.incidents)
    ctx.exit(Exit.INCOMPLETE if incomplete else Exit.CLEAN)
