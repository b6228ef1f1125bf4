from __future__ import annotations

import base64
import binascii
from email.message import EmailMessage

import pytest

from patchkit.readers.body import read_body, unflow
from patchkit.readers.headers import parse_headers
from tests.readers.mails import DIFF, counts, git_counts, letter, mail, patch_body

EXPECTED = [("2", "1", "mm/slot.c")]


def encoded(body: bytes, encoding: str, content_type: str = "text/plain; charset=UTF-8") -> bytes:
    return mail("[PATCH] x", body, MIME_Version="1.0", Content_Type=content_type).replace(
        b"\n\n", f"\nContent-Transfer-Encoding: {encoding}\n\n".encode(), 1
    )


BODY = patch_body(DIFF.replace(b"half", b"h\xc3\xa4lf = 1"))
LONG = b"+" + b"x" * 200
MAILS = {
    "plain": encoded(BODY, "8bit"),
    "base64": encoded(base64.encodebytes(BODY), "base64"),
    "base64 with a footer in clear": encoded(
        base64.encodebytes(BODY + b"\n") + b"____\nlist\n", "Base64"
    ),
    "base64 with CRLF": encoded(base64.encodebytes(BODY.replace(b"\n", b"\r\n")), "base64"),
    "quoted-printable": encoded(binascii.b2a_qp(BODY), "quoted-printable"),
    "quoted-printable, lower case": encoded(BODY.replace(b"\xc3\xa4", b"=c3=a4"), "quoted-printable"),
}


@pytest.mark.parametrize("raw", MAILS.values(), ids=MAILS.keys())
def test_transfer_encodings(raw: bytes) -> None:
    assert counts(letter(raw).patch) == EXPECTED == git_counts(raw)


@pytest.mark.parametrize("name", ["base64", "quoted-printable"])
def test_encoded_lines_are_the_senders(name: str) -> None:
    hunk = letter(MAILS[name]).patch.files[0].hunks[0]
    assert hunk == letter(MAILS["plain"]).patch.files[0].hunks[0]


def test_soft_line_break() -> None:
    raw = encoded(binascii.b2a_qp(patch_body(DIFF.replace(b"+2", LONG))), "quoted-printable")
    assert b"=\n" in raw
    assert letter(raw).patch.files[0].hunks[0].lines[2].text == LONG[1:]


def test_base64_cut_short_is_told() -> None:
    raw = encoded(base64.encodebytes(BODY)[:-31], "base64")
    read = letter(raw)
    assert "damaged-mail" in [incident.kind for incident in read.incidents]


def test_base64_cut_short_in_an_attachment_is_told() -> None:
    raw = multipart(("text", "x-patch", DIFF))
    at = raw.index(b"\n\n", raw.index(b"x-patch")) + 2
    read = letter(raw[: at + 50] + raw[at + 51 :])
    assert "damaged-mail" in [incident.kind for incident in read.incidents]


def test_parts_nested_without_end_are_told() -> None:
    parts = b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(2000)
    )
    read = letter(mail("[PATCH] x", parts, Content_Type="multipart/mixed; boundary=b0"))
    assert [incident.kind for incident in read.incidents] == ["damaged-mail"]


def multipart(*parts: tuple[str, str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = "Ada <ada@example.org>"
    message["Subject"] = "[PATCH] x"
    message.set_content("Hello,\nhere it is.\n")
    for kind, subtype, content in parts:
        message.add_attachment(content, maintype=kind, subtype=subtype, filename="0001-x.patch")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("kind", "subtype"), [("text", "x-patch"), ("text", "plain"), ("application", "octet-stream")]
)
def test_attached_patch(kind: str, subtype: str) -> None:
    raw = multipart((kind, subtype, DIFF))
    assert counts(letter(raw).patch) == EXPECTED == git_counts(raw)


def test_pictures_and_keys_are_no_text() -> None:
    raw = multipart(("image", "png", b"\x89PNG\ndiff --git"), ("text", "x-patch", DIFF))
    assert counts(letter(raw).patch) == EXPECTED


def test_html_beside_plain_text_is_not_read_twice() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ada <ada@example.org>", "[PATCH] x"
    message.set_content(patch_body().decode())
    message.add_alternative(f"<pre>{patch_body().decode()}</pre>", subtype="html")
    assert counts(letter(message.as_bytes()).patch) == EXPECTED


def test_a_diff_in_html_alone_is_malformed_and_not_empty() -> None:
    raw = encoded(b"<pre>\n" + DIFF.replace(b" one", b"<b>one</b>") + b"</pre>", "8bit", "text/html")
    assert letter(raw).patch.malformed


@pytest.mark.parametrize(
    ("text", "delete_space", "joined"),
    [
        (b"one \ntwo\nthree\n", False, b"one two\nthree\n"),
        (b"one \ntwo\n", True, b"onetwo\n"),
        (b"  stuffed\n", False, b" stuffed\n"),
        (b"one \n-- \nme\n", False, b"one \n-- \nme\n"),
        (b"one \r\ntwo\r\n", False, b"one two\r\n"),
        (b"left open ", False, b"left open "),
        (b"> one \n> two\n", False, b"> one two\n"),
        (b"> one \nmine\n", False, b"> one \nmine\n"),
        (b"mine \n> one\n", False, b"mine \n> one\n"),
        (b">> one \n> two \n> three\n", False, b">> one \n> two three\n"),
        (b">  stuffed\n", False, b">  stuffed\n"),
    ],
)
def test_unflow(text: bytes, delete_space: bool, joined: bytes) -> None:
    assert unflow(text, delete_space=delete_space) == joined


FLOWED = "text/plain; charset=utf-8; format=flowed"


def test_flowed_patch_with_stuffed_lines() -> None:
    stuffed = b"".join(
        b" " + line if line[:1] == b" " else line for line in BODY.splitlines(keepends=True)
    )
    raw = encoded(stuffed, "8bit", FLOWED)
    assert counts(letter(raw).patch) == EXPECTED == git_counts(raw)


def test_flowed_patch_without_stuffing_is_malformed() -> None:
    raw = encoded(BODY, "8bit", FLOWED)
    assert letter(raw).patch.malformed
    assert git_counts(raw) is None


def test_charset_is_the_first_parts() -> None:
    raw = encoded(b"Caf\xe9\n", "8bit", "text/plain; charset=ISO-8859-1")
    body = read_body(parse_headers(raw), raw)
    assert (body.text, body.charset) == (b"Caf\xe9\n", "iso-8859-1")
    assert letter(raw).patch.body == "Café"
