"""Whatever mails a place holds, every patch among them is in the series or named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.errors import SeriesError
from patchkit.model.series import Series
from patchkit.readers.assemble import assemble
from patchkit.readers.mail import Letter
from patchkit.readers.postings import Role, Thread, role_of
from patchkit.readers.versions import Choice
from tests.readers.mails import DIFF, letter, mail, patch_body

_COUNT = re.compile(r"\((\d+) patch(?:es)?, ")
_SENDERS = ("Ada <ada@example.org>", "Bo <bo@example.org>")


@st.composite
def mailboxes(draw: st.DrawFn) -> list[Letter]:
    """Mails of some versions of some series, with replies, in any order; parents may not be there."""
    letters = []
    count = draw(st.integers(1, 9))
    for number in range(count):
        version = draw(st.sampled_from(["", " v2", " v3", " RESEND", " RFC"]))
        counter = draw(st.sampled_from(["", " 0/2", " 1/2", " 2/2", " 1/1", " 3/3"]))
        mark = draw(st.sampled_from(["", "", "", "Re: "]))
        title = draw(st.sampled_from(["a", "b", "c", "Slots"]))
        parent = draw(st.sampled_from(["", *map(str, range(count + 1))]))
        diff = draw(st.sampled_from([DIFF, DIFF, DIFF.replace(b"+2\n", b"+two\n"), b"", DIFF[:-3]]))
        raw = mail(
            f"{mark}[PATCH{version}{counter}] {title}",
            patch_body(diff),
            id=str(number),
            parent="" if parent == str(number) else parent,
            sender=draw(st.sampled_from(_SENDERS)),
            date=f"Tue, 2 Oct 2018 {draw(st.integers(0, 23)):02}:00:00 +0000",
        )
        letters.append(letter(raw, f"message {number}"))
    return letters


def named(series: Series, kind: str) -> int:
    """How many patches the incidents of a kind name: one each, or as many as a posting has."""
    told = [one.message for one in series.incidents if one.kind == kind]
    counts = [_COUNT.search(message) for message in told]
    return sum(int(count[1]) if count else 1 for count in counts)


def superseded(series: Series, letters: Sequence[Letter]) -> int:
    """How many patches gave way to a newer version of themselves, in a reroll of some patches only."""
    if not any(one.kind == "partial-reroll" for one in series.incidents):
        return 0
    read = {patch.message_id for patch in series.patches}
    newer = [patch.subject for patch in series.patches]
    return sum(
        1
        for one in letters
        if role_of(one) is Role.PATCH and one.patch.message_id not in read
        if any(
            subject.version > one.patch.subject.version
            and (subject.text == one.patch.subject.text or subject.number == one.patch.subject.number)
            for subject in newer
        )
    )


def patches(letters: Sequence[Letter]) -> int:
    return sum(1 for one in letters if role_of(one) is Role.PATCH)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(mailboxes())
def test_every_patch_is_read_or_named(letters: list[Letter]) -> None:
    if not patches(letters):
        return
    try:
        series = assemble("the.mbox", letters)
    except SeriesError:  # said aloud: mails without a diff that answer each other
        assert not any(one.carries_diff for one in letters if role_of(one) is Role.PATCH)
        return
    thread = Thread(letters)
    unmarked = sum(  # a patch's reply that lost its Re:, and has no diff
        1
        for one in letters
        if role_of(one) is Role.PATCH and not one.carries_diff and thread.parent(one) is not None
    )
    kinds = ("other-version", "other-series", "patch-doubled", "cover-differs")
    there = len(series.patches) + sum(named(series, kind) for kind in kinds)
    assert there >= patches(letters) - unmarked - superseded(series, letters)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mailboxes(), st.integers(1, 3), st.integers(0, 9))
def test_what_is_read_is_in_order_of_the_wanted_version_and_knows_its_gaps(
    letters: list[Letter], version: int, wanted: int
) -> None:
    try:
        series = assemble("the.mbox", letters, choice=Choice(version, f"{wanted}@example.org"))
    except SeriesError:
        return
    numbers = [patch.number for patch in series.patches]
    assert numbers == sorted(set(numbers))
    assert set(numbers) | set(series.missing) == set(range(1, series.expected + 1))
    read = {patch.subject.version for patch in series.patches}
    assert version in read or any(not one.harmless for one in series.incidents)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(mailboxes())
def test_the_order_of_the_mails_decides_nothing_when_counters_and_dates_do(
    letters: list[Letter],
) -> None:
    ordered = [one for one in letters if (one.patch.subject.total or 1) > 1]  # 1/1 orders nothing
    dates = {one.patch.date for one in ordered}
    if not patches(ordered) or len(dates) < len(ordered):
        return
    turned = ordered[::-1]
    first, second = (assemble("the.mbox", some) for some in (ordered, turned))
    assert [one.message_id for one in first.patches] == [one.message_id for one in second.patches]
