from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from patchkit.cli.main import main
from patchkit.readers import fetched, lore
from tests.readers.mails import mail, mbox, patch_mail
from tests.readers.test_lore import ID, THREAD, Node


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Node:
    made = Node()
    monkeypatch.setattr(lore, "open_node", lambda archive: made)
    monkeypatch.delenv("PATCHKIT_OFFLINE")
    return made


def test_text(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", ID]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[:2] == ["Slots", f"v2, 2 of 2 patches, <{ID}>"]
    assert lines[3] == f"kept in {fetched.place_of(ID)}"
    assert lines[4:] == [
        f"  yes  the mail asked for is of this series: <{ID}>",
        "  yes  every patch is there and can be read: 2 of 2 patches",
        "  yes  nothing of it was left unread: no incident",
        "verified",
        "",
    ]


def test_what_is_not_as_it_should_be_exits_with_1(
    node: Node, capsys: pytest.CaptureFixture[str]
) -> None:
    node.mbox = mbox(mail("[PATCH 0/2] Slots", id="0"), patch_mail("[PATCH 1/2] a", id="1", parent="0"))
    assert main(["fetch", ID]) == 1
    assert "  NO   every patch is there and can be read: 1 of 2 patches\n" in capsys.readouterr().out


def test_json(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", ID, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["title"], shown["verified"], shown["kept_in"]) == (
        "Slots",
        True,
        str(fetched.place_of(ID)),
    )
    assert [check["passed"] for check in shown["checks"]] == [True] * 3


def test_the_mbox_to_a_folder(node: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fetch", ID, "-o", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / f"{ID}.mbox").read_bytes() == THREAD
    (tmp_path / "file").write_text("")
    assert main(["fetch", ID, "-o", str(tmp_path / "file")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_mbox_to_stdout(
    node: Node, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    assert main(["fetch", ID, "-o", "-"]) == 0
    assert out.getvalue() == THREAD
    assert "verified" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--offline-mode"], []])
def test_what_cannot_be_had_exits_with_2(
    node: Node, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    node.error = OSError("no route to host")
    assert main(["fetch", ID, *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "no network may be used" in shown.err or "no route to host" in shown.err


def test_a_thread_as_the_series_of_a_verb(node: Node, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", ID]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Slots\nv2, 2 patches")
    assert "  + Acked-by: Ada Slot <ada@example.org> (<" in shown
    assert main(["series", "--offline-mode", ID]) == 2
    main(["fetch", ID])
    assert main(["series", "--offline-mode", ID]) == 0


def test_no_network_by_the_environment(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATCHKIT_OFFLINE", "1")
    assert main(["series", ID]) == 2
    assert node.asked == []
