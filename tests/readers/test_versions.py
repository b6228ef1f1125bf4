from __future__ import annotations

import pytest

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers.assemble import assemble
from patchkit.readers.versions import Choice
from tests.readers.mails import letter, mail, patch_body, patch_mail

BO = "Bo Slot <bo@example.org>"
LATER = "Wed, 3 Oct 2018 09:00:00 +0000"
LAST = "Thu, 4 Oct 2018 09:00:00 +0000"


def series(*mails: bytes, version: int | None = None, wanted: str = "") -> Series:
    letters = [letter(raw, f"message {n}") for n, raw in enumerate(mails, 1)]
    return assemble("the.mbox", letters, choice=Choice(version, wanted))


def ids(result: Series) -> list[str]:
    return [patch.message_id.partition("@")[0] for patch in result.patches]


def kinds(result: Series) -> list[tuple[str, bool]]:
    return [(incident.kind, incident.harmless) for incident in result.incidents]


def posting(tag: str, titles: str, name: str, **headers: str) -> list[bytes]:
    """A cover and patches called a, b, c..., threaded below the cover."""
    count = len(titles)
    cover = mail(f"[{tag} 0/{count}] Slots", b"Hello.\n", **{**headers, "id": f"{name}0"})
    headers["parent"] = f"{name}0"
    return [
        cover,
        *(
            mail(f"[{tag} {number}/{count}] {title}", patch_body(), **headers, id=f"{name}{number}")
            for number, title in enumerate(titles, 1)
        ),
    ]


V1 = posting("PATCH", "abc", "one")
V2 = posting("PATCH v2", "abd", "two", date=LATER)
RIVAL = posting("PATCH v7", "xyz", "rival", sender=BO)
ANSWERING = posting("PATCH", "xy", "fix", sender=BO, parent="one2")


@pytest.mark.parametrize(
    ("version", "expected"),
    [(None, ["two1", "two2", "two3"]), (2, ["two1", "two2", "two3"]), (1, ["one1", "one2", "one3"])],
)
def test_the_version_that_is_asked_for(version: int | None, expected: list[str]) -> None:
    result = series(*V1, *V2, version=version)
    assert ids(result) == expected
    assert kinds(result) == [("other-version", True)]


@pytest.mark.parametrize(
    ("version", "expected", "told"),
    [
        (None, ["one", "other", "two"], [("other-version", True)]),
        (2, ["one", "other", "two"], [("other-version", True)]),
        (1, ["old", "one", "other"], [("other-version", True)]),
    ],
)
def test_a_version_of_patches_without_a_counter(
    version: int | None, expected: list[str], told: list[tuple[str, bool]]
) -> None:
    mails = [
        patch_mail("[PATCH] a", id="old"),
        patch_mail("[PATCH] b", id="one"),
        patch_mail("[PATCH v2] a", id="two"),
        patch_mail("[PATCH] c", id="other"),
    ]
    result = series(*mails, version=version)
    assert sorted(ids(result)) == expected
    assert kinds(result) == told


def test_a_version_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SeriesError, match="there is no v3") as caught:
        series(*V1, *V2, version=3)
    assert caught.value.hint == "there is: v1, v2"


def test_a_version_of_another_series_does_not_count() -> None:
    with pytest.raises(SeriesError, match="there is no v7"):
        series(*V1, *RIVAL, version=7, wanted="one1@example.org")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", "one1"),
        ("one2@example.org", "one1"),
        ("rival0@example.org", "rival1"),
        ("r@example.org", "rival1"),
    ],
)
def test_two_series_are_told_apart(wanted: str, expected: str) -> None:
    reply = mail("Re: [PATCH v7 2/3] y", b"Nice.\n", id="r", parent="rival2")
    result = series(*V2, *RIVAL, *V1, reply, wanted=wanted)
    assert ids(result)[0] in (expected, expected.replace("one", "two"))
    told = [incident for incident in result.incidents if incident.kind == "other-series"]
    assert told
    assert not any(incident.harmless for incident in told)


def test_a_series_that_came_up_in_the_discussion_is_not_read_and_harmless() -> None:
    result = series(*ANSWERING, *V1)
    assert ids(result) == ["one1", "one2", "one3"]
    assert kinds(result) == [("other-series", True)]


def test_a_series_taken_over_by_another_sender_is_a_version_of_it() -> None:
    taken_over = posting("PATCH v2", "abe", "two", sender=BO, date=LATER)
    assert ids(series(*V1, *taken_over)) == ["two1", "two2", "two3"]


def test_a_change_id_links_versions_with_other_titles() -> None:
    tag = b"\n\nchange-id: 20181002-slots\n"
    first = [V1[0] + tag, *V1[1:]]
    second = posting("PATCH v2", "xyz", "two", sender=BO, date=LATER)
    result = series(*first, second[0] + tag, *second[1:])
    assert ids(result) == ["two1", "two2", "two3"]
    assert kinds(result) == [("other-version", True)]


def test_a_reroll_of_a_reroll_of_some_patches() -> None:
    second = patch_mail("[PATCH v2 2/3] b", id="two2", parent="one2", date=LATER)
    reply = mail("Re: [PATCH v2 2/3] b", b"Hm.\n", id="r", parent="two2")
    third = patch_mail("[PATCH v3 2/3] b", id="three2", parent="r", date=LAST)
    result = series(*V1, second, reply, third)
    assert (ids(result), result.version) == (["one1", "three2", "one3"], 3)
    assert result.title == "Slots"
    assert kinds(result) == [("partial-reroll", True), ("other-version", True)]
    assert ids(series(*V1, second, reply, third, version=2)) == ["one1", "two2", "one3"]


def test_a_reroll_in_answer_to_another_patch_is_not_filled() -> None:
    result = series(*V1, patch_mail("[PATCH v2 2/3] b", id="two2", parent="one3", date=LATER))
    assert result.missing == (1, 3)


@pytest.mark.parametrize("parent", ["one2", "one0"])
def test_a_single_patch_without_a_counter_takes_its_place(parent: str) -> None:
    new = patch_mail("[PATCH v2] b", id="two2", parent=parent, date=LATER)
    result = series(*V1, new)
    assert (ids(result), result.version, result.missing) == (["one1", "two2", "one3"], 2, ())
    assert kinds(result) == [("partial-reroll", True)]
    assert ids(series(*V1, new, version=1)) == ["one1", "one2", "one3"]
    assert ids(series(*V1, new, version=2)) == ["one1", "two2", "one3"]


def test_anothers_patch_of_the_same_title_does_not() -> None:
    new = patch_mail("[PATCH v2] b", id="two2", parent="one2", date=LATER, sender=BO)
    assert ids(series(*V1, new)) == ["one1", "one2", "one3"]


def test_a_mail_without_a_counter_may_be_the_cover() -> None:
    cover = mail("Slots for everybody", b"Hello.\n", id="one0")
    result = series(cover, *V1[1:])
    assert (result.title, ids(result)) == ("Slots for everybody", ["one1", "one2", "one3"])
    assert kinds(result) == [("cover-differs", True)]


def test_a_cover_that_says_1_of_n_is_one() -> None:
    cover = mail("[PATCH 1/3] Slots for everybody", b"Hello.\n", id="one0")
    result = series(cover, *V1[1:])
    assert (result.title, ids(result)) == ("Slots for everybody", ["one1", "one2", "one3"])
    assert kinds(result) == [("cover-differs", True)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(mail("slots are broken", b"Hm.\n", id="one0", sender=BO), id="another's"),
        pytest.param(patch_mail("slots", id="one0"), id="a patch"),
        pytest.param(mail("Re: slots", b"Hm.\n", id="one0"), id="a reply"),
    ],
)
def test_what_is_no_cover(other: bytes) -> None:
    assert series(other, *V1[1:]).cover is None


def test_an_announced_mail_without_a_diff_is_no_harmless_thing() -> None:
    result = series(*V1, mail("[PATCH] d", b"The attachment got lost.\n", id="d"))
    assert kinds(result) == [("other-mail", False)]


@pytest.mark.parametrize(
    ("subject", "sender", "is_reply"),
    [
        ("[PATCH, 00/3] Slots", BO, True),
        ("[PATCH 0/3] Slots", "", False),  # its sender's own: the cover letter again
        ("[PATCH v2 0/3] Slots", BO, False),  # a new version by somebody else
        ("[RFC PATCH 0/3] Slots", BO, False),
        ("[PATCH 0/3] Other slots", BO, False),
    ],
)
def test_a_reply_to_the_cover_that_lost_its_mark_is_one(
    subject: str, sender: str, is_reply: bool
) -> None:
    own = {"sender": sender} if sender else {}
    text = b"For all:\n\nTested-by: Bo Slot <bo@example.org>\n"
    bare = mail(subject, text, id="r", parent="one0", **own)
    other = mail(
        "Re: [PATCH 0/3] Slots",
        b"Acked-by: Cy <cy@example.org>\n",
        parent="one0",
        id="s",
        sender="Cy <cy@example.org>",
    )
    result = series(*V1, other, bare)
    given = [trailer.key for trailer in result.trailers(result.patches[1])]
    assert ("Tested-by" in given) is is_reply
    if is_reply:
        assert "Acked-by" in given
        assert kinds(result) == []


def test_a_reply_that_lost_its_mark_is_one() -> None:
    reply = mail(
        "[PATCH 2/3] b", b"Acked-by: Bo Slot <bo@example.org>\n", id="r", parent="one2", sender=BO
    )
    result = series(*V1, reply)
    assert [trailer.key for trailer in result.trailers(result.patches[1])][-1] == "Acked-by"
    assert kinds(result) == []
