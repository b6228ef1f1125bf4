"""Compares patchkit's errors with a compiler's, case by case, on a real kernel (`make oracle-compile`).

Run as: python -m tools.oracle_compile [TREE] [--older TREE] [--scratch DIR] [--only TEXT] [--limit N]

TREE (default: linux-source-6.12 in .cache/kernels) is only read: sources are copied to the scratch
folder and built out of tree, for six architectures. The cases are made by script each time; see
docs/oracle.md for what they are and what the verdicts mean.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from hashlib import sha1
from pathlib import Path

import msgspec

from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions
from tools import oracle_cases, oracle_hunks, oracle_mails
from tools.oracle_build import ARCHES, EVERYTHING, JOBS, Build, Place, changed, copy_tree, missing
from tools.oracle_cases import Case
from tools.oracle_compare import Claim, Compiled, Outcome, Verdict, claim, compare, new_line
from tools.oracle_tree import Kernel
from tools.signature_hunks import Block, blocks, diff

CACHE = Path(__file__).resolve().parents[1] / ".cache"
Claims = dict[str, list[Claim]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compares patchkit's errors with a compiler's.")
    kernels = CACHE / "kernels"
    parser.add_argument("tree", nargs="?", type=Path, default=kernels / "linux-source-6.12")
    parser.add_argument("--older", type=Path, default=None, help="tree of the ported hunks")
    parser.add_argument(
        "--mails", type=Path, action="append", default=[], help="public-inbox archive; may be repeated"
    )
    parser.add_argument("--each", type=int, default=4, help="so many mails of each archive")
    parser.add_argument("--scratch", type=Path, default=CACHE / "oracle", help="some 4 GB")
    parser.add_argument("--only", default="", help="cases whose id this pattern finds")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--list", action="store_true", help="make the cases and stop")
    return parser.parse_args()


def cases(kernel: Kernel, older: Kernel | None, asked: argparse.Namespace) -> Iterator[Case]:
    """Yields every case, family by family."""
    yield from oracle_cases.parameter_cases(kernel)
    yield from oracle_cases.arch_cases(kernel)
    yield from oracle_cases.type_cases(kernel)
    yield from oracle_cases.void_cases(kernel)
    yield from oracle_cases.removed_cases(kernel)
    yield from oracle_cases.renamed_cases(kernel)
    yield from oracle_cases.macro_cases(kernel)
    yield from oracle_hunks.member_cases(kernel)
    yield from oracle_hunks.added_cases(kernel)
    yield from oracle_hunks.ported_cases(kernel, older)
    yield from oracle_mails.mail_cases(kernel, asked.mails, asked.each)


def write_patches(kernel: Kernel, chosen: Iterable[Case], folder: Path) -> dict[str, Path]:
    """Writes each case's patch; returns the files by case."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for case in chosen:
        base = {path: kernel.source(path).data for path in case.texts}
        written[case.id] = folder / f"{case.id}.patch"
        written[case.id].write_bytes(case.series or diff(base, case.texts))
    return written


def patchkit_now() -> str:
    """Returns a mark of patchkit's own code and data, so that its answers are kept while it stays."""
    root = Path(__file__).resolve().parents[1]
    files = sorted([*root.glob("patchkit/**/*.py"), *root.glob("queries/**/*.*")])
    return sha1(b"".join(file.read_bytes() for file in files)).hexdigest()


def kept_claims(
    tree: Path, case: Case, patch: Path, runs: dict[str, list[Block]], kept: Path
) -> list[Claim]:
    """Returns patchkit's findings for a case, from the folder `kept` where they are there."""
    place = kept / f"{sha1(case.id.encode() + patch.read_bytes()).hexdigest()}.json"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(msgspec.json.encode(ask_patchkit(tree, case, patch, runs)))
    return msgspec.json.decode(place.read_bytes(), type=list[Claim])


def ask_patchkit(tree: Path, case: Case, patch: Path, runs: dict[str, list[Block]]) -> list[Claim]:
    """Returns patchkit's findings for a case; a rule that crashed or a file not read ends the run."""
    report = check(CheckOptions(tree=str(tree), series=str(patch)))
    broken = [one for one in report.incidents if one.kind == "rule-crashed"]
    if broken:
        sys.exit(f"oracle: {case.id}: {broken[0].message}")
    return [claim(one, runs) for one in report.findings]


def ask_all(
    asked: argparse.Namespace,
    chosen: Iterable[Case],
    patches: dict[str, Path],
    runs: dict[str, dict[str, list[Block]]],
) -> Claims:
    """Returns patchkit's findings for every case."""
    claims: Claims = {}
    kept = asked.scratch / f"claims-{patchkit_now()[:12]}"
    with ProcessPoolExecutor(JOBS) as pool:
        jobs = {
            one.id: pool.submit(kept_claims, asked.tree, one, patches[one.id], runs[one.id], kept)
            for one in chosen
        }
        try:
            for number, (name, job) in enumerate(jobs.items(), 1):
                claims[name] = job.result()
                print(f"oracle: patchkit {number}/{len(jobs)} {name}", file=sys.stderr)
        except BaseException:  # whatever ends the run must not wait for the other cases first
            pool.shutdown(cancel_futures=True)
            raise
    return claims


def sources_of(case: Case, claims: Iterable[Claim], tree: Path) -> set[str]:
    """The files to compile: those with a site, and those that patchkit complains about."""
    blamed = {one.place.path for one in claims if one.place.path.endswith(".c")}
    return {path for path in (*case.sources, *blamed) if (tree / path).is_file()}


def build_before(
    builds: dict[str, Build], chosen: Iterable[Case], claims: Claims, tree: Path
) -> dict[str, set[str]]:
    """Compiles every unchanged source that some case needs; returns what each architecture builds.

    The build of everything is asked last, and only for what no default configuration builds.
    """
    wanted: dict[str, set[str]] = {arch: set() for arch in builds}
    for case in chosen:
        for arch in case.arches:
            wanted[arch] |= {
                path
                for path in sources_of(case, claims[case.id], tree)
                if not path.startswith("arch/") or path.startswith(f"arch/{builds[arch].arch.folder}/")
            }
    built: dict[str, set[str]] = {}
    for arch in sorted(wanted, key=lambda one: one == EVERYTHING):
        known = {path for paths in built.values() for path in paths}
        paths = wanted[arch] - known if arch == EVERYTHING else wanted[arch]
        if paths:
            print(f"oracle: {arch}: {len(paths)} objects before any change", file=sys.stderr)
            builds[arch].prepare()
            built[arch] = builds[arch].compile(paths)
    return built


def compile_after(
    builds: dict[str, Build], built: dict[str, set[str]], case: Case, paths: set[str]
) -> Compiled:
    """Compiles a case's sources as they are now, for its architectures."""
    jobs = [(arch, path) for arch in case.arches for path in sorted(paths & built.get(arch, set()))]
    with ThreadPoolExecutor(JOBS) as pool:
        answers = pool.map(lambda job: builds[job[0]].complaints(job[1], case.texts), jobs)
        complaints = list(dict.fromkeys(one for found in answers for one in found))

    @cache
    def look() -> dict[str, set[int]]:
        lines: dict[str, set[int]] = {}
        for arch, path in jobs:
            for file, numbers in builds[arch].seen(path).items():
                lines.setdefault(file, set()).update(numbers)
        return lines

    return Compiled(
        objects=[f"{arch}:{path[:-2]}.o" for arch, path in jobs],
        unbuilt=sorted(paths - {path for _arch, path in jobs}),
        complaints=complaints,
        look=look,
    )


def planted(case: Case, runs: dict[str, list[Block]]) -> Place | None:
    """The site that a case leaves out, in lines of the patched file."""
    if case.left_out is None:
        return None
    path, line = case.left_out.path, case.left_out.line
    return Place(path, new_line(runs.get(path, []), line))


def judge(asked: argparse.Namespace, kernel: Kernel, chosen: list[Case]) -> Iterator[Outcome]:
    """Asks both about every case and yields what came of it."""
    patches = write_patches(kernel, chosen, asked.scratch / "patches")
    runs = {
        case.id: blocks({path: kernel.source(path).data for path in case.texts}, case.texts)
        for case in chosen
    }
    claims = ask_all(asked, chosen, patches, runs)
    source = copy_tree(asked.tree, asked.scratch)
    builds = {arch.name: Build(arch, source, asked.scratch) for arch in ARCHES}
    built = build_before(builds, chosen, claims, asked.tree)
    for case in chosen:
        with changed(asked.tree, source, case.texts):
            paths = sources_of(case, claims[case.id], asked.tree)
            compiled = compile_after(builds, built, case, paths)
            outcome = compare(case, planted(case, runs[case.id]), claims[case.id], compiled)
        yield outcome


def show(outcome: Outcome) -> None:
    """Prints a case's line, and the words of both where they disagree."""
    case = outcome.case
    errors = [one for one in outcome.claims if one.severity == "error"]
    print(
        f"{outcome.verdict:17} {len(outcome.objects):3} {len(outcome.complaints):4} {len(errors):4} "
        f"{len(outcome.beyond):4}  {case.id}",
        flush=True,
    )
    for complaint in outcome.missed:
        place = complaint.place
        print(f"    compiler only: {place.path}:{place.line}: {complaint.message}")
    for one in outcome.false:
        print(f"    patchkit only: {one.place.path}:{one.place.line}: {one.rule}: {one.message}")


def summary(outcomes: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """Returns how many cases of each family had which verdict."""
    table: dict[str, Counter[str]] = {}
    for one in outcomes:
        kind = f"{one.case.family}, {'one left out' if one.case.planted else 'complete'}"
        if one.case.family in ("added", "ported", "mail"):
            kind = one.case.family
        table.setdefault(kind, Counter())[one.verdict] += 1
        table.setdefault("all", Counter())[one.verdict] += 1
    return table


def show_summary(table: dict[str, Counter[str]]) -> None:
    """Prints the table of families and verdicts, "all" last."""
    print("\n" + " ".join([f"{'family':30}", *(f"{verdict:>16}" for verdict in Verdict)]))
    for kind in sorted(table, key=lambda one: (one == "all", one)):
        print(" ".join([f"{kind:30}", *(f"{table[kind][verdict]:16}" for verdict in Verdict)]))


def record(outcome: Outcome) -> dict[str, object]:
    """Returns an outcome for JSON, without the texts of the kernel's files."""
    found = asdict(outcome)
    found["case"].pop("texts")
    found["case"].pop("series")
    return found


def main() -> None:
    """Prints one line a case, the disagreements in words, and the table; writes results.json."""
    asked = arguments()
    packages = missing(ARCHES)
    if packages:
        sys.exit(
            "oracle: these Debian packages are needed first:\n"
            f"  apt-get install -y --no-install-recommends {' '.join(packages)}"
        )
    if not (asked.tree / "Kbuild").is_file():
        sys.exit(
            f"oracle: {asked.tree} is no kernel; `python tools/kernels.py` fetches it, or give a TREE"
        )
    place = asked.older or asked.tree.with_name("linux-source-6.1")
    asked.tree = asked.tree.resolve()
    asked.scratch = asked.scratch.resolve() / asked.tree.name
    kernel = Kernel(asked.tree, asked.scratch)
    older = Kernel(place.resolve(), asked.scratch / "older") if place.is_dir() else None
    chosen = [case for case in cases(kernel, older, asked) if re.search(asked.only, case.id)][
        : asked.limit
    ]
    if asked.list:
        print("\n".join(case.id for case in chosen))
        return
    outcomes = []
    print("verdict           obj  gcc  pkt  beyond  case")
    for outcome in judge(asked, kernel, chosen):
        show(outcome)
        outcomes.append(outcome)
    show_summary(summary(outcomes))
    (asked.scratch / "results.json").write_text(json.dumps([record(one) for one in outcomes], indent=1))


if __name__ == "__main__":
    main()
