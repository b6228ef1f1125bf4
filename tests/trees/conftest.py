"""A kernel small enough to read, and ways to keep it: in a folder, a repository, a tarball."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

Files = Mapping[str, bytes]

MAKEFILE = b"# SPDX\nVERSION = 5\nPATCHLEVEL = 0\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\nNAME = Crocodile\n"

KERNEL: Files = {
    "Makefile": MAKEFILE,
    "arch/sh/mm/init.c": b"int arch_add_memory(int nid)\n{\n\treturn 0;\n}\n",
    "arch/sh/mm/init-late.c": b"/* nothing of interest */\n",
    "arch/sh/entry.S": b"\tbl arch_add_memory\n",
    "include/linux/memory.h": b"int arch_add_memory(int nid);\n",
    "kernel/empty.c": b"",
    "kernel/memremap.c": b"void f(void)\n{\n\tmy_arch_add_memory_2(0);\n}\n",
    "Documentation/memory.rst": b"arch_add_memory\n",
}


def write_files(folder: Path, files: Files) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@dataclass(frozen=True)
class Repo:
    """A repository for tests; `git` runs the git program in it."""

    path: Path

    def git(self, *args: str) -> str:
        run = subprocess.run(["git", *args], cwd=self.path, check=True, capture_output=True)
        return run.stdout.decode().strip()

    def commit(self, files: Files, message: str = "change") -> str:
        write_files(self.path, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def remove_object(self, name: str) -> str:
        """Takes the object `name` out of the store, as a partial clone would lack it."""
        object_id = self.git("rev-parse", name)
        (self.path / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()
        return object_id

    def damage_object(self, name: str) -> None:
        object_id = self.git("rev-parse", name)
        file = self.path / ".git" / "objects" / object_id[:2] / object_id[2:]
        file.chmod(0o644)
        file.write_bytes(b"x" * 40)


@pytest.fixture
def kernel_files() -> Files:
    return KERNEL


@pytest.fixture
def kernel_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "linux"
    write_files(folder, KERNEL)
    return folder


@pytest.fixture
def kernel_repo(kernel_folder: Path) -> Repo:
    repo = Repo(kernel_folder)
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit(KERNEL, "first")
    return repo


def tarball_bytes(files: Files, mode: str, prefix: str, extra: tuple[tarfile.TarInfo, ...]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for path, content in sorted(files.items()):
            member = tarfile.TarInfo(prefix + path)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for member in extra:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return made.getvalue()


class MakeTarball(Protocol):
    def __call__(
        self,
        name: str = ...,
        files: Files = ...,
        prefix: str = ...,
        extra: tuple[tarfile.TarInfo, ...] = ...,
    ) -> Path: ...


@pytest.fixture
def make_tarball(tmp_path: Path) -> MakeTarball:
    """Makes a tarball of KERNEL (or `files`) in `tmp_path`, compressed as its name says."""

    def make(
        name: str = "linux-5.0.tar",
        files: Files = KERNEL,
        prefix: str = "linux-5.0/",
        extra: tuple[tarfile.TarInfo, ...] = (),
    ) -> Path:
        end = name.rpartition(".")[2]
        mode = "w:" + {"tar": "", "tgz": "gz"}.get(end, end)
        (tmp_path / name).write_bytes(tarball_bytes(files, mode, prefix, extra))
        return tmp_path / name

    return make
