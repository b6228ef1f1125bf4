from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers import ReadOptions, read_series
from tests.readers.mails import DIFF, HUNK, mail, mbox, patch_mail

MAILS = [
    mail("[PATCH v2 0/2] Slots", b"Hello.\n", id="0"),
    patch_mail("[PATCH v2 1/2] a", id="1", parent="0"),
    patch_mail("[PATCH v2 2/2] b", id="2", parent="0"),
]
NUMBERED = ["0000-cover-letter.patch", "0001-a.patch", "0002-b.patch"]


def titles(series: Series) -> list[tuple[int, str]]:
    return [(patch.number, patch.subject.text) for patch in series.patches]


def write(folder: Path, files: dict[str, bytes]) -> str:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


def check_slots(series: Series) -> None:
    assert (series.title, series.version, series.expected) == ("Slots", 2, 2)
    assert titles(series) == [(1, "a"), (2, "b")]
    assert all(incident.harmless for incident in series.incidents)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(mbox(*MAILS), id="mbox"),
        pytest.param(mbox(*MAILS[::-1]), id="mbox, newest first"),
        pytest.param(mbox(*MAILS).replace(b"\n", b"\r\n"), id="CRLF mbox"),
        pytest.param(gzip.compress(mbox(*MAILS)), id="gzip"),
    ],
)
def test_a_file(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, {"series.mbox": content})
    series = read_series(str(tmp_path / "series.mbox"))
    check_slots(series)
    assert [patch.where for patch in series.patches] != ["", ""]


def test_where_names_file_and_message(tmp_path: Path) -> None:
    write(tmp_path, {"series.mbox": mbox(*MAILS)})
    series = read_series(str(tmp_path / "series.mbox"))
    assert [patch.where for patch in series.patches] == [
        "series.mbox, message 2",
        "series.mbox, message 3",
    ]


def test_stdin() -> None:
    series = read_series("-", stdin=io.BytesIO(mbox(*MAILS)))
    check_slots(series)
    assert series.location == "-"


def test_a_numbered_folder(tmp_path: Path) -> None:
    location = write(tmp_path, dict(zip(NUMBERED, map(mbox, MAILS), strict=True)))
    check_slots(read_series(location))


def test_a_folder_with_a_gap(tmp_path: Path) -> None:
    location = write(tmp_path, {NUMBERED[0]: MAILS[0], NUMBERED[2]: MAILS[2]})
    series = read_series(location)
    assert (titles(series), series.missing) == ([(2, "b")], (1,))


def test_a_folder_of_two_versions(tmp_path: Path) -> None:
    old = {f"v1-{n}.patch": patch_mail(f"[PATCH {n}/3] {n}") for n in (1, 2, 3)}
    location = write(tmp_path, old | {f"v2-{n}.patch": MAILS[n] for n in (0, 1, 2)})
    assert titles(read_series(location)) == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(DIFF, DIFF, id="bare diffs"),
        pytest.param(patch_mail("[PATCH] 01-x"), patch_mail("[PATCH] 02-y"), id="no counters"),
        pytest.param(
            patch_mail("[PATCH 3/7] 01-x"), patch_mail("[PATCH 2/9] 02-y"), id="of other series"
        ),
    ],
)
def test_a_folder_ordered_by_its_names(tmp_path: Path, one: bytes, two: bytes) -> None:
    series = read_series(write(tmp_path, {"02-y.patch": two, "01-x.patch": one}))
    assert titles(series) == [(1, "01-x"), (2, "02-y")]
    assert (series.expected, series.missing) == (2, ())
    assert all(incident.harmless for incident in series.incidents)


def test_a_quilt_folder(tmp_path: Path) -> None:
    files = {
        "series": b"b.patch\ngone.patch\na.patch -p0\n",
        "a.patch": b"Add a.\n\n--- mm/a.c\n+++ mm/a.c\n" + HUNK,
        "b.patch": patch_mail("[PATCH 5/9] b"),
    }
    series = read_series(write(tmp_path, files))
    assert titles(series) == [(1, "b"), (3, "a")]
    assert [patch.files[0].path for patch in series.patches] == ["mm/slot.c", "mm/a.c"]
    assert (series.expected, series.missing) == (3, (2,))
    assert [incident.kind for incident in series.incidents] == ["patch-missing"]


def test_a_quilt_series_file(tmp_path: Path) -> None:
    files = {"series": b"b.patch\na.patch\n", "a.patch": DIFF, "b.patch": patch_mail("[PATCH 5/9] b")}
    write(tmp_path, files)
    assert titles(read_series(str(tmp_path / "series"))) == [(1, "b"), (2, "a")]


@pytest.mark.parametrize(
    "subjects",
    [
        pytest.param(["[PATCH 1/2] a", "[PATCH 2/2] b"], id="of a request with two commits"),
        pytest.param(["[PATCH] a"], id="of a commit"),
    ],
)
def test_a_forges_patch_file(tmp_path: Path, subjects: list[str]) -> None:
    mails = (
        patch_mail(subject, sender=f"{name} <{name}@example.org>").replace(b"Message-Id", b"X-Was")
        for subject, name in zip(subjects, ("bo", "cy"), strict=False)
    )
    write(tmp_path, {"17.patch": mbox(*mails)})
    series = read_series(str(tmp_path / "17.patch"))
    assert titles(series) == list(enumerate(["a", "b"][: len(subjects)], 1))
    assert series.incidents == ()


def test_a_version_that_the_order_of_a_place_excludes(tmp_path: Path) -> None:
    location = write(tmp_path, {"series": b"a.patch\n", "a.patch": patch_mail("[PATCH v2] a")})
    assert read_series(location, options=ReadOptions(version=2)).version == 2
    with pytest.raises(SeriesError, match="there is no v3"):
        read_series(location, options=ReadOptions(version=3))


@pytest.mark.parametrize("location", ["no such thing", "absent/dir", "topic-that-is-not-there", "mm@v5"])
def test_what_is_nothing_says_what_a_location_may_be(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SeriesError) as caught:
        read_series(location, options=ReadOptions(offline=True))
    assert "message-id" in caught.value.hint or "fetch" in caught.value.hint


def test_a_name_that_is_there_is_a_file_whatever_else_it_could_mean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a..b", "x@example.org", "slots#1"):
        write(tmp_path, {name: patch_mail("[PATCH] x")})
        assert titles(read_series(name)) == [(1, "x")]


def test_one_patch_file(tmp_path: Path) -> None:
    write(tmp_path, {"x.patch": mbox(patch_mail("[PATCH] x"))})
    series = read_series(str(tmp_path / "x.patch"))
    assert (series.title, series.expected, series.cover) == ("x", 1, None)


def test_a_bare_diff_with_crlf(tmp_path: Path) -> None:
    write(tmp_path, {"x.diff": DIFF.replace(b"\n", b"\r\n")})
    series = read_series(str(tmp_path / "x.diff"))
    (file,) = series.patches[0].files
    assert (file.path, file.crlf) == ("mm/slot.c", True)
    assert [incident.kind for incident in series.incidents] == ["crlf-diff"]


@pytest.mark.parametrize("name", ["absent.mbox", "empty.mbox", "prose.txt", "folder"])
def test_errors_name_the_location(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"empty.mbox": b"", "prose.txt": b"no patch here\n"})
    (tmp_path / "folder").mkdir()
    with pytest.raises(SeriesError) as caught:
        read_series(str(tmp_path / name))
    assert name in caught.value.where


@pytest.mark.parametrize(
    "junk", [b"\0" * 100, b"\xff\xfe\x00", b"From ", b":\n\n", b"\x1f\x8b junk", b"@@ -1"]
)
def test_junk_is_an_error_and_no_crash(junk: bytes) -> None:
    with pytest.raises(SeriesError):
        read_series("-", stdin=io.BytesIO(junk))
