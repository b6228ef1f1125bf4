"""Measures how often the base of a series is found: on grown histories, and on trees of real kernels.

`grown`: `base_history` grows a history on a kernel's tree from the series of archives and knows what
each was made on. `tags`: the series of the archives as they were posted, looked up among the tags of a
repository (kernels' trees, say), of which most hold their files in another version; what is found is
then tried by git itself. Prints shares, runners-up and times, and every found base on which `git apply`
refuses a patch, which makes the exit status 1.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from patchkit.model.base import FoundBase
from patchkit.model.series import Series
from patchkit.readers import read_series
from patchkit.workflows.base import find_base
from tools.base_history import Sent, grow, new_history, read_archives


@dataclass
class Tally:
    """What was found so far; `wrong` names found bases on which git refuses the series."""

    kinds: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    runners: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, series: Series, repository: Path, sent: Sent | None) -> None:
        """Finds the base of a series, asks git about it, and counts what came out."""
        start = time.perf_counter()
        base = find_base(series, str(repository))
        self.seconds.append(time.perf_counter() - start)
        kind = _kind(base)
        goes_in = base.found is not None and applies(repository, base.found.commit, series)
        if base.found is not None and sent is not None:
            same = "the very commit" if base.found.commit == sent.base else "another commit"
            kind += f", {same}"
        kind += ", private" if sent is not None and sent.private else ""
        self.kinds[f"{kind}{', git applies' if goes_in else ''}"] += 1
        if base.found is not None and base.found.applies and not goes_in:
            self.wrong.append(f"{name}: {base.found.name}")
        if base.runner_up is not None and base.expected.files:
            self.runners.append(base.runner_up.matched / len(base.expected.files))

    def show(self) -> None:
        """Prints the table."""
        print(f"{sum(self.kinds.values())} series")
        for kind, count in self.kinds.most_common():
            print(f"  {count:6} {kind}")
        if self.runners:
            share = statistics.mean(self.runners)
            print(f"runner-up: {len(self.runners)} have one, with {100 * share:.0f}% of the blobs")
        ordered = sorted(self.seconds) or [0.0]
        middle, high = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        print(f"seconds: median {middle:.2f}, 95% below {high:.2f}, most {ordered[-1]:.2f}")
        print("\n".join(self.wrong))


def _kind(base: FoundBase) -> str:
    if base.found is None:
        return "none found"
    if base.found.complete:
        return "all blobs"
    return f"some blobs, {'applies' if base.found.applies else 'does not apply'}"


def applies(repository: Path, commit: str, series: Series) -> bool:
    """Tells whether `git apply` takes every patch, one on the other, on a commit."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "GIT_DIR": str(repository),
            "GIT_INDEX_FILE": str(Path(folder, "index")),
            "GIT_OBJECT_DIRECTORY": folder,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(repository / "objects"),
        }

        def git(*args: str, stdin: bytes = b"") -> bool:
            done = subprocess.run(
                ["git", *args], input=stdin, env=environment, capture_output=True, check=False
            )
            return done.returncode == 0

        return git("read-tree", commit) and all(
            git("apply", "--cached", "-", stdin=patch.diff) for patch in series.patches
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=("grown", "tags"))
    parser.add_argument("repository", type=Path, help="git directory of a kernel")
    parser.add_argument("archive", nargs="+", type=Path, help="public-inbox v2 archive")
    parser.add_argument("--since", default="2022-01-01")
    parser.add_argument("--until", default="2022-07-01")
    parser.add_argument("--limit", type=int, default=200, help="series")
    parser.add_argument("--keep", type=Path, help="folder for what is grown")
    options = parser.parse_args()
    posted = read_archives(options.archive, options.since, options.until)
    print(f"{len(posted)} whole series in the archives", flush=True)
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        if options.how == "tags":
            for number, (_, series) in enumerate(posted[: options.limit]):
                tally.add(f"series {number}", series, options.repository, None)
        else:
            measure_grown(tally, options.repository, posted, folder, options.limit)
    tally.show()
    return 1 if tally.wrong else 0


def measure_grown(
    tally: Tally, kernel: Path, posted: Iterable[tuple[int, Series]], folder: Path, most: int
) -> None:
    """Grows a history and looks for the base of every series in it, when it is done."""
    posted = list(posted)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {str(file.source) for _, one in posted for patch in one.patches for file in patch.files}
    grown = new_history(kernel, folder, posted[0][0] - 1, paths)
    every = list(grow(grown, posted, folder, most))
    for sent in every:
        tally.add(sent.mbox.name, read_series(str(sent.mbox)), grown.repository, sent)


if __name__ == "__main__":
    sys.exit(main())
