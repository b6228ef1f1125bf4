"""`patchkit cache`: what is remembered between runs, and how to be rid of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from time import time

import click

from patchkit.search.cache import Cache, cache_file
from patchkit.search.stores import Store, content, remove, remove_older

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_DAYS = 30
_OLD = _DAYS * 24 * 60 * 60
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
    """Show, shorten or remove what patchkit keeps between runs.

    All of it is in $XDG_CACHE_HOME/patchkit or ~/.cache/patchkit: what earlier runs found out, what they
    fetched, and the mails that hooks were given. Exit status: 0 done, 2 usage or it cannot be done.
    """


@cache_command.command("info")
def info_command() -> None:
    """Say where everything is, how large, and what it is."""
    with _cache() as cache:
        info = cache.info()
    click.echo(f"{info.path}: {_shown(info.size)} of at most {_shown(info.bound)}")
    for kind, (count, size) in info.kinds.items():
        click.echo(f"  {kind:<6} {count:>8} {_shown(size):>10}  {_WORDS.get(kind, '')}".rstrip())
    for store in Store:
        held = content(store)
        if held.files:
            files = f"{held.files} file{'s'[: held.files != 1]}"
            click.echo(f"{store.folder}: {files}, {_shown(held.size)}, {store.purpose}")


@cache_command.command("prune")
@click.option("--size", type=_Size(), default=None, help="Shorten it to this; default: the usual bound.")
def prune_command(size: int | None) -> None:
    """Drop what was not used longest, and give the space back.

    Of what is kept in folders everything goes that did not change for 30 days, but for fetched postings.
    """
    with _cache() as cache:
        before = cache.info()
        dropped = cache.prune(before.bound if size is None else size)
        cache.compact()
        after = cache.info()
    click.echo(f"dropped {dropped} entries; {_shown(before.size)} before, {_shown(after.size)} now")
    for store in Store:
        if store is not Store.POSTINGS:
            with _told(store):
                old = remove_older(store, time() - _OLD)
            if old:
                click.echo(f"{store.folder}: dropped {old} of {_DAYS} days and more")


@cache_command.command("clear")
@click.option(
    "--all", "everything", is_flag=True, help="Also the mails that hooks were given, and postings."
)
def clear_command(everything: bool) -> None:
    """Remove what is found again: without it every answer is the same, only later.

    That is the cache, the commits fetched for a matrix, the cells of unfinished ones, and what liblore
    keeps. Mails and fetched postings stay, unless --all is given: hooks and --offline-mode need them.
    """
    with _cache() as cache:
        cache.clear()
    for store in Store:
        if everything or store.found_again:
            with _told(store):
                remove(store)


@contextmanager
def _told(store: Store) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"{store.folder}: cannot be removed: {error.strerror}") from error


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
