"""Times patchkit against other programs on a real kernel, in pairs, in one run.

Usage: python -m tools.bench [TREE] [--second TREE] [--series LOCATION] [--only WORD]
           [--runs N] [--under COMMAND] [--slow] [--trees TREE ...]

Machines differ and are shared: only the ratios mean something, and of these the median with its spread.
Both sides run once uncounted first, so that the files are in the page cache. Wall time favours programs
with many threads on an idle machine and hurts those with few on a busy one (`--under "chrt -r 10"` gives
both sides the cores there); processor time is that of all processes of a side together. The cache of
these runs is one of their own. Prints Markdown; .cache/bench has the same as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from tools.bench_jobs import Job, jobs
from tools.bench_measure import Result, compare
from tools.bench_more import more_jobs
from tools.bench_setup import Ground

CHECKOUT = Path(__file__).resolve().parents[1]
KERNEL = CHECKOUT / ".cache" / "kernels" / "linux-source-6.1"
WORK = CHECKOUT / ".cache" / "bench"
_HEAD = (
    "| what | against | goal | ratio (least to greatest) | processor time | ours | theirs | peak |\n"
    "|---|---|---|---|---|---|---|---|"
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times patchkit against other programs.")
    parser.add_argument("tree", nargs="?", default=str(KERNEL))
    parser.add_argument("--second", default="", help="another tree of the same family")
    parser.add_argument("--series", default="", help="a series to check besides the embedded one")
    parser.add_argument("--only", default="", help="only comparisons that have this in their name")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--under", default="", help="run both sides under this, such as 'chrt -r 10' on a busy machine"
    )
    parser.add_argument("--slow", action="store_true", help="those that take minutes too")
    parser.add_argument("--trees", nargs="*", default=[], help="trees for a matrix of given ones")
    return parser.parse_args()


def row(job: Job, result: Result) -> str:
    """Returns a comparison as a line of Markdown."""
    ratio = result.wall if job.measure == "wall" else result.cpu
    goal = "" if job.goal is None else f"<= {job.goal:.2f}"
    met = "" if job.goal is None else (" met" if ratio.median <= job.goal else " **missed**")
    cells = (
        job.name,
        job.peer,
        f"{goal} {job.measure}{met}" if goal else "",
        f"{ratio.median:.2f} ({ratio.least:.2f} to {ratio.greatest:.2f})",
        f"{result.cpu.median:.2f}",
        f"{result.ours.wall:.2f} s, {result.ours.cpu:.2f} s cpu",
        f"{result.theirs.wall:.2f} s, {result.theirs.cpu:.2f} s cpu",
        f"{result.ours.peak:.0f} MiB",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Prints a line of Markdown for each comparison as it is done."""
    asked = arguments()
    if not Path(asked.tree).is_dir():
        sys.exit(f"bench: {asked.tree} is not there; `make bench` fetches it, or give a TREE")
    WORK.mkdir(parents=True, exist_ok=True)
    os.environ["XDG_CACHE_HOME"] = str(WORK / "home")
    os.environ["PYTHONPATH"] = str(CHECKOUT)
    os.environ["PATCHKIT_OFFLINE"] = "1"  # the network is not what is measured
    second = Path(asked.second).resolve() if asked.second else None
    ground = Ground(Path(asked.tree).resolve(), WORK, second)
    done: list[dict[str, Any]] = []
    print(_HEAD, flush=True)
    series = str(Path(asked.series).resolve()) if asked.series else ""
    for job in chain(jobs(ground, series), more_jobs(ground, series, asked.trees)):
        if asked.only not in job.name or (job.slow and not asked.slow) or not shutil.which(job.needs):
            continue
        under = () if job.slow else tuple(asked.under.split())
        ours, theirs = replace(job.ours(), under=under), replace(job.theirs(), under=under)
        result = compare(ours, theirs, job.runs or asked.runs, warm_up=not job.slow)
        print(row(job, result), flush=True)
        done.append({"name": job.name, "peer": job.peer, "goal": job.goal, "measure": job.measure})
        done[-1] |= asdict(result)
        # Kept as they come: a whole run takes most of an hour.
        (WORK / "results.json").write_text(json.dumps(done, indent=1))


if __name__ == "__main__":
    main()
