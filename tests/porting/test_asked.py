"""Whether a patch asks for kernels as old as the target."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from patchkit.model.asked import not_asked_for
from patchkit.model.series import Trailer
from patchkit.model.tree import TreeIdentity
from patchkit.porting.notes import below_the_line
from tests.porting.makers import edit, patch, placed, ported

SAID = "it is for newer kernels than {}: Cc: {}"


@pytest.mark.parametrize(
    ("value", "version", "newer"),
    [
        ("stable@vger.kernel.org # 5.15+", "5.10.89", True),
        ("stable@vger.kernel.org # 5.15+", "5.15.0", False),
        ("stable@vger.kernel.org # 5.15+", "6.1.192", False),
        ("<stable@vger.kernel.org> # v4.9.x", "4.19.1", False),
        ("<stable@vger.kernel.org> # v4.9.x", "4.4.300", True),
        ("stable@kernel.org [5.4]", "4.19.108", True),
        ("stable@vger.kernel.org (v5.4)", "4.19.108", True),
        ("stable@vger.kernel.org # needs 5.15", "5.10.89", False),
        ("stable@vger.kernel.org", "5.10.89", False),
        ("stable@vger.kernel.org # 5.15+", "", False),
        ("Ada Slot <ada@example.org> # 5.15", "5.10.89", False),
    ],
)
def test_versions(value: str, version: str, newer: bool) -> None:
    one = replace(patch(), trailers=(Trailer("Cc", value),))
    said = not_asked_for(one, TreeIdentity("linux", "directory", version))
    assert said == (SAID.format(version, value) if newer else "")


def test_the_oldest_one_counts() -> None:
    asked = [Trailer("CC", f"stable@vger.kernel.org # {one}") for one in ("5.15", "5.4", "6.1")]
    one = replace(patch(), trailers=(Trailer("Fixes", "0123456789ab # 4.4"), *asked))
    assert not_asked_for(one, TreeIdentity("linux", "directory", "5.10.89")) == ""
    said = not_asked_for(one, TreeIdentity("linux", "directory", "4.19.1"))
    assert said == SAID.format("4.19.1", "stable@vger.kernel.org # 5.4")


def test_the_mail_says_it() -> None:
    port = ported(edit("a", b"1\n", b"2\n", placed()))
    asked = (Trailer("Cc", "stable@vger.kernel.org # 5.15+"),)
    port = replace(port, patch=replace(port.patch, trailers=asked))
    assert below_the_line(port, TreeIdentity("linux", "directory", "5.4.1")).decode() == (
        "Ported to Linux 5.4.1 by patchkit.\n"
        "Link: https://lore.kernel.org/r/1@example.org\n"
        "- it is for newer kernels than 5.4.1: Cc: stable@vger.kernel.org # 5.15+\n"
    )
