from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from patchkit.readers.mbox import split_messages
from tests.readers.mails import mail, mbox, patch_mail
from tools import b4_oracle
from tools.b4_oracle import Patch

BO = "Bo Slot <bo@example.org>"
THREAD = [
    mail("[PATCH 0/2] Slots", b"Hello.\n", id="0"),
    patch_mail("[PATCH 1/2] a", id="1", parent="0"),
    patch_mail("[PATCH 2/2] b", id="2", parent="0"),
    mail("Re: [PATCH 1/2] a", f"Reviewed-by: {BO}\n".encode(), id="r", parent="1", sender=BO),
    mail("Re: [PATCH 2/2] b", f"With that fixed:\nAcked-by: {BO}\n".encode(), parent="2", sender=BO),
]
SIGNED = "signed-off-by: ada slot ada@example.org"
REVIEWED = "reviewed-by: bo slot bo@example.org"
ACKED = "acked-by: bo slot bo@example.org"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A public-inbox of version 2 with one thread and a single patch."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for raw in (*THREAD, patch_mail("[PATCH] alone")):
        (tmp_path / "m").write_bytes(raw)
        git("add", "m")
        git("commit", "-q", "-m", "mail")
    return tmp_path


def a_b4(folder: Path, *made: bytes) -> str:
    """A program that writes these patches where `b4 am` does."""
    (folder / "made").write_bytes(mbox(*made))
    program = folder / "b4"
    program.write_text(
        f"#!/bin/sh\n[ $1 = --offline-mode ] || exit 9\nmkdir out\ncp {folder / 'made'} out/x.mbx\n"
    )
    program.chmod(0o755)
    return str(program)


def run(archive: Path, b4: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["b4_oracle.py", str(archive), "--b4", b4, "--jobs", "1"])
    return b4_oracle.main()


def with_trailer(raw: bytes, trailer: str) -> bytes:
    return raw.replace(b"\n---\n", f"\n{trailer}\n---\n".encode(), 1)


def test_what_both_read_alike_and_what_b4_takes_too_easily(
    archive: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = with_trailer(THREAD[1], f"Reviewed-by: {BO}")
    second = with_trailer(THREAD[2], f"Acked-by: {BO}")
    b4 = a_b4(tmp_path_factory.mktemp("b4"), first, second)
    assert run(archive, b4, monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "1 threads, 0 read the same" in shown
    assert "1 b4 takes it: it hangs on a condition" in shown


def test_a_difference_without_a_reason_is_shown_and_fails(
    archive: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    b4 = a_b4(tmp_path_factory.mktemp("b4"), THREAD[2], THREAD[1])
    assert run(archive, b4, monkeypatch) == 1
    assert "patches" in capsys.readouterr().out
    b4 = a_b4(tmp_path_factory.mktemp("b4"), THREAD[1], THREAD[2])
    assert run(archive, b4, monkeypatch) == 1
    assert f"patch 1, only ours: {REVIEWED}" in capsys.readouterr().out


def compared(*theirs: Patch) -> list[str]:
    return [one.kind for one in b4_oracle.compare("x", b4_oracle.as_mbox(THREAD), list(theirs))]


def test_what_b4_makes_of_the_same_thread() -> None:
    first = Patch("1@example.org", (SIGNED, REVIEWED))
    assert compared(first, Patch("2@example.org", (SIGNED,))) == []
    assert compared(first, Patch("2@example.org", (SIGNED, ACKED))) == [
        "b4 takes it: it hangs on a condition"
    ]
    assert compared(first, Patch("2@example.org", (), (SIGNED,))) == [
        "b4 writes it where git cuts the message off"
    ]
    assert compared(first) == [""]


def test_no_series_for_either_is_no_difference() -> None:
    assert b4_oracle.compare("x", b4_oracle.as_mbox([mail("hello")]), None) == []
    assert [one.kind for one in b4_oracle.compare("x", b4_oracle.as_mbox(THREAD), None)] == [""]


def test_an_mbox_escapes_what_looks_like_its_own_lines() -> None:
    raws = [b"Subject: a\n\nFrom here\n>From there\n", b"Subject: b\n\nb\n"]
    messages, _ = split_messages(b4_oracle.as_mbox(raws), "x")
    assert [one.rstrip() for one in messages] == [one.rstrip() for one in raws]
