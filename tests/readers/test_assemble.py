from __future__ import annotations

from collections.abc import Sequence

import pytest

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers.assemble import assemble
from tests.readers.mails import DIFF, SIGNATURE, letter, mail, patch_mail


def series(*mails: bytes) -> Series:
    return assemble("the.mbox", [letter(raw, f"message {n}") for n, raw in enumerate(mails, 1)])


def kinds(result: Series) -> list[tuple[str, bool]]:
    return [(incident.kind, incident.harmless) for incident in result.incidents]


def titles(result: Series) -> list[tuple[int, str]]:
    return [(patch.number, patch.subject.text) for patch in result.patches]


def posting(tag: str, count: int, cover: str = "", date: str = "", name: str = "") -> list[bytes]:
    """A cover (with the words `cover`) and its patches, threaded as git send-email does."""
    name = name or tag.replace(" ", "")
    date = date or "Tue, 2 Oct 2018 17:00:24 +0200"
    mails = [mail(f"[{tag} 0/{count}] {cover}", b"Hello.\n", id=f"{name}-0", date=date)] if cover else []
    parent = f"{name}-0" if cover else ""
    for number in range(1, count + 1):
        subject = f"[{tag} {number}/{count}] {'abcdefgh'[number - 1]}"
        mails.append(patch_mail(subject, id=f"{name}-{number}", parent=parent, date=date))
    return mails


ABC = [(1, "a"), (2, "b"), (3, "c")]
REPLY = mail("Re: [PATCH 1/3] a", b"> diff --git a/x b/x\n\nNice.\n", parent="PATCH-1")
REPLY_WITH_DIFF = mail("Re: [PATCH 2/3] b", b"Rather this:\n\n" + DIFF, parent="PATCH-2")
PULL = mail("[GIT PULL] slots for 5.0", b"The following changes since commit ...\n")


@pytest.mark.parametrize(
    ("mails", "incidents"),
    [
        pytest.param(posting("PATCH", 3, "Slots"), [], id="with cover"),
        pytest.param(posting("PATCH", 3), [], id="no cover, no thread"),
        pytest.param(posting("PATCH", 3, "Slots")[::-1], [], id="in any order"),
        pytest.param([*posting("PATCH", 3, "Slots"), REPLY], [], id="reply"),
        pytest.param(
            [*posting("PATCH", 3, "Slots"), REPLY_WITH_DIFF], [("reply", True)], id="reply with a diff"
        ),
        pytest.param([PULL, *posting("PATCH", 3)], [("pull-request", True)], id="pull request"),
        pytest.param(
            [*posting("PATCH", 3), posting("PATCH", 3)[1]], [("mail-doubled", True)], id="mail twice"
        ),
        pytest.param([patch_mail(f"[PATCH] {name}") for name in "abc"], [], id="no counters"),
    ],
)
def test_three_patches(mails: list[bytes], incidents: list[tuple[str, bool]]) -> None:
    result = series(*mails)
    assert titles(result) == ABC
    assert (result.expected, result.missing, result.version) == (3, (), 1)
    assert kinds(result) == incidents


def test_missing_patches_are_named() -> None:
    mails = posting("PATCH v2", 4, "Slots")
    result = series(mails[0], mails[1], mails[3])
    assert titles(result) == [(1, "a"), (3, "c")]
    assert (result.expected, result.missing, result.version) == (4, (2, 4), 2)
    (incident,) = result.incidents
    assert (incident.kind, incident.harmless) == ("patch-missing", False)
    assert "2/4, 4/4" in incident.message


def test_a_doubled_patch_is_named_and_the_later_taken() -> None:
    again = patch_mail(
        "[PATCH 2/3] other words", id="again", parent="PATCH-0", date="Wed, 3 Oct 2018 09:00:00 +0000"
    )
    result = series(*posting("PATCH", 3, "Slots"), again)
    assert titles(result) == [(1, "a"), (2, "other words"), (3, "c")]
    (incident,) = result.incidents
    assert (incident.kind, incident.where, incident.harmless) == ("patch-doubled", "message 3", False)
    assert "2/3" in incident.message
    assert "message 5" in incident.message


def test_a_readable_double_goes_before_an_unreadable_one() -> None:
    again = mail("[PATCH 2/3] b", b"> quoted\n", id="again", date="Wed, 3 Oct 2018 09:00:00 +0000")
    result = series(*posting("PATCH", 3), again)
    assert all(patch.files for patch in result.patches)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param(posting("PATCH", 3, "Slots"), posting("PATCH v2", 2, "Slots"), id="v1 and v2"),
        pytest.param(posting("PATCH v9", 3), posting("PATCH v10", 2), id="v9 and v10"),
        pytest.param(
            posting("RFC PATCH v3", 3, "Slots"),
            posting("PATCH", 2, "Slots", date="Mon, 15 Oct 2018 17:30:00 +0200"),
            id="RFC v3, then the first real posting",
        ),
        pytest.param(
            posting("PATCH", 2, "Slots"),
            posting("PATCH RESEND", 2, "Slots", date="Mon, 15 Oct 2018 17:30:00 +0200"),
            id="resent",
        ),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "newer first"])
def test_the_newest_posting_wins(older: list[bytes], newer: list[bytes], turned: bool) -> None:
    result = series(*newer, *older) if turned else series(*older, *newer)
    assert titles(result) == ABC[:2]
    assert result.patches[0].message_id == letter(newer[-2]).patch.message_id
    assert kinds(result) == [("other-version", True)]


def test_a_doubled_patch_without_thread_or_message_ids_is_named() -> None:
    mails = [
        patch_mail(f"[PATCH {n}/3] {name}").replace(b"Message-Id", b"X-Was")
        for n, name in ((1, "a"), (2, "b"), (3, "c"), (2, "b"))
    ]
    result = series(*mails)
    assert titles(result) == ABC
    (incident,) = result.incidents
    assert (incident.kind, incident.where, incident.harmless) == ("patch-doubled", "message 4", False)
    assert "2/3" in incident.message


def test_two_series_in_one_place_are_no_harmless_thing() -> None:
    other = [
        patch_mail(f"[PATCH v2 {n}/2] drm: {n}", id=f"drm-{n}", sender="Cy <cy@example.org>")
        for n in (1, 2)
    ]
    result = series(*posting("PATCH", 3, "Slots"), *other)
    assert titles(result) == [(1, "drm: 1"), (2, "drm: 2")]
    (incident,) = result.incidents
    assert (incident.kind, incident.harmless) == ("other-series", False)
    assert "Slots" in incident.message


def test_a_robots_counter_is_no_posting_of_its_own() -> None:
    robot = patch_mail(
        "[next:master 7/9] mm: warning", id="robot", date="Wed, 3 Oct 2018 09:00:00 +0000"
    )
    result = series(*posting("PATCH", 3, "Slots")[:-1], robot)
    assert titles(result) == ABC[:2]
    assert kinds(result) == [("other-series", False), ("patch-missing", False)]


def test_versions_of_one_patch_without_counters() -> None:
    result = series(
        patch_mail("[PATCH] a"),
        patch_mail("[PATCH] b"),
        patch_mail("[PATCH v2] a"),
        patch_mail("[PATCH v3 1/1] a"),
    )
    assert titles(result) == [(1, "a"), (2, "b")]
    assert result.patches[0].subject.version == 3
    assert kinds(result) == [("other-version", True)] * 2


def test_cover_with_another_version_is_still_the_cover() -> None:
    mails = posting("PATCH v3", 2, "Slots")
    mails[0] = mails[0].replace(b"[PATCH v3 0/2]", b"[PATCH 0/2]")
    result = series(*mails)
    assert (result.title, result.version, len(result.patches)) == ("Slots", 3, 2)
    assert kinds(result) == [("cover-differs", True)]


def test_cover_that_promises_more_patches_is_no_harmless_thing() -> None:
    mails = posting("PATCH v7", 2, "Slots")
    mails[0] = mails[0].replace(b"0/2]", b"0/4]")
    result = series(*mails)
    assert result.title == "Slots"
    assert kinds(result) == [("cover-differs", False)]


def test_partial_reroll_is_filled_from_what_it_answers() -> None:
    new = patch_mail("[PATCH v2 2/3] b better", id="new", parent="PATCH-2")
    result = series(*posting("PATCH", 3), new)
    assert titles(result) == [(1, "a"), (2, "b better"), (3, "c")]
    assert result.version == 2
    assert kinds(result) == [("partial-reroll", True)]


def test_a_new_posting_below_an_old_cover_is_not_filled() -> None:
    new = [patch_mail(f"[PATCH v2 {n}/3] {n}", id=f"new-{n}", parent="PATCH-0") for n in (1, 2)]
    result = series(*posting("PATCH", 3, "Slots"), *new)
    assert result.missing == (3,)


def test_a_patch_without_a_diff_keeps_its_place() -> None:
    mails = posting("PATCH", 3)
    mails[1] = mail("[PATCH 2/3] b", b"The attachment got lost.\n")
    result = series(*mails)
    assert titles(result) == ABC
    assert result.patches[1].malformed
    assert kinds(result) == [("malformed-patch", False)]


def test_a_malformed_patch_keeps_its_place() -> None:
    mails = posting("PATCH", 3)
    mails[1] = patch_mail("[PATCH 2/3] b", DIFF.replace(b"+2\n", b"+2\nwrapped\n"))
    result = series(*mails)
    assert titles(result) == ABC
    assert (result.patches[1].files, result.missing) == ((), ())
    assert kinds(result) == [("malformed-patch", False)]


def test_a_reply_is_read_when_there_is_nothing_else() -> None:
    result = series(mail("Re: [PATCH] x", b"Rather:\n\n-- >8 --\nSubject: y\n\nWhy.\n---\n" + DIFF))
    assert titles(result) == [(1, "y")]
    assert kinds(result) == [("reply-read", False)]


@pytest.mark.parametrize(
    "mails",
    [
        pytest.param([PULL], id="pull request"),
        pytest.param([REPLY], id="reply"),
        pytest.param([mail("[PATCH 0/3] Slots", b"Hello\n")], id="cover"),
        pytest.param([mail("[GIT PULL] slots", DIFF)], id="pull request with a diff"),
        pytest.param([], id="nothing"),
    ],
)
def test_no_patch_is_an_error(mails: Sequence[bytes]) -> None:
    with pytest.raises(SeriesError, match="no patch found") as caught:
        series(*mails)
    assert caught.value.where == "the.mbox"


COVER = b"""\
From: Bo Slot <bo@example.org>

Why all this.

Ada Slot (2):
  a
  b

 mm/slot.c | 3 ++-
 mm/big.c  | 2 +-
 2 files changed, 3 insertions(+), 2 deletions(-)

base-commit: 0123456789abcdef0123456789abcdef01234567
change-id: 20181002-slots
"""


def test_cover() -> None:
    mails = posting("PATCH", 2, "Slots")
    mails[0] = mail("[PATCH 0/2] Slots", COVER + SIGNATURE, id="PATCH-0")
    mails[2] = patch_mail(
        "[PATCH 2/2] b", DIFF + b"\nprerequisite-patch-id: " + b"a" * 40 + b"\n", id="PATCH-2"
    )
    result = series(*mails)
    cover = result.cover
    assert cover is not None
    assert str(cover.author) == "Bo Slot <bo@example.org>"
    assert cover.body.startswith("Why all this.")
    assert "2.39.5" not in cover.body
    assert [(entry.path, entry.changed) for entry in cover.diffstat] == [
        ("mm/slot.c", 3),
        ("mm/big.c", 2),
    ]
    assert result.base.base_commit.startswith("0123")
    assert result.base.change_id == "20181002-slots"
    assert result.base.prerequisite_patch_ids == ("a" * 40,)
    # The diffstat is net and the patches add up to more: that is no incident.
    assert (sum(patch.added for patch in result.patches), result.incidents) == (4, ())


def test_cover_with_a_diff_is_told() -> None:
    mails = posting("PATCH", 2, "Slots")
    mails[0] = patch_mail("[PATCH 0/2] Slots", id="PATCH-0")
    assert kinds(series(*mails)) == [("cover-with-diff", False)]
