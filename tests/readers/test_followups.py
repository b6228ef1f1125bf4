from __future__ import annotations

import pytest

from patchkit.model.series import Person, Series
from patchkit.readers.followups import LOST, OTHERS, is_same_person
from tests.readers.mails import DIFF, mail, patch_mail
from tests.readers.test_versions import LATER, V1, posting, series

BO, CY = "Bo Slot <bo@example.org>", "Cy Hole <cy@example.org>"


def reply(parent: str, body: str, sender: str = BO, **headers: str) -> bytes:
    return mail("Re: [PATCH] slots", body.encode(), sender=sender, parent=parent, **headers)


def given(result: Series) -> list[tuple[int, list[str]]]:
    """What each patch is given beyond its own trailers."""
    return [
        (patch.number, [str(one.value) for one in result.trailers(patch)[len(patch.trailers) :]])
        for patch in result.patches
    ]


def refused(result: Series) -> list[str]:
    return [one.refused for reply in result.replies for one in reply.follow_ups if one.refused]


def test_a_patch_is_given_what_its_reply_says_and_the_series_what_the_covers_does() -> None:
    result = series(
        *V1,
        reply("one0", f"Tested-by: {CY}\n", CY, id="r0"),
        reply("one2", f"Reviewed-by: {BO}\n", id="r1"),
        reply("r1", f"Acked-by: {CY}\n", CY, id="r2"),
    )
    assert given(result) == [(1, [CY]), (2, [BO, CY, CY]), (3, [CY])]
    assert [trailer.key for trailer in result.trailers(result.patches[1])] == [
        "Signed-off-by",
        "Reviewed-by",
        "Acked-by",
        "Tested-by",
    ]
    assert [(one.patch, one.where) for one in result.replies] == [
        (0, "message 5"),
        (2, "message 6"),
        (2, "message 7"),
    ]


def test_each_trailer_is_given_once() -> None:
    result = series(
        *V1,
        reply("one1", f"Reviewed-by: {BO}\n", id="r1"),
        reply("one0", f"Reviewed-By: {BO.upper()}\nreviewed-by: {BO}\n", id="r2"),
        reply("one1", "Signed-off-by: Ada Slot <ada@example.org>\n", "ada@example.org", id="r3"),
    )
    assert given(result)[0] == (1, [BO])


@pytest.mark.parametrize(
    ("body", "sender", "reason"),
    [
        (f"Reviewed-by: {CY}\n", BO, OTHERS),
        (f"With that fixed:\nReviewed-by: {BO}\n", BO, "it hangs on a condition: “With that fixed:”"),
        (f"You have my Reviewed-by: {BO}\n", BO, "it stands inside a sentence"),
    ],
)
def test_what_is_not_taken_is_kept_with_the_reason(body: str, sender: str, reason: str) -> None:
    result = series(*V1, reply("one1", body, sender, id="r"))
    assert given(result)[0] == (1, [])
    assert refused(result) == [reason]


def test_links_need_no_sender() -> None:
    result = series(*V1, reply("one1", "Closes: https://example.org/slots/me@example.org\n", id="r"))
    assert given(result)[0] == (1, ["https://example.org/slots/me@example.org"])


def test_a_reply_to_a_mail_that_is_not_here_gives_nothing() -> None:
    lost = reply("gone", f"Reviewed-by: {BO}\n", id="r", References="<one0@example.org>")
    result = series(*V1, lost)
    assert given(result) == [(1, []), (2, []), (3, [])]
    assert refused(result) == [LOST]


def test_patches_are_no_replies_to_their_cover() -> None:
    assert series(*V1).replies == ()


def test_replies_to_another_series_are_anothers() -> None:
    rival = posting("PATCH", "xy", "rival", parent="one2", sender=CY)
    result = series(*V1, *rival, reply("rival1", f"Reviewed-by: {BO}\n", id="r"))
    assert result.replies == ()


def test_an_unchanged_patch_keeps_what_its_older_version_was_given() -> None:
    changed = DIFF.replace(b"+2\n", b"+two\n")
    second = [
        mail("[PATCH v2 0/3] Slots", id="two0", date=LATER),
        patch_mail("[PATCH v2 1/3] a", changed, id="two1", parent="two0", date=LATER),
        patch_mail("[PATCH v2 2/3] b", id="two2", parent="two0", date=LATER),
        patch_mail("[PATCH v2 3/3] c", changed, id="two3", parent="two0", date=LATER),
    ]
    third = DIFF.replace(b"slot.c", b"other.c")
    first = [V1[0], patch_mail("[PATCH 1/3] a", third, id="one1", parent="one0"), *V1[2:3]]
    result = series(
        *first,
        *second,
        reply("one1", f"Acked-by: {BO}\n", id="r1"),
        reply("one2", f"Reviewed-by: {BO}\n\nNAK, for now.\n", id="r2"),
        reply("one0", f"Tested-by: {BO}\n", id="r3"),
    )
    assert given(result) == [(1, []), (2, [BO]), (3, [])]
    (kept,) = result.replies
    assert (kept.follow_ups[0].version, kept.nays) == (1, ())


def test_a_nay_is_told_with_the_patch_it_is_for() -> None:
    result = series(*V1, reply("one2", "I don't like it.\n\nThis is a NAK from me.\n", id="r"))
    (nay,) = [one for one in result.replies if one.nays]
    assert (nay.patch, str(nay.sender), nay.nays) == (2, BO, ("This is a NAK from me.",))


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (("Bo", "bo@example.org"), ("", "BO@Example.org"), True),
        (("Bo", "bo+kernel@example.org"), ("", "bo@example.org"), True),
        (("Bo", "bo@mail.example.org"), ("", "bo@example.org"), True),
        (("Bo", "bo@a.mail.example.org"), ("", "bo@example.org"), False),
        (("Bo", "bo@example.net"), ("", "bo@example.org"), False),
        (("Bo Slot", "bo@here.org"), ("bo slot", "bo@there.org"), True),
        (("Bo Slot", "bo@here.org"), ("Slot, Bo", "bo@there.org"), True),
        (("", "bo@here.org"), ("", "bo@there.org"), False),
        (("Bo Slot", "bo@here.org"), ("Cy Slot", "cy@there.org"), False),
        (("", ""), ("", ""), False),
    ],
)
def test_who_is_the_same(one: tuple[str, str], two: tuple[str, str], same: bool) -> None:
    assert is_same_person(Person(*one), Person(*two)) is same
    assert is_same_person(Person(*two), Person(*one)) is same
