"""Tags that tools read, and how people write them."""

from __future__ import annotations

import pytest

from patchkit.submit import (
    fixes_form,
    left_over_id,
    link_without_address,
    message_empty,
    report_unlinked,
    stable_form,
    subject_form,
    tag_misspelt,
)
from tests.submit.makers import SIGNED, WHY, single

GOOD = 'Fixes: 0123456789ab ("slot: Grow")\n'


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (GOOD, []),
        ('Fixes: 0123456789abcdef0123456789abcdef01234567 ("slot: Grow")\n', []),
        ('Fixes: 0123456789ab ("slot: say "grow" (twice)")\n', []),
        ('Fixes: 0123456789ab  ("slot: Grow") # v5.10\n', []),
        (
            'Fixes: 0123456 ("slot: Grow")\n',
            ["1 warning high: the id in this Fixes tag has 7 digits, at least 12 are wanted"],
        ),
        (
            "Fixes: 0123456789ab\n",
            ['1 warning high: this Fixes tag has no subject in ("...") behind the id'],
        ),
        (
            "Fixes: 0123456789ab (slot: Grow)\n",
            ['1 warning high: this Fixes tag has no subject in ("...") behind the id'],
        ),
        (
            'Fixes: commit 0123456789ab ("slot: Grow")\n',
            ["1 warning high: the word “commit” in this Fixes tag is too much"],
        ),
        (
            'Fixes: 0123456789ab ("slot: Grow\n the slots")\n',
            ["1 warning high: this Fixes tag is wrapped; it has to stay on one line"],
        ),
        (
            "Fixes: https://bugs.example.org/7\n",
            ["1 warning medium: this Fixes tag names no commit"],
        ),
    ],
)
def test_fixes(tags: str, expected: list[str]) -> None:
    assert single(fixes_form.RULE, WHY + tags + SIGNED) == expected


def test_prose_that_says_fixes_is_no_tag() -> None:
    prose = "Fixes: the warning that gcc gives below\n\n"
    assert single(fixes_form.RULE, prose + WHY + SIGNED) == []


@pytest.mark.parametrize(
    ("cc", "expected"),
    [
        ("stable@vger.kernel.org", []),
        ("<stable@vger.kernel.org> # 5.10.x: 0123456789ab: slot: Grow", []),
        ("stable@kernel.org", []),
        ("<stable+noautosel@kernel.org> # not alone", []),
        ("Stable Maple <maple@example.org>", []),
        ("stable-team@company.example", []),
        ("stable@lists.debian.example", []),
        (
            "stable@vger.kernel.or",
            ["1 warning high: stable@vger.kernel.or is not the stable team's address"],
        ),
        (
            "<stable@lists.kernel.org> # 6.1",
            ["1 warning high: stable@lists.kernel.org is not the stable team's address"],
        ),
        ("stable # 6.1", ["1 warning high: this names the stable team without its address"]),
        ("linux-stable", ["1 warning high: this names the stable team without its address"]),
    ],
)
def test_stable(cc: str, expected: list[str]) -> None:
    assert single(stable_form.RULE, f"{WHY}Cc: {cc}\n{SIGNED}") == expected


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ("Reported-by: Bo <bo@example.org>\nCloses: https://lore.example/7\n", False),
        ("Reported-by: Bo <bo@example.org>\nLink: https://lore.example/7\n", False),
        ("Reported-by: Bo <bo@example.org>\nMessage-ID: <7@example.org>\n", False),
        ("See https://bugs.example.org/7.\n\nReported-by: Bo <bo@example.org>\n", False),
        ("Reported-by: Bo <bo@example.org>\n", True),
    ],
)
def test_reports(tags: str, told: bool) -> None:
    expected = ["1 note high: the report of Bo <bo@example.org> is not linked"] if told else []
    assert single(report_unlinked.RULE, WHY + tags + SIGNED) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Link: https://lore.example/7", []),
        ("Closes: https://lore.example/7 # [1]", []),
        ("Link: [1] http://lore.example/7", []),
        ("Closes: #7", ["1 warning high: this Closes: holds no address"]),
        ("Link: 7@example.org", ["1 warning high: this Link: holds no address"]),
    ],
)
def test_links(tag: str, expected: list[str]) -> None:
    assert single(link_without_address.RULE, f"{WHY}{tag}\n{SIGNED}") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Reviewed-by: Bo <bo@example.org>", []),
        ("Reviewed-By: Bo <bo@example.org>", []),
        ("Requested-by: Bo <bo@example.org>", []),
        ("Reposted-by: Bo <bo@example.org>", []),
        ("Debugged-by: Bo <bo@example.org>", []),
        ("reviewed by many", []),
        ("Singed-off-by: Bo <bo@example.org>", ["“Singed-off-by” is no tag, Signed-off-by: is"]),
        ("Sign-off-by: Bo <bo@example.org>", ["“Sign-off-by” is no tag, Signed-off-by: is"]),
        ("Reviewed by: Bo <bo@example.org>", ["“Reviewed by” is no tag, Reviewed-by: is"]),
        ("Reviewed-by Bo <bo@example.org>", ["the colon behind Reviewed-by is missing"]),
        ('Fixs: 0123456789ab ("slot: Grow")', ["“Fixs:” is no tag, Fixes: is"]),
        ("Acked-by: Bo <bo@example.org", ["the address in this tag is not closed"]),
    ],
)
def test_misspelt_tags(line: str, expected: list[str]) -> None:
    told = single(tag_misspelt.RULE, f"{WHY}{line}\n{SIGNED}")
    assert told == [f"1 warning high: {one}" for one in expected]


@pytest.mark.parametrize(
    ("message", "notes", "expected"),
    [
        (WHY, SIGNED, ["1 warning high: this tag stands below a ---, where git am drops what follows"]),
        (
            WHY,
            f"Acked-by: Bo <bo@example.org>\n{SIGNED}",
            ["1 warning high: 2 tags stand below a ---, where git am drops what follows"],
        ),
        (
            WHY + SIGNED,
            "v1 had:\nAcked-by: Bo <bo@example.org>\n",
            ["1 note low: this tag stands below a ---, where git am drops what follows"],
        ),
        (WHY + SIGNED, "Cc: Bo <bo@example.org>\n", []),
    ],
)
def test_tags_that_git_am_drops(message: str, notes: str, expected: list[str]) -> None:
    assert single(tag_misspelt.RULE, message, notes=notes) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"Change-Id: I{'0123456789' * 4}", True),
        ("change-id: 20250101-slots-0123456789ab", False),
        ("Change-Id: what gerrit adds", False),
    ],
)
def test_left_over_ids(line: str, told: bool) -> None:
    expected = ["1 error high: a review server's Change-Id is in the commit message"] if told else []
    assert single(left_over_id.RULE, f"{WHY}{line}\n{SIGNED}") == expected


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (WHY + SIGNED, False),
        (SIGNED, True),
        ("", True),
        (f"Closes: https://lore.example/7\n{SIGNED}", True),
        (f"Obsoleted-by: https://lore.example/7\n{SIGNED}", True),
    ],
)
def test_empty_messages(message: str, told: bool) -> None:
    expected = ["1 warning high: nothing says why this change is made"] if told else []
    assert single(message_empty.RULE, message) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("mm/slot: Cut", []),
        ('Revert "mm/slot: Cut"', []),
        ("[media] slot: Cut...", []),
        (f"mm/slot: {'x' * 75}", []),
        (f"mm/slot: {'x' * 76}", ["1 note high: the summary has 76 characters, more than 75"]),
        ("mm/slot: Cut.", ["1 note high: the subject ends with a full stop"]),
        ("Cut the slots", ["1 note high: the subject names no subsystem"]),
        ("fixup! mm/slot: Cut", ["1 error high: the subject says that it belongs into another commit"]),
    ],
)
def test_subjects(subject: str, expected: list[str]) -> None:
    assert single(subject_form.RULE, WHY + SIGNED, f"[PATCH] {subject}") == expected
