from __future__ import annotations

import gzip

import pytest

from patchkit.errors import SeriesError
from patchkit.readers.mbox import split_messages
from tests.readers.mails import DIFF, mail, mbox, patch_mail

ONE, TWO = patch_mail("[PATCH 1/2] one"), patch_mail("[PATCH 2/2] two")


def split(data: bytes) -> tuple[bytes, ...]:
    return split_messages(data, "it")[0]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        pytest.param(mbox(ONE, TWO), 2, id="format-patch"),
        pytest.param(b"From git@z Thu Jan  1 00:00:00 1970\n" + ONE, 1, id="lore"),
        pytest.param(b"From a@b Tue Oct  2 17:00 2018\n" + ONE, 1, id="no seconds"),
        pytest.param(b"From a@b Tue Oct  2 17:00:24 CEST 2018\n" + ONE, 1, id="time zone"),
        pytest.param(ONE, 1, id="one mail"),
        pytest.param(DIFF, 1, id="bare diff"),
        pytest.param(mbox(mail("[PATCH] x", b"From the manual:\n" + DIFF)), 1, id="From in prose"),
        pytest.param(
            mbox(mail("[PATCH] x", b"From a to b at 12:30:00 2018\nit worked\n" + DIFF)),
            1,
            id="From with a date and no header behind it",
        ),
        pytest.param(b"From me to you\n", 1, id="prose that begins with From"),
        pytest.param(b"", 1, id="empty"),
    ],
)
def test_number_of_messages(data: bytes, count: int) -> None:
    assert len(split(data)) == count


def test_messages_are_kept_byte_for_byte() -> None:
    assert split(mbox(ONE, TWO)) == (ONE + b"\n", TWO + b"\n")


def test_quoted_from_lines_lose_one_mark() -> None:
    raw = mail("[PATCH] x", b">From here\n>>From there\n> From a reply\n" + DIFF)
    (message,) = split(mbox(raw))
    assert b"\nFrom here\n>From there\n> From a reply\n" in message


def test_a_single_mail_keeps_its_marks() -> None:
    raw = mail("[PATCH] x", b">From here\n" + DIFF)
    assert split(raw) == (raw,)


@pytest.mark.parametrize("data", [mbox(ONE, TWO), ONE], ids=["mbox", "mail"])
def test_transport_crs_are_dropped(data: bytes) -> None:
    messages, dropped = split_messages(data.replace(b"\n", b"\r\n"), "it")
    assert dropped
    assert messages == split(data)


def test_crs_of_a_bare_diff_are_left_to_the_parser() -> None:
    data = DIFF.replace(b"\n", b"\r\n")
    assert split_messages(data, "it") == ((data,), False)


def test_gzip() -> None:
    assert split(gzip.compress(mbox(ONE, TWO))) == split(mbox(ONE, TWO))


def test_damaged_gzip_is_an_error_with_a_place() -> None:
    with pytest.raises(SeriesError) as caught:
        split_messages(gzip.compress(ONE)[:-20], "t.mbox.gz")
    assert caught.value.where == "t.mbox.gz"
