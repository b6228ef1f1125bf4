"""More comparisons of `make bench`: a matrix against single checks, and those with cscope and git am."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from patchkit.search.cache import cache_file
from tools.bench_jobs import FIVE, Job, patchkit
from tools.bench_measure import Side
from tools.bench_setup import Ground

TREES = 12
PROCESSES = 2


def more_jobs(ground: Ground, series: str, trees: Sequence[str]) -> Iterator[Job]:
    """Yields the comparisons that the ground allows; `trees` are given ones for a matrix."""
    if ground.second is not None:
        names = [f"{ground.repository()}@{tag}" for tag in ground.family(TREES)]
        yield from _matrix(ground, series, names, f"{TREES} revisions of a family")
    if trees:
        yield from _matrix(ground, series, trees, f"{len(trees)} given trees")
    yield from _cscope(ground)
    yield from _am(ground)


def _matrix(ground: Ground, series: str, trees: Sequence[str], label: str) -> Iterator[Job]:
    asked = ["-q", "--format", "json", *(["--series", series] if series else [])]

    def forget() -> None:
        shutil.rmtree(cache_file().parent, ignore_errors=True)

    def side(commands: Sequence[Sequence[str]], before: Callable[[], None] | None) -> Callable[[], Side]:
        return lambda: Side(commands, ground.tree, before)

    matrix = ["matrix", *trees, *asked, "-j", str(PROCESSES)]
    single = [["check", tree, *asked] for tree in trees]
    for state, before in (("first", forget), ("again", None)):
        yield Job(
            f"matrix of {label}, {PROCESSES} processes, {state}",
            f"{len(trees)} single checks, {state}",
            0.5,
            "wall",
            side([patchkit(*matrix)], before),
            side([patchkit(*one) for one in single], before),
            runs=3,
        )
    yield Job(
        f"matrix of {label}, {PROCESSES} processes, first",
        f"{len(trees)} single checks, no cache",
        0.5,
        "wall",
        side([patchkit(*matrix)], forget),
        side([patchkit(*one, "-C") for one in single], None),
        runs=3,
    )


def _cscope(ground: Ground) -> Iterator[Job]:
    base = ground.work / "cscope.out"

    def built() -> Path:
        """A list of the files that patchkit looks into, for cscope to take."""
        listed = ground.work / "cscope.files"
        if not listed.exists():
            ends = (".c", ".h", ".S")
            found = (one for one in ground.tree.rglob("*") if one.suffix in ends and one.is_file())
            listed.write_text("".join(f'"{one}"\n' for one in sorted(found)))
        return listed

    def make() -> list[str]:
        return ["cscope", "-b", "-k", "-f", str(base), "-i", str(built())]

    asking = [
        ["cscope", "-d", "-k", "-f", str(base), "-i", str(ground.work / "cscope.files"), "-L", "-0", one]
        for one in FIVE
    ]

    def asked() -> Side:
        if not base.exists():
            Side([make()], ground.tree).run()
        return Side(asking, ground.tree)

    ours = ["sites", "-q", "--format", "terse", *FIVE, str(ground.tree)]
    yield Job(
        "five names, no cache",
        "`cscope`, with making its database",
        None,
        "wall",
        lambda: Side([patchkit(*ours, "-C")], ground.tree),
        lambda: Side([make(), *asking], ground.tree, lambda: base.unlink(missing_ok=True)),
        "cscope",
        runs=1,
        slow=True,
    )
    yield Job(
        "five names, cache filled",
        "`cscope`, its database made",
        None,
        "wall",
        lambda: Side([patchkit(*ours)], ground.tree),
        asked,
        "cscope",
        runs=3,
    )


def _am(ground: Ground) -> Iterator[Job]:
    def ours() -> Side:
        out = ground.work / "ported"
        series = str(ground.synthetic(FIVE, apart=True))
        onto = f"{ground.repository()}@first"
        command = patchkit("port", series, "--onto", onto, "-o", str(out), "-q")
        return Side([command], ground.tree, lambda: shutil.rmtree(out, ignore_errors=True))

    def theirs() -> Side:
        series = ground.synthetic(FIVE, apart=True)
        folder, back = ground.worktree(series)
        who = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        return Side([["git", *who, "am", "-q", str(series)]], folder, back)

    yield Job(
        "port of 5 patches onto a bare repository's revision",
        "`git am` in a worktree with their files",
        None,
        "wall",
        ours,
        theirs,
        runs=3,
    )
