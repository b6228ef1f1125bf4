"""Measures `patchkit port` on backport cases whose right answer is known, beside today's tools.

Usage: python -m tools.bench_port CASES [--meta FILE] [--peers] [--jobs N] [--out FOLDER]

A case is a folder with `orig.patch` (what to port), `pre/` (the files to port to), `after/` (what the
maintainers made of them) and, where one is known, `base/` and `theirs/` (newer files without and with
the patch). FILE, one JSON object a line, says the class of each case and whether the original is the
version that was merged (`orig_final`): CORE are the changed cases for which it is. Cases are kernel text
and never part of this repository.

exact: the same bytes. wrong: said to be done, and other bytes (`equiv`: only white space differs).
conflict: an honest no.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from patchkit.cfacts import outline
from patchkit.model.port import FilePort, Grade
from patchkit.placement import BaseFinder
from patchkit.porting.engine import EngineOptions, SeriesPort, port_patches
from patchkit.readers import read_series
from patchkit.trees import open_tree
from tools.bench_peers import Peer, peers

Files = Mapping[str, bytes]
OURS = "patchkit"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case: a word and a time for each tool, and how sure patchkit was."""

    case: str
    words: dict[str, str]
    milliseconds: dict[str, float]
    grade: str
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


def port_case(folder: Path) -> tuple[SeriesPort, float]:
    """Returns the port of a case, and how many milliseconds it took with the tree open."""
    (folder / "pre").mkdir(exist_ok=True)  # a patch of nothing but new files needs none
    tree = open_tree(str(folder / "pre"), kernel=False)
    bases = [open_tree(str(folder / "base"), kernel=False)] if (folder / "base").is_dir() else []
    series = read_series(str(folder / "orig.patch"))
    start = time.perf_counter()
    options = EngineOptions(outline, BaseFinder(bases, (), outline))
    port = port_patches(series, tree, options)
    return port, 1000 * (time.perf_counter() - start)


def judge(folder: Path, others: Sequence[Peer]) -> Verdict:
    """Runs patchkit and its peers on one case."""
    pre, after = read_folder(folder / "pre"), read_folder(folder / "after")
    paths = sorted({*pre, *after})
    try:
        port, spent = port_case(folder)
    except Exception as error:  # a crash on one case is a result of the benchmark, and is printed
        return Verdict(folder.name, {OURS: "crash"}, {OURS: 0.0}, "", error=repr(error))
    (patch,) = port.patches
    done = patch.grade is not Grade.CONFLICT
    result = {path: data for path in pre if (data := port.trees[-1].read(path)) is not None}
    result |= {file.path: file.after for file in patch.files if file.after is not None}
    words = {OURS: word_for(result if done else None, after, paths)}
    times = {OURS: spent}
    for peer in others:
        start = time.perf_counter()
        words[peer.name] = word_for(peer.run(folder), after, paths)
        times[peer.name] = 1000 * (time.perf_counter() - start)
    causes = tuple(conflict.cause.value for conflict in patch.conflicts)
    unnamed = sum(not conflict.detail for conflict in patch.conflicts)
    return Verdict(folder.name, words, times, patch.grade.value, causes, unnamed)


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


def markdown(table: Table, fits: frozenset[str]) -> str:
    """Returns a table as Markdown; `fits` are the cases that git apply takes and maintainers edited."""
    count = len(table.verdicts)
    lines = [
        f"\n### {table.name}, {count} cases\n",
        "| tool | exact % | equal but white space % | wrong % | conflict % | median ms |",
        "|---|---|---|---|---|---|",
    ]
    for tool in table.verdicts[0].words:
        words = Counter(one.words.get(tool, "n/a") for one in table.verdicts)
        times = [one.milliseconds[tool] for one in table.verdicts if tool in one.milliseconds]
        shares = [f"{100 * words[word] / count:.1f}" for word in ("exact", "equiv", "wrong", "conflict")]
        lines.append(f"| {tool} | {' | '.join(shares)} | {statistics.median(times):.0f} |")
    for grade in ("confident", "likely"):
        graded = [one for one in table.verdicts if one.grade == grade]
        wrong = [one for one in graded if one.words[OURS] == "wrong"]
        taken = sum(one.case in fits for one in wrong)
        share, fault = 100 * len(graded) / count, 100 * len(wrong) / max(1, len(graded))
        lines.append(
            f"\n{grade}: {share:.1f} % of the cases, {fault:.1f} % of them wrong "
            f"({len(wrong)}; {taken} of these are taken by git apply as they are)"
        )
    causes = Counter(cause for one in table.verdicts for cause in one.causes)
    lines.append(f"\nconflicts by cause: {dict(causes.most_common())}")
    lines.append(f"refused without a cause: {sum(one.unnamed for one in table.verdicts)}")
    return "\n".join(lines)


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
    with ProcessPoolExecutor(args.jobs) as pool:
        for done, verdict in enumerate(pool.map(judge, folders, [others] * len(folders)), start=1):
            verdicts.append(verdict)
            if verdict.error:
                print(f"{verdict.case}: {verdict.error}", file=sys.stderr)
            if done % 100 == 0:
                print(f"{done} of {len(folders)}", file=sys.stderr)
    fits = frozenset(
        case for case, row in meta.items() if _words(row.get("methods")).get("git-apply") == "wrong"
    )
    text = "\n".join(markdown(table, fits) for table in tables(verdicts, meta))
    print(text)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        rows = "".join(json.dumps(asdict(one)) + "\n" for one in verdicts)
        (args.out / "verdicts.jsonl").write_text(rows, encoding="utf-8")
        (args.out / "tables.md").write_text(text + "\n", encoding="utf-8")


def _words(methods: object) -> Mapping[str, object]:
    return methods if isinstance(methods, dict) else {}


if __name__ == "__main__":
    main()
