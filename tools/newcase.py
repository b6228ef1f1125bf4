"""Makes the series.patch of a golden case out of edited copies of its tree.

    python tools/newcase.py tests/cases/check/working/CASE EDITS

CASE holds tree/. EDITS, a folder outside the repository, holds step1/, step2/, …: complete copies of
the tree, each edited further, and step1.txt, step2.txt, …: what each patch says (subject line, empty
line, body). Where the series was written for other code than tree/, EDITS/base/ is that code.

The series is what `git format-patch` makes of the steps in a repository that lives only as long as
this runs, with fixed names and dates: the same steps give the same bytes. Refuses to write expected.txt,
which is thought of first and never copied from an answer.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PERSON = "A Developer <developer@example.org>"
DATE = "2021-03-01T12:00:{second:02d}+00:00"


class CaseError(Exception):
    """The case's folder or its steps cannot be used as they are."""


def git(repo: Path, *args: str, second: int = 0) -> bytes:
    """Runs git in `repo` with nobody's configuration and a date `second` seconds after the first."""
    name, address = PERSON.rstrip(">").split(" <")
    date = DATE.format(second=second)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(repo),
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_NAME": name for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": address for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_DATE": date for who in ("AUTHOR", "COMMITTER")},
    }
    done = subprocess.run(["git", *args], cwd=repo, env=env, capture_output=True, check=False)
    if done.returncode:
        raise CaseError(f"git {args[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def steps_in(edits: Path) -> list[Path]:
    """Returns step1/, step2/, … of `edits` in order; they have to be without a gap and have texts."""
    steps: list[Path] = []
    while (step := edits / f"step{len(steps) + 1}").is_dir():
        if not step.with_suffix(".txt").is_file():
            raise CaseError(f"{step}.txt: the text of this patch is missing")
        steps.append(step)
    found = sum(1 for path in edits.glob("step*") if path.is_dir())
    if not steps or found != len(steps):
        raise CaseError(f"{edits}: has to hold step1/, step2/, … without a gap")
    return steps


def commit(repo: Path, content: Path, message: Path | None, second: int) -> None:
    """Makes `content` the whole of the repository's next commit."""
    for old in repo.iterdir():
        if old.name != ".git":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copytree(content, repo, dirs_exist_ok=True)
    # An edit that keeps a file's size and time would be taken for no edit: git has to look again.
    git(repo, "read-tree", "--empty")
    git(repo, "add", "--all", "--force")
    text = ("-F", str(message.resolve())) if message else ("-m", "base")
    git(repo, "commit", "--quiet", *text, second=second)


def series_of(base: Path, steps: list[Path]) -> bytes:
    """Returns the steps from `base` on as mails of one mbox."""
    with tempfile.TemporaryDirectory() as scratch:
        repo = Path(scratch)
        git(repo, "init", "--quiet", "--initial-branch=case")
        # As the kernel's own .gitattributes: @@ headings name functions, not labels.
        (repo / ".git/info").mkdir(exist_ok=True)
        (repo / ".git/info/attributes").write_text("*.c diff=cpp\n*.h diff=cpp\n")
        commit(repo, base, None, 0)
        for number, step in enumerate(steps, 1):
            commit(repo, step, step.with_suffix(".txt"), number)
        options = ("--stdout", "--abbrev=12", "--find-renames", "--signature=2.30.0")
        return git(repo, "format-patch", *options, f"HEAD~{len(steps)}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Make a golden case's series.patch.")
    parser.add_argument("case", type=Path, help="the case's folder, which holds tree/")
    parser.add_argument("edits", type=Path, help="holds step1/, step1.txt, … and perhaps base/")
    options = parser.parse_args()
    base = options.edits / "base"
    try:
        patch = series_of(base if base.is_dir() else options.case / "tree", steps_in(options.edits))
    except (CaseError, OSError) as error:
        print(f"newcase: {error}", file=sys.stderr)
        return 1
    (options.case / "series.patch").write_bytes(patch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
