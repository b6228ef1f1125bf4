"""`patchkit hook`: git hooks that check a series before it is pushed or mailed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from patchkit.cli.exits import Exit
from patchkit.cli.means import means_for
from patchkit.cli.options import confidence_option, kernel_option
from patchkit.model.findings import Confidence
from patchkit.workflows.hooks.files import NAMES, State, install, list_hooks, uninstall
from patchkit.workflows.hooks.judging import Judgement, StopAt, stops
from patchkit.workflows.inputs import CheckOptions

_WITHOUT = {
    "pre-push": "git push --no-verify",
    "sendemail-validate": "git send-email --no-validate",
}
_ACTIONS = ("install", "uninstall", "list", "run")


@click.command("hook", context_settings={"ignore_unknown_options": True})
@click.argument("action", type=click.Choice(_ACTIONS))
@click.argument("name", type=click.Choice(NAMES), required=False)
@click.argument("given", nargs=-1, metavar="")
@click.option("--force", "-f", is_flag=True, help="Put somebody else's hook aside; use a shared folder.")
@click.option(
    "--stop-at",
    type=click.Choice([one.value for one in StopAt]),
    default=StopAt.ERROR.value,
    help="From what on git is stopped (default: error).",
)
@kernel_option
@confidence_option
@click.pass_context
def hook_command(
    ctx: click.Context,
    action: str,
    name: str | None,
    given: tuple[str, ...],
    force: bool,
    stop_at: str,
    not_a_kernel: bool,
    min_confidence: str,
) -> None:
    """Install, uninstall or list git hooks of the repository you are in.

    pre-push checks the commits that a push would publish, sendemail-validate the mails that git
    send-email would send. `run` is what git calls. docs/hooks.md says what they do.

    Exit status: 0 done, 1 git is to stop, 2 usage or it cannot be done.
    """
    if action == "list":
        _list()
        return
    if name is None:
        raise click.UsageError(f"say which hook: {', '.join(NAMES)}")
    if action == "install":
        hook = install(name, Path.cwd(), force=force)
        click.echo(f"{hook.path} is patchkit's now")
    elif action == "uninstall":
        hook = uninstall(name, Path.cwd())
        again = "; what it had put aside is back" if hook.state is State.OTHER else ""
        click.echo(f"{hook.path} is gone{again}")
    else:
        options = CheckOptions(
            tree=".", kernel=not not_a_kernel, offline=True, min_confidence=Confidence(min_confidence)
        )
        code = _RUN[name](given, options, StopAt(stop_at))
        if code is not Exit.CLEAN:
            click.echo(f"patchkit: stopped; {_WITHOUT[name]} goes on without hooks", err=True)
        ctx.exit(code)


def _list() -> None:
    for hook in list_hooks(Path.cwd()):
        aside = f"; {hook.aside.name} was put aside" if hook.aside is not None else ""
        click.echo(f"{hook.name:<20}{hook.state:<17}{hook.path}{aside}")


def _push(given: tuple[str, ...], options: CheckOptions, stop_at: StopAt) -> Exit:
    from patchkit.workflows.hooks.push import judge_push, of_pre_commit, parse_updates

    remote, updates = of_pre_commit(os.environ) or (given[0] if given else "", ())
    updates = updates or parse_updates(sys.stdin.read())
    with means_for("", rev="", no_cache=False, progress=lambda *_: None) as means:
        return _told(judge_push(remote, updates, options, means), stop_at)


def _send(given: tuple[str, ...], options: CheckOptions, stop_at: StopAt) -> Exit:
    from patchkit.workflows.hooks.sending import judge_sending

    if not given:
        raise click.UsageError("git gives sendemail-validate the file of a mail")
    with means_for("", rev="", no_cache=False, progress=lambda *_: None) as means:
        found = judge_sending(Path(given[0]), os.environ, options, means)
        return _told([found] if found is not None else [], stop_at)


_RUN: dict[str, Callable[[tuple[str, ...], CheckOptions, StopAt], Exit]] = {
    "pre-push": _push,
    "sendemail-validate": _send,
}


def _told(judgements: Iterable[Judgement], stop_at: StopAt) -> Exit:
    """Says on stderr, where git's own words are, what was found, and returns whether git is to stop."""
    from patchkit.reports import review, terse

    code = Exit.CLEAN
    for one in judgements:
        if one.report is not None:
            click.echo(f"patchkit: {one.what}: {one.report.sentence}", err=True)
            terse.render(one.report, sys.stderr)
        elif one.review is not None:
            click.echo(f"patchkit: {one.what}:", err=True)
            review.render_text(one.review, sys.stderr, color=None, width=None)
        else:
            click.echo(f"patchkit: {one.what}: not checked: {one.why_not}", err=True)
        if stops(one, stop_at):
            code = Exit.FINDINGS
    return code
