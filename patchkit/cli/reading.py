"""The options of verbs that read a series, in b4's spelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from patchkit.model.base import LOOKBACK

_Command = Callable[..., Any]

version_option = click.option(
    "--use-version",
    "-v",
    "version",
    type=click.IntRange(1),
    metavar="N",
    help="Version N of the series, not the newest.",
)
offline_option = click.option(
    "--offline-mode",
    "offline",
    is_flag=True,
    envvar="PATCHKIT_OFFLINE",
    help="No network: of what was posted, only kept copies. Or set PATCHKIT_OFFLINE=1.",
)
pick_option = click.option(
    "--cherry-pick",
    "-P",
    "picked",
    default="",
    metavar="LIST",
    help="Only these patches: 1-3,5 or 4- or *words of a title* or _ for the mail that SERIES names.",
)


def reading_options(command: _Command) -> _Command:
    """Adds --use-version and --offline-mode, as parameters `version` and `offline`."""
    return version_option(offline_option(command))


def guessing_options(command: _Command) -> _Command:
    """Adds --guess-branch and --guess-lookback, as parameters `branches` and `lookback`."""
    branches = click.option(
        "--guess-branch",
        "-b",
        "branches",
        multiple=True,
        metavar="BRANCH",
        help="Look for the base in this branch, tag or commit, not in all; several times.",
    )
    lookback = click.option(
        "--guess-lookback",
        "lookback",
        type=click.IntRange(0),
        default=LOOKBACK,
        show_default=True,
        metavar="DAYS",
        help="How many days before and after it was sent the files of the series are followed.",
    )
    return branches(lookback(command))
