"""Compiles single objects of a kernel for several architectures and reads what the compiler says.

Objects are first built by the kernel's own make, out of tree, from a copy of the sources. What comes
after a change is compiled with the very command that this make has recorded, in JSON diagnostics.
Never writes into the tree it is given, and links nothing.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from pathlib import Path

import msgspec

JOBS = 2

# What hot-remove needs beyond the defconfig, and warnings that count, as in the kernels people build.
OPTIONS = (
    "SPARSEMEM_VMEMMAP",
    "MEMORY_HOTPLUG",
    "MEMORY_HOTREMOVE",
    "ZONE_DEVICE",
    "NUMA",
    "WERROR",
)
# What only makes a compiler slower: instrumentation of code that nobody runs here.
WITHOUT = ("KASAN", "KCSAN", "KMSAN", "KCOV", "UBSAN", "GCOV_KERNEL", "DEBUG_INFO_BTF")


@dataclass(frozen=True, slots=True)
class Arch:
    """One build: an architecture's folder in arch/, make's ARCH, compiler prefix and configuration.

    `name` tells apart several builds of one architecture.
    """

    name: str
    folder: str
    make: str
    cross: str
    config: str
    package: str


_NATIVE = platform.machine() == "x86_64"
_X86 = ("", "gcc") if _NATIVE else ("x86_64-linux-gnu-", "gcc-x86-64-linux-gnu")
EVERYTHING = "x86-all"  # what defconfig leaves out: most drivers, tests and debugging
ARCHES = (
    Arch("x86", "x86", "x86_64", _X86[0], "defconfig", _X86[1]),
    Arch(EVERYTHING, "x86", "x86_64", _X86[0], "allmodconfig", _X86[1]),
    *(
        Arch(folder, folder, folder, f"{cross}-", config, f"gcc-{cross}")
        for folder, cross, config in (
            ("powerpc", "powerpc64le-linux-gnu", "ppc64le_defconfig"),
            ("s390", "s390x-linux-gnu", "defconfig"),
            ("arm64", "aarch64-linux-gnu", "defconfig"),
            ("riscv", "riscv64-linux-gnu", "defconfig"),
            ("sh", "sh4-linux-gnu", "defconfig"),
        )
    ),
)

_PROGRAMS = ("make", "bison", "flex", "bc", "git")
_HEADERS = {"libelf-dev": "gelf.h", "libssl-dev": "openssl/opensslv.h", "libc6-dev": "stdio.h"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a source file, by its path in the kernel."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error of the compiler; `notes` are the places its notes name ("declared here").

    `warning` is the warning that -Werror made an error of it ("unused-function"), "" for a plain error.
    """

    place: Place
    message: str
    notes: tuple[Place, ...] = ()
    warning: str = ""


def missing(arches: Iterable[Arch]) -> list[str]:
    """Returns the Debian packages that have to be installed first."""
    wanted = [one.package for one in arches if not shutil.which(f"{one.cross}gcc")]
    wanted += ["gcc"] if not shutil.which("gcc") else []
    wanted += [program for program in _PROGRAMS if not shutil.which(program)]
    wanted += [
        package
        for package, header in _HEADERS.items()
        if shutil.which("gcc")
        and _run(["gcc", "-E", "-"], Path("/"), f"#include <{header}>\n").returncode
    ]
    return list(dict.fromkeys(wanted))


def _run(command: list[str], folder: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=os.environ | {"LC_ALL": "C"},  # quotes in messages are ASCII then
    )


def copy_tree(tree: Path, scratch: Path) -> Path:
    """Returns the copy of the sources in `scratch`; made once, the last step being a rename."""
    source = scratch / "source"
    if not source.is_dir():
        scratch.mkdir(parents=True, exist_ok=True)
        half = scratch / "source.copying"
        shutil.rmtree(half, ignore_errors=True)
        done = _run(["cp", "-a", "--reflink=auto", str(tree), str(half)], scratch)
        if done.returncode:
            sys.exit(f"oracle: {tree} cannot be copied: {done.stderr}")
        half.rename(source)
    restore(tree, source)
    return source


@contextmanager
def changed(tree: Path, source: Path, texts: Mapping[str, bytes]) -> Iterator[None]:
    """Has the copy `source` of `tree` hold `texts` within the block, and the tree's own after it."""
    journal = source.with_suffix(".changed")
    journal.write_text("\n".join(texts))
    try:
        for path, data in texts.items():
            (source / path).write_bytes(data)
        yield
    finally:
        restore(tree, source)


def restore(tree: Path, source: Path) -> None:
    """Undoes in the copy what `changed` did, or what an interrupted run of it left there."""
    journal = source.with_suffix(".changed")
    if journal.exists():
        for path in journal.read_text().split("\n"):
            shutil.copy2(tree / path, source / path)  # with its date: objects made of it stay good
        journal.unlink()


class Build:
    """One architecture's build folder."""

    def __init__(self, arch: Arch, source: Path, scratch: Path) -> None:
        self.arch = arch
        self.source = source
        self.folder = scratch / f"build-{arch.name}"
        self._make = ["make", f"-j{JOBS}", "-s", "-C", str(source), f"O={self.folder}"]
        self._make += [f"ARCH={arch.make}", f"CROSS_COMPILE={arch.cross}"]

    def prepare(self) -> None:
        """Configures and makes what every object needs; done once, a stamp tells."""
        stamp = self.folder / "prepared"
        if stamp.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        self._made(self.arch.config)
        with (self.folder / ".config").open("a") as config:
            config.writelines(f"CONFIG_{option}=y\n" for option in OPTIONS)
            config.writelines(f"# CONFIG_{option} is not set\n" for option in WITHOUT)
        self._made("olddefconfig")
        self._made("prepare", "modules_prepare")
        stamp.touch()

    def _made(self, *targets: str) -> None:
        done = _run([*self._make, *targets], self.source)
        if done.returncode:
            sys.exit(f"oracle: make {' '.join(targets)} failed for {self.arch.name}:\n{done.stderr}")

    def compile(self, paths: Iterable[str]) -> set[str]:
        """Makes the objects of the unchanged .c files; returns those that this configuration builds."""
        wanted = sorted(paths)
        targets = [f"{path[:-2]}.o" for path in wanted]
        new = [one for one in targets if not (self.folder / one).exists()]
        for at in range(0, len(new), 500):
            _run([*self._make, "-k", *new[at : at + 500]], self.source)
        return {path for path, one in zip(wanted, targets, strict=True) if self._command(one)}

    def _command(self, target: str) -> list[str]:
        """Returns kbuild's recorded compiler command for an object, without its outputs."""
        folder, _, name = target.rpartition("/")
        record = self.folder / folder / f".{name}.cmd"
        if not record.exists() or not (self.folder / target).exists():
            return []
        text = record.read_text(errors="replace").split("\n", 1)[0].partition(":=")[2]
        text = text.replace("$(pound)", "#").replace("$$", "$")
        words = shlex.split(re.split(r" ; (?=\S)", text)[0])
        words = [word for word in words if not word.startswith("-Wp,-MMD")]
        return [
            word for word in words[: words.index("-o")] + words[words.index("-o") + 2 :] if word != "-c"
        ]

    def complaints(self, path: str, texts: Mapping[str, bytes]) -> list[Complaint]:
        """Compiles one file as it is with the changed `texts`, and returns the compiler's errors.

        The answer is kept, so that the same question costs nothing the next time.
        """
        asked = sha1(path.encode() + (self.folder / ".config").read_bytes())
        for name in sorted(texts):
            asked.update(name.encode() + b"\0" + texts[name])
        kept = self.folder / "answers" / f"{asked.hexdigest()}.json"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(msgspec.json.encode(self._compiled(path)))
        return msgspec.json.decode(kept.read_bytes(), type=list[Complaint])

    def _compiled(self, path: str) -> list[Complaint]:
        command = [
            *self._command(f"{path[:-2]}.o"),
            "-fdiagnostics-format=json",
            "-c",
            "-o",
            "/dev/null",
        ]
        done = _run(command, self.folder)
        found = self._read(done.stderr)
        if done.returncode and not found:
            sys.exit(
                f"oracle: {self.arch.name}: {path}: the compiler failed, naming none:\n{done.stderr}"
            )
        return found

    def _read(self, text: str) -> list[Complaint]:
        found = []
        for line in text.split("\n"):
            if line.startswith("["):
                for one in json.loads(line):
                    if one["kind"] in ("error", "fatal error"):
                        places = [self._place(note) for note in one.get("children", ())]
                        first = self._place(one)
                        warning = one.get("option", "").removeprefix("-Werror=")
                        found.append(Complaint(first, one["message"], tuple(places), warning))
        return found

    def _place(self, one: Mapping[str, list[dict[str, dict[str, str | int]]]]) -> Place:
        if not one["locations"]:
            return Place("", 0)
        caret = one["locations"][0]["caret"]
        return Place(self._inside(str(caret["file"])), int(caret["line"]))

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - a build lives as long as the program
    def _inside(self, file: str) -> str:
        full = (self.folder / file).resolve()
        source = self.source.resolve()
        return str(full.relative_to(source)) if full.is_relative_to(source) else str(full)

    def seen(self, path: str) -> dict[str, set[int]]:
        """Returns the lines that reach the compiler when it compiles `path`, by file."""
        done = _run([*self._command(f"{path[:-2]}.o"), "-E", "-o", "-"], self.folder)
        found: dict[str, set[int]] = {}
        lines, at = found.setdefault("", set()), 0
        for text in done.stdout.split("\n"):
            marker = re.match(r'# (\d+) "([^"]*)"', text)
            if marker:
                lines, at = found.setdefault(self._inside(marker.group(2)), set()), int(marker.group(1))
                continue
            if text.strip():
                lines.add(at)
            at += 1
        return found
