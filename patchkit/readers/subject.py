"""A mail's subject taken apart: reply marks, the words in brackets, version, n/m counter, the rest.

People write "[PATCHv2 1/2]", "[PATCH 1/7 v2]", "[RFC][PATCH V3 2/3]" and "[PATCH 5.10 001/123]"; tools
write "[v2,1/5]". All bracketed prefixes are taken off, as `git am` does. Refuses to say whether the mail
is a patch: that needs its body.
"""

from __future__ import annotations

import re

from patchkit.model.series import Subject

# What mail programs put before an answer. These say so in front of any subject: English, German,
# Swedish, Chinese (simplified and traditional), Korean.
_REPLY = re.compile(
    r"\s*(?:re|aw|antw|sv|\u56de\u590d|\u7b54\u590d|\u56de\u8986|\u7b54\u8986|\ud68c\uc2e0)"
    r"\s*(?:\[\d+\])?\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
# These are words of C and of subsystems too, so that brackets have to follow: Dutch, Danish, Finnish,
# Portuguese, Italian, Polish, Turkish, Hungarian, Indonesian, Lithuanian, Greek, Russian, Ukrainian,
# Hebrew, and Outlook's recalled mail. A few words may stand in front: "Ping? Re: [PATCH]".
_ODD_REPLY = re.compile(
    r"(?:[^\[\]]{0,24}\W)?(?:re|antwoord|vs|svar|res|rif|r|odp|ynt|v\u00e1|bls|ats|\u03b1\u03c0"
    r"|\u03c3\u03c7\u03b5\u03c4|\u043e\u0442\u0432|\u0432\u0456\u0434\u043f|\u05d4\u05e9\u05d1"
    r"|recall|\u56de\u6536|\u64a4\u56de)\s*[:\uff1a]\s*(?=\[)",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"\s*fwd?\s*:\s*", re.IGNORECASE)
# Forwarded (German, French, Spanish, Swedish, Portuguese, Polish, Chinese), and slips of the hand.
_ODD_FORWARD = re.compile(
    r"\s*(?:wg|tr|rv|vb|enc|pd|\u8f6c\u53d1|\u8f49\u5bc4|subject|wip)\s*[:\uff1a]\s*(?=\[)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\s*")
_WORDS = re.compile(r"[\s,\[\]<>\"\u201c\u201d]+")
_COUNTER = re.compile(r"(\d{1,4})/(\d{1,4}|[nNmM])$")
# A half step ("v2.1", "v1½") counts as its whole number; "v5.10" is a kernel branch, not a reroll.
_VERSION = re.compile(r"(?:(?:RFC|PATCH|RESEND)[-_/]?)*v(\d{1,3})(?:\.\d|[½¼¾])?$", re.IGNORECASE)


def parse_subject(text: str) -> Subject:
    """Returns the parts of the subject line `text` (decoded, unfolded)."""
    rest, reply = _strip_marks(" ".join(text.split()))
    words: list[str] = []
    while match := _BRACKETS.match(rest):
        words += [word for word in _WORDS.split(match[1]) if word]
        mark = _REPLY.match(rest, match.end())
        reply = reply or mark is not None
        rest = rest[mark.end() if mark else match.end() :]
    number, total = _counter(words)
    version = _version(words)
    upper = [word.upper() for word in words]
    return Subject(
        text=rest.strip(),
        tokens=tuple(words),
        number=number,
        total=total,
        version=1 if version is None else version,
        version_given=version is not None,
        rfc=any(word.startswith("RFC") or word.endswith(("/RFC", "-RFC")) for word in upper),
        resend=any(word in ("RESEND", "RESENT", "REPOST") for word in upper),
        reply=reply,
    )


def _strip_marks(text: str) -> tuple[str, bool]:
    """Returns `text` without the marks before it, and whether one of them is an answer's."""
    reply = False
    while match := _ODD_REPLY.match(text) or _REPLY.match(text):
        reply = True
        text = text[match.end() :]
    match = _FORWARD.match(text) or _ODD_FORWARD.match(text)
    if match is None:
        return text, reply
    rest, again = _strip_marks(text[match.end() :])
    return rest, reply or again


def _counter(words: list[str]) -> tuple[int | None, int | None]:
    for word in words:
        match = _COUNTER.match(word)
        if match is not None:
            return int(match[1]), int(match[2]) if match[2].isdigit() else None
    return None, None


def _version(words: list[str]) -> int | None:
    for word in words:
        match = _VERSION.match(word)
        if match is not None:
            return int(match[1])
    return None
