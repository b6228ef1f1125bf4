from __future__ import annotations

import pytest

from patchkit.readers import postings
from patchkit.readers.mail import Letter
from patchkit.readers.postings import Posting, Role, Thread, role_of, sort_into_postings
from tests.readers.mails import DIFF, letter, mail, patch_mail

IMITATION = b"""\
The file says

--- what was
+++ what is
@@ -1,2 +1,2 @@ and so on

and that is no patch.
"""


@pytest.mark.parametrize(
    ("raw", "role"),
    [
        pytest.param(patch_mail("[PATCH 1/2] x"), Role.PATCH, id="patch"),
        pytest.param(patch_mail("mm/slot: Fix it"), Role.PATCH, id="patch without brackets"),
        pytest.param(patch_mail("[v2,1/2] x"), Role.PATCH, id="patchwork's prefix"),
        pytest.param(DIFF, Role.PATCH, id="bare diff"),
        pytest.param(DIFF.replace(b" three\n", b""), Role.PATCH, id="bare diff, cut short"),
        pytest.param(mail("[PATCH 0/2] x"), Role.COVER, id="cover"),
        pytest.param(mail("Re: [PATCH 1/2] x", b"Nice."), Role.REPLY, id="reply"),
        pytest.param(patch_mail("\u56de\u8986: [PATCH] x"), Role.REPLY, id="reply in Chinese"),
        pytest.param(patch_mail("Odp: [PATCH] x"), Role.REPLY, id="reply in Polish"),
        pytest.param(patch_mail("Vs: [PATCH] x"), Role.REPLY, id="reply in Finnish"),
        pytest.param(patch_mail("Ping? Re: [PATCH] x"), Role.REPLY, id="reply with words before it"),
        pytest.param(mail("Recall: [PATCH 1/2] x"), Role.REPLY, id="recalled"),
        pytest.param(patch_mail("WIP: [PATCH] x"), Role.PATCH, id="work in progress"),
        pytest.param(patch_mail("WG: [PATCH 1/2] x"), Role.PATCH, id="forwarded in German"),
        pytest.param(mail("x", b"Hm.", parent="p"), Role.REPLY, id="reply without Re:"),
        pytest.param(mail("[GIT PULL] slots", DIFF), Role.PULL, id="pull with a diff"),
        pytest.param(mail("[PULL REQUEST] slots for 5.0", b"..."), Role.PULL, id="pull request"),
        pytest.param(mail("[GIT PULL 1/2] slots"), Role.PULL, id="numbered pull"),
        pytest.param(mail("linux-slot Digest, Vol 12, Issue 3", DIFF), Role.DIGEST, id="digest"),
        pytest.param(
            patch_mail("[PATCH] x", Content_Type='multipart/digest; boundary="b"'),
            Role.DIGEST,
            id="MIME digest",
        ),
        pytest.param(
            patch_mail("[tip: mm/slot] mm/slot: Fix it", parent="p"), Role.NOTICE, id="robot's notice"
        ),
        pytest.param(mail("slots are broken", IMITATION), Role.OTHER, id="prose that imitates a diff"),
        pytest.param(mail("[PATCH 1/2] x", IMITATION), Role.PATCH, id="announced and unreadable"),
        pytest.param(mail("slots", b"Hello."), Role.OTHER, id="prose"),
    ],
)
def test_role(raw: bytes, role: Role) -> None:
    assert role_of(letter(raw)) is role


def sorted_subjects(*mails: bytes) -> list[list[str]]:
    letters = [letter(raw, f"message {n}") for n, raw in enumerate(mails)]
    return [
        [" ".join(one.patch.subject.tokens) for one in posting.letters]
        for posting in sort_into_postings(letters)
    ]


MORNING, NOON = "Tue, 2 Oct 2018 09:00:00 +0000", "Tue, 2 Oct 2018 12:00:00 +0000"
SOON = "Tue, 2 Oct 2018 09:59:00 +0000"


@pytest.mark.parametrize(
    ("mails", "postings"),
    [
        pytest.param(
            [
                patch_mail("[PATCH 1/2] a", date=MORNING),
                patch_mail("[PATCH 2/2] b", date=SOON),
            ],
            [["PATCH 1/2", "PATCH 2/2"]],
            id="no thread, within an hour",
        ),
        pytest.param(
            [
                patch_mail("[PATCH 1/2] a", date=MORNING),
                patch_mail("[PATCH 2/2] b", date=NOON),
            ],
            [["PATCH 1/2"], ["PATCH 2/2"]],
            id="no thread, three hours apart",
        ),
        pytest.param(
            [
                patch_mail("[PATCH 1/2] a", date=MORNING).replace(b"Message-Id", b"X-Id"),
                patch_mail("[PATCH 2/2] b", date=NOON).replace(b"Message-Id", b"X-Id"),
            ],
            [["PATCH 1/2", "PATCH 2/2"]],
            id="never sent: the dates are the commits'",
        ),
        pytest.param(
            [
                mail("[PATCH 0/2] *** SUBJECT HERE ***").replace(b"Message-Id", b"X-Id"),
                patch_mail("[PATCH 1/2] a", sender="Bo <bo@example.org>").replace(
                    b"Message-Id", b"X-Id"
                ),
                patch_mail("[PATCH 2/2] b", sender="Cy <cy@example.org>").replace(
                    b"Message-Id", b"X-Id"
                ),
            ],
            [["PATCH 0/2", "PATCH 1/2", "PATCH 2/2"]],
            id="never sent: the senders are the authors",
        ),
        pytest.param(
            [
                patch_mail("[PATCH 1/2] a"),
                patch_mail("[PATCH 2/2] b", sender="Bo <bo@example.org>"),
            ],
            [["PATCH 1/2"], ["PATCH 2/2"]],
            id="no thread, another sender",
        ),
        pytest.param(
            [
                mail("[PATCH v2 0/2] s", id="c"),
                patch_mail("[PATCH v3 1/2] a", parent="c"),
                patch_mail("[PATCH v2 2/2] b", parent="c"),
            ],
            [["PATCH v2 0/2", "PATCH v3 1/2", "PATCH v2 2/2"]],
            id="a version for each patch",
        ),
        pytest.param(
            [
                mail("[PATCH 0/2] s", id="c"),
                patch_mail("[RFC PATCH 1/2] a", parent="c"),
                patch_mail("[PATCH 2/2] b", parent="c"),
            ],
            [["PATCH 0/2", "RFC PATCH 1/2", "PATCH 2/2"]],
            id="one is RFC",
        ),
        pytest.param(
            [
                patch_mail("[PATCH 1/2] a", id="1"),
                patch_mail("[PATCH 2/2] b", id="2", parent="1"),
                patch_mail("[PATCH RESEND 1/2] a", id="r1", parent="1"),
                patch_mail("[PATCH RESEND 2/2] b", id="r2", parent="1"),
            ],
            [["PATCH 1/2", "PATCH 2/2"], ["PATCH RESEND 1/2", "PATCH RESEND 2/2"]],
            id="resent below itself",
        ),
        pytest.param(
            [
                patch_mail("[PATCH] a", id="a"),
                patch_mail("[PATCH] b", id="b", parent="a"),
                patch_mail("[PATCH v2] a", id="a2", parent="a"),
                patch_mail("[PATCH] rival", id="r", parent="b", sender="Bo <bo@example.org>"),
            ],
            [["PATCH", "PATCH"], ["PATCH v2"], ["PATCH"]],
            id="no counters: sent along, rerolled, a rival",
        ),
    ],
)
def test_postings(mails: list[bytes], postings: list[list[str]]) -> None:
    assert sorted_subjects(*mails) == postings


def test_thread_goes_by_references_when_a_mail_is_missing() -> None:
    top = letter(mail("[PATCH 1/1] a", id="a"))
    low = letter(mail("Re: a", parent="gone", References="<a@example.org> <gone@example.org>"))
    thread = Thread([top, low])
    assert thread.parent(low) is top
    assert not thread.answers_directly(low)
    assert list(thread.ancestors(low)) == [top]


def test_ancestors_end_where_mails_answer_each_other() -> None:
    one, two = letter(mail("x", id="1", parent="2")), letter(mail("x", id="2", parent="1"))
    assert list(Thread([one, two]).ancestors(one)) == [two]


def test_a_posting_says_what_it_is() -> None:
    posting = Posting((letter(patch_mail("[RFC PATCH v3 1/1] a"), "message 4"),))
    assert str(posting) == "RFC v3 “a” (1 patch, message 4)"


def test_a_thousand_mails_without_a_thread_are_looked_at_a_few_times_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = 300
    letters = [
        letter(patch_mail(f"[PATCH {number}/{count}] part {number}", id=f"{number}@x"))
        for number in range(count, 0, -1)
    ]
    asked: list[Letter] = []
    real = postings.sent_at

    def noting(one: Letter) -> float:
        asked.append(one)
        return real(one)

    monkeypatch.setattr(postings, "sent_at", noting)
    (posting,) = sort_into_postings(letters)
    assert [posting.place(one) for one in posting.letters] == list(range(1, count + 1))
    assert len(asked) < 5 * count
