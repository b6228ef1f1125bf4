"""Runs `patchkit check` on the cases of tools/signature_cases.py; counts what it finds and makes up.

A left-out site counts as found when an error about the name stands at it (its line give or take three,
or its function). Every error on a complete case counts as false until somebody shows that it is right.

Run as: python -m tools.signature_score CASES [--jobs 2] [--limit N] [--only TEXT]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from patchkit.model.findings import Finding, Severity
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions
from tools.signature_c import CALLING, DECLARING, Kind, Source

NEAR = 3  # lines

_ERRORS = (
    ("any", "errors"),
    ("about the name", "about_name"),
    ("high confidence", "confident"),
    ("counting, given the name", "baseline_false"),
)

_KEPT = ("id", "name", "class", "kind", "left_out", "address_taken")

Case = dict[str, Any]
Result = dict[str, Any]


def chosen(folder: Path, only: str, limit: int | None) -> list[Path]:
    """Returns the case folders, in an order that mixes their kinds and is the same every time."""
    found = [path.parent for path in folder.glob("*/case.json") if only in path.parent.name]
    found.sort(key=lambda path: hashlib.sha1(path.name.encode()).digest())
    return found[:limit]


def run(folder: Path) -> Result:
    """Checks one case; a crash is a result too."""
    case: Case = json.loads((folder / "case.json").read_text())
    result: Result = {key: case[key] for key in _KEPT}
    started = time.perf_counter()
    try:
        report = check(CheckOptions(tree=case["tree"], series=str(folder / "series.patch")))
    except Exception:  # the test goes on, and the score names the case
        result["crash"] = traceback.format_exc()
        report = None
    result["seconds"] = time.perf_counter() - started
    errors = [one for one in report.findings if one.severity is Severity.ERROR] if report else []
    at_site = [one for one in errors if is_hit(one, case)]
    result["hit"] = bool(at_site)
    result["at_site"] = [_shown(one) for one in at_site]
    result["errors"] = [_shown(one) for one in errors if one not in at_site]
    result["about_name"] = sum(one.subject in case["together"] for one in errors if one not in at_site)
    result["confident"] = sum(one.confidence == "high" for one in errors if one not in at_site)
    result["applied"] = (
        bool(report)
        and all(not (patch.counts.rejected or patch.counts.fuzz) for patch in report.patches)
        if report
        else False
    )
    result["incidents"] = (
        [f"{one.kind}: {one.message} {one.where}" for one in report.incidents] if report else []
    )
    flagged = list(by_count(case, folder))
    result["baseline_hit"] = any(_near(case, path, line) for path, line in flagged)
    result["baseline_false"] = sum(not _near(case, path, line) for path, line in flagged)
    return result


def _shown(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "confidence": str(finding.confidence),
        "subject": finding.subject,
        "at": f"{finding.primary.path}:{finding.primary.line}",
        "message": finding.message,
    }


def is_hit(finding: Finding, case: Case) -> bool:
    """Tells whether an error is about the site that was left out."""
    return finding.subject == case["name"] and _near(case, finding.primary.path, finding.primary.line)


def _near(case: Case, path: str, line: int) -> bool:
    site = case["left_out"]
    if site is None or site["path"] != path:
        return False
    first, last = site["extent"]
    near = min(abs(line - site["line"]), abs(line - site["line_after"])) <= NEAR
    return bool(near or first <= line <= last)


def by_count(case: Case, folder: Path) -> Iterator[tuple[str, int]]:
    """Yields what counting arguments finds, being given the name and its new count."""
    count, variadic = len(case["new"]["types"]), case["new"]["variadic"]
    for path, data in patched(case, folder):
        for site in Source(path, data).sites(frozenset((case["name"],))):
            given = site.count if site.kind in (*CALLING, Kind.MACRO) else None
            if site.kind in DECLARING and site.signature is not None:
                given = len(site.signature.types)
            if given is not None and given != count and not (variadic and given > count):
                yield path, site.line


def patched(case: Case, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yields the files that name the function as the patch leaves them."""
    patch = (folder / "series.patch").read_bytes()
    touched = [match.decode() for match in re.findall(rb"^diff --git a/(\S+) b/", patch, re.MULTILINE)]
    with tempfile.TemporaryDirectory() as scratch:
        for path in touched:
            place = Path(scratch) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes((Path(case["tree"]) / path).read_bytes())
        command = ["git", "apply", "--whitespace=nowarn", "-"]
        subprocess.run(command, cwd=scratch, input=patch, check=True, capture_output=True)
        for path in case["files"]:
            base = Path(scratch) if path in touched else Path(case["tree"])
            yield path, (base / path).read_bytes()


def summary(results: Iterable[Result]) -> Iterator[str]:
    """Yields the lines of the score."""
    results = list(results)
    omitted = [one for one in results if one["left_out"]]
    complete = [one for one in results if not one["left_out"]]
    functions = {(one["id"].rpartition(one["name"])[0], one["name"]) for one in results}
    crashed = sum("crash" in one for one in results)
    yield f"{len(results)} cases, {len(functions)} functions, {crashed} crashed"
    if results:
        median = statistics.median(one["seconds"] for one in results)
        yield f"seconds per case: median {median:.2f}"
    yield "left-out site found:"
    for label, group in _groups(omitted):
        counting = _share(group, "baseline_hit")
        yield f"  {label:28} {_share(group, 'hit')}   counting, given the name: {counting}"
    for label, group in _complete(complete):
        yield f"{label} with an error:"
        yield from (f"  {what:28} {_share(group, key)}" for what, key in _ERRORS)
    yield f"left-out cases with another error: {_share(omitted, 'errors')}"
    rules = Counter((one["kind"], error["rule"]) for one in complete for error in one["errors"])
    yield from (f"  {count:4} {rule} on a {kind} case" for (kind, rule), count in rules.most_common())


def _complete(cases: list[Result]) -> Iterator[tuple[str, list[Result]]]:
    for kind in ("complete", "fragment"):
        for taken in (False, True):
            group = [one for one in cases if one["kind"] == kind and one["address_taken"] is taken]
            yield f"{kind} cases{', the address taken,' if taken else ''}", group


def _groups(omitted: list[Result]) -> Iterator[tuple[str, list[Result]]]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for one in omitted:
        groups["all"].append(one)
        groups[f"{one['class']}"].append(one)
        groups[f"{one['class']}: {one['kind']}"].append(one)
    yield from sorted(groups.items())


def _share(group: list[Result], key: str) -> str:
    share = sum(bool(one[key]) for one in group)
    return f"{share:4}/{len(group):<4} {share / len(group):7.2%}" if group else "   0/0"


def details(results: Iterable[Result]) -> Iterator[str]:
    """Yields every miss, every false error and every crash."""
    for one in sorted(results, key=lambda result: str(result["id"])):
        if "crash" in one:
            yield f"CRASH {one['id']}: {one['crash'].strip().splitlines()[-1]}"
        elif one["left_out"] and not one["hit"]:
            site = one["left_out"]
            place = f"{site['path']}:{site['line_after']}"
            yield f"MISS {one['id']} ({one['class']}) {place}: {site['text']}"
        if not one["left_out"]:
            for error in one["errors"]:
                rule = f"{error['rule']} ({error['confidence']})"
                yield f"FALSE {one['id']} {error['at']}: {rule}: {error['message']}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--only", default="", help="cases whose id holds this text")
    parser.add_argument("--json", type=Path, help="per-case results (default: CASES/results.json)")
    options = parser.parse_args(arguments)
    folders = chosen(options.cases, options.only, options.limit)
    place = options.json or options.cases / "results.json"
    results: list[Result] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, result in enumerate(pool.map(run, folders), 1):
            results.append(result)
            print(f"\r{number}/{len(folders)}", end="", file=sys.stderr, flush=True)
            if number % 10 == 0 or number == len(folders):  # a long run may be cut short
                place.write_text(json.dumps(results, indent=1) + "\n")
    print(file=sys.stderr)
    print("\n".join([*details(results), *summary(results)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
