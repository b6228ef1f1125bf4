"""Shows two reports on the sample kernel: a branch where the series is fine, and one where it is not.

`make demo` runs it. Exits 0 when both checks ended as they should, else 1; it refuses to explain the
reports, which have to speak for themselves.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = "examples/kernel"
NEWER = "examples/variants/newer-branch.patch"


@dataclass(frozen=True, slots=True)
class Step:
    """One check: its heading, the arguments of `patchkit`, and the exit code it should end with."""

    heading: str
    arguments: tuple[str, ...]
    expected: int


STEPS = (
    Step("The branch the series was written for: a clean rebase", ("check", SAMPLE), 0),
    Step(
        "A newer branch: the text goes in, and sites the series does not know are left behind",
        ("check", SAMPLE, "--prerequisite", NEWER),
        1,
    ),
)


def run(step: Step) -> bool:
    """Runs one step in the checkout and tells whether it ended as expected.

    A crash of Python ends with 1 as findings do, so a step must also be silent on stderr.
    """
    print(f"\n=== {step.heading}\n$ patchkit {' '.join(step.arguments)}\n", flush=True)
    command = [sys.executable, "-m", "patchkit", *step.arguments, "--quiet"]
    done = subprocess.run(command, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True, check=False)
    if done.stderr or done.returncode != step.expected:
        print(done.stderr, end="", file=sys.stderr)
        print(f"exit code {done.returncode}, expected {step.expected}", file=sys.stderr)
        return False
    return True


def main() -> int:
    """Runs every step, also after one that went wrong."""
    outcomes = [run(step) for step in STEPS]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
