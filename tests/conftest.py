"""Hermetic tests: no user configuration, no real home, fixed dates and time zone (git-revise's way)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, and nothing about the code.
settings.register_profile("patchkit", deadline=None)
settings.load_profile("patchkit")


_HOMES = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")


@pytest.fixture(autouse=True, scope="session")
def hermetic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For fixtures of modules too, which are made before those of tests: a machine's git may know nobody."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in _HOMES:
            patch.setenv(name, str(home))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.setenv("TZ", "UTC")
        patch.setenv("PATCHKIT_OFFLINE", "1")  # no test touches the network, its processes neither
        patch.delenv("COLUMNS", raising=False)  # parallel workers inherit a terminal's width
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "Test Author")
            patch.setenv(f"GIT_{role}_EMAIL", "author@example.org")
            patch.setenv(f"GIT_{role}_DATE", "2018-10-02T17:00:24+0200")
        yield


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A home for each test: what one run remembers must not help the next test."""
    home = tmp_path_factory.mktemp("home")
    for name in _HOMES:
        monkeypatch.setenv(name, str(home))


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of the repository."""
    return Path(__file__).resolve().parents[1]


def _kernel(checkout: Path, version: str) -> Path:
    given = os.environ.get("PATCHKIT_KERNELS", "")
    folders = [Path(one) for one in given.split(":") if one] or [
        checkout / ".cache" / "kernels" / f"linux-source-{line}" for line in ("6.1", "6.12")
    ]
    for folder in folders:
        if folder.is_dir() and f"\nPATCHLEVEL = {version.split('.')[1]}\n" in _makefile(folder):
            return folder
    pytest.fail(f"no kernel {version} among {folders}; run `make test-kernel`")


def _makefile(folder: Path) -> str:
    path = folder / "Makefile"
    return path.read_text() if path.is_file() else ""


@pytest.fixture(scope="session")
def kernel_6_1(checkout: Path) -> Path:
    """An unpacked 6.1 kernel (make test-kernel fetches it)."""
    return _kernel(checkout, "6.1")


@pytest.fixture(scope="session")
def kernel_6_12(checkout: Path) -> Path:
    """An unpacked 6.12 kernel (make test-kernel fetches it)."""
    return _kernel(checkout, "6.12")
