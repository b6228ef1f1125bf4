"""`patchkit sites`: lists where names occur in a tree, and as what."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from patchkit.cli.means import means_for
from patchkit.cli.options import kernel_option, rev_option, run_options
from patchkit.reports.progress import reporter

if TYPE_CHECKING:
    from patchkit.cli.exits import Exit
    from patchkit.reports.sites import SitesReport

_FORMS = ("text", "json", "terse")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def _identifiers(
    _ctx: click.Context, _parameter: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    for name in names:
        if not _IDENTIFIER.fullmatch(name):
            raise click.BadParameter(f"{name!r} is no C identifier; TREE comes last")
    return names


@click.command("sites")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", callback=_identifiers)
@click.argument("tree")
@rev_option("Look at")
@kernel_option
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="text",
    help="text (default), json (with a schema_version), or one line per site.",
)
@run_options
@click.pass_context
def sites_command(
    ctx: click.Context,
    names: tuple[str, ...],
    tree: str,
    rev: str,
    not_a_kernel: bool,
    form: str,
    no_cache: bool,
    quiet: bool,
) -> None:
    """List every site of each NAME in TREE: a directory, REPO@REV, or a tarball.

    All architectures and all #if branches; each whole-word hit has one kind.

    Exit status: 0 all names were found, 1 one of them is not in the tree, 2 usage or unreadable
    input, 3 incomplete (incidents, or hits that could not be classified).
    """
    with (
        reporter(quiet=quiet) as progress,
        means_for(tree, rev=rev, no_cache=no_cache, progress=progress) as means,
    ):
        # Imported while a helper lists the tree.
        from patchkit.reports import sites
        from patchkit.workflows.sites import SitesOptions, list_sites

        options = SitesOptions(names=names, tree=tree, rev=rev, kernel=not not_a_kernel)
        report = list_sites(options, progress, means)
    renderers = {"text": sites.render_text, "json": sites.render_json, "terse": sites.render_terse}
    renderers[form](report, sys.stdout)
    ctx.exit(_exit_code(report))


def _exit_code(report: SitesReport) -> Exit:
    from patchkit.cli.exits import Exit

    if report.unaccounted or any(not incident.harmless for incident in report.incidents):
        return Exit.INCOMPLETE
    return Exit.FINDINGS if any(not row.hits for row in report.names) else Exit.CLEAN
