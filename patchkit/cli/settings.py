"""The user's settings: `[patchkit]` of git config and `-c KEY=VALUE`, as defaults of a verb's options.

A key is an option of the verbs that have it, so what it means is said once. The command line is
stronger than the environment, then come -c, the repository's configuration, the user's, the system's.
Refuses keys that it does not know, and to have one that names a command or lets a tree's scripts run.
"""

from __future__ import annotations

import copy
import difflib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click
from click.core import ParameterSource
from msgspec import Struct

from patchkit.errors import ConfigError
from patchkit.model.settings import Display, Setting

SECTION = "patchkit"
PAGE = "docs/configuration.md"
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off", "")


class Key(Struct, frozen=True):
    """A key of the section.

    `parameter` is the parameter of the verbs that it is the default of, `inverted` tells that the option
    says the opposite, `paths` that a leading ~ is the home folder.
    """

    name: str
    parameter: str
    meaning: str
    inverted: bool = False
    paths: bool = False


KEYS = (
    Key("base-tree", "base_trees", "trees a series may fit, for three-way merges", paths=True),
    Key("cache", "no_cache", "use and fill the cache of earlier runs", inverted=True),
    Key("color", "color", "when reports are coloured"),
    Key("complete", "complete", "what a port does with sites that the series does not know"),
    Key(
        "confident-only", "confident_only", "a port makes a conflict of what only one method stands for"
    ),
    Key("creation-factor", "creation_factor", "how much of a patch may differ before it is another one"),
    Key("history", "history", "histories and mail archives to ask where names come from", paths=True),
    Key("mark", "marks", "how a port's messages name the upstream commit"),
    Key("min-confidence", "min_confidence", "leave out findings that are less certain"),
    Key("not-a-kernel", "not_a_kernel", "allow any C tree"),
    Key("offline", "offline", "use no network: of what was posted, only kept copies"),
    Key("quiet", "quiet", "no progress on stderr"),
    Key("say-changes", "say_changes", "a port's messages say what was changed"),
    Key("signoff", "signoff", "a port's messages get your Signed-off-by"),
    Key("stop-at", "stop_at", "from what on a hook stops git"),
    Key("verbose", "verbose", "show what a report only counts otherwise"),
    Key("width", "width", "columns of a report, instead of the terminal's"),
)
_BY_NAME = {key.name: key for key in KEYS}


def override(_ctx: click.Context, _parameter: click.Parameter, given: Sequence[str]) -> list[Setting]:
    """Returns the settings that -c KEY=VALUE made, "patchkit." being optional; raises ConfigError."""
    found = []
    for text in given:
        key, mark, value = text.partition("=")
        name = key.strip().lower().removeprefix(f"{SECTION}.")
        found.append(Setting(f"{SECTION}.{name}", value if mark else None, "-c", "-c"))
    for setting in found:
        _key_of(setting)
    return found


def configured(command: click.Command) -> click.Command:
    """Returns the verb with -c among its options, and the settings as defaults of the others."""
    option = click.Option(
        ["-c", "overrides"],
        multiple=True,
        metavar="KEY=VALUE",
        help=f"For this run, instead of git config {SECTION}.KEY ({PAGE}); several times.",
        is_eager=True,  # before the options whose defaults it sets
        expose_value=False,
        callback=_set_defaults,
    )
    made = copy.copy(command)
    made.params = [*command.params, option]
    return made


def _set_defaults(ctx: click.Context, parameter: click.Parameter, given: Sequence[str]) -> None:
    """Makes the settings the defaults of the verb; `--help` and what else is asked before come first."""
    from patchkit.gitio.settings import user_settings  # `--version` and `--help` need no git

    before = ctx.find_root().obj or []
    settings = [*user_settings(SECTION), *before, *override(ctx, parameter, given)]
    ctx.default_map = defaults(ctx.command, settings)


def defaults(command: click.Command, settings: Iterable[Setting]) -> dict[str, object]:
    """Returns what the settings, the weakest first, make of the verb's options.

    The strongest place that has a key says all of it: the values of two places are not added up. Raises
    ConfigError, with the place, for an unknown key and for a value that the option cannot have.
    """
    found: dict[str, object] = {}
    options = {one.name: one for one in command.params if isinstance(one, click.Option)}
    for _, place in groupby(settings, key=lambda one: one.scope):
        by_key: dict[str, list[Setting]] = {}
        for setting in place:
            by_key.setdefault(_key_of(setting).name, []).append(setting)
        for name, given in by_key.items():
            key = _BY_NAME[name]
            option = options.get(key.parameter)
            if option is not None:
                values = list(_values(key, option, given))
                found[key.parameter] = values if option.multiple else values[-1]
    return found


def looks_of(ctx: click.Context, chosen: Display, tree: Display) -> Display:
    """Returns how a report looks: as the user says, and where nobody said it as the tree's file does."""

    def unsaid(name: str) -> bool:
        return ctx.get_parameter_source(name) is ParameterSource.DEFAULT

    return Display(
        color=tree.color if tree.color and unsaid("color") else chosen.color,
        width=tree.width if tree.width and unsaid("width") else chosen.width,
        verbose=tree.verbose if tree.verbose is not None and unsaid("verbose") else chosen.verbose,
    )


def _key_of(setting: Setting) -> Key:
    name = setting.key.removeprefix(f"{SECTION}.")
    key = _BY_NAME.get(name)
    if key is not None:
        return key
    near = difflib.get_close_matches(name, _BY_NAME, n=1) or [
        one for one in _BY_NAME if one.replace("-", "") == name.replace("-", "").replace("_", "")
    ]
    meant = f"did you mean {SECTION}.{near[0]}? " if near else ""
    raise ConfigError(
        f"there is no key {setting.key}",
        where=_place(setting),
        hint=f"{meant}{PAGE} has all of them; git config --show-origin --get-regexp '^{SECTION}[.]'",
    )


def _values(key: Key, option: click.Option, given: Iterable[Setting]) -> Iterator[object]:
    """Yields the values as the option takes them."""
    for setting in given:
        if option.is_bool_flag:
            yield _boolean(setting) is not key.inverted
            continue
        text = setting.value or ""
        text = os.path.expanduser(text) if key.paths else text
        try:
            yield option.type.convert(text, option, None)
        except click.BadParameter as error:
            raise ConfigError(f"{setting.key}: {error.message}", where=_place(setting)) from error


def _boolean(setting: Setting) -> bool:
    """Returns what git takes the value for (git-config(1), "Values")."""
    text = "true" if setting.value is None else setting.value.lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if text.lstrip("-").isdecimal():
        return int(text) != 0
    raise ConfigError(
        f"{setting.key}: {setting.value!r} is neither true nor false", where=_place(setting)
    )


def _place(setting: Setting) -> str:
    return setting.origin or f"{setting.scope} configuration"
