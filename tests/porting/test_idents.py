"""Authors and dates come out as git's own mailinfo and commit would have them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from patchkit.model.series import Person
from patchkit.porting.idents import clean, ident, when

PEOPLE = [
    Person("Ada Slot", "ada@example.org"),
    Person("J\u00f6rg \u0141ukasz", "j@example.org"),
    Person("", "bare@example.org"),
    Person("J. R. Ewing, Jr.", "jr@example.org"),
    Person("ada@example.org", "ada@example.org"),
    Person("x" * 61, "long@example.org"),
    Person("Two  Blanks", "two@example.org"),
    Person("'Quoted'", "quoted@example.org"),
]


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_a_person_is_who_git_am_says(person: Person, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "m").write_text(
        f"From: {person}\nDate: Tue, 2 Oct 2018 17:00:24 +0200\nSubject: s\n\nb\n"
    )
    subprocess.run(["git", "am", "-q", "--empty=keep", "m"], cwd=tmp_path, check=True)
    log = ["git", "log", "-1", "--format=%an <%ae> %ad", "--date=raw"]
    said = subprocess.run(log, cwd=tmp_path, check=True, capture_output=True).stdout.decode().strip()
    assert ident(person, "Tue, 2 Oct 2018 17:00:24 +0200").decode() == said


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("Tue, 2 Oct 2018 17:00:24 +0200", "1538492424 +0200"),
        ("Tue, 2 Oct 2018 17:00:24 +0200 (CEST)", "1538492424 +0200"),
        ("2 Oct 2018 15:00:24 GMT", "1538492424 +0000"),
        ("Tue, 2 Oct 2018 20:30:24 +0530", "1538492424 +0530"),
        ("Tue, 2 Oct 2018 11:30:24 -0330", "1538492424 -0330"),
        ("Fri, 31 Dec 1969 23:59:59 +0000", "0 +0000"),
        ("Sun, 31 Dec 2023 16:33:42 +9900", "1704040422 +0000"),
        ("Sun, 31 Dec 2023 16:33:42 +1400", "1703990022 +1400"),
    ],
)
def test_dates(date: str, wanted: str) -> None:
    assert when(date) == wanted


@pytest.mark.parametrize("date", ["", "soon", "Tue, 99 Oct 99999 17:00:24 +0200"])
def test_a_date_that_says_nothing_is_now(date: str) -> None:
    assert re.fullmatch(r"[1-9]\d{9} \+0000", when(date))


def test_what_would_break_a_commit_is_left_out() -> None:
    assert clean(Person("A <B>\n", "<a@b>")) == ("a@b", "a@b")
    assert clean(Person("A\0B", "a@b")) == ("AB", "a@b")
