"""`patchkit cache`: what is remembered between runs, and how to be rid of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from patchkit.search.cache import Cache, cache_file

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_WORDS = {
    "shelf": "file versions of a tree's state",
    "hits": "files that contain a word, by tree's state",
    "sites": "sites of a name, by file version",
}


class _Size(click.ParamType[int]):
    """A number of bytes in git's form: 100k, 20m, 1g."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d+)([kmg]?)", str(value).lower())
        if found is None:
            self.fail(f"{value!r} is no size; say 100k, 20m or 1g", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


@click.group("cache")
def cache_command() -> None:
    """Show, shorten or remove what earlier runs found out.

    It is kept in $XDG_CACHE_HOME/patchkit or ~/.cache/patchkit. Without it every answer is the same,
    only later. Exit status: 0 done, 2 usage or it cannot be done.
    """


@cache_command.command("info")
def info_command() -> None:
    """Say where the cache is, how large, and what is in it."""
    with _cache() as cache:
        info = cache.info()
    click.echo(f"{info.path}: {_shown(info.size)} of at most {_shown(info.bound)}")
    for kind, (count, size) in info.kinds.items():
        click.echo(f"  {kind:<6} {count:>8} {_shown(size):>10}  {_WORDS.get(kind, '')}".rstrip())
    for folder, words in _folders().items():
        if size := sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()):
            click.echo(f"{folder}: {_shown(size)}, {words}")


@cache_command.command("prune")
@click.option("--size", type=_Size(), default=None, help="Shorten it to this; default: the usual bound.")
def prune_command(size: int | None) -> None:
    """Drop what was not used longest, and give the space back."""
    with _cache() as cache:
        before = cache.info()
        dropped = cache.prune(before.bound if size is None else size)
        cache.compact()
        after = cache.info()
    click.echo(f"dropped {dropped} entries; {_shown(before.size)} before, {_shown(after.size)} now")


@cache_command.command("clear")
def clear_command() -> None:
    """Remove the cache, with the commits fetched for a matrix and the cells of unfinished ones."""
    with _cache() as cache:
        cache.clear()
    for folder in _folders():
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise click.ClickException(f"{folder}: cannot be removed: {error.strerror}") from error


def _folders() -> dict[Path, str]:
    """Returns what else is kept beside the file, and in words what it is."""
    from patchkit.matrix.kept import kept_folder
    from patchkit.matrix.places import copies

    return {
        copies(): "commits of repositories elsewhere",
        kept_folder(): "cells of unfinished matrices",
    }


@contextmanager
def _cache() -> Iterator[Cache]:
    """Gives the user's cache; here, where nothing else is asked for, a trouble is an error."""
    path = cache_file()
    cache = Cache(path)
    yield cache
    cache.close()
    for incident in cache.incidents:
        raise click.ClickException(f"{path}: {incident.message.partition(';')[0]}")


def _shown(size: int) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if size < 10_000:
            return f"{size} {unit}"
        size = (size + 512) >> 10
    return f"{size} GiB"
