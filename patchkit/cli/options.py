"""The options that several verbs share, each spelt once, in b4's and git's words.

A verb says what is its own; how a series is read, which tree is allowed, how a report looks and what a
run may use is said here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from patchkit.model.base import LOOKBACK
from patchkit.model.findings import Confidence

_Command = Callable[..., Any]
_Option = Callable[[_Command], _Command]

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
profile_option = click.option(
    "--profile", default="", metavar="DIR", help="Folder with the profile.toml of the series."
)
kernel_option = click.option("--not-a-kernel", is_flag=True, help="Allow any C tree.")
confidence_option = click.option(
    "--min-confidence",
    type=click.Choice([one.value for one in Confidence]),
    default=Confidence.LOW.value,
    help="Leave out findings that are less certain.",
)
color_option = click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
no_cache_option = click.option(
    "--no-cache", "-C", is_flag=True, help="Neither use nor fill the cache of earlier runs."
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress on stderr.")


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


def prerequisites_option(where: str = "the tree") -> _Option:
    """Returns --prerequisite, as parameter `prerequisites`; `where` is what those are placed on."""
    return click.option(
        "--prerequisite",
        "prerequisites",
        multiple=True,
        metavar="LOCATION",
        help=f"A series to place on {where} first, in memory; several times.",
    )


def base_trees_option(what: str) -> _Option:
    """Returns --base-tree, as parameter `base_trees`; `what` says what such a tree is for."""
    return click.option(
        "--base-tree",
        "base_trees",
        multiple=True,
        metavar="LOCATION",
        help=f"A tree the series may fit, for {what}; several times.",
    )


def rev_option(doing: str) -> _Option:
    """Returns --rev; `doing` is what is done with the revision ("Check")."""
    return click.option(
        "--rev", default="", metavar="REV", help=f"{doing} this revision of the repository TREE."
    )


def format_option(*forms: str, meaning: str = "") -> _Option:
    """Returns --format, as parameter `form`, the first one being the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], help=meaning or None
    )


def look_options(verbose: str) -> _Option:
    """Returns --color, --width and --verbose; `verbose` says what the last one shows."""
    width = click.option(
        "--width", type=click.IntRange(40), metavar="COLUMNS", help="Instead of the terminal's."
    )
    more = click.option("--verbose", is_flag=True, help=verbose)
    return lambda command: color_option(width(more(command)))


def run_options(command: _Command) -> _Command:
    """Adds --no-cache and --quiet."""
    return no_cache_option(quiet_option(command))
