from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.model.series import Person, Trailer
from patchkit.readers.headers import parse_headers, parse_person
from patchkit.readers.mail import read_letter
from patchkit.readers.message import Message
from tests.readers.mails import DIFF, HUNK, MESSAGE, SIGNATURE, letter, mail, patch_body, patch_mail

BASE = b"base-commit: 0123456789abcdef0123456789abcdef01234567\n"


def test_a_mail_in_full() -> None:
    body = b"From: Bo Slot <bo@example.org>\n\n" + patch_body(DIFF + b"\n" + BASE)
    raw = mail("[PATCH v2 1/2] mm: fix it", body, id="x", parent="cover", References="<a@b> <c@d>")
    patch = letter(raw).patch
    assert patch.author == Person("Bo Slot", "bo@example.org")
    assert patch.sender == Person("Ada Slot", "ada@example.org")
    assert (patch.subject.text, patch.subject.number, patch.subject.version) == ("mm: fix it", 1, 2)
    assert patch.message_id == "x@example.org"
    assert patch.in_reply_to == "cover@example.org"
    assert patch.references == ("a@b", "c@d")
    assert patch.body == MESSAGE.decode().rstrip()
    assert patch.notes == " mm/slot.c | 3 ++-\n 1 file changed"
    assert patch.trailers == (Trailer("Signed-off-by", "Ada Slot <ada@example.org>"),)
    assert patch.base.base_commit == BASE.decode().split()[1]
    assert (patch.added, patch.removed, patch.malformed) == (2, 1, "")
    assert patch.diff == DIFF
    assert patch.raw == raw


@pytest.mark.parametrize(
    ("body", "author", "subject", "message"),
    [
        pytest.param(
            "From: Bo <bo@e.org>\n\nWhy.\n", "Bo <bo@e.org>", "header's words", "Why.", id="From"
        ),
        pytest.param(
            "\n\nFrom: Bo <bo@e.org>\nSubject: mm: better words\n\nWhy.\n",
            "Bo <bo@e.org>",
            "mm: better words",
            "Why.",
            id="From and Subject after blank lines",
        ),
        pytest.param(
            "Subject: mm: long\n words\nWhy.\n",
            "Ada Slot <ada@example.org>",
            "mm: long words",
            "Why.",
            id="folded Subject",
        ),
        pytest.param(
            "From: the start it was wrong.\n",
            "Ada Slot <ada@example.org>",
            "header's words",
            "From: the start it was wrong.",
            id="prose that begins with From:",
        ),
        pytest.param(
            "Why.\n\nFrom: Bo <bo@e.org>\n",
            "Ada Slot <ada@example.org>",
            "header's words",
            "Why.\n\nFrom: Bo <bo@e.org>",
            id="From: further down",
        ),
        pytest.param(
            "I found this:\n\n-- >8 --\nFrom: Bo <bo@e.org>\n\nWhy.\n",
            "Bo <bo@e.org>",
            "header's words",
            "Why.",
            id="scissors",
        ),
        pytest.param(
            f">From {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: Bo <bo@e.org>\n\nWhy.\n",
            "Bo <bo@e.org>",
            "header's words",
            "Why.",
            id="a pasted format-patch header",
        ),
    ],
)
def test_in_body_header(body: str, author: str, subject: str, message: str) -> None:
    raw = mail("[PATCH 1/2] header's words", body.encode() + b"---\n" + DIFF)
    patch = letter(raw).patch
    assert (str(patch.author), patch.subject.text, patch.body) == (author, subject, message)
    assert patch.subject.number == 1


@pytest.mark.parametrize(
    ("line", "cuts"),
    [
        ("-- >8 --", True),
        ("---8<---", True),
        ("- - - - 8< - - - - cut here - - - 8< - - -", True),
        (">8 is less than nine", False),
        ("--------", False),
        ("-- 8< and then a long sentence that goes on and on --", False),
    ],
)
def test_scissors(line: str, cuts: bool) -> None:
    raw = mail("[PATCH] x", f"Above.\n{line}\nBelow.\n---\n".encode() + DIFF)
    assert ("Above." not in letter(raw).patch.body) is cuts


@pytest.mark.parametrize("cut", [b"---\n", b"--- \n", b"", b"Index: mm/slot.c\n======\n"])
def test_where_the_message_ends(cut: bytes) -> None:
    patch = letter(mail("[PATCH] x", b"Why.\n" + cut + DIFF)).patch
    assert patch.body == "Why."
    assert patch.added == 2


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (b"=?UTF-8?q?mm=3A_caf=C3=A9?=", "mm: café"),
        (b"=?UTF-8?B?bW06IGNhZsOp?=", "mm: café"),
        (b"=?UTF-8?q?mm=3A_ca?= =?UTF-8?q?f=C3=A9?=", "mm: café"),
        (b"mm: caf\xc3\xa9", "mm: café"),
        (b"mm: caf\xe9", "mm: café"),
        (b"=?no-such-charset?q?caf=C3=A9?=", "café"),
        (b"mm: folded\n over two", "mm: folded over two"),
        (b"mm: =?broken", "mm: =?broken"),
    ],
)
def test_subject_as_text(header: bytes, text: str) -> None:
    raw = mail("SUBJECT", patch_body()).replace(b"SUBJECT", header, 1)
    assert letter(raw).patch.subject.text == text


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ada Slot <ada@e.org>", Person("Ada Slot", "ada@e.org")),
        ('"Slot, Ada" <ada@e.org>', Person("Slot, Ada", "ada@e.org")),
        ("Slot, Ada <ada@e.org>", Person("Slot, Ada", "ada@e.org")),
        ("ada@e.org (Ada Slot)", Person("Ada Slot", "ada@e.org")),
        ("ada@e.org", Person("", "ada@e.org")),
        ("Ada", Person("Ada", "")),
        ("", Person("", "")),
    ],
)
def test_person(text: str, person: Person) -> None:
    assert parse_person(text) == person


def test_headers_end_at_the_first_line_that_is_none() -> None:
    headers = parse_headers(b"From: a@b\nSubject: x\nnot a header\nTo: c@d\n\nbody")
    assert [name for name, _ in headers.fields] == ["from", "subject"]


def test_malformed_names_the_line_of_the_mail() -> None:
    raw = patch_mail("[PATCH] x", DIFF.replace(b"+2\n", b"+2\nwrapped\n"))
    read = letter(raw)
    line = raw.split(b"\n").index(b"wrapped") + 1
    assert read.patch.files == ()
    assert read.patch.malformed.startswith(f"line {line}: the hunk ends too early")
    (incident,) = read.incidents
    assert (incident.kind, incident.where, incident.harmless) == ("malformed-patch", "the.mail", False)


def test_malformed_in_a_decoded_mail_says_so() -> None:
    raw = mail("[PATCH] x", patch_body(DIFF.replace(b"+2\n", b"+2\nwrapped\n")))
    raw = raw.replace(b"\n\n", b"\nContent-Transfer-Encoding: quoted-printable\n\n", 1)
    assert "of the decoded text" in letter(raw).patch.malformed


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"".join(b"> " + line + b"\n" for line in DIFF.split(b"\n")), id="quoted"),
        pytest.param(b"Only this:\n" + HUNK, id="hunk without header"),
        pytest.param(b"diff --cc x\n@@@ -1,1 -1,1 +1,1 @@@\n", id="combined"),
    ],
)
def test_what_looks_like_a_diff_is_never_empty(body: bytes) -> None:
    assert letter(mail("[PATCH] x", body)).patch.malformed


def test_crlf_diff_is_a_harmless_incident() -> None:
    read = letter(patch_mail("[PATCH] x", DIFF.replace(b"\n", b"\r\n")))
    assert [(one.kind, one.harmless) for one in read.incidents] == [("crlf-diff", True)]


def test_lines_left_behind_by_a_short_hunk_are_an_incident() -> None:
    short = DIFF.replace(b"-1,3", b"-1,2").replace(b"+1,4", b"+1,3")
    (incident,) = letter(patch_mail("[PATCH] x", short)).incidents
    assert (incident.kind, incident.harmless) == ("hunk-overrun", False)


def test_base_commit_that_is_no_id_is_told() -> None:
    raw = patch_mail("[PATCH] x", DIFF + b"\nbase-commit: v6.9-rc1\n")
    (incident,) = letter(raw).incidents
    assert (incident.kind, incident.harmless) == ("base-commit-refused", True)
    assert letter(raw).patch.base.base_commit == ""


def test_bare_diff_is_named_after_its_file() -> None:
    read = read_letter(Message(b"Some words.\n\n" + DIFF, "slot.diff", name="slot.diff"))
    assert (read.patch.subject.text, read.patch.body) == ("slot", "Some words.")
    assert read.patch.author == Person("", "")


def test_a_quilt_header_is_no_mail_header() -> None:
    text = b"Description: fix it\nOrigin: upstream\n\n--- a/x.c\n+++ b/x.c\n" + HUNK
    patch = read_letter(Message(text, "x.patch", name="x.patch")).patch
    assert patch.body == "Description: fix it\nOrigin: upstream"
    assert patch.added == 2


def test_reverse_is_not_done_in_silence() -> None:
    read = read_letter(Message(DIFF, "x.patch", name="x.patch", reverse=True))
    assert "-R" in read.patch.malformed


def test_signature_right_behind_the_hunk_is_no_removed_line() -> None:
    patch = letter(mail("[PATCH] x", b"Why.\n---\n" + DIFF + SIGNATURE)).patch
    assert (patch.removed, patch.diff) == (1, DIFF)


LONG = 20_000
SLOW = {
    "blanks in a name": b"--- a" + b" " * LONG + b"x\n+++ b\n@@ -1 +1 @@\n-a\n+b\n",
    "spaces in a git line": b"diff --git " + b"a " * LONG + b"\n",
    "open quote": b'diff --git "' + b"\\" * LONG + b"\n",
    "digits": DIFF.replace(b"-1,3", b"-" + b"1" * LONG),
    "quote marks": b"> " * LONG,
    "scissors": b"- " * LONG + b">8\n",
    "tag": b"base-commit: x" + b" \t" * LONG + b"y\n",
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW.keys())
def test_a_strangers_line_costs_no_more_than_its_length(body: bytes) -> None:
    """Finishes at all: each of these once took the square of its length, or broke int()."""
    raw = mail("[a" * LONG, body)
    assert letter(raw).patch.subject.text


EVIL = [
    b"\n", b"\r\n", b"\0", b"\xff\xfe", b"=?utf-8?b?////?=", b"--x\n", b"boundary=x\n",
    b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: text/plain; charset=idna; format=flowed\n", b"Date: 31 Feb 99999 99:99:99 +9999\n",
    b'diff --git "a/\\777" "b/\\777"\n', b"@@ -1,0 +1,0 @@\n", b"GIT binary patch\nliteral 9999999\n",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 600), st.sampled_from(EVIL)), max_size=5))
def test_no_mail_crashes_the_reader(edits: list[tuple[int, bytes]]) -> None:
    raw = patch_mail("[PATCH 1/2] =?utf-8?q?x?=", DIFF)
    for at, junk in edits:
        raw = raw[:at] + junk + raw[at:]
    patch = letter(raw).patch
    assert not (patch.malformed and patch.files)


def test_tags_of_a_body_that_keeps_its_crs() -> None:
    body = base64.encodebytes((patch_body() + BASE).replace(b"\n", b"\r\n"))
    patch = letter(mail("[PATCH] x", body, Content_Transfer_Encoding="base64")).patch
    assert [trailer.key for trailer in patch.trailers] == ["Signed-off-by"]
    assert patch.base.base_commit.startswith("0123")
    assert "\r" not in patch.body
