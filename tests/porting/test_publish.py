"""Putting into place: in one step, over nothing that the user did not give up, on any file system."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest

from patchkit.errors import PortError
from patchkit.porting.publish import COVER, MBOX, REJECTS, Destination, publish


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    folder = tmp_path / "staged"
    folder.mkdir()
    (folder / "0001-a.patch").write_bytes(b"new\n")
    return folder


@pytest.fixture
def staged_mbox(tmp_path: Path) -> Path:
    folder = tmp_path / "staged"
    folder.mkdir()
    for name in (MBOX, REJECTS, COVER):
        (folder / name).write_bytes(name.encode())
    return folder


def listing(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def put(staged: Path, form: str, place: Path, *, force: bool = False) -> None:
    destination = Destination(form, str(place), force)
    destination.check()
    publish(staged, destination, None)


@pytest.mark.parametrize("place", ["out", "deep/er/out", "empty", "link"])
def test_a_folder_comes_to_its_place(place: str, staged: Path, tmp_path: Path) -> None:
    (tmp_path / "here" / "empty").mkdir(parents=True)
    (tmp_path / "here" / "link").symlink_to("empty")
    put(staged, "mails", tmp_path / "here" / place)
    assert listing(tmp_path / "here" / place) == ["0001-a.patch"]
    assert (tmp_path / "here" / "link").is_symlink()


def test_what_is_there_stays_unless_forced_and_then_is_put_aside(staged: Path, tmp_path: Path) -> None:
    for name in ("out", "out.~1~"):
        (tmp_path / "here" / name).mkdir(parents=True)
        (tmp_path / "here" / name / "mine").write_bytes(b"mine\n")
    with pytest.raises(PortError, match="there is something already"):
        put(staged, "mails", tmp_path / "here" / "out")
    put(staged, "mails", tmp_path / "here" / "out", force=True)
    assert listing(tmp_path / "here") == ["out.~1~/mine", "out.~2~/mine", "out/0001-a.patch"]


def test_an_mbox_and_what_goes_beside_it(staged_mbox: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    put(staged_mbox, "mbox", tmp_path / "here" / "port.mbox")
    assert listing(tmp_path / "here") == ["port.mbox", "port.mbox.cover", "port.mbox.rej"]
    with pytest.raises(PortError, match="there is something already"):
        put(staged_mbox, "mbox", tmp_path / "here" / "port.mbox")


def test_what_was_left_beside_an_older_mbox_does_not_stay(staged_mbox: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "port.mbox.rej").write_bytes(b"old\n")
    (staged_mbox / REJECTS).unlink()
    with pytest.raises(PortError, match=r"port\.mbox\.rej: there is something already"):
        put(staged_mbox, "mbox", here / "port.mbox")
    put(staged_mbox, "mbox", here / "port.mbox", force=True)
    assert listing(here) == ["port.mbox", "port.mbox.cover", "port.mbox.rej.~1~"]


def test_what_came_into_the_way_meanwhile_stays(staged: Path, tmp_path: Path) -> None:
    destination = Destination("mails", str(tmp_path / "out"))
    destination.check()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_bytes(b"mine\n")
    with pytest.raises(PortError, match="there is something already"):
        publish(staged, destination, None)
    assert listing(tmp_path / "out") == ["mine"]


def test_an_mbox_on_stdout(staged_mbox: Path) -> None:
    out = io.BytesIO()
    publish(staged_mbox, Destination("mbox", "-"), out)
    assert out.getvalue() == MBOX.encode()


@pytest.mark.parametrize(
    ("form", "place", "why"),
    [
        ("mails", ".", "in use"),
        ("quilt", "..", "in use"),
        ("mbox", "folder", "a folder, not a file"),
        ("mails", "file", "something already"),
        ("mails", "dangling", "something already"),
    ],
)
def test_where_nothing_may_be_written(
    form: str, place: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here" / "folder").mkdir(parents=True)
    (tmp_path / "here" / "file").write_bytes(b"")
    (tmp_path / "here" / "dangling").symlink_to("dangling")
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(PortError, match=why):
        Destination(form, place).check()


def test_another_file_system_is_no_reason_for_half_a_folder(
    staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "here" / "out"
    place.parent.mkdir()
    seen: list[list[str]] = []
    rename = os.rename

    def across(source: Path, target: Path) -> None:
        if source == staged:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        seen.append(listing(place.parent))
        rename(source, target)

    monkeypatch.setattr(os, "rename", across)
    put(staged, "mails", place)
    assert listing(place.parent) == ["out/0001-a.patch"]
    ((beside,),) = seen
    assert beside.startswith(".out.patchkit-")


def test_a_full_disk_leaves_nothing(
    staged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if "out" in source.name:  # what is put aside, and comes back
            rename(source, target)
            return
        number = errno.EXDEV if source == staged else errno.ENOSPC
        raise OSError(number, os.strerror(number))

    (tmp_path / "here" / "out").mkdir(parents=True)
    (tmp_path / "here" / "out" / "mine").write_bytes(b"mine\n")
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(PortError, match="No space left"):
        put(staged, "mails", tmp_path / "here" / "out", force=True)
    assert listing(tmp_path / "here") == ["out/mine"]
