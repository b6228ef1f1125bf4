"""Writes the tables of docs/configuration.md from the keys themselves: values and meaning.

Usage: python tools/configuration.py    (a test fails when the page is not what this writes)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from patchkit.cli.main import cli
from patchkit.cli.settings import KEYS, Key
from patchkit.workflows.display import ALLOWED

PAGE = Path(__file__).resolve().parents[1] / "docs" / "configuration.md"
_TABLE = re.compile(r"(<!-- keys -->\n).*?(\n<!-- end -->)", re.DOTALL)


def verbs_of(key: Key) -> Iterator[tuple[str, click.Option]]:
    """Yields the verbs that have the key's option, and the option."""
    ctx = click.Context(cli)
    for name in cli.list_commands(ctx):
        command = cli.get_command(ctx, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option) and option.name == key.parameter:
                yield name, option


def page(before: str) -> str:
    """Returns the page with its table made anew."""
    head = "| key | values | what it does |\n|---|---|---|\n"
    table = head + "\n".join(map(_row, KEYS))
    return _TABLE.sub(lambda found: found[1] + table + found[2], before)


def _row(key: Key) -> str:
    _, option = next(verbs_of(key))
    return f"| `{key.name}`{_mark(key)} | {_values(option)} | {key.meaning} |"


def _mark(key: Key) -> str:
    return " ¹" if f"patchkit.{key.name}" in ALLOWED else ""


def _values(option: click.Option) -> str:
    if option.is_bool_flag:
        words = "true, false"
    elif isinstance(option.type, click.Choice):
        words = ", ".join(map(str, option.type.choices))
    elif isinstance(option.type, click.IntRange):
        words = f"a number from {option.type.min}"
    else:
        words = "a location"
    return f"{words}; several" if option.multiple else words


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
