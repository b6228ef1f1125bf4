"""What the mails of a posting say together: counters, versions, letter, change log, base, diffstats."""

from __future__ import annotations

import pytest

from patchkit.model.series import Series
from patchkit.submit import (
    base_unstated,
    changelog_missing,
    cover_missing,
    diffstat_mismatch,
    numbering,
    version_mismatch,
)
from tests.readers.mails import DIFF, mail
from tests.submit.makers import SIGNED, WHY, Commits, mail_of, said, series_of

LETTER = "These patches cut slots.\n"


def posting(*subjects: str, cover: str = LETTER, notes: str = "") -> Series:
    """A thread: the first mail is the letter where it is 0/n."""
    mails = []
    for at, subject in enumerate(subjects):
        parent = {"parent": "m0"} if at else {}
        if "0/" in subject:
            mails.append(mail(subject, cover.encode(), id=f"m{at}", **parent))
        else:
            mails.append(mail_of(subject, WHY + SIGNED, notes=notes, diff=DIFF, id=f"m{at}", **parent))
    return series_of(*mails)


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        (["[PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B"], []),
        (["[PATCH] a: A"], []),
        (
            ["[PATCH 0/3] Slots", "[PATCH 1/3] a: A", "[PATCH 3/3] c: C"],
            ["- error high: 2/3 is not there"],
        ),
    ],
)
def test_counters(subjects: list[str], expected: list[str]) -> None:
    assert said(numbering.RULE, posting(*subjects)) == expected


def test_commits_have_no_counters_yet() -> None:
    series = posting("[PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B")
    assert said(cover_missing.RULE, posting("[PATCH 1/2] a: A", "[PATCH 2/2] b: B"), posted=False) == []
    assert said(base_unstated.RULE, series, posted=False) == []


@pytest.mark.parametrize(
    ("subjects", "expected"),
    [
        (["[PATCH v2 0/2] Slots", "[PATCH v2 1/2] a: A", "[PATCH v2 2/2] b: B"], []),
        (
            ["[RFC PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B"],
            ["0 note high: the cover letter is RFC and no patch is"],
        ),
        (
            ["[PATCH 0/2] Slots", "[RFC PATCH 1/2] a: A", "[RFC PATCH 2/2] b: B"],
            ["0 note high: all patches are RFC and the cover letter is not"],
        ),
        (["[PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[RFC PATCH 2/2] b: B"], []),
    ],
)
def test_versions(subjects: list[str], expected: list[str]) -> None:
    assert said(version_mismatch.RULE, posting(*subjects)) == expected


@pytest.mark.parametrize(
    ("subjects", "cover", "expected"),
    [
        (["[PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B"], LETTER, []),
        (["[PATCH] a: A"], LETTER, []),
        (
            ["[PATCH 1/2] a: A", "[PATCH 2/2] b: B"],
            LETTER,
            ["- note high: no cover letter says what these 2 patches are for"],
        ),
        (
            ["[PATCH 0/2] Slots", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B"],
            "*** BLURB HERE ***\n",
            ["0 error high: the cover letter is a template still"],
        ),
        (
            ["[PATCH 0/2] *** SUBJECT HERE ***", "[PATCH 1/2] a: A", "[PATCH 2/2] b: B"],
            LETTER,
            ["0 error high: the cover letter is a template still"],
        ),
    ],
)
def test_letters(subjects: list[str], cover: str, expected: list[str]) -> None:
    assert said(cover_missing.RULE, posting(*subjects, cover=cover)) == expected


@pytest.mark.parametrize(
    ("subject", "notes", "told"),
    [
        ("[PATCH] a: A", "", False),
        ("[PATCH v2] a: A", "v2: cut deeper\n", False),
        ("[PATCH v2] a: A", "Changes: cut deeper\n", False),
        ("[PATCH RESEND v2] a: A", "", False),
        ("[PATCH v2] a: A", "", True),
    ],
)
def test_change_logs(subject: str, notes: str, told: bool) -> None:
    expected = ["- note medium: nothing says what changed since v1"] if told else []
    assert said(changelog_missing.RULE, posting(subject, notes=notes)) == expected


BASE = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("stated", "history", "expected"),
    [
        (True, None, []),
        (True, Commits((BASE, "slot: Grow", ())), []),
        (True, Commits(complete=False), []),
        (
            True,
            Commits(),
            [f"- note high: the repository has no commit {BASE[:12]}, the base that the mails name"],
        ),
        (False, None, ["- note high: the mails do not say which commit they were made on"]),
    ],
)
def test_bases(stated: bool, history: Commits | None, expected: list[str]) -> None:
    cover = LETTER + (f"\nbase-commit: {BASE}\n" if stated else "")
    series = posting("[PATCH 0/1] Slots", "[PATCH 1/1] a: A", cover=cover)
    assert said(base_unstated.RULE, series, history) == expected


def diff(path: str, minus: int, plus: int, *, new: bool = False) -> bytes:
    old = b"--- /dev/null\n" if new else f"--- a/{path}\n".encode()
    mode = b"new file mode 100644\n" if new else b""
    lines = [*(f"-old {at}" for at in range(minus)), *(f"+new {at}" for at in range(plus))]
    start = 0 if new else 1
    head = f"diff --git a/{path} b/{path}\n".encode() + mode + b"index 1111111..2222222\n" + old
    hunk = f"+++ b/{path}\n@@ -{start},{minus} +1,{plus} @@\n" + "\n".join(lines) + "\n"
    return head + hunk.encode()


def stat(*entries: tuple[str, int]) -> str:
    rows = "".join(f" {path} | {count} ++--\n" for path, count in entries)
    return f"{rows} {len(entries)} files changed, 3 insertions(+)\n"


ONE = diff("mm/a.c", 1, 2)
TWO = diff("mm/a.c", 2, 1) + diff("mm/b.c", 0, 3, new=True)
THREE = (diff("mm/a.c", 4, 5), diff("mm/a.c", 5, 4))


@pytest.mark.parametrize(
    ("diffs", "letter", "expected"),
    [
        ((ONE, TWO), stat(("mm/a.c", 6), ("mm/b.c", 3)), []),
        ((ONE, TWO), stat(("mm/a.c", 4), ("mm/b.c", 3)), []),
        ((ONE, TWO), stat(("mm/b.c", 3)), []),
        ((ONE, TWO), stat((".../a.c", 6), (".../b.c", 3)), []),
        ((ONE, TWO), stat(("b/mm/a.c", 6), ("b/mm/b.c", 3)), []),
        ((ONE, TWO), " 2 files changed\n", []),
        ((ONE, TWO), "", []),
        (
            (ONE, TWO),
            stat(("mm/a.c", 5), ("mm/b.c", 3)),
            ["high: mm/a.c changes by +0 lines net, it says 5"],
        ),
        ((ONE, TWO), stat(("mm/a.c", 8), ("mm/b.c", 3)), ["low: mm/a.c changes by 6 lines, it says 8"]),
        ((ONE, TWO), stat(("mm/a.c", 6), ("mm/b.c", 4)), ["high: mm/b.c changes by 3 lines, it says 4"]),
        (
            (ONE, TWO),
            stat(("mm/a.c", 6), ("mm/c.c", 3)),
            ["high: it lists mm/c.c, which is not touched; it lacks mm/b.c"],
        ),
        ((ONE, TWO), stat(("mm/a.c", 6)), ["high: it lacks mm/b.c"]),
        (THREE, " 0 files changed\n", []),
    ],
)
def test_a_letters_diffstat(diffs: tuple[bytes, ...], letter: str, expected: list[str]) -> None:
    cover = mail("[PATCH 0/2] Slots", (LETTER + "\n" + letter).encode(), id="m0")
    patches = [
        mail_of(f"[PATCH {at}/2] a: {at}", WHY + SIGNED, diff=one, id=f"m{at}", parent="m0")
        for at, one in enumerate(diffs, 1)
    ]
    told = said(diffstat_mismatch.RULE, series_of(cover, *patches))
    prefix = "0 warning {}: the cover letter's diffstat is not of these patches: {}"
    assert told == [prefix.format(*one.split(": ", 1)) for one in expected]


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (stat(("mm/a.c", 3)), []),
        ("v2: cut deeper\n", []),
        (stat(("mm/a.c", 4)), ["mm/a.c changes by 3 lines, it says 4"]),
        (stat(("mm/x.c", 3)), ["it lists mm/x.c, which is not touched; it lacks mm/a.c"]),
    ],
)
def test_a_patchs_own_diffstat(notes: str, expected: list[str]) -> None:
    series = series_of(mail_of("[PATCH] a: A", WHY + SIGNED, notes=notes, diff=ONE))
    told = said(diffstat_mismatch.RULE, series)
    assert told == [f"1 warning high: the diffstat is not of this patch: {one}" for one in expected]
