"""`patchkit fetch`: a posting into the user's cache, with what was verified about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from patchkit.cli.exits import Exit
from patchkit.cli.options import format_option, reading_options
from patchkit.errors import FetchError
from patchkit.readers import ReadOptions
from patchkit.reports.fetch import build, render_json, render_text
from patchkit.workflows.fetch import fetch


@click.command("fetch")
@click.argument("what", metavar="MSGID|URL|NAME")
@reading_options
@click.option(
    "--outdir", "-o", default="", metavar="DIR", help="Also write the mbox to DIR; - is stdout."
)
@click.option("--no-cache", "-C", is_flag=True, help="Ask the server even if it was asked just now.")
@format_option("text", "json")
@click.pass_context
def fetch_command(
    ctx: click.Context,
    what: str,
    version: int | None,
    offline: bool,
    outdir: str,
    no_cache: bool,
    form: str,
) -> None:
    """Fetch the thread of a message-id or lore URL and keep it; NAME is an embedded series' posting.

    Says what was verified: that the mail and every patch are there and readable, and for a posting that
    series.toml knows, its subjects, files and line counts. What was kept is read where there is no
    network.

    Exit status: 0 all is verified, 1 something is not as it should be, 2 it cannot be had.
    """
    options = ReadOptions(version=version, offline=offline, use_cache=not no_cache)
    found = fetch(what, options)
    out = sys.stdout
    if outdir == "-":
        sys.stdout.buffer.write(found.mbox)
        out = sys.stderr  # the mbox has stdout for itself
    elif outdir:
        _write(Path(outdir) / found.place.name, found.mbox)
    report = build(found.record, str(found.place))
    (render_json if form == "json" else render_text)(report, out)
    ctx.exit(Exit.CLEAN if found.record.verified else Exit.FINDINGS)


def _write(path: Path, mbox: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mbox)
    except OSError as error:
        raise FetchError(f"the mbox cannot be written: {error.strerror}", where=str(path)) from error
