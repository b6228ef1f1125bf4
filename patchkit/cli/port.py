"""`patchkit port`: options to a workflow call, the report to stdout, an exit code to the shell."""

from __future__ import annotations

import sys

import click

from patchkit.basing import BaseOptions
from patchkit.cli.exits import Exit, of_port
from patchkit.cli.means import means_for
from patchkit.cli.options import (
    base_trees_option,
    format_option,
    kernel_option,
    look_options,
    offline_option,
    pick_option,
    prerequisites_option,
    profile_option,
    rev_option,
    run_options,
)
from patchkit.model.port import Completion
from patchkit.porting.mails import MailForm
from patchkit.porting.messages import Mark
from patchkit.porting.publish import STDOUT, Destination
from patchkit.porting.write import WRITTEN
from patchkit.reports.port import build, render_json
from patchkit.reports.port_text import render_text
from patchkit.reports.progress import Progress, reporter
from patchkit.workflows.port import PortOptions, port_series


@click.command("port")
@click.argument("series", metavar="SERIES")
@offline_option
@pick_option
@click.option(
    "--use-version",
    type=click.IntRange(1),
    metavar="N",
    help="Version N of the series, not the newest.",
)
@click.option("--onto", required=True, metavar="TREE", help="Directory, REPO@REV, or tarball.")
@rev_option("Port onto")
@kernel_option
@base_trees_option("three-way merges and moved files")
@click.option(
    "--guess-base",
    "-g",
    is_flag=True,
    help="Find the series' base in the repository of TREE, as one more --base-tree.",
)
@prerequisites_option()
@profile_option
@click.option(
    "--confident-only", is_flag=True, help="Make a conflict of what only one method stands for."
)
@click.option(
    "--complete",
    is_flag=False,
    flag_value=Completion.FOLD.value,
    default=Completion.LIST.value,
    type=click.Choice([Completion.FOLD.value, Completion.SEPARATE.value, Completion.LIST.value]),
    help="Make definitions and callers that the series does not know fit: in the patch that leaves them"
    " behind (fold, which the bare option means) or in one patch behind all (separate).",
)
@click.option(
    "--outdir", "-o", default="", metavar="DIR", help="Numbered mails in a new DIR; - is --mbox -."
)
@click.option("--mbox", default="", metavar="FILE", help="All mails in one FILE; - is stdout.")
@click.option("--quilt", default="", metavar="DIR", help="Patches and a series file in a new DIR.")
@click.option("--branch", "-b", default="", metavar="NAME", help="A new branch upon the revision.")
@click.option("--force", "-f", is_flag=True, help="Put aside what is there; replace the branch.")
@click.option(
    "--subject-prefix", default="", metavar="TEXT", help="Instead of PATCH, as in git format-patch."
)
@click.option(
    "--stable", default="", metavar="VERSION", help="Short for --subject-prefix 'PATCH VERSION.y'."
)
@click.option(
    "--reroll-count", "-v", "version", type=click.IntRange(1), metavar="N", help="vN in subjects"
)
@click.option("--thread", is_flag=True, help="Give the mails message-ids that make a thread.")
@click.option("--in-reply-to", default="", metavar="ID", help="Make the first mail a reply to this one.")
@click.option(
    "--upstream",
    default="",
    metavar="ID|FILE|mail",
    help="The upstream commits: of a single patch, lines `ID SUBJECT`, or as the mails name them.",
)
@click.option(
    "--mark",
    "marks",
    multiple=True,
    type=click.Choice([one.value for one in Mark]),
    help="How messages name them: [ Upstream commit ID ] (stable, the default), commit ID upstream."
    " (commit), (cherry picked from commit ID) (cherry-pick), Git-commit: ID (suse).",
)
@click.option("--say-changes", is_flag=True, help="Add (backported: what changed) to messages.")
@click.option("--signoff", is_flag=True, help="Add your Signed-off-by.")
@format_option("text", "json")
@look_options("Show every hunk.")
@run_options
@click.pass_context
def port_command(
    ctx: click.Context,
    series: str,
    offline: bool,
    picked: str,
    use_version: int | None,
    onto: str,
    rev: str,
    not_a_kernel: bool,
    base_trees: tuple[str, ...],
    guess_base: bool,
    prerequisites: tuple[str, ...],
    profile: str,
    confident_only: bool,
    complete: str,
    outdir: str,
    mbox: str,
    quilt: str,
    branch: str,
    force: bool,
    subject_prefix: str,
    stable: str,
    version: int | None,
    thread: bool,
    in_reply_to: str,
    upstream: str,
    marks: tuple[str, ...],
    say_changes: bool,
    signoff: bool,
    form: str,
    color: str,
    width: int | None,
    verbose: bool,
    no_cache: bool,
    quiet: bool,
) -> None:
    """Rewrite SERIES (an mbox, folder, git range, thread or -) for another tree.

    Writes what git am takes there, says what became of every patch, and leaves out as a conflict what no
    machine should guess. Without -o, --mbox, --quilt or --branch nothing is written.

    Exit status: 0 all is ported, 1 something is left out as a conflict, 2 usage or unreadable input,
    3 incomplete, 130 interrupted.
    """
    options = PortOptions(
        series=series,
        offline=offline,
        picked=picked,
        version=use_version,
        onto=onto,
        rev=rev,
        kernel=not not_a_kernel,
        upstream=upstream,
        marks=tuple(map(Mark, marks)),
        say_changes=say_changes,
        signoff=signoff,
        form=MailForm(_prefix(subject_prefix, stable), version or 0, thread, in_reply_to),
        destination=_destination(outdir, mbox, quilt, force=force),
        branch=branch,
        confident_only=confident_only,
        completion=Completion(complete),
        profile=profile,
        prerequisites=prerequisites,
        base_trees=base_trees,
        guess=BaseOptions() if guess_base else None,
    )
    watch = _Watch()
    try:
        with reporter(quiet=quiet) as progress:
            watch.shown = progress
            with means_for(onto, rev=rev, no_cache=no_cache, progress=watch) as means:
                result = port_series(
                    options,
                    stdin=sys.stdin.buffer,
                    stdout=sys.stdout.buffer,
                    progress=watch,
                    means=means,
                )
        report = build(result)
        # An mbox on stdout has it for itself.
        out = sys.stderr if options.destination.location == STDOUT else sys.stdout
        if form == "json":
            render_json(report, out)
        else:
            wanted = {"auto": None, "always": True, "never": False}[color]
            render_text(report, out, color=wanted, width=width, verbose=verbose)
    except KeyboardInterrupt:
        what = "what was asked for is written" if watch.written else "nothing was written"
        click.echo(f"patchkit: interrupted; {what}", err=True)
        ctx.exit(Exit.INTERRUPTED)
    ctx.exit(of_port(report))


class _Watch:
    """Passes progress on, and remembers whether the one step that writes is behind us."""

    def __init__(self) -> None:
        self.shown: Progress | None = None
        self.written = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.written = self.written or stage == WRITTEN
        if self.shown is not None:
            self.shown(stage, done, total)


def _prefix(text: str, stable: str) -> str:
    if text and stable:
        raise click.UsageError("--subject-prefix and --stable say the same thing twice")
    return f"PATCH {stable.removesuffix('.y')}.y" if stable else text or "PATCH"


def _destination(outdir: str, mbox: str, quilt: str, *, force: bool) -> Destination:
    if outdir == STDOUT:
        outdir, mbox = "", mbox or STDOUT
    given = [
        Destination(form, location, force)
        for form, location in (("mails", outdir), ("mbox", mbox), ("quilt", quilt))
        if location
    ]
    if len(given) > 1:
        raise click.UsageError("say one of --outdir, --mbox and --quilt")
    return given[0] if given else Destination(force=force)
