from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from patchkit.cli.main import main
from patchkit.reports.series import SCHEMA_VERSION
from tests.readers.mails import DIFF, SIGNATURE, mail, mbox, patch_body, patch_mail

COVER = b"Hello.\n\n mm/slot.c | 3 ++-\n mm/new.c  | 9 +++++\n\nbase-commit: " + b"1" * 40 + b"\n"
BO = b"From: Bo Slot <bo@example.org>\n\n"
RENAME = (
    b"diff --git a/mm/old.c b/mm/new.c\nold mode 100644\nnew mode 100755\nsimilarity index 100%\n"
    b"rename from mm/old.c\nrename to mm/new.c\n"
)
MAILS = (
    mail("[PATCH v2 0/2] Slots", COVER + SIGNATURE, id="0"),
    mail("[PATCH v2 1/2] mm/slot: Count halves", BO + patch_body(), id="1", parent="0"),
    patch_mail("[PATCH v2 2/2] mm: Rename old", RENAME, id="2", parent="0"),
)

TEXT = """\
Slots
v2, 2 patches, +2 -1, LOCATION
cover letter: Ada Slot <ada@example.org>, Tue, 2 Oct 2018 17:00:24 +0200, slots.mbox, message 1
  its diffstat (net): 2 files, 12 lines changed
base-commit: 1111111111111111111111111111111111111111

1/2 mm/slot: Count halves
  slots.mbox, message 2 [PATCH v2 1/2]
  author: Bo Slot <bo@example.org> (sent by Ada Slot <ada@example.org>)
  Signed-off-by: Ada Slot <ada@example.org>
  mm/slot.c +2 -1

2/2 mm: Rename old
  slots.mbox, message 3 [PATCH v2 2/2]
  author: Ada Slot <ada@example.org>
  Signed-off-by: Ada Slot <ada@example.org>
  mm/new.c +0 -0 (renamed from mm/old.c, 100% the same, mode 100644 to 100755)
"""


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    path = tmp_path / "slots.mbox"
    path.write_bytes(mbox(*MAILS))
    return path


def as_json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_text(slots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", str(slots)]) == 0
    assert capsys.readouterr().out == TEXT.replace("LOCATION", str(slots))


def test_json(slots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", "--format", "json", str(slots)]) == 0
    shown = as_json(capsys)
    assert shown["schema_version"] == SCHEMA_VERSION
    assert (shown["title"], shown["version"], shown["expected"], shown["missing"]) == ("Slots", 2, 2, [])
    assert shown["cover"]["diffstat"][0] == {"path": "mm/slot.c", "changed": 3}
    first, second = shown["patches"]
    assert first["author"] == {"name": "Bo Slot", "email": "bo@example.org"}
    assert first["trailers"] == [{"key": "Signed-off-by", "value": "Ada Slot <ada@example.org>"}]
    assert (first["files"][0]["added"], first["files"][0]["old_blob"]) == (2, "1111111")
    assert (second["files"][0]["old_path"], second["files"][0]["similarity"]) == ("mm/old.c", 100)
    assert shown["base"]["base_commit"] == "1" * 40


BO_SLOT = "Bo Slot <bo@example.org>"
REPLIES = (
    mail(
        "Re: [PATCH v2 0/2] Slots", b"Tested-by: Bo Slot <bo@example.org>\n", parent="0", sender=BO_SLOT
    ),
    mail(
        "Re: [PATCH v2 1/2] mm/slot: Count halves",
        b"With that fixed:\nReviewed-by: Bo Slot <bo@example.org>\n",
        id="r",
        parent="1",
        sender=BO_SLOT,
    ),
    mail("Re: [PATCH v2 1/2] x", b"May I add your Reviewed-by?\n", parent="r"),
    mail("Re: [PATCH v2 2/2] x", b"This is a NAK from me.\n", id="n", parent="2", sender=BO_SLOT),
)


def test_replies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "slots.mbox"
    path.write_bytes(mbox(*MAILS, *REPLIES))
    assert main(["series", str(path)]) == 0
    shown = capsys.readouterr().out.split("\n")
    assert shown[4] == f"  + Tested-by: {BO_SLOT} (slots.mbox, message 4)"
    assert shown[11:13] == [
        f"  ! Reviewed-by: {BO_SLOT} (slots.mbox, message 5; "
        "not taken: it hangs on a condition: “With that fixed:”)",
        "  ! “May I add your Reviewed-by?” (slots.mbox, message 6; not taken: it stands inside a sentence)",
    ]
    assert f"  NAK from {BO_SLOT}: “This is a NAK from me.” (slots.mbox, message 7)" in shown
    main(["series", str(path), "--format", "json"])
    first, *_ = as_json(capsys)["replies"]
    assert (first["patch"], first["follow_ups"][0]["trailer"]["key"]) == (0, "Tested-by")


def test_a_version_and_a_thread_of_a_mailbox(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "slots.mbox"
    first = patch_mail("[PATCH] mm/slot: Count halves", id="old")
    path.write_bytes(mbox(first, *MAILS))
    for arguments in (["-v", "1", str(path)], ["-m", str(path), "old@example.org"]):
        assert main(["series", *arguments]) == 0
        assert capsys.readouterr().out.startswith("mm/slot: Count halves\nv1, 1 patch")
    assert main(["series", "-v", "3", str(path)]) == 2
    assert "there is no v3" in capsys.readouterr().err


def test_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(mbox(*MAILS))))
    assert main(["series", "-"]) == 0
    assert "Slots\nv2, 2 patches, +2 -1, -\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("mails", "shown"),
    [
        pytest.param(MAILS[:2], "patch-missing: LOCATION: 2/2 of v2 is not there", id="missing"),
        pytest.param(
            (patch_mail("[PATCH] x", DIFF.replace(b"+2\n", b"+2\nwrapped\n")),),
            "malformed-patch: slots.mbox: line ",
            id="malformed",
        ),
    ],
)
def test_what_is_incomplete_exits_with_3(
    tmp_path: Path, mails: tuple[bytes, ...], shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "slots.mbox"
    path.write_bytes(mbox(*mails))
    assert main(["series", str(path)]) == 3
    assert shown.replace("LOCATION", str(path)) in capsys.readouterr().out


def test_a_harmless_incident_is_shown_and_exits_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.patch"
    path.write_bytes(DIFF.replace(b"\n", b"\r\n"))
    assert main(["series", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "mm/slot.c +2 -1 (CR LF repaired)" in shown
    assert "crlf-diff (harmless): x.patch: " in shown


def test_binary_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.patch"
    path.write_bytes(
        b"diff --git a/p.png b/p.png\nindex 1111111..2222222 100644\nBinary files a/p.png and b/p.png differ\n"
    )
    main(["series", str(path)])
    assert "p.png binary, not analysed" in capsys.readouterr().out


def test_nothing_to_read_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["series", str(tmp_path / "absent")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "cannot read the series" in shown.err


def test_control_characters_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.patch"
    path.write_bytes(patch_mail("[PATCH] red \x1b[31m alert", DIFF.replace(b"slot.c", b"sl\xe9t.c")))
    assert main(["series", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "mm/sl\\xe9t.c" in shown


def test_as_a_process(slots: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "patchkit", "series", str(slots)],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Slots\n")
