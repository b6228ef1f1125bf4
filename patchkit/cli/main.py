"""The click group, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from patchkit import __version__
from patchkit.cli.exits import Exit
from patchkit.cli.settings import configured, override
from patchkit.errors import GitError, PatchkitError
from patchkit.model.settings import Setting

# One module a verb, imported when it is asked for: `patchkit --version` has to stay quick.
_VERBS = {
    "base": ("patchkit.cli.base", "base_command"),
    "cache": ("patchkit.cli.cache", "cache_command"),
    "check": ("patchkit.cli.check", "check_command"),
    "fetch": ("patchkit.cli.fetch", "fetch_command"),
    "matrix": ("patchkit.cli.matrix", "matrix_command"),
    "hook": ("patchkit.cli.hook", "hook_command"),
    "port": ("patchkit.cli.port", "port_command"),
    "range-diff": ("patchkit.cli.range_diff", "range_diff_command"),
    "review": ("patchkit.cli.review", "review_command"),
    "series": ("patchkit.cli.series", "series_command"),
    "sites": ("patchkit.cli.sites", "sites_command"),
}


class _Verbs(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the verbs in the order of their help."""
        return sorted({*_VERBS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Returns the command of a verb, or None."""
        if name not in _VERBS:
            return super().get_command(ctx, name)
        module, attribute = _VERBS[name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command if isinstance(command, click.Group) else configured(command)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="patchkit")
@click.option(
    "-c",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    callback=override,
    help="For this run, instead of git config patchkit.KEY (docs/configuration.md); several times.",
)
@click.pass_context
def cli(ctx: click.Context, overrides: list[Setting]) -> None:
    """Tells whether a patch series still means what its author meant on another kernel tree."""
    ctx.obj = overrides


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code; errors go to stderr with place and hint."""
    try:
        code = cli.main(args=arguments, standalone_mode=False)
        return int(code or 0)
    except click.exceptions.Abort as error:
        # The progress line leaves a note of where the work was.
        where = "".join(f" while {note}" for note in getattr(error.__cause__, "__notes__", ()))
        click.echo(f"patchkit: interrupted{where}; nothing was written", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except GitError as error:
        click.echo(f"patchkit: {error}", err=True)
        return Exit.TOOL_FAILED
    except PatchkitError as error:
        click.echo(f"patchkit: {error}", err=True)
        return Exit.USAGE


if __name__ == "__main__":
    # Who asks for this module means the command, and must not be answered with nothing.
    sys.exit(main())
