"""Gets Debian's kernel sources, complete trees of two lines, into a cache folder with apt.

Usage: python tools/kernels.py [FOLDER]     (default: .cache/kernels in the checkout)

Each package is downloaded with `apt-get download`, taken apart with `dpkg -x` and its tarball kept and
unpacked. Nothing is installed and nothing is committed. Trees that are there already stay.
PATCHKIT_KERNELS (folders separated by ":") replaces all of it: then nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("linux-source-6.1", "linux-source-6.12")
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "kernels"


def run(*command: str, cwd: Path) -> int:
    """Runs a command, its output on stderr so that stdout stays ours; returns its exit status."""
    return subprocess.run(command, cwd=cwd, stdout=sys.stderr, check=False).returncode


def download(package: str, folder: Path) -> Path:
    """Returns the .deb of `package`, downloaded into `folder`."""
    if run("apt-get", "download", package, cwd=folder):
        # A fresh machine has no package lists yet; fetching them needs root.
        run("apt-get", "update", "-qq", cwd=folder)
        if run("apt-get", "download", package, cwd=folder):
            sys.exit(
                f"kernels: apt has no package {package}. It is in Debian 12 and its backports; "
                "elsewhere unpack any kernels yourself and name them in PATCHKIT_KERNELS=DIR:DIR"
            )
    return max(folder.glob(f"{package}_*.deb"), key=lambda path: path.stat().st_mtime)


def unpack(package: str, folder: Path) -> None:
    """Makes folder/<package> a complete source tree, and folder/<package>.tar.xz its tarball."""
    deb = download(package, folder)
    work = folder / f"{package}.unpacking"
    shutil.rmtree(work, ignore_errors=True)
    if run("dpkg", "-x", str(deb), str(work), cwd=folder):
        sys.exit(f"kernels: {deb} cannot be unpacked")
    tarball = work / "usr" / "src" / f"{package}.tar.xz"
    if run("tar", "-C", str(work), "-xf", str(tarball), cwd=folder):
        sys.exit(f"kernels: {tarball} cannot be unpacked")
    shutil.move(tarball, folder / tarball.name)
    # The rename comes last, so that an interrupted run never leaves half a tree behind its name.
    (work / package).rename(folder / package)
    shutil.rmtree(work)
    deb.unlink()


def main() -> None:
    """Fetches what is missing."""
    if os.environ.get("PATCHKIT_KERNELS"):
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE
    folder.mkdir(parents=True, exist_ok=True)
    missing = [package for package in PACKAGES if not (folder / package).is_dir()]
    if missing and not (shutil.which("apt-get") and shutil.which("dpkg")):
        sys.exit(
            "kernels: this machine has no apt-get and dpkg, so Debian's linux-source packages cannot "
            "be fetched. Unpack kernels yourself and name them in PATCHKIT_KERNELS=DIR:DIR"
        )
    for package in missing:
        print(f"kernels: fetching {package} (some 140 MB, 1.3 GB unpacked)", file=sys.stderr)
        unpack(package, folder)


if __name__ == "__main__":
    main()
