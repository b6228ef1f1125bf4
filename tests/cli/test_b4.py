"""`patchkit check --b4`: what goes with it, and what stdout, stderr and the exit status say."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from patchkit.cli.main import main
from tests.workflows.test_mail_check import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(tmp_path)
    monkeypatch.chdir(made.tree)
    return made


def run(
    mail: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(mail)))
    code = main(["check", "--not-a-kernel", *options])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_what_b4_sees(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ask(number: int, *options: str) -> tuple[int, str, str]:
        return run(desk.mails[number], monkeypatch, capsys, *options)

    assert ask(1, "--b4") == (0, "", "")
    code, out, err = ask(3, "--b4")
    assert (code, err) == (3, "")
    assert out.startswith("-:0: WARNING:NOT_JUDGED: patches 2, 4 of 4 are not known here")
    ask(2, "--b4")
    code, out, err = ask(3, "--b4", ".")
    assert (code, err) == (1, "")
    assert out.startswith("other.c:5: ERROR:CALLER_NOT_UPDATED: ")
    assert ask(3, "--b4", "--format", "terse")[1] == out
    (result,) = json.loads(ask(3, "--b4", "--format", "json")[1])
    assert (result["tool"], result["status"], result["details"]) == (
        "patchkit",
        "fail",
        out.rstrip("\n"),
    )
    ask(4, "--b4")
    code, out, err = ask(0, "--b4-series")
    assert (code, err, json.loads(out)[0]["tool"]) == (1, "", "patchkit-series")
    assert ask(0, "--b4-series", "--format", "terse")[1].startswith("other.c:5: ERROR:")


def test_what_cannot_be_read_says_nothing_on_stdout(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(b"hello\n", monkeypatch, capsys, "--b4")
    assert (code, out) == (2, "")
    assert "there is no patch in this mail" in err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--b4", "--series", "x"), "--series has no part in it"),
        (("--b4", "-v", "2"), "--use-version has no part in it"),
        (("--b4-series", "-P", "1"), "--cherry-pick has no part in it"),
        (("--b4", "--format", "sarif"), "--format has no part in it"),
        ((), "Missing argument 'TREE'"),
    ],
)
def test_usage(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    told: str,
) -> None:
    code, out, err = run(desk.mails[1], monkeypatch, capsys, *options)
    assert (code, out) == (2, "")
    assert told in err
