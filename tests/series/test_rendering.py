"""The embedded rendering of hot-remove on the sample kernel: it applies, compiles, and is our own."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from patchkit.readers.profile import load_facts

BUILD = ("CONFIG_MEMORY_HOTPLUG", "CONFIG_MEMORY_HOTREMOVE", "CONFIG_MEMORY_HOTPLUG_SPARSE")
DEVICES = ("CONFIG_ZONE_DEVICE", "CONFIG_NUMA", "CONFIG_ARCH_HAS_ADD_PAGES")
MARKER = "Written for patchkit: a sample, not kernel code."
VARIANTS = ("older-branch.patch", "newer-branch.patch")


def git(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        ["git", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def compiles(tree: Path) -> None:
    """Asserts that every C file of the tree passes the compiler's front end without a warning."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    sources = sorted(str(path.relative_to(tree)) for path in tree.rglob("*.c"))
    flags = [
        "-fsyntax-only",
        "-nostdinc",
        "-ffreestanding",
        "-std=gnu11",
        "-Wall",
        "-Werror",
        "-Wno-format",
    ]
    defines = [f"-D{name}" for name in (*BUILD, *DEVICES)]
    done = subprocess.run(
        [compiler, *flags, "-Iinclude", *defines, *sources],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def sample(checkout: Path, tmp_path: Path) -> Path:
    """A git repository with one commit: the sample kernel."""
    tree = tmp_path / "kernel"
    shutil.copytree(checkout / "examples" / "kernel", tree)
    git("init", "-q", "-b", "base", cwd=tree)
    git("add", "-A", cwd=tree)
    git("commit", "-q", "-m", "the sample kernel", cwd=tree)
    return tree


@pytest.fixture(scope="session")
def mails(checkout: Path) -> list[Path]:
    """The five patches of the rendering, without the cover letter."""
    return sorted((checkout / "series" / "hot-remove" / "mails").glob("000[1-9]-*.patch"))


def test_git_am_takes_all_five(sample: Path, mails: list[Path], checkout: Path) -> None:
    git("am", "-q", *mails, cwd=sample)
    subjects = git("log", "--reverse", "--format=%s", "base~5..base", cwd=sample).splitlines()
    facts = load_facts(checkout / "series" / "hot-remove")
    assert subjects == [re.sub(r"^\[.*?\] ", "", subject) for subject in facts.postings[0].subjects[1:]]


def test_the_rendering_touches_the_files_of_the_posting(
    sample: Path, mails: list[Path], checkout: Path
) -> None:
    git("am", "-q", *mails, cwd=sample)
    touched = git("diff", "--name-only", "base~5", "base", cwd=sample).split()
    assert sorted(touched) == sorted(load_facts(checkout / "series" / "hot-remove").diffstat.changed)


def test_every_prefix_compiles(sample: Path, mails: list[Path]) -> None:
    compiles(sample)
    for mail in mails:
        git("am", "-q", mail, cwd=sample)
        compiles(sample)


def test_index_lines_name_the_blobs_of_the_sample(sample: Path, mails: list[Path]) -> None:
    for mail in mails:
        text = mail.read_text()
        blobs = re.findall(r"^diff --git a/(\S+) .*\nindex ([0-9a-f]+)\.\.", text, re.MULTILINE)
        assert blobs
        for path, old in blobs:
            assert git("rev-parse", f"HEAD:{path}", cwd=sample).startswith(old)
        git("am", "-q", mail, cwd=sample)


def test_the_cover_carries_the_diffstat_of_the_rendering(
    sample: Path, mails: list[Path], checkout: Path
) -> None:
    cover = (checkout / "series" / "hot-remove" / "mails" / "0000-cover-letter.patch").read_text()
    git("am", "-q", *mails, cwd=sample)
    total = git("diff", "--shortstat", "base~5", "base", cwd=sample).strip()
    assert total in cover


def test_identifiers_that_the_rendering_adds_exist(sample: Path, mails: list[Path]) -> None:
    git("am", "-q", *mails, cwd=sample)
    diff = git("diff", "-U0", "base~5", "base", "--", "*.c", "*.h", cwd=sample)
    added = "\n".join(line[1:] for line in diff.split("\n") if re.match(r"\+(?!\+\+)", line))
    code = re.sub(r'/\*.*?\*/|"[^"]*"|^\s*\*.*$', " ", added, flags=re.DOTALL | re.MULTILINE)
    called = set(re.findall(r"\b([a-z_]\w+)\(", code)) - {"if", "for", "while", "sizeof"}
    assert {"add_device_memory", "del_device_memory", "page_to_nid"} <= called
    sources = "\n".join(path.read_text() for path in (*sample.rglob("*.h"), *sample.rglob("*.c")))
    for name in called:
        declared = rf"^(?!\s)[^\n;=]*[\s*]{name}\(|^#define {name}\("
        assert re.search(declared, sources, re.MULTILINE), name


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_apply_and_compile(sample: Path, checkout: Path, variant: str) -> None:
    git("apply", checkout / "examples" / "variants" / variant, cwd=sample)
    compiles(sample)


def rejects(tree: Path, mails: list[Path]) -> list[str]:
    """The files that `git apply` refuses, patch by patch, what fits being kept."""
    refused = []
    for mail in mails:
        done = subprocess.run(
            ["git", "apply", "--reject", "--recount", str(mail)],
            cwd=tree,
            capture_output=True,
            check=False,
        )
        refused += re.findall(r"^error: (\S+): patch does not apply", done.stderr.decode(), re.MULTILINE)
        refused += re.findall(r"^Applying patch (\S+) with", done.stderr.decode(), re.MULTILINE)
    return sorted(set(refused))


@pytest.mark.parametrize(
    ("variant", "refused"),
    [
        ("older-branch.patch", ["kernel/memremap.c", "mm/memory_hotplug.c"]),
        ("newer-branch.patch", ["kernel/resource.c"]),
    ],
    ids=("older", "newer"),
)
def test_variants_refuse_what_their_message_says(
    sample: Path, mails: list[Path], checkout: Path, variant: str, refused: list[str]
) -> None:
    git("apply", checkout / "examples" / "variants" / variant, cwd=sample)
    assert rejects(sample, mails) == refused


@pytest.mark.parametrize(
    ("variant", "site"),
    [
        ("older-branch.patch", "mm/hmm.c"),
        ("newer-branch.patch", "arch/arm64/mm/mmu.c"),
        ("newer-branch.patch", "mm/memory_hotplug.c"),
    ],
    ids=("older-hmm", "newer-arm64", "newer-error-path"),
)
def test_variants_add_sites_the_series_does_not_know(checkout: Path, variant: str, site: str) -> None:
    text = (checkout / "examples" / "variants" / variant).read_text()
    part = text.split(f"diff --git a/{site} ")[1].split("\ndiff --git ")[0]
    assert re.search(r"^\+.*\barch_remove_memory\((?!int nid|nid)", part, re.MULTILINE)


def test_every_source_says_that_it_is_a_sample(checkout: Path) -> None:
    files = [path for path in (checkout / "examples" / "kernel").rglob("*") if path.is_file()]
    assert len(files) > 30
    for path in files:
        first, second, *_ = path.read_text().split("\n")
        assert "SPDX-License-Identifier: GPL-2.0-or-later" in first, path
        assert MARKER in second, path


def test_every_mail_says_that_it_is_a_rendering(checkout: Path) -> None:
    for path in sorted((checkout / "series" / "hot-remove" / "mails").iterdir()):
        text = re.sub(r"\s+", " ", path.read_text())
        assert "patchkit's rendering" in text, path
        assert "is not the posted text" in text, path
