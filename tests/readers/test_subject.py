from __future__ import annotations

import pytest

from patchkit.readers.subject import parse_subject


@pytest.mark.parametrize(
    ("line", "text", "number", "total", "version"),
    [
        ("[PATCH] mm: fix it", "mm: fix it", None, None, 1),
        ("[PATCH 1/2] mm: fix it", "mm: fix it", 1, 2, 1),
        ("[PATCHv2 1/2] a", "a", 1, 2, 2),
        ("[PATCH-v3] a", "a", None, None, 3),
        ("[PATCH V4 02/10] a", "a", 2, 10, 4),
        ("[PATCH 1/7 v2] a", "a", 1, 7, 2),
        ("[PATCH 5.10 001/123] a", "a", 1, 123, 1),
        ("[PATCH v5.10 3/4] a", "a", 3, 4, 1),
        ("[PATCH v2.1 3/4] a", "a", 3, 4, 2),
        ("[v2,3/4] a", "a", 3, 4, 2),
        ("[RFC][PATCH V3 2/3] a", "a", 2, 3, 3),
        ("[[PATCH V2] 2/2] a: b", "a: b", 2, 2, 2),
        ("[PATCH 2/n] a", "a", 2, None, 1),
        ("[PATCH net-next v2 0/5] a", "a", 0, 5, 2),
        ("[PATCH] [media] a", "a", None, None, 1),
        ("Re: [PATCH v2 1/2] a", "a", 1, 2, 2),
        ("Odp: [PATCH v2 1/2] a", "a", 1, 2, 2),
        ("Subject: [PATCH v2 1/2] a", "a", 1, 2, 2),
        ("[PATCH v2 1/2] res: a", "res: a", 1, 2, 2),
        ("vs: a", "vs: a", None, None, 1),
        ("mm: [not] a prefix", "mm: [not] a prefix", None, None, 1),
        ("", "", None, None, 1),
        ("[PATCH", "[PATCH", None, None, 1),
    ],
)
def test_counter_and_version(
    line: str, text: str, number: int | None, total: int | None, version: int
) -> None:
    subject = parse_subject(line)
    assert (subject.text, subject.number, subject.total, subject.version) == (
        text,
        number,
        total,
        version,
    )


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("[RFC PATCH v3 0/5] a", ("RFC", "PATCH", "v3", "0/5")),
        ("[PATCH 5.10 001/123] a", ("PATCH", "5.10", "001/123")),
        ("[PATCH net-next,v2] a", ("PATCH", "net-next", "v2")),
        ("[<PATCH v1> 2/7] a", ("PATCH", "v1", "2/7")),
        ("a", ()),
    ],
)
def test_tokens(line: str, tokens: tuple[str, ...]) -> None:
    assert parse_subject(line).tokens == tokens


@pytest.mark.parametrize(
    ("line", "rfc", "resend", "reply"),
    [
        ("[RFC PATCH] a", True, False, False),
        ("[PATCH/RFC 1/2] a", True, False, False),
        ("[RFCv2 1/2] a", True, False, False),
        ("[RESEND PATCH v2] a", False, True, False),
        ("[PATCH REPOST] a", False, True, False),
        ("RE: RE: [PATCH] a", False, False, True),
        ("Aw: Re: [PATCH] a", False, False, True),
        ("\u56de\u590d: [PATCH] a", False, False, True),
        ("[list] Re: [PATCH] a", False, False, True),
        ("Fwd: [PATCH] a", False, False, False),
        ("Ping? Re: [PATCH] a", False, False, True),
        ("Re: Ping? Re: [PATCH] a", False, False, True),
        ("'Re: [PATCH] a", False, False, True),
        ("Re: (EXT) Re: [PATCH] a", False, False, True),
        ("RES: [PATCH] a", False, False, True),
        ("\u0391\u03a0: [PATCH] a", False, False, True),
        ("\u56de\u6536: [PATCH] a", False, False, True),
        ("Fwd: Re: [PATCH] a", False, False, True),
        ("WG: [PATCH] a", False, False, False),
        ("WIP: [PATCH] a", False, False, False),
        ("Subject: [PATCH] a", False, False, False),
        ("[PATCH] res: free it", False, False, False),
        ("vs: free it", False, False, False),
        ("[PATCH] Re-add the slot", False, False, False),
    ],
)
def test_flags(line: str, rfc: bool, resend: bool, reply: bool) -> None:
    subject = parse_subject(line)
    assert (subject.rfc, subject.resend, subject.reply) == (rfc, resend, reply)


def test_version_given_tells_a_stated_v1_from_none() -> None:
    assert parse_subject("[PATCH v1] a").version_given
    assert not parse_subject("[PATCH] a").version_given
