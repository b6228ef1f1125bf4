"""Measures `patchkit port` on backport cases whose right answer is known, beside today's tools.

Usage: python -m tools.bench_port CASES [--meta FILE] [--peers] [--jobs N] [--out FOLDER]

A case is a folder with `orig.patch` (what to port), `pre/` (the files to port to), `after/` (what the
maintainers made of them) and, where one is known, `base/` and `theirs/` (newer files without and with
the patch). FILE, one JSON object a line, says the class of each case and whether the original is the
version that was merged (`orig_final`): CORE are the changed cases for which it is. Cases are kernel text
and never part of this repository.

A wrong case is taken as it is when plain `git apply` leaves the same wrong bytes: nothing in the target
says what the maintainers had in mind.

exact: the same bytes. wrong: said to be done, and other bytes (`equiv`: only white space differs).
conflict: an honest no.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from patchkit.cfacts import outline
from patchkit.model.port import FilePort, Grade
from patchkit.model.tree import Tree
from patchkit.placement import BaseFinder
from patchkit.porting.engine import EngineOptions, SeriesPort, port_patches
from patchkit.readers import read_series
from patchkit.trees import open_tree
from tools.bench_peers import CASCADE, GIT_AM, Clock, Peer, git_apply, peers

Files = Mapping[str, bytes]
OURS = "patchkit"
_MOST = 5  # times the time of git am -3 that a port may take


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: a word and a time for each tool, and how sure patchkit was."""

    case: str
    words: dict[str, str]
    wall: dict[str, float]  # milliseconds
    cpu: dict[str, float]
    grade: str
    taken: bool = False  # git apply does the same to every file that came out otherwise
    causes: tuple[str, ...] = ()
    unnamed: int = 0  # refused hunks without a cause
    error: str = ""


@dataclass(slots=True)
class Table:
    """The cases of one class."""

    name: str
    verdicts: list[Verdict] = field(default_factory=list)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Returns the files of a folder by path."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def word_for(result: Files | None, after: Files, paths: Iterable[str]) -> str:
    """Returns the verdict on a result; None is a conflict."""
    if result is None:
        return "conflict"
    pairs = [(result.get(path, b""), after.get(path, b"")) for path in paths]
    if all(one == other for one, other in pairs):
        return "exact"
    return "equiv" if all(_squeezed(one) == _squeezed(other) for one, other in pairs) else "wrong"


def _squeezed(data: bytes) -> list[bytes]:
    return [line for line in (b"".join(one.split()) for one in data.split(b"\n")) if line]


def port_case(folder: Path) -> tuple[SeriesPort, Clock]:
    """Returns the port of a case, and the time it took with the tree open."""
    tree = _tree(folder / "pre")
    bases = [open_tree(str(folder / "base"), kernel=False)] if (folder / "base").is_dir() else []
    series = read_series(str(folder / "orig.patch"))
    clock = Clock()
    with clock.running():
        options = EngineOptions(outline, BaseFinder(bases, (), outline))
        port = port_patches(series, tree, options)
    return port, clock


def _tree(folder: Path) -> Tree:
    """Opens the files to port to; a patch of nothing but new files has none."""
    if any(folder.glob("*")):
        return open_tree(str(folder), kernel=False)
    with tempfile.TemporaryDirectory(prefix="bench-port-") as name:
        (Path(name) / "README").touch()
        return open_tree(name, kernel=False)


def judge(folder: Path, others: Sequence[Peer]) -> Verdict:
    """Runs patchkit and its peers on one case."""
    pre, after = read_folder(folder / "pre"), read_folder(folder / "after")
    paths = sorted({*pre, *after})
    try:
        port, spent = port_case(folder)
    except Exception as error:  # a crash on one case is a result of the benchmark, and is printed
        return Verdict(folder.name, {OURS: "crash"}, {}, {}, "", error=repr(error))
    (patch,) = port.patches
    done = patch.grade is not Grade.CONFLICT
    result = {path: data for path in pre if (data := port.trees[-1].read(path)) is not None}
    result |= {file.path: file.after for file in patch.files if file.after is not None}
    words = {OURS: word_for(result if done else None, after, paths)}
    otherwise = [path for path in paths if result.get(path) != after.get(path)]
    taken = done and bool(otherwise) and _taken(folder, result, otherwise)
    clocks = {OURS: spent}
    for peer in others:
        clocks[peer.name] = Clock()
        words[peer.name] = word_for(peer.run(folder, clocks[peer.name]), after, paths)
    if set(CASCADE) <= set(words):
        words["cascade"] = next((words[one] for one in CASCADE if words[one] != "conflict"), "conflict")
    causes = tuple(conflict.cause.value for conflict in patch.conflicts)
    unnamed = sum(not conflict.detail for conflict in patch.conflicts)
    wall = {name: clock.wall for name, clock in clocks.items()}
    cpu = {name: clock.cpu for name, clock in clocks.items()}
    return Verdict(folder.name, words, wall, cpu, patch.grade.value, taken, causes, unnamed)


def _taken(folder: Path, result: Files, paths: Sequence[str]) -> bool:
    """Tells whether the patch fits these files as it is: the rest was a person's doing."""
    plain = git_apply(folder, Clock(), paths)
    return plain is not None and all(plain.get(path) == result.get(path) for path in paths)


def tables(verdicts: Iterable[Verdict], meta: Mapping[str, dict[str, object]]) -> list[Table]:
    """Sorts the cases into CORE, its classes, and the identical ones."""
    found = {name: Table(name) for name in ("CORE", "context", "moved-file", "edited", "identical")}
    for verdict in verdicts:
        case = meta.get(verdict.case, {})
        kind = str(case.get("cls", ""))
        if kind == "identical":
            found["identical"].verdicts.append(verdict)
        elif case.get("orig_final"):
            found["CORE"].verdicts.append(verdict)
            found[kind if kind in found else "edited"].verdicts.append(verdict)
    return [table for table in found.values() if table.verdicts]


def markdown(table: Table) -> str:
    """Returns a table as Markdown."""
    count = len(table.verdicts)
    lines = [
        f"\n### {table.name}, {count} cases\n",
        "| tool | exact % | equal but white space % | wrong % | conflict % | ms, median | CPU |",
        "|---|---|---|---|---|---|---|",
    ]
    for tool in table.verdicts[0].words:
        words = Counter(one.words.get(tool, "n/a") for one in table.verdicts)
        shares = [f"{100 * words[word] / count:.1f}" for word in ("exact", "equiv", "wrong", "conflict")]
        times = [_median(one.wall.get(tool) for one in table.verdicts)]
        times += [_median(one.cpu.get(tool) for one in table.verdicts)]
        lines.append(f"| {tool} | {' | '.join([*shares, *times])} |")
    for grade in ("confident", "likely"):
        graded = [one for one in table.verdicts if one.grade == grade]
        wrong = [one for one in graded if one.words[OURS] == "wrong"]
        taken = sum(one.taken for one in wrong)
        share, fault = 100 * len(graded) / count, 100 * len(wrong) / max(1, len(graded))
        lines.append(
            f"\n{grade}: {share:.1f} % of the cases, {fault:.1f} % of them wrong "
            f"({len(wrong)}; {taken} of these are taken by git apply as they are)"
        )
    lines += _against_git(table)
    causes = Counter(cause for one in table.verdicts for cause in one.causes)
    lines.append(f"\nconflicts by cause: {dict(causes.most_common())}")
    lines.append(f"refused without a cause: {sum(one.unnamed for one in table.verdicts)}")
    return "\n".join(lines)


def _median(times: Iterable[float | None]) -> str:
    known = [one for one in times if one is not None]
    return f"{statistics.median(known):.0f}" if known else "-"


def _against_git(table: Table) -> list[str]:
    """Says how many times as long as `git am -3` a port takes, where git does it."""
    done = [one for one in table.verdicts if one.words.get(GIT_AM) in ("exact", "equiv", "wrong")]
    found = []
    for name in ("wall", "cpu"):
        ratios = sorted(
            getattr(one, name)[OURS] / max(1.0, getattr(one, name)[GIT_AM]) for one in done if one.wall
        )
        if ratios:
            more = sum(ratio > _MOST for ratio in ratios)
            found.append(
                f"\n{name} time of git am -3, times: median {statistics.median(ratios):.2f}, "
                f"at most {ratios[-1]:.1f}; {more} of {len(ratios)} cases take more than {_MOST}"
            )
    return found


def files_of(port: SeriesPort) -> list[FilePort]:
    """Returns all files of a port."""
    return [file for patch in port.patches for file in patch.files]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measures patchkit port on backport cases.")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--meta", type=Path, help="default: cases.jsonl in CASES or beside it")
    parser.add_argument("--peers", action="store_true", help="run git, patch and wiggle as well")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, help="write verdicts.jsonl and tables.md there")
    parser.add_argument("--only", nargs="*", default=[], help="names of cases")
    return parser.parse_args()


def read_meta(given: Path | None, cases: Path) -> dict[str, dict[str, object]]:
    places = [given] if given else [cases / "cases.jsonl", cases.parent / "cases.jsonl"]
    for place in places:
        if place is not None and place.is_file():
            rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
            return {row["id"]: row for row in rows}
    sys.exit(f"bench_port: no cases.jsonl in {cases} or beside it; name it with --meta")


def main() -> None:
    """Prints the tables on stdout and the progress on stderr."""
    args = arguments()
    meta = read_meta(args.meta, args.cases)
    folders = sorted(one for one in args.cases.iterdir() if one.name in (args.only or meta))
    others = peers() if args.peers else ()
    verdicts = []
    with ProcessPoolExecutor(args.jobs) as pool, _rows(args.out) as rows:
        for done, verdict in enumerate(pool.map(judge, folders, [others] * len(folders)), start=1):
            verdicts.append(verdict)
            print(json.dumps(asdict(verdict)), file=rows, flush=True)
            if verdict.error:
                print(f"{verdict.case}: {verdict.error}", file=sys.stderr)
            if done % 100 == 0:
                print(f"{done} of {len(folders)}", file=sys.stderr)
    text = "\n".join(markdown(table) for table in tables(verdicts, meta))
    print(text)
    if args.out:
        (args.out / "tables.md").write_text(text + "\n", encoding="utf-8")


def _rows(folder: Path | None) -> TextIO:
    """Opens the file of verdicts: they are written as they come, so that no interrupt loses them."""
    if folder is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "verdicts.jsonl").open("w", encoding="utf-8")


if __name__ == "__main__":
    main()
