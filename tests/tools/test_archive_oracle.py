from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.readers.mails import DIFF, mail, patch_mail
from tools import archive_oracle

MAILS = [
    patch_mail("[PATCH 1/2] a"),
    patch_mail("[PATCH 2/2] b", DIFF.replace(b"+2\n", b"+2\nwrapped\n")),
    mail("[PATCH 0/2] cover", b"Hello.\n"),
    mail("Re: [PATCH 1/2] a", b"Nice.\n"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A public-inbox of version 2: one mail per commit, in the file m."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    for raw in MAILS:
        (tmp_path / "m").write_bytes(raw)
        git("add", "m")
        git("commit", "-q", "-m", "mail")
    return tmp_path


def test_archive_is_compared_mail_by_mail(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = archive / "cache.jsonl"
    monkeypatch.setattr(sys, "argv", ["archive_oracle.py", str(archive), "--cache", str(cache)])
    for _ in range(2):  # the second time from the cache
        assert archive_oracle.main() == 0
        shown = capsys.readouterr().out
        assert "3 patch mails, git accepts 1" in shown
        assert "1 same" in shown
        assert "1 refused, both" in shown
        assert "1 no patch, both" in shown
    assert len(cache.read_text().split("\n")) == 4


def test_a_difference_fails(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["archive_oracle.py", str(archive)])
    monkeypatch.setattr(archive_oracle, "our_counts", lambda patch: [])
    assert archive_oracle.main() == 1
    assert "SILENTLY EMPTY" in capsys.readouterr().out
