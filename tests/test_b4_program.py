"""The installed b4, with patchkit as its check command: what it shows is what patchkit said.

No network: threads come from an mbox, and b4 is told to stay offline.
"""

from __future__ import annotations

import json
import os
import quopri
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflows.test_mail_check import Desk

B4 = Path(sys.executable).with_name("b4")
PATCHKIT = Path(sys.executable).with_name("patchkit")
GREEN, YELLOW, RED = (f"\033[{color}m●\033[0m " for color in ("32", "33", "31;5"))
START = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    check = shlex.join((str(PATCHKIT), "check", "--b4", "--not-a-kernel"))
    for hook in ("am", "prep"):
        made.git("config", f"b4.{hook}-perpatch-check-cmd", check)
    made.git("config", "user.name", "Test Author")
    made.git("config", "user.email", "author@example.org")
    return made


def b4(desk: Desk, *arguments: str) -> list[str]:
    done = subprocess.run(
        [B4, "--offline-mode", "--no-stdin", *arguments],
        cwd=desk.tree,
        env={**os.environ, "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return (done.stdout + done.stderr).split("\n")


def am(desk: Desk, mails: list[bytes]) -> list[list[str]]:
    """What `b4 am --check` shows of each patch: its lines without colours."""
    mbox = desk.tree.parent / "thread.mbox"
    mbox.write_bytes(b"\n".join(START + raw.partition(b"\n")[2] for raw in mails))
    out = str(desk.tree.parent / "out")
    shown: list[list[str]] = []
    for line in b4(desk, "am", "--check", "--no-cache", "-m", str(mbox), "-o", out, *_message_id(mails)):
        if line.startswith("  [PATCH"):
            shown.append([])
        elif "●" in line:
            shown[-1].append(line.strip())
    return shown


def _message_id(mails: list[bytes]) -> list[str]:
    line = next(line for line in mails[0].split(b"\n") if line.lower().startswith(b"message-id:"))
    return [line.partition(b"<")[2].partition(b">")[0].decode()]


def test_the_documented_keys_are_those_of_the_tests() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "b4.md").read_text()
    keys = dict(
        re.findall(r"^git config b4\.(\S+)-check-cmd '(patchkit check .*)'$", page, re.MULTILINE)
    )
    assert keys == {
        "am-perpatch": "patchkit check --b4",
        "prep-perpatch": "patchkit check --b4",
        "review-perpatch": "patchkit check --b4 --format json",
        "review-series": "patchkit check --b4-series --format json",
    }


def test_am_shows_each_patch_on_the_one_before(desk: Desk) -> None:
    passed = f"{GREEN}patchkit: passed all checks"
    one, two, three, four = am(desk, desk.mails)
    assert (one, two, four) == ([passed], [passed], [passed])
    said, caveat = three
    assert said.startswith(RED)
    assert "other.c:5: ERROR:CALLER_NOT_UPDATED: one() is called with 1 argument" in said
    assert "WARNING:JUDGED_IN_PART: patch 4 of 4 is not known here" in caveat


def test_am_shows_an_error_as_a_failure(desk: Desk) -> None:
    mails = desk.sent("main..topic~1")
    *others, last = am(desk, mails)
    assert len(others) == 2
    assert len(last) == 1
    assert last[0].startswith(f"{RED}patchkit: other.c:5: ERROR:CALLER_NOT_UPDATED: ")


def test_am_of_mails_in_quoted_printable(desk: Desk) -> None:
    """b4 decodes the body and hands over the header that says it is encoded."""
    (mail,) = desk.sent("main..topic~3", "--no-cover-letter")
    mail = mail.replace(b"+\treturn 2;", b"+\treturn 2 + (two == two);\n+\t/* a=3D */")
    mail = mail.replace(b"@@ -4,3 +4,8 @@", b"@@ -4,3 +4,9 @@")
    head, _, body = mail.partition(b"\n\n")
    coded = head + b"\nContent-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(body)
    assert am(desk, [coded]) == am(desk, [mail])


def test_what_is_not_understood_is_a_failure(desk: Desk) -> None:
    (mail,) = desk.sent("main..topic~3", "--no-cover-letter")
    (shown,) = am(desk, [mail.replace(b"@@ -4,3 +4,8 @@", b"@@ -4,3 +4,30 @@")])
    assert any(RED in line or YELLOW in line for line in shown)


def test_prep_check_judges_commits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_COMMITTER_DATE")  # b4 looks for its cover letter in this year's commits
    b4(desk, "prep", "-n", "slots", "-f", "main")
    desk.git("cherry-pick", "main..topic")
    shown = [line for line in b4(desk, "prep", "--check") if "●" in line]
    titles = [line.partition(": ")[2] for line in shown]
    assert [line.startswith(GREEN) for line in shown] == [True, True, False, False, True]
    assert titles[:2] == ["slots: step 1", "slots: step 2"]
    assert shown[2].startswith(RED)
    assert "ERROR:CALLER_NOT_UPDATED" in shown[3]
    assert "patch 4 mends it" in shown[3]


def test_the_review_protocol(desk: Desk) -> None:
    """b4's own runner of external review checks, in a process of its own."""
    script = desk.tree.parent / "review.py"
    script.write_text(
        "import sys, json, email, email.policy, b4, b4.review.checks as checks\n"
        "msgs = [email.message_from_bytes(open(one, 'rb').read(), policy=email.policy.default)"
        " for one in sys.argv[3:]]\n"
        "pairs = [(msg['message-id'].strip('<>'), msg) for msg in msgs]\n"
        "patches = checks.run_perpatch_checks(pairs[1:], [sys.argv[1]], '.')\n"
        "series = checks.run_series_checks(pairs[0], [sys.argv[2]], '.')\n"
        "print(json.dumps([series, *patches.values()]))\n"
    )
    names = []
    for number, raw in enumerate(desk.mails):
        names.append(str(desk.tree.parent / f"{number}.eml"))
        Path(names[-1]).write_bytes(raw.partition(b"\n")[2])
    check = [str(PATCHKIT), "check", "--not-a-kernel", "--format", "json"]
    done = subprocess.run(
        [
            sys.executable,
            script,
            shlex.join([*check, "--b4"]),
            shlex.join([*check, "--b4-series"]),
            *names,
        ],
        cwd=desk.tree,
        capture_output=True,
        text=True,
        check=True,
    )
    results = json.loads(done.stdout)
    assert [[one["status"] for one in some] for some in results] == [
        ["fail"],
        ["pass"],
        ["pass"],
        ["fail"],
        ["pass"],
    ]
    assert {one["tool"] for some in results[1:] for one in some} == {"patchkit"}
    (series,) = results[0]
    assert series["tool"] == "patchkit-series"
    assert series["summary"].startswith("1 error: patch 3/4: one() is called with 1 argument")
    assert series["details"].startswith("other.c:5: ERROR:CALLER_NOT_UPDATED: patch 3/4: ")
