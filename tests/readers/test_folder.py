from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.errors import SeriesError
from patchkit.readers.folder import is_series_file, read_folder


def fill(folder: Path, *names: str, **texts: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    for name, text in texts.items():
        (folder / name).write_text(text)
    return folder


def listed(folder: Path) -> list[str]:
    return [entry.path.name for entry in read_folder(folder).entries]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("0002-b.patch", "0001-a.patch"), ["0001-a.patch", "0002-b.patch"]),
        (("10-b.patch", "9-a.patch"), ["9-a.patch", "10-b.patch"]),
        (("2", "1", "10"), ["1", "2", "10"]),
        (("v2-0001-a.patch", "v2-0002-b.patch"), ["v2-0001-a.patch", "v2-0002-b.patch"]),
        (("b.diff", "a.eml", "c.mbox"), ["a.eml", "b.diff", "c.mbox"]),
    ],
)
def test_order_of_names(tmp_path: Path, names: tuple[str, ...], expected: list[str]) -> None:
    assert listed(fill(tmp_path, *names)) == expected


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    fill(tmp_path, "1-a.patch", "1-a.patch.orig", "notes", ".hidden", "2-b.patch~")
    folder = read_folder(tmp_path)
    assert [entry.path.name for entry in folder.entries] == ["1-a.patch"]
    (incident,) = folder.incidents
    assert incident.harmless
    assert "1-a.patch.orig" in incident.message
    assert "notes" in incident.message


def test_a_folder_without_patches_is_an_error(tmp_path: Path) -> None:
    fill(tmp_path, "notes")
    with pytest.raises(SeriesError, match="no patch files"):
        read_folder(tmp_path)


QUILT = """\
# the queue of mm/slot
b.patch
   a.patch -p0   # an old one

sub/c.patch -p2
d.patch -R
e.patch #+test
f.patch #-stable
g.patch -pab
"""


def test_quilt_series_rules(tmp_path: Path) -> None:
    fill(tmp_path, "a.patch", "b.patch", "sub/c.patch", "d.patch", "e.patch", "f.patch", "g.patch")
    folder = read_folder(fill(tmp_path, "not-in-it.patch", series=QUILT))
    found = [(entry.path.name, entry.strip, entry.reverse) for entry in folder.entries]
    assert found == [
        ("b.patch", 1, False),
        ("a.patch", 0, False),
        ("c.patch", 2, False),
        ("d.patch", 1, True),
        ("f.patch", 1, False),
        ("g.patch", 1, False),
    ]
    assert folder.ordered
    (incident,) = folder.incidents
    assert (incident.kind, incident.harmless) == ("guarded-patch", False)
    assert "e.patch" in incident.message
    assert incident.where.endswith("series, line 7")


GUARDS = """\
# guards(1) puts them before the name, as in the kernel of a distribution
\ta.patch
+later  b.patch
-old\tc.patch -p0
-x86 +later d.patch
"""


def test_guards_before_the_name(tmp_path: Path) -> None:
    folder = fill(tmp_path, "a.patch", "b.patch", "c.patch", "d.patch")
    (tmp_path / "series.conf").write_text(GUARDS)
    read = read_folder(folder)
    assert [(entry.path.name, entry.strip) for entry in read.entries] == [("a.patch", 1), ("c.patch", 0)]
    assert [incident.kind for incident in read.incidents] == ["guarded-patch", "guarded-patch"]
    assert "b.patch is guarded by later" in read.incidents[0].message


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        ("series", "a.patch\n", True),
        ("series.conf", "# nothing else\n\n+later a.patch\n", True),
        ("series", "gone.patch\n", False),
        ("series", "From: Ada <ada@example.org>\n", False),
        ("list", "a.patch\n", False),
    ],
)
def test_a_series_file_itself(tmp_path: Path, name: str, text: str, is_one: bool) -> None:
    fill(tmp_path, "a.patch")
    (tmp_path / name).write_text(text)
    assert is_series_file(tmp_path / name) is is_one


def test_quilt_patches_folder(tmp_path: Path) -> None:
    (tmp_path / "patches").mkdir()
    fill(tmp_path / "patches", "a.patch", series="a.patch\n")
    assert listed(tmp_path) == ["a.patch"]


@pytest.mark.parametrize("name", ["gone.patch", "../outside.patch"])
def test_a_named_patch_that_is_not_there(tmp_path: Path, name: str) -> None:
    queue = tmp_path / "queue"
    queue.mkdir()
    fill(tmp_path, "outside.patch")
    fill(queue, "a.patch", series=f"a.patch\n{name}\n")
    folder = read_folder(queue)
    assert [entry.present for entry in folder.entries] == [True, False]
    (incident,) = folder.incidents
    assert (incident.kind, incident.harmless) == ("patch-missing", False)
    assert name in incident.message


def test_a_series_file_of_nothing_is_an_error(tmp_path: Path) -> None:
    fill(tmp_path, series="gone.patch\n")
    with pytest.raises(SeriesError):
        read_folder(tmp_path)
