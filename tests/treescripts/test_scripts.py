"""The tree's own scripts, played by small ones: what they say becomes remarks, and where they run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from patchkit.model.review import Remark
from patchkit.model.series import Series
from patchkit.submit import sign_off_missing
from patchkit.submit.base import Submission
from patchkit.trees.memory import MemoryTree
from patchkit.treescripts import Outcome, run_checkpatch, run_get_maintainer, sandbox_of
from tests.readers.mails import mail
from tests.submit.makers import SIGNED, WHY, mail_of, series_of

pytestmark = pytest.mark.skipif(shutil.which("perl") is None, reason="the scripts are Perl")

# Finds "foo" in added lines, as checkpatch.pl reports in its terse form.
CHECKPATCH = r"""
my $line = 0;
my $bad = 0;
while (<STDIN>) {
	$line++;
	if (/^\+.*foo/) { print "-:$line: ERROR:FOO_USED: do not use foo\n"; $bad = 1; }
	if (/^Signed/) { $signed = 1; }
	if (/^Why/) { print "-:$line: WARNING:WORD_WHY: say it\n"; $bad = 1; }
}
print "-:$line: ERROR:MISSING_SIGN_OFF: Missing Signed-off-by: line(s)\n" if !$signed;
exit(1) if $bad || !$signed;
"""
DIFF = (
    b"diff --git a/mm/a.c b/mm/a.c\nindex 1111111..2222222 100644\n--- a/mm/a.c\n+++ b/mm/a.c\n"
    b"@@ -7,3 +7,4 @@ int a(void)\n one\n-two\n+2\n+foo();\n three\n"
    b"diff --git a/mm/b.c b/mm/b.c\nnew file mode 100644\nindex 0000000..2222222\n"
    b"--- /dev/null\n+++ b/mm/b.c\n@@ -0,0 +1,2 @@\n+bar();\n+foo();\n"
)


def ran(series: Series, script: str, *, known: tuple[Remark, ...] = (), seconds: float = 60) -> Outcome:
    tree = MemoryTree({"scripts/checkpatch.pl": script.encode(), "mm/a.c": b"one\n"})
    with sandbox_of(tree, ["mm/a.c", "mm/b.c"], bindings=False, seconds=seconds) as sandbox:
        return run_checkpatch(sandbox, series.patches, known)


def told(outcome: Outcome) -> list[str]:
    return [
        f"{one.patch} {one.where} {one.severity} {one.confidence} {one.rule}: {one.message} | {one.quote}"
        for one in outcome.remarks
    ]


def test_checkpatch() -> None:
    series = series_of(mail_of("[PATCH] a: A", f"Why.\n\n{SIGNED}", diff=DIFF))
    outcome = ran(series, CHECKPATCH)
    assert outcome.incidents == ()
    assert told(outcome) == [
        "1 mail 1 warning low checkpatch-word-why: say it | Why.",
        "1 mm/a.c:9 error medium checkpatch-foo-used: do not use foo | +foo();",
        "1 mm/b.c:2 error medium checkpatch-foo-used: do not use foo | +foo();",
    ]


def test_what_a_submit_rule_says_is_not_said_twice() -> None:
    series = series_of(mail_of("[PATCH] a: A", WHY))
    known = tuple(sign_off_missing.RULE.check(Submission(series)))
    assert [one.rule for one in ran(series, CHECKPATCH).remarks] == ["checkpatch-missing-sign-off"]
    assert ran(series, CHECKPATCH, known=known) == Outcome()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("sleep(60);", "scripts/checkpatch.pl did not end in time"),
        ("system('sleep 60');", "scripts/checkpatch.pl did not end in time"),
        ("die qq(no luck\\n);", "scripts/checkpatch.pl failed with status 255: no luck"),
        ("exit(1);", "scripts/checkpatch.pl failed with status 1"),
    ],
)
def test_a_script_that_fails_is_an_incident(script: str, message: str) -> None:
    series = series_of(mail_of("[PATCH] a: A", WHY + SIGNED))
    outcome = ran(series, script, seconds=1)
    assert outcome.remarks == ()
    assert [(one.kind, one.message, one.harmless) for one in outcome.incidents] == [
        ("checkpatch-failed", message, False)
    ]


def test_a_tree_without_scripts() -> None:
    series = series_of(mail_of("[PATCH] a: A", WHY + SIGNED))
    with sandbox_of(MemoryTree({"mm/a.c": b""}), [], bindings=False) as sandbox:
        outcomes = (run_checkpatch(sandbox, series.patches, ()), run_get_maintainer(sandbox, series))
    kinds = [incident.kind for outcome in outcomes for incident in outcome.incidents]
    assert kinds == ["checkpatch-not-run", "maintainers-not-asked"]


def test_a_script_stands_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    look = r"""
    use Cwd;
    my @seen = sort(map { -d $_ ? "$_/" : $_ } glob("* */*"));
    print "-:1: CHECK:SEEN: @seen\n", "-:1: CHECK:ENV: ", join(" ", sort keys %ENV), "\n";
    print "-:1: CHECK:HOME: ", $ENV{HOME} eq getcwd() ? "here" : "elsewhere", "\n";
    open(my $cache, '>', '.cache') and print "-:1: CHECK:WROTE: yes\n";
    """
    tree = MemoryTree(
        {
            "scripts/checkpatch.pl": look.encode(),
            "scripts/other.pl": b"",
            "mm/a.c": b"",
            "mm/b.c": b"",
            "fs/c.c": b"",
            "Makefile": b"VERSION = 6\n",
            "MAINTAINERS": b"",
        }
    )
    series = series_of(mail_of("[PATCH] a: A", WHY + SIGNED))
    with sandbox_of(tree, ["mm/a.c"], bindings=False) as sandbox:
        folder = sandbox.folder
        outcome = run_checkpatch(sandbox, series.patches, ())
    assert not folder.exists()
    assert [one.message for one in outcome.remarks] == [
        "MAINTAINERS Makefile fs/ mm/ mm/a.c scripts/ scripts/checkpatch.pl",
        "HOME LC_ALL PATH TMPDIR",
        "here",
        "yes",
    ]


MAINTAINER = r"""
open(my $diff, '<', $ARGV[-1]) or die;
die if !grep { /^\+\+\+ b\/mm\/a\.c/ } <$diff>;
print "Ada Slot <ada\@example.org> (maintainer:SLOTS)\n";
print "Bo Slot <bo\@example.org> (reviewer:SLOTS)\n";
print "slots\@lists.example (open list:SLOTS (all of them))\n";
print "everybody\@lists.example (open list)\n";
"""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            {},
            "To: Ada Slot <ada@example.org>, Bo Slot <bo@example.org>; "
            "Cc: slots@lists.example, everybody@lists.example",
        ),
        (
            {"To": "Someone <s@example.org>"},
            "not among the recipients: Bo Slot <bo@example.org> (reviewer: SLOTS); "
            "slots@lists.example (open list: SLOTS (all of them))",
        ),
        ({"To": "Bo <BO@example.org>", "Cc": "a@example.org, slots@lists.example"}, ""),
    ],
)
def test_whom_to_tell(headers: dict[str, str], expected: str, tmp_path: Path) -> None:
    series = series_of(mail_of("[PATCH] a: A", WHY + SIGNED, diff=DIFF, **headers))
    tree = MemoryTree({"scripts/get_maintainer.pl": MAINTAINER.encode(), "mm/a.c": b"one\n"})
    with sandbox_of(tree, ["mm/a.c"], bindings=False) as sandbox:
        outcome = run_get_maintainer(sandbox, series)
    assert outcome.incidents == ()
    assert [one.message for one in outcome.remarks] == ([expected] if expected else [])


def test_a_letter_may_go_to_more_people() -> None:
    letter = mail("[PATCH 0/1] A", b"Letter.\n", id="m0", To="bo@example.org, slots@lists.example")
    patch = mail_of(
        "[PATCH 1/1] a: A", WHY + SIGNED, diff=DIFF, id="m1", parent="m0", To="x@example.org"
    )
    tree = MemoryTree({"scripts/get_maintainer.pl": MAINTAINER.encode(), "mm/a.c": b"one\n"})
    with sandbox_of(tree, ["mm/a.c"], bindings=False) as sandbox:
        assert run_get_maintainer(sandbox, series_of(letter, patch)) == Outcome()
