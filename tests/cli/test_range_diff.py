from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from patchkit.cli.main import main
from patchkit.reports.rangediff import SCHEMA_VERSION
from tests.rangediff.makers import MESSAGE, patch
from tests.readers.mails import mbox

BASE = "int slot_cut(struct slot *slot)\n{\n	lock(slot);\n	cut(slot);\n	unlock(slot);\n}\n"
CUT = BASE.replace("cut(slot);\n	un", "cut(slot, 1);\n	un")
HALF = BASE.replace("cut(slot);\n	un", "cut(slot, 2);\n	un")
WRAPPED = BASE.replace("cut(slot);\n	un", "cut(slot,\n	    1);\n	un")
BO = "Reviewed-by: Bo Slot <bo@example.org>\n"

TEXT = """\
1:  a4e389b ! 1:  72b0a49 mm/slot: Cut
    # the code differs: mm/slot.c
    # drop Reviewed-by: Bo Slot <bo@example.org> (given for the old version; the code changed since)
    @@ mm/slot.c
      {
      \tlock(slot);
     -\tcut(slot);
    -+\tcut(slot, 1);
    ++\tcut(slot, 2);
      \tunlock(slot);
      }
"""


def written(path: Path, result: str, message: str = MESSAGE, subject: str = "mm/slot: Cut") -> str:
    path.write_bytes(mbox(patch(f"[PATCH] {subject}", {"mm/slot.c": (BASE, result)}, message)))
    return str(path)


def test_what_changed_is_shown_in_gits_notation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path / "old", CUT, MESSAGE + BO)
    new = written(tmp_path / "new", HALF, MESSAGE + BO)
    assert main(["range-diff", old, new]) == 1
    assert capsys.readouterr().out == TEXT


def test_what_is_no_change_is_hidden_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = written(tmp_path / "old", CUT), written(tmp_path / "new", WRAPPED)
    assert main(["range-diff", old, new]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("1:  a4e389b ~ 1:  ")
    assert shown[1:] == [
        "    # re-wrapped: mm/slot.c",
        "    # 1 place not shown, where neither code nor message changes (--full)",
    ]
    assert main(["range-diff", "--full", old, new]) == 0
    assert "    -+	cut(slot, 1);\n    ++	cut(slot,\n" in capsys.readouterr().out
    assert main(["range-diff", "-s", old, new]) == 0
    assert capsys.readouterr().out.splitlines() == shown[:2]


def test_colours_are_gits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path / "old", CUT), written(tmp_path / "new", HALF)
    main(["range-diff", "--color=always", old, new])
    dual = capsys.readouterr().out
    assert "    \x1b[7;31m-\x1b[0m\x1b[2;32m+	cut(slot, 1);\x1b[0m\n" in dual
    main(["range-diff", "--color=always", "--no-dual-color", old, new])
    assert "    \x1b[31m-+	cut(slot, 1);\x1b[0m\n" in capsys.readouterr().out


def test_json_has_a_version_and_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path / "old", CUT), written(tmp_path / "new", HALF)
    assert main(["range-diff", "--format=json", old, new]) == 1
    report = json.loads(capsys.readouterr().out)
    (pair,) = report["pairs"]
    assert (report["schema_version"], report["same"]) == (SCHEMA_VERSION, False)
    assert (pair["mark"], pair["basis"], pair["differences"]) == ("!", "likeness", ["code"])
    assert len(pair["old"]["patch_id"]) == 40
    assert "-+\tcut(slot, 1);" in pair["hunks"][0]["rows"]


def test_one_of_them_comes_from_stdin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = written(tmp_path / "old", CUT), written(tmp_path / "new", CUT)
    stdin = SimpleNamespace(buffer=io.BytesIO(Path(new).read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["range-diff", old, "-"]) == 0
    assert capsys.readouterr().out == "1:  a4e389b = 1:  a4e389b mm/slot: Cut\n"
    assert main(["range-diff", "-", "-"]) == 2
    assert "only one of the two series" in capsys.readouterr().err


def test_strangers_text_moves_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = written(tmp_path / "old", CUT, subject="a \x1b[31mred one")
    new = written(tmp_path / "new", BASE.replace("cut", "\x1b[2Jcut"), subject="a \x1b[31mred one")
    main(["range-diff", "--color=never", old, new])
    shown = capsys.readouterr().out
    assert "\\x1b[31mred" in shown
    assert "\x1b" not in shown


def test_a_series_that_is_not_whole_makes_it_incomplete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path / "old", CUT)
    path = tmp_path / "new"
    path.write_bytes(mbox(patch("[PATCH v2 1/2] mm/slot: Cut", {"mm/slot.c": (BASE, CUT)})))
    assert main(["range-diff", old, str(path)]) == 3
    assert "# patch-missing: " in capsys.readouterr().out
