"""Mails that a hook was given one by one, kept by thread."""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.readers import seen
from patchkit.readers.seen import keep_mail, mails_of_thread
from patchkit.search.cache import cache_folder
from tests.readers.mails import mail, patch_mail

COVER = mail("[PATCH 0/2] Slots", id="0")
ONE = patch_mail("[PATCH 1/2] a", id="1", parent="0", References="<0@example.org>")
TWO = patch_mail("[PATCH 2/2] b", id="2", parent="1", References="<0@example.org> <1@example.org>")
OTHER = patch_mail("[PATCH] c", id="3")


def test_the_mails_of_one_thread() -> None:
    for raw in (COVER, ONE, OTHER, TWO):
        keep_mail(raw)
    for raw in (COVER, ONE, TWO):
        assert sorted(mails_of_thread(raw)) == sorted((COVER, ONE, TWO))
    assert list(mails_of_thread(OTHER)) == [OTHER]


def test_a_mail_is_kept_once() -> None:
    keep_mail(ONE)
    keep_mail(ONE + b"more\n")
    assert list(mails_of_thread(ONE)) == [ONE + b"more\n"]


def test_what_has_no_id_or_is_huge_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = ONE.replace(b"Message-Id: <1@example.org>\n", b"")
    keep_mail(nameless)
    assert list(mails_of_thread(nameless)) == []
    monkeypatch.setattr(seen, "_LARGEST", 10)
    keep_mail(ONE)
    assert list(mails_of_thread(ONE)) == []


def test_old_threads_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_MOST_THREADS", 2)
    for number in range(4):
        keep_mail(patch_mail("[PATCH] d", id=f"old{number}"))
    assert list(mails_of_thread(patch_mail("[PATCH] d", id="old3")))
    assert len(list(cache_folder().joinpath("mails").iterdir())) == 2


def test_an_id_is_no_path() -> None:
    raw = patch_mail("[PATCH] e").replace(b"<[PATCH].e@", b"<../../../evil@")
    keep_mail(raw)
    assert list(mails_of_thread(raw)) == [raw]
    assert not [path for path in Path(cache_folder()).rglob("*") if "evil" in path.name]


def test_a_folder_that_cannot_be_written_costs_nothing_but_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    keep_mail(ONE)
    assert list(mails_of_thread(ONE)) == []
