"""queries/ and series/ are found from a checkout, an editable install and a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

PROBE = """
import pathlib, patchkit
from patchkit.data import data_folder
from patchkit.readers.profile import available
from patchkit.cfacts import declarations
(site,) = declarations("a.c", b"int f(int a);\\n")
print(pathlib.Path(patchkit.__file__).parent)
print(data_folder("queries") / "c")
print(data_folder("series") / available()[0], site.name)
"""


def run(*command: str | Path, cwd: Path, path: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def probe(python: str | Path, cwd: Path, path: Path | None = None) -> tuple[Path, Path, str]:
    package, queries, series = run(python, "-c", PROBE, cwd=cwd, path=path).splitlines()
    assert series.endswith("hot-remove f")
    return Path(package), Path(queries), series


@pytest.fixture(scope="session")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        checkout,
        cwd=folder,
    )
    (built,) = folder.glob("kernel_patchkit-*.whl")
    return built


def test_a_checkout(checkout: Path, tmp_path: Path) -> None:
    package, queries, _ = probe(sys.executable, tmp_path, checkout)
    assert package == checkout / "patchkit"
    assert queries == checkout / "queries" / "c"


def test_a_wheel(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    run(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        target,
        wheel,
        cwd=tmp_path,
    )
    package, queries, _ = probe(sys.executable, tmp_path, target)
    assert package == target / "patchkit"
    assert queries == target / "patchkit" / "queries" / "c"
    assert sorted(path.name for path in queries.glob("*.scm"))
    assert (target / "patchkit" / "reports" / "templates" / "matrix.html.j2").is_file()


def test_an_editable_install(checkout: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    # The libraries are this environment's; only patchkit itself is installed.
    libraries = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))
    marker = next((tmp_path / "venv" / "lib").glob("python*/site-packages")) / "libraries.pth"
    marker.write_text(f"{libraries}\n")
    run(
        python,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-e",
        checkout,
        cwd=tmp_path,
    )
    package, queries, _ = probe(python, tmp_path)
    assert package == checkout / "patchkit"
    assert queries == checkout / "queries" / "c"
    assert (tmp_path / "venv" / "bin" / "patchkit").exists()
