"""A kernel is known by its Makefile and its folders, and no look-alike is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.errors import TreeError
from patchkit.trees import open_tree
from patchkit.trees.version import makefile_version

RC = b"VERSION = 5\nPATCHLEVEL = 0\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n"


@pytest.mark.parametrize(
    ("makefile", "version"),
    [
        pytest.param(
            b"VERSION = 4\nPATCHLEVEL = 20\nSUBLEVEL = 0\nEXTRAVERSION =\n", "4.20.0", id="release"
        ),
        pytest.param(
            b"VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\nEXTRAVERSION =\n", "6.1.192", id="stable"
        ),
        pytest.param(RC, "5.0.0-rc1", id="candidate"),
        pytest.param(
            b"VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 32\nEXTRAVERSION = .71\n", "2.6.32.71", id="2.6"
        ),
        pytest.param(b"# SPDX\r\nVERSION=5\r\nPATCHLEVEL=10\r\nSUBLEVEL=0\r\n", "5.10.0", id="crlf"),
        pytest.param(RC + b"ifdef X\nVERSION = 9\nendif\n", "5.0.0-rc1", id="first-one-counts"),
        pytest.param(b"VERSION = 5\nPATCHLEVEL = 4\n", "5.4", id="no-sublevel"),
        pytest.param(
            b"VERSION = 5\nPATCHLEVEL = 4\nSUBLEVEL = 1\nEXTRAVERSION = $(shell x)\n",
            "5.4.1",
            id="computed",
        ),
        pytest.param(b"VERSION = 5\n", "", id="no-patchlevel"),
        pytest.param(b"VERSION = $(V)\nPATCHLEVEL = 1\n", "", id="no-number"),
        pytest.param(b"MY_VERSION = 5\nPATCHLEVEL = 4\n", "", id="other-name"),
        pytest.param(b"all:\n\tcc a.c\n", "", id="another-makefile"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_version_of_a_makefile(makefile: bytes, version: str) -> None:
    assert makefile_version(makefile) == version


@pytest.mark.parametrize(
    ("folders", "message"),
    [
        pytest.param("arch include kernel", "", id="kernel"),
        pytest.param("arch include mm", "", id="memory-management-only"),
        pytest.param("arch include cmd drivers", "no folder kernel or mm", id="u-boot"),
        pytest.param("arch include shell", "no folder kernel or mm", id="busybox"),
        pytest.param("include kernel mm", "no folder arch", id="no-arch"),
        pytest.param("arch kernel mm", "no folder include", id="no-include"),
    ],
)
def test_look_alikes(tmp_path: Path, folders: str, message: str) -> None:
    (tmp_path / "Makefile").write_bytes(RC)
    for name in folders.split():
        (tmp_path / name).mkdir()
    if not message:
        assert open_tree(str(tmp_path)).identity.version == "5.0.0-rc1"
        return
    with pytest.raises(TreeError, match=message) as caught:
        open_tree(str(tmp_path))
    assert "--not-a-kernel" in caught.value.hint
