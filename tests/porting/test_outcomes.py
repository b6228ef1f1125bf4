"""A series of which not everything can be ported: what is written, numbered, told of and left out."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from patchkit.model.port import Cause
from patchkit.model.ported import Fate, PortResult
from patchkit.porting.mails import MailForm
from patchkit.porting.publish import Destination
from patchkit.workflows.port import PortOptions, port_series
from tests.porting.repos import ABOVE, BASE, Repo, new_repo, port

SLOT = BASE["mm/slot.c"]
POOL = BASE["mm/pool.c"]


@pytest.fixture
def upstream(tmp_path: Path) -> Repo:
    """Four patches: two files in one, one that is there already, one for a missing file, a plain one."""
    repo = new_repo(tmp_path / "upstream", {**BASE, "mm/gone.c": POOL})
    repo.git("tag", "base")
    repo.commit(
        {"mm/slot.c": SLOT.replace(b"slot_remove", b"slot_take"), "mm/gone.c": POOL + b"/* */\n"},
        b"one: two files\n",
    )
    repo.commit({"mm/pool.c": POOL + b"/* pools */\n"}, b"two: there already\n")
    repo.commit({"mm/gone.c": b"/* less */\n"}, b"three: missing file\n")
    repo.commit({"include/slot.h": b"int slot_put(int nid);\n"}, b"four: header\n")
    return repo


@pytest.fixture
def target(tmp_path: Path) -> Repo:
    return new_repo(
        tmp_path / "target",
        {**BASE, "mm/slot.c": ABOVE + SLOT, "mm/pool.c": POOL + b"/* pools */\n"},
    )


def ported(upstream: Repo, target: Repo, out: Path, *format_patch: str, **changes: object) -> PortResult:
    series = upstream.mails(out.with_name("series"), "base", *format_patch)
    destination = Destination("mails", str(out))
    options = PortOptions(str(series), f"{target.path}@main", kernel=False, destination=destination)
    return port_series(replace(options, **changes))


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_what_is_there_is_left_out_and_what_conflicts_keeps_its_number(
    upstream: Repo, target: Repo, tmp_path: Path
) -> None:
    result = ported(upstream, target, tmp_path / "out", "--cover-letter")
    fates = [one.fate for one in result.output.patches]
    assert fates == [Fate.PARTLY, Fate.ALREADY, Fate.NOT_PORTED, Fate.PORTED]
    assert names(tmp_path / "out") == [
        *("0000-cover-letter.cover", "0001-one-two-files.patch", "0001-one-two-files.rej"),
        *("0002-three-missing-file.rej", "0003-four-header.patch"),
    ]
    last = (tmp_path / "out" / "0003-four-header.patch").read_text()
    assert "\nSubject: [PATCH 3/3] four: header\n" in last
    rejected = (tmp_path / "out" / "0002-three-missing-file.rej").read_text()
    assert "\nSubject: [PATCH 2/3] three: missing file\n" in rejected
    assert "\n>>>>>>> original brings\n" in rejected
    cover = (tmp_path / "out" / "0000-cover-letter.cover").read_text()
    assert "- “two: there already”: is there already" in cover


def test_an_mbox_holds_what_git_am_takes_and_the_rest_lies_beside_it(
    upstream: Repo, target: Repo, tmp_path: Path
) -> None:
    destination = Destination("mbox", str(tmp_path / "all.mbox"))
    ported(upstream, target, tmp_path / "out", "--cover-letter", destination=destination)
    target.git("am", "-q", str(tmp_path / "all.mbox"))
    assert target.git("log", "--format=%s", "-2") == "four: header\none: two files"
    assert (tmp_path / "all.mbox.rej").read_text().count("<<<<<<< target") == 2
    assert "Subject: [PATCH 0/3]" in (tmp_path / "all.mbox.cover").read_text()


def test_a_branch_has_only_what_is_ported(upstream: Repo, target: Repo, tmp_path: Path) -> None:
    result = ported(upstream, target, tmp_path / "out", branch="port", destination=Destination())
    assert target.git("log", "--format=%s", "main..port") == "four: header\none: two files"
    commits = [one.commit for one in result.output.patches]
    assert [bool(one) for one in commits] == [True, False, False, True]
    assert commits[3] == result.output.tip


def test_nothing_is_written_where_nothing_is_left_to_do(
    upstream: Repo, target: Repo, tmp_path: Path
) -> None:
    series = upstream.mails(tmp_path / "two", "-1", "main~2")
    result = port(series, target, tmp_path / "out")
    assert [one.fate for one in result.output.patches] == [Fate.ALREADY]
    assert not (tmp_path / "out").exists()
    assert not result.output.proved


def test_nothing_that_can_go_in_is_told_of_too(upstream: Repo, tmp_path: Path) -> None:
    other = new_repo(tmp_path / "other", {"README": b"nothing in common\n"})
    result = ported(upstream, other, tmp_path / "out", branch="port")
    assert {one.fate for one in result.output.patches} == {Fate.NOT_PORTED}
    assert {name[-4:] for name in names(tmp_path / "out")} == {".rej"}
    assert other.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_links_and_binary_files_are_conflicts(target: Repo, tmp_path: Path) -> None:
    upstream = new_repo(tmp_path / "up")
    upstream.git("tag", "base")
    (upstream.path / "link").symlink_to("mm/slot.c")
    upstream.commit({"logo.png": b"\0\1\2\3" * 40, "mm/new.c": b"int new;\n"}, b"one: all kinds\n")
    result = ported(upstream, target, tmp_path / "out")
    (only,) = result.ports
    assert {conflict.cause for conflict in only.conflicts} == {Cause.NOT_TEXT}
    assert [file.path for file in only.files if file.conflicts] == ["link", "logo.png"]
    mail, rejects = sorted((tmp_path / "out").iterdir())
    assert "int new;" in mail.read_text()
    assert "GIT binary patch" in rejects.read_text()


def test_a_diff_that_cannot_be_read_is_a_conflict(upstream: Repo, target: Repo, tmp_path: Path) -> None:
    series = upstream.mails(tmp_path / "broken", "base")
    mail = sorted(series.iterdir())[3]
    mail.write_text(mail.read_text().replace("@@ -1 +1 @@", "@@ -1,9 +1,9 @@"))
    options = PortOptions(str(series), f"{target.path}@main", kernel=False)
    result = port_series(replace(options, destination=Destination("mails", str(tmp_path / "out"))))
    assert result.output.patches[3].fate is Fate.NOT_PORTED
    assert "its diff cannot be read" in (tmp_path / "out" / "0003-four-header.rej").read_text()


def test_mails_are_threaded_when_asked_and_only_then(
    upstream: Repo, target: Repo, tmp_path: Path
) -> None:
    ported(upstream, target, tmp_path / "plain")
    ported(
        upstream, target, tmp_path / "thread", form=MailForm(thread=True, in_reply_to="top@example.org")
    )
    plain = (tmp_path / "plain" / "0003-four-header.patch").read_text()
    assert "Message-I" not in plain
    assert "In-Reply-To" not in plain
    thread = (tmp_path / "thread" / "0003-four-header.patch").read_text().lower()
    made = re.search(r"\nmessage-id: <(.*)>\n", thread)
    assert made is not None
    assert made[1].endswith(os.environ["GIT_COMMITTER_EMAIL"].lower())  # and not user@host
    assert "<top@example.org>" in thread


def test_headings_follow_the_attributes_of_the_target(target: Repo, tmp_path: Path) -> None:
    """Without `diff=cpp` git takes the label for a function's head."""
    lines = [b"\tx(%d);\n" % number for number in range(20)]
    code = (
        b"void x(int);\nvoid y(int);\n\nvoid f(void)\n{\n"
        + b"".join(lines[:8])
        + b"label:\n"
        + b"".join(lines[8:])
        + b"}\n"
    )
    upstream = new_repo(tmp_path / "up", {"mm/f.c": code})
    upstream.git("tag", "base")
    upstream.commit({"mm/f.c": code.replace(b"x(15)", b"y(15)")}, b"f: x to y\n")
    target.commit({"mm/f.c": code})
    ported(upstream, target, tmp_path / "without")
    target.commit({".gitattributes": b"*.c diff=cpp\n", "drivers/.gitattributes": b"*.c binary\n"})
    ported(upstream, target, tmp_path / "with")
    texts = [next((tmp_path / name).iterdir()).read_text() for name in ("without", "with")]
    found = [re.findall(r"^@@ .* @@ (.*)$", text, re.MULTILINE) for text in texts]
    assert found == [["label:"], ["void f(void)"]]


def test_the_users_own_git_settings_take_no_part(
    upstream: Repo, target: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ported(upstream, target, tmp_path / "one")
    config = tmp_path / "gitconfig"
    config.write_text(
        "[format]\n\tpretty = oneline\n\tsubjectPrefix = X\n\tsuffix = .txt\n\tattach = true\n"
        "[diff]\n\tcontext = 9\n\tnoprefix = true\n\tmnemonicPrefix = true\n\talgorithm = patience\n"
        "[core]\n\tabbrev = 4\n\tattributesFile = /dev/full\n[am]\n\tthreeWay = true\n\tkeepcr = true\n"
        "[commit]\n\tgpgSign = true\n[apply]\n\twhitespace = error\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u9")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    options = PortOptions(str(tmp_path / "series"), f"{target.path}@main", kernel=False)
    port_series(replace(options, destination=Destination("mails", str(tmp_path / "two"))))
    run = ["diff", "-r", str(tmp_path / "one"), str(tmp_path / "two")]
    assert subprocess.run(run, check=False, capture_output=True).stdout == b""
