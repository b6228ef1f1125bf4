"""A mail's subject taken apart: reply marks, the words in brackets, version, n/m counter, the rest.

People write "[PATCHv2 1/2]", "[PATCH 1/7 v2]", "[RFC][PATCH V3 2/3]" and "[PATCH 5.10 001/123]"; tools
write "[v2,1/5]". All bracketed prefixes are taken off, as `git am` does. Refuses to say whether the mail
is a patch: that needs its body.
"""

from __future__ import annotations

import re

from patchkit.model.series import Subject

# What mail programs put before an answer: English, German, Swedish, Chinese (two spellings).
_REPLY = re.compile(
    r"\s*(?:re|aw|antw|sv|\u56de\u590d|\u7b54\u590d)\s*(?:\[\d+\])?\s*[:\uff1a]\s*", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*fwd?\s*:\s*", re.IGNORECASE)
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
        rest, again = _strip_marks(rest[match.end() :])
        reply = reply or again
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
    reply = False
    while match := _REPLY.match(text) or _FORWARD.match(text):
        reply = reply or _REPLY.match(text) is not None
        text = text[match.end() :]
    return text, reply


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
