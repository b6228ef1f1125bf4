"""The body of a mail as the sender typed it: transfer encodings, attachments and format=flowed undone.

Follows `git mailinfo`: the text parts of a multipart mail are read one after the other; base64 and
quoted-printable are decoded; flowed paragraphs are joined (RFC 3676). Line ends are kept as they come,
because a diff may be of a file with CR LF. Refuses to decode characters: a diff stays bytes.
"""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes
from email.errors import InvalidBase64LengthDefect, InvalidBase64PaddingDefect
from email.message import Message

from msgspec import Struct
from msgspec.structs import replace

from patchkit.readers.headers import Headers

# Parts that hold no patch. Attachments of every other type are read: mail programs call a patch
# anything from text/x-patch to application/octet-stream.
_NO_PATCH = ("image", "audio", "video")
_NO_PATCH_TYPES = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/pgp-encrypted",
)
_HTML = "text/html"
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_CUT_DEFECTS = (InvalidBase64PaddingDefect, InvalidBase64LengthDefect)
_CUT_SHORT = "its base64 text is cut short"
_TOO_DEEP = "its parts are nested too deeply"


class Body(Struct, frozen=True):
    """A decoded body.

    `charset` is the first part's ("" when it does not say). `verbatim` tells that its lines are the
    mail's own lines, `damaged` why not all of it could be decoded ("" when it could).
    """

    text: bytes
    charset: str = ""
    verbatim: bool = True
    damaged: str = ""


def read_body(headers: Headers, raw: bytes) -> Body:
    """Returns the decoded body of the mail `raw` whose header block is `headers`."""
    declared = headers.raw("content-type")
    encoding = headers.raw("content-transfer-encoding")
    if not declared.lower().startswith(b"multipart/"):
        return _single(raw[headers.size :], declared, encoding)
    try:
        return _multipart(raw)
    except RecursionError:
        return Body(raw[headers.size :], damaged=_TOO_DEEP)


def _single(data: bytes, declared: bytes, encoding: bytes) -> Body:
    text, damaged = _transfer_decode(data, encoding.lower())
    if not declared:
        return Body(text, "", text is data, damaged)
    kind = Message()
    kind["Content-Type"] = declared.decode("latin-1")
    if _parameter(kind, "format") == "flowed":
        text = unflow(text, delete_space=_parameter(kind, "delsp") == "yes")
    return Body(text, _parameter(kind, "charset"), text is data, damaged)


def _parameter(kind: Message, name: str) -> str:
    value = kind.get_param(name, "")
    return value.strip().lower() if isinstance(value, str) else ""


def _multipart(raw: bytes) -> Body:
    leaves = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
    wanted = [part for part in leaves if _may_hold_patch(part)]
    plain = [part for part in wanted if part.get_content_type() != _HTML]
    bodies = [_part(part) for part in plain or wanted]
    text = b"".join(one.text if one.text.endswith(b"\n") else one.text + b"\n" for one in bodies)
    charset = bodies[0].charset if bodies else ""
    damaged = next((one.damaged for one in bodies if one.damaged), "")
    return Body(text, charset, verbatim=False, damaged=damaged)


def _may_hold_patch(part: Message) -> bool:
    return (
        part.get_content_maintype() not in _NO_PATCH and part.get_content_type() not in _NO_PATCH_TYPES
    )


def _part(part: Message) -> Body:
    data = part.get_payload(decode=True)
    declared = str(part.get("Content-Type", "")).encode("utf-8", "surrogateescape")
    body = _single(data if isinstance(data, bytes) else b"", declared, b"")
    cut = any(isinstance(defect, _CUT_DEFECTS) for defect in part.defects)
    return replace(body, damaged=_CUT_SHORT if cut else "")


def _transfer_decode(data: bytes, encoding: bytes) -> tuple[bytes, str]:
    """Returns the decoded bytes and what is wrong with the encoding."""
    if encoding == b"quoted-printable":
        return binascii.a2b_qp(data), ""
    if encoding != b"base64":
        return data, ""
    try:
        return binascii.a2b_base64(data), ""
    except binascii.Error:
        # Cut short: whole groups of four characters still decode.
        kept = _NOT_BASE64.sub(b"", data)
        return binascii.a2b_base64(kept[: len(kept) // 4 * 4]), _CUT_SHORT


def unflow(text: bytes, *, delete_space: bool) -> bytes:
    """Returns format=flowed `text` with stuffed spaces removed and soft-broken lines joined (RFC 3676).

    `delete_space` is the parameter DelSp=yes: the space that marks a soft break goes too. A paragraph
    ends where the depth of quoting changes; git, which reads patches alone, knows no quotes.
    """
    lines: list[bytes] = []
    held, depth = b"", 0
    for line in text.split(b"\n"):
        bare = line.removesuffix(b"\r")
        ending = line[len(bare) :]
        unquoted = bare.lstrip(b">")
        quoted = len(bare) - len(unquoted)
        if held and (quoted != depth or unquoted == b"-- "):
            lines.append(held)
            held = b""
        if bare == b"-- ":
            lines.append(line)
            continue
        unstuffed = unquoted.removeprefix(b" ")
        # The quote marks stay, with the blank behind them; a continued line gives its text alone.
        start = b"" if held else bare[:quoted] + (b" " if quoted and unstuffed != unquoted else b"")
        if unstuffed.endswith(b" "):
            held += start + (unstuffed[:-1] if delete_space else unstuffed)
            depth = quoted
        else:
            lines.append(held + start + unstuffed + ending)
            held = b""
    return b"\n".join([*lines, held] if held else lines)
