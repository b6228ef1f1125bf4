"""What b4 hands to a check command is a mail whose header no longer fits its body."""

from __future__ import annotations

import base64
import quopri

import pytest

from patchkit.readers.handed import as_handed_over
from tests.readers.mails import DIFF, letter, mail, patch_body

TRAP = DIFF.replace(b"+and a half\n", b"+a=3D; b = 4; c=AB;\n")


def handed(body: bytes, encoding: str, **headers: str) -> bytes:
    return mail("[PATCH] slot: trap", body, Content_Transfer_Encoding=encoding, **headers)


def added(raw: bytes) -> list[bytes]:
    (hunk,) = letter(raw).patch.files[0].hunks
    return [line.text for line in hunk.lines if line.op == "+"]


@pytest.mark.parametrize(
    "encoding", ["quoted-printable", "base64", "8bit", "Quoted-Printable", "BASE64"]
)
def test_a_decoded_body_is_not_decoded_again(encoding: str) -> None:
    raw = as_handed_over(handed(patch_body(TRAP), encoding))
    assert added(raw) == [b"2", b"a=3D; b = 4; c=AB;"]


@pytest.mark.parametrize(
    ("encoding", "encoded"),
    [
        ("quoted-printable", quopri.encodestring(patch_body(TRAP))),
        ("base64", base64.encodebytes(patch_body(TRAP))),
    ],
)
def test_an_encoded_body_stays_as_it_is(encoding: str, encoded: bytes) -> None:
    raw = handed(encoded, encoding)
    assert as_handed_over(raw) == raw
    assert added(raw) == [b"2", b"a=3D; b = 4; c=AB;"]


@pytest.mark.parametrize(
    "body",
    [
        patch_body(DIFF.replace(b"+2\n", b"+" + b"x" * 80 + b"\n")),
        patch_body(DIFF.replace(b"+2\n", "+é\n".encode())),
    ],
)
def test_what_quoted_printable_cannot_hold_is_decoded_text(body: bytes) -> None:
    assert b"Transfer-Encoding" not in as_handed_over(handed(body, "quoted-printable"))


def test_one_part_of_a_multipart_mail() -> None:
    raw = handed(patch_body(TRAP), "8bit", Content_Type='multipart/mixed; boundary="xyz"')
    assert added(as_handed_over(raw)) == [b"2", b"a=3D; b = 4; c=AB;"]


def test_a_whole_multipart_mail_stays_as_it_is() -> None:
    body = b"--xyz\nContent-Type: text/plain\n\n" + patch_body(TRAP) + b"\n--xyz--\n"
    raw = handed(body, "8bit", Content_Type="multipart/mixed; boundary=xyz")
    assert as_handed_over(raw) == raw


def test_other_header_lines_stay() -> None:
    raw = as_handed_over(
        handed(patch_body(TRAP), "base64", References="<a@example.org>\n <b@example.org>")
    )
    assert letter(raw).patch.references == ("a@example.org", "b@example.org")
    assert letter(raw).patch.subject.text == "slot: trap"
