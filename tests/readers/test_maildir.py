from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.readers import read_series
from patchkit.readers.maildir import is_maildir
from tests.readers.mails import mail, patch_mail


def maildir(folder: Path, **mails: bytes) -> Path:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for name, raw in mails.items():
        part, _, rest = name.partition("_")
        (folder / part / rest.replace("_", ":2,")).write_bytes(raw)
    return folder


def test_mails_in_the_order_they_arrived(tmp_path: Path) -> None:
    folder = maildir(
        tmp_path,
        new_10=patch_mail("[PATCH] b"),
        cur_9_S=patch_mail("[PATCH] a"),
        **{"tmp_1": patch_mail("[PATCH] half delivered"), "cur_.8": patch_mail("[PATCH] hidden")},
    )
    series = read_series(str(folder))
    assert [(patch.subject.text, patch.where) for patch in series.patches] == [
        ("a", "cur/9:2,S"),
        ("b", "new/10"),
    ]
    assert series.incidents == ()


def test_counters_rule_over_the_order_of_arrival(tmp_path: Path) -> None:
    folder = maildir(
        tmp_path,
        cur_1=patch_mail("[PATCH 2/2] b"),
        cur_2=patch_mail("[PATCH 1/2] a"),
        cur_3=mail("hello"),
    )
    assert [patch.subject.text for patch in read_series(str(folder)).patches] == ["a", "b"]


def test_trash_and_crs_are_told(tmp_path: Path) -> None:
    folder = maildir(
        tmp_path,
        cur_1_ST=patch_mail("[PATCH] thrown away"),
        cur_2_S=patch_mail("[PATCH] kept").replace(b"\n", b"\r\n"),
    )
    series = read_series(str(folder))
    assert [patch.subject.text for patch in series.patches] == ["kept"]
    assert [(one.kind, one.harmless) for one in series.incidents] == [
        ("files-left-out", True),
        ("crlf-mail", True),
    ]


@pytest.mark.parametrize("parts", [[], ["cur"], ["new", "tmp"]])
def test_what_is_no_maildir(tmp_path: Path, parts: list[str]) -> None:
    for part in parts:
        (tmp_path / part).mkdir()
    assert not is_maildir(tmp_path)
