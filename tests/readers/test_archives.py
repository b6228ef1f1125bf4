from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers import ReadOptions, read_series
from patchkit.readers.archives import open_archive
from tests.readers.mails import mail, mbox, patch_mail

FIRST = [
    mail("[PATCH 0/2] Slots", b"Hello.\n", id="one0"),
    patch_mail("[PATCH 1/2] mm/slot: Add slots", id="one1", parent="one0"),
    patch_mail("[PATCH 2/2] mm/slot: Free slots", id="one2", parent="one0"),
]
OTHER = patch_mail("[PATCH] frogs: Let them leap", id="frog")
SECOND = [
    mail("[PATCH v2 0/2] Slots", b"Hello.\n", id="two0", date="Wed, 3 Oct 2018 09:00:00 +0000"),
    patch_mail("[PATCH v2 1/2] mm/slot: Add slots", id="two1", parent="two0"),
    patch_mail("[PATCH v2 2/2] mm/slot: Free slots", id="two2", parent="two0"),
    mail(
        "Re: [PATCH v2 1/2] mm/slot: Add slots", b"Acked-by: Ada Slot <ada@example.org>\n", parent="two1"
    ),
]
ALL = [*FIRST, OTHER, *SECOND]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def start(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    return folder


def epoch(folder: Path, mails: Iterable[bytes]) -> Path:
    """A repository of version 2: a mail a commit, whose subject is the mail's."""
    start(folder)
    for raw in mails:
        (folder / "m").write_bytes(raw)
        git(folder, "add", "m")
        subject = raw.split(b"Subject: ")[1].split(b"\n")[0].decode()
        git(folder, "commit", "-q", "-m", subject)
    return folder


def version_2(top: Path, mails: list[bytes] = ALL) -> Path:
    """An inbox of two epochs, the second a bare repository as public-inbox has them."""
    for number, part in enumerate((mails[:2], mails[2:])):
        made = epoch(top.parent / f"work-{number}", part)
        git(top.parent, "clone", "-q", "--bare", str(made), str(top / "git" / f"{number}.git"))
    return top


def version_1(top: Path, mails: list[bytes] = ALL) -> Path:
    """All mails in one tree, by the hash of their ids."""
    start(top)
    for raw in mails:
        message_id = raw.split(b"Message-Id: <")[1].split(b">")[0]
        name = hashlib.sha1(message_id).hexdigest()
        (top / name[:2]).mkdir(exist_ok=True)
        (top / name[:2] / name[2:]).write_bytes(raw)
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "mails")
    return top


@pytest.fixture(params=["inbox", "epochs", "one repository", "version 1", "mbox", "maildir"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same mails in every kind of place that holds many of them."""
    top = tmp_path / "slots"
    if request.param == "inbox":
        return version_2(top)
    if request.param == "epochs":
        return version_2(top) / "git"
    if request.param == "one repository":
        return epoch(top, ALL)
    if request.param == "version 1":
        return version_1(top)
    if request.param == "mbox":
        top.write_bytes(mbox(*ALL))
        return top
    for part in ("cur", "new", "tmp"):
        (top / part).mkdir(parents=True)
    for number, raw in enumerate(ALL):
        flags = ":2,S" if number % 2 else ""
        (top / ("cur" if number % 2 else "new") / f"{1538492424 + number}.M1P2.host{flags}").write_bytes(
            raw
        )
    return top


def ids(series: Series) -> list[str]:
    return [patch.message_id.removesuffix("@example.org") for patch in series.patches]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("one2@example.org", ["one1", "one2"]),
        ("<two0@example.org>", ["two1", "two2"]),
        ("Slots", ["two1", "two2"]),
        ("[PATCH v2 0/2] slots", ["two1", "two2"]),
        ("Free slots", ["two1", "two2"]),
        ("frogs", ["frog"]),
    ],
)
def test_a_thread_by_id_or_title(place: Path, wanted: str, expected: list[str]) -> None:
    assert ids(read_series(f"{place}#{wanted}")) == expected


def test_another_version(place: Path) -> None:
    series = read_series(f"{place}#Slots", options=ReadOptions(version=1))
    assert ids(series) == ["one1", "one2"]
    assert [incident.kind for incident in series.incidents] == ["other-version"]


def test_replies_come_with_the_thread(place: Path) -> None:
    series = read_series(f"{place}#two2@example.org")
    assert [trailer.key for trailer in series.trailers(series.patches[0])] == [
        "Signed-off-by",
        "Acked-by",
    ]


@pytest.mark.parametrize("wanted", ["nobody@example.org", "toads", "mm/slot"])
def test_what_is_not_there_or_not_one(place: Path, wanted: str) -> None:
    with pytest.raises(SeriesError) as caught:
        read_series(f"{place}#{wanted}")
    assert str(place) in caught.value.where


def test_mails_are_named_by_their_ids(tmp_path: Path) -> None:
    series = read_series(f"{version_2(tmp_path / 'slots')}#Slots")
    assert [patch.where for patch in series.patches] == ["<two1@example.org>", "<two2@example.org>"]


def test_an_archive_without_a_choice_is_an_error(tmp_path: Path) -> None:
    location = str(version_2(tmp_path / "slots"))
    with pytest.raises(SeriesError, match="holds many series") as caught:
        read_series(location)
    assert f"{location}#MESSAGE-ID" in caught.value.hint


def test_a_mail_that_was_taken_out_again_is_gone(tmp_path: Path) -> None:
    top = epoch(tmp_path / "slots", [*FIRST, OTHER])
    git(top, "mv", "m", "d")
    git(top, "commit", "-q", "-m", "rm")
    with pytest.raises(SeriesError, match="there is no mail"):
        read_series(f"{top}#frog@example.org")


def test_what_was_read_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    location = f"{version_2(tmp_path / 'slots')}#one0@example.org"
    first = read_series(location)
    with monkeypatch.context() as patched:
        patched.setattr("patchkit.readers.archives.read_head", lambda raw: pytest.fail("read again"))
        assert read_series(location) == first
    assert read_series(location, options=ReadOptions(use_cache=False)) == first


def test_a_mail_that_the_copy_lacks_is_told_when_its_subject_is_the_threads(tmp_path: Path) -> None:
    top = epoch(tmp_path / "slots", ALL)
    for raw in (SECOND[3], OTHER):
        blob = _blob(top, raw)
        (top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    series = read_series(f"{top}#two0@example.org")
    (incident,) = [one for one in series.incidents if one.kind == "missing-object"]
    assert "Re: [PATCH v2 1/2]" in incident.message
    assert not incident.harmless


def _blob(folder: Path, raw: bytes) -> str:
    done = subprocess.run(
        ["git", "hash-object", "--stdin"], cwd=folder, input=raw, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", ["empty", "sources", "mails"])
def test_what_is_no_archive(tmp_path: Path, name: str) -> None:
    top = start(tmp_path / name)
    if name == "sources":
        (top / "mm").mkdir()
        (top / "mm" / "slot.c").write_text("int slot;\n")
    if name == "mails":
        (top / "m").write_bytes(OTHER)
        (top / "README").write_text("mails\n")
    if name != "empty":
        git(top, "add", ".")
        git(top, "commit", "-q", "-m", "x")
    assert open_archive(top) == ()
