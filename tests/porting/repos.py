"""Real git repositories for tests of porting: a history to port, and another tree to port it onto."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from patchkit.model.ported import PortResult
from patchkit.porting.publish import Destination
from patchkit.workflows.port import PortOptions, port_series

Files = Mapping[str, bytes | None]

FUNCTION = b"int %s(int nid)\n{\n\tint ret = 0;\n\n\tret = online(nid);\n\tif (ret)\n\t\tgoto out;\nout:\n\treturn ret;\n}\n"
ABOVE = b"/* grown since */\nstatic int more(void)\n{\n\treturn 1;\n}\n\n"
BASE: Mapping[str, bytes] = {
    "mm/slot.c": b"#include <slot.h>\n\n" + FUNCTION % b"slot_add" + b"\n" + FUNCTION % b"slot_remove",
    "mm/pool.c": FUNCTION % b"pool_add",
    "include/slot.h": b"int slot_add(int nid);\n",
    "scripts/run": b"#!/bin/sh\necho run\n",
}


@dataclass(frozen=True)
class Repo:
    path: Path

    def git(self, *args: str, stdin: bytes = b"") -> str:
        run = subprocess.run(["git", *args], cwd=self.path, check=True, capture_output=True, input=stdin)
        return run.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def commit(self, files: Files, message: bytes = b"change\n", author: str = "") -> str:
        for name, content in files.items():
            path = self.path / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        self.git("add", "--all")
        options = [f"--author={author}"] if author else []
        self.git("commit", "--quiet", "--allow-empty", *options, "-F", "-", stdin=message)
        return self.git("rev-parse", "HEAD")

    def mails(self, folder: Path, since: str, *options: str) -> Path:
        """The commits since a revision, as git format-patch writes them."""
        self.git("format-patch", "--quiet", *options, "-o", str(folder), since)
        return folder

    def state(self) -> tuple[str, ...]:
        """All that must not change: references, HEAD, index, working tree."""
        refs = self.git("for-each-ref", "--format=%(refname) %(objectname)")
        head = (self.path / ".git" / "HEAD").read_text()
        return refs, head, self.git("ls-files", "--stage"), self.git("status", "--porcelain")


def new_repo(path: Path, files: Files = BASE) -> Repo:
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True)
    repo = Repo(path)
    repo.commit(files, b"base\n")
    return repo


def port(series: Path, target: Repo, out: Path | None = None, form: str = "mails") -> PortResult:
    """Ports onto main of `target`; what is no kernel is good enough."""
    destination = Destination(form, str(out)) if out is not None else Destination()
    options = PortOptions(str(series), f"{target.path}@main", kernel=False, destination=destination)
    return port_series(options)
