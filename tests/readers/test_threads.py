from __future__ import annotations

import pytest

from patchkit.errors import SeriesError
from patchkit.readers.threads import Head, find_threads, read_head, sort_into_threads
from tests.readers.mails import mail

HEADS = [
    Head("a0", (), "[PATCH 0/1] Slots"),
    Head("a1", ("a0",), "[PATCH 1/1] mm/slot: Add slots"),
    Head("b", (), "[PATCH] mm/slot: Free slots"),
    Head("r", ("gone", "a1"), "Re: [PATCH 1/1] mm/slot: Add slots"),
    Head("s", ("gone",), "Re: [PATCH 1/1] mm/slot: Add slots"),
    Head("c0", (), "[PATCH v2 0/1] Slots"),
    Head("", (), "a mail without an id"),
]


def test_threads_are_linked_through_mails_that_are_not_here() -> None:
    assert sort_into_threads(HEADS) == [[0, 1, 3, 4], [2], [5], [6]]


def test_a_chain_of_answers_that_bites_its_tail_is_one_thread() -> None:
    heads = [Head("a", ("b",), ""), Head("b", ("a",), ""), Head("c", ("c",), "")]
    assert sort_into_threads(heads) == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("wanted", "places", "meant"),
    [
        ("a1", [0, 1, 3, 4], "a1"),
        ("<r>", [0, 1, 3, 4], "r"),
        ("slots", [0, 1, 3, 4, 5], "c0"),
        ("[PATCH v9 0/3] Slots", [0, 1, 3, 4, 5], "c0"),
        ("free", [2], "b"),
    ],
)
def test_a_thread_is_found(wanted: str, places: list[int], meant: str) -> None:
    assert find_threads(HEADS, wanted, "x") == (places, meant)


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ("nobody@example.org", "there is no mail <nobody@example.org>", ""),
        ("frogs", "no patch or cover letter is called", ""),
        ("mm/slot", "several patches have", "Free slots"),
        ("a mail without", "no patch or cover letter is called", ""),
    ],
)
def test_what_is_not_there_is_an_error(wanted: str, message: str, hint: str) -> None:
    with pytest.raises(SeriesError, match=message) as caught:
        find_threads(HEADS, wanted, "the.mbox")
    assert caught.value.where == "the.mbox"
    assert hint in caught.value.hint


def test_a_head_is_read_from_the_header_alone() -> None:
    raw = mail(
        "Re: [PATCH] =?utf-8?q?sl=C3=B6ts?=", b"body", id="x", parent="p", References="<o@example.org>"
    )
    assert read_head(raw) == Head(
        "x@example.org", ("p@example.org", "o@example.org"), "Re: [PATCH] slöts"
    )
