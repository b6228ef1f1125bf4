"""The comparisons of `make bench`: what patchkit does, what does the like, and the goal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from patchkit.search.cache import cache_file
from tools.bench_measure import Command, Side
from tools.bench_setup import Ground

RARE = "arch_remove_memory"
HOT = "devm_kzalloc"
FIVE = [
    "arch_remove_memory",
    "__remove_pages",
    "release_mem_region_adjustable",
    "unregister_mem_sect_under_nodes",
    "sparse_remove_one_section",
]
MIXED = [
    *FIVE,
    *("arch_add_memory", "move_pfn_range_to_zone", "try_offline_node", "memremap_pages"),
    *("add_memory_resource", "remove_memory_block_devices", "walk_system_ram_range", "vmemmap_populate"),
    *("get_user_pages_fast", "register_shrinker", "kmem_cache_create", "debugfs_create_dir"),
    *("for_each_online_cpu", "del_timer_sync", "devm_kzalloc"),
]
# Nine of them with more than a thousand sites.
HOTTER = [
    *("arch_remove_memory", "__remove_pages", "arch_add_memory", "move_pfn_range_to_zone"),
    *("try_offline_node", "memremap_pages", "register_shrinker", "kmem_cache_create"),
    *("debugfs_create_dir", "for_each_online_cpu", "del_timer_sync", "platform_get_irq"),
    *("devm_ioremap_resource", "clk_prepare_enable", "of_property_read_u32", "request_threaded_irq"),
    *("dma_alloc_coherent", "mutex_init", "devm_kzalloc", "copy_from_user"),
]


@dataclass(frozen=True)
class Job:
    """A comparison; `goal` bounds the ratio of `measure` ("wall" or "cpu"), None for none.

    `slow` jobs take minutes; their `runs` are fewer than asked for.
    """

    name: str
    peer: str
    goal: float | None
    measure: str
    ours: Callable[[], Side]
    theirs: Callable[[], Side]
    needs: str = "git"
    runs: int | None = None
    slow: bool = False


def patchkit(*arguments: str) -> Command:
    return [sys.executable, "-m", "patchkit", *arguments]


def grep(names: Sequence[str], *more: str) -> Command:
    words = [part for name in names for part in ("-e", name)]
    return ["git", "--no-pager", "grep", "-n", "-w", *more, *words]


def jobs(ground: Ground, series: str) -> Iterator[Job]:
    """Yields the comparisons that the ground allows."""
    tree = ground.tree

    def ours(*arguments: str, before: Callable[[], None] | None = None) -> Callable[[], Side]:
        return lambda: Side([patchkit(*arguments)], tree, before)

    def theirs(*commands: Command) -> Callable[[], Side]:
        return lambda: Side(commands, tree)

    for label, given in (("check", ""), ("check of the given series", series)):
        if given or label == "check":
            check = [
                "check",
                "-q",
                "--format",
                "json",
                str(tree),
                *(["--series", given] if given else []),
            ]
            names = ground.names(given)
            search = grep(names, "--no-index")
            what = f"`git grep -n -w` of its {len(names)} names"
            yield Job(f"{label}, no cache", what, 1.2, "wall", ours(*check, "-C"), theirs(search))
            yield Job(f"{label}, cache filled", what, 0.3, "wall", ours(*check), theirs(search))
    five = ["sites", "-q", "--format", "terse", *FIVE, str(tree)]
    what = "`git grep -n -w` of five names"
    yield Job(
        "five names, no cache", what, 1.2, "wall", ours(*five, "-C"), theirs(grep(FIVE, "--no-index"))
    )
    yield Job(
        "five names, cache filled", what, 0.3, "wall", ours(*five), theirs(grep(FIVE, "--no-index"))
    )
    ripgrep = ["rg", "-n", "-w", "--no-ignore", "--hidden", *(f"-e{name}" for name in FIVE), "."]
    yield Job(
        "five names, no cache", "`rg -n -w`", None, "wall", ours(*five, "-C"), theirs(ripgrep), "rg"
    )
    for label, twenty in (("20 mixed names", MIXED), ("20 names, most of them hot", HOTTER)):
        mixed = ["sites", "-q", "--format", "terse", *twenty, str(tree)]
        what = "`git grep -n -w` of them"
        search = grep(twenty, "--no-index")
        goal = 3 if twenty is MIXED else None
        yield Job(f"{label}, no cache", what, goal, "wall", ours(*mixed, "-C"), theirs(search), runs=3)
        yield Job(f"{label}, cache filled", what, None, "wall", ours(*mixed), theirs(search), runs=3)
    yield from _spatch(ground)
    yield from _revisions(ground)
    yield from _series(ground)
    yield Job(
        "start-up",
        "`git --version`",
        None,
        "wall",
        ours("--version"),
        theirs(["git", "--version"]),
        runs=15,
    )


def _spatch(ground: Ground) -> Iterator[Job]:
    def side(name: str) -> Callable[[], Side]:
        def make() -> Side:
            script, environment = ground.spatch(name)
            command = ["spatch", "--use-gitgrep", "--sp-file", str(script), "--dir", ".", "--very-quiet"]
            return Side([[*command, "--no-includes"]], ground.tree, environment=environment)

        return make

    def ours(name: str, *more: str) -> Callable[[], Side]:
        asked = patchkit("sites", "-q", "--format", "terse", name, str(ground.tree), *more)
        return lambda: Side([asked], ground.tree)

    peer = "`spatch --use-gitgrep`"
    for state, more in (("no cache", ["-C"]), ("cache filled", [])):
        what = f"all sites of a rare name, {state}"
        yield Job(what, peer, 1 / 5, "cpu", ours(RARE, *more), side(RARE), "spatch", 3)
    what = "all sites of a hot name, no cache"
    yield Job(what, peer, 1 / 15, "cpu", ours(HOT, "-C"), side(HOT), "spatch", 1, slow=True)


def _revisions(ground: Ground) -> Iterator[Job]:
    def ours(tag: str, *more: str, before: Callable[[], None] | None = None) -> Callable[[], Side]:
        def make() -> Side:
            where = f"{ground.repository()}@{tag}"
            return Side(
                [patchkit("sites", "-q", "--format", "terse", *FIVE, where, *more)], ground.tree, before
            )

        return make

    def theirs() -> Side:
        return Side([[*grep(FIVE), "first"]], ground.repository())

    what = "`git grep -n -w REV`"
    yield Job(
        "a bare repository's revision, no cache", what, 1.2, "wall", ours("first", "-C"), theirs, runs=3
    )
    yield Job(
        "a bare repository's revision, cache filled", what, 0.3, "wall", ours("first"), theirs, runs=3
    )
    if ground.second is not None:

        def first_known() -> None:
            shutil.rmtree(cache_file().parent, ignore_errors=True)
            ours("first")().run()

        yield Job(
            "second revision of a family",
            "the first, no cache",
            0.15,
            "wall",
            ours("second", before=first_known),
            ours("first", "-C"),
            runs=3,
        )


def _series(ground: Ground) -> Iterator[Job]:
    def check(series: Callable[[], Path]) -> Callable[[], Side]:
        return lambda: Side(
            [
                patchkit(
                    "check", "-q", "-C", "--format", "json", str(ground.tree), "--series", str(series())
                )
            ],
            ground.tree,
        )

    yield Job(
        "series of 5 patches, no cache",
        "one patch on the same names",
        1.2,
        "wall",
        check(lambda: ground.synthetic(FIVE, apart=True)),
        check(lambda: ground.synthetic(FIVE, apart=False)),
    )

    def apply() -> Side:
        series = ground.synthetic(FIVE, apart=False)
        # Inside of a repository git would take the paths for others and look at nothing.
        outside = {"GIT_CEILING_DIRECTORIES": str(ground.tree.parent)}
        return Side([["git", "apply", "--check", str(series)]], ground.tree, environment=outside)

    yield Job(
        "check of one patch, no cache",
        "`git apply --check`",
        None,
        "wall",
        check(lambda: ground.synthetic(FIVE, apart=False)),
        apply,
    )

    def reading() -> Side:
        return Side([patchkit("series", "--format", "json", str(ground.mbox()))], ground.tree)

    yield Job(
        "reading a series of 1,000 patches",
        "`git mailinfo` on each",
        1,
        "wall",
        reading,
        ground.mailinfo,
        runs=3,
    )
