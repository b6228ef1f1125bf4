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
from tests.readers.mails import mail, mbox

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


def thread(path: Path) -> str:
    """Two versions of a patch in one mbox, each with an answer; the newer one is the same patch."""
    files = {"mm/slot.c": (BASE, CUT)}
    path.write_bytes(
        mbox(
            patch("[PATCH] mm/slot: Cut", files, id="v1"),
            mail(
                "Re: [PATCH] mm/slot: Cut",
                BO.encode(),
                sender="Bo Slot <bo@example.org>",
                id="r1",
                parent="v1",
            ),
            patch("[PATCH v2] mm/slot: Cut", {"mm/slot.c": (BASE, HALF)}, id="v2", parent="v1"),
            mail(
                "Re: [PATCH v2] mm/slot: Cut",
                b"Tested-by: Cy Slot <cy@example.org>\n",
                sender="Cy Slot <cy@example.org>",
                id="r2",
                parent="v2",
            ),
            patch("[PATCH v3] mm/slot: Cut", {"mm/slot.c": (BASE, WRAPPED)}, id="v3", parent="v1"),
        )
    )
    return str(path)


def test_two_versions_of_one_thread(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = thread(tmp_path / "thread.mbox")
    assert main(["range-diff", "-s", place]) == 1
    newest = capsys.readouterr().out
    assert "# the code differs: mm/slot.c" in newest
    assert "# dropped Tested-by: Cy Slot <cy@example.org> (the code changed)" in newest
    assert main(["range-diff", "-s", place, "-v", "1", "3"]) == 0
    assert "# re-wrapped: mm/slot.c" in capsys.readouterr().out


def test_what_answers_the_new_version_is_kept_and_what_answers_the_old_is_not_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = thread(tmp_path / "thread.mbox")
    assert main(["range-diff", "-s", place, "-v", "1", "2"]) == 1
    shown = capsys.readouterr().out
    assert "# keep Tested-by: Cy Slot <cy@example.org> (given in answer to the new version)" in shown
    assert "keep Reviewed-by" not in shown
    single = tmp_path / "v1.mbox"
    answer = mail(
        "Re: [PATCH] mm/slot: Cut", BO.encode(), sender="Bo Slot <bo@example.org>", id="r", parent="v1"
    )
    single.write_bytes(mbox(patch("[PATCH] mm/slot: Cut", {"mm/slot.c": (BASE, CUT)}, id="v1"), answer))
    new = written(tmp_path / "new", CUT)
    assert main(["range-diff", "-s", str(single), new]) == 0
    reason = "given in answer to the old version, and the new one lacks it; the code is the same"
    assert f"# restore Reviewed-by: Bo Slot <bo@example.org> ({reason})" in capsys.readouterr().out


def test_a_thread_with_one_version_has_none_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["range-diff", written(tmp_path / "old", CUT)]) == 2
    assert "v1 is the newest version there is" in capsys.readouterr().err
