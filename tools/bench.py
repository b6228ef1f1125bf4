"""Times `patchkit check` against `git grep` for the same names on a real kernel, in one run.

Usage: python tools/bench.py [TREE] [--series LOCATION] [--runs N]

Prints medians of paired runs, the ratio pair by pair, and the peak memory of the check. Machines differ
and are shared: only the ratio means something. Both run once uncounted first, so that the files are in
the page cache. git grep gets the tree as it is (--no-index), the names the check looks up, and -n -w.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from patchkit.model.report import Report
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "kernels"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times a check against git grep.")
    parser.add_argument("tree", nargs="?", default=str(CACHE / "linux-source-6.1"))
    parser.add_argument("--series", default="", help="default: the embedded series")
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def timed(command: list[str], folder: str) -> tuple[float, int]:
    """Runs a command silently; returns wall seconds and the peak resident set in KiB."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.monotonic() - start, usage.ru_maxrss


def names_of(report: Report) -> list[str]:
    return sorted({change.name for change in report.api if not change.scope and not change.owner})


def main() -> None:
    """Prints one line per figure, then the same as JSON."""
    asked = arguments()
    if not Path(asked.tree).is_dir():
        sys.exit(f"bench: {asked.tree} is not there; `make bench` fetches it, or give a TREE")
    names = names_of(check(CheckOptions(tree=asked.tree, series=asked.series)))
    ours = [sys.executable, "-m", "patchkit.cli.main", "check", "-q", "--format", "json"]
    ours += [os.path.abspath(asked.tree)]
    if asked.series:
        ours += ["--series", os.path.abspath(asked.series)]
    words = [part for name in names for part in ("-e", name)]
    peer = ["git", "--no-pager", "grep", "--no-index", "-n", "-w", *words]
    timed(ours, asked.tree)
    timed(peer, asked.tree)
    mine, theirs, memory = [], [], []
    for _ in range(asked.runs):
        seconds, peak = timed(ours, asked.tree)
        mine.append(seconds)
        memory.append(peak)
        theirs.append(timed(peer, asked.tree)[0])
    ratios = [one / other for one, other in zip(mine, theirs, strict=True)]
    figures = {
        "tree": Path(asked.tree).name,
        "names": len(names),
        "runs": asked.runs,
        "check_seconds": round(statistics.median(mine), 3),
        "git_grep_seconds": round(statistics.median(theirs), 3),
        "ratio_median": round(statistics.median(ratios), 2),
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "check_peak_mib": round(max(memory) / 1024),
    }
    print(f"names looked up: {', '.join(names)}")
    for key, value in figures.items():
        print(f"{key:>18}  {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
