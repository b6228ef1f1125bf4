from __future__ import annotations

import pytest

from patchkit.model.diff import FileChange, Line
from patchkit.readers.diffs import Diff, parse_diff
from tests.readers.mails import DIFF, HUNK, SIGNATURE, Counts, git_diff_counts


def numstat(diff: Diff) -> Counts:
    return [
        ("-", "-", file.path) if file.binary else (str(file.added), str(file.removed), file.path)
        for file in diff.files
    ]


def git(path: str, *extended: str, hunks: bytes = b"") -> bytes:
    """A git file header for a file that keeps its name, its extended lines, and hunks."""
    head = "\n".join((f"diff --git a/{path} b/{path}", *extended))
    names = f"--- a/{path}\n+++ b/{path}\n" if hunks else ""
    return f"{head}\n{names}".encode() + hunks


RENAME = (
    b"diff --git a/mm/old.c b/mm/new.c\nsimilarity index 95%\nrename from mm/old.c\nrename to mm/new.c\n"
)
BINARY = (
    b"diff --git a/slot.bin b/slot.bin\nnew file mode 100644\n"
    b"index 0000000000000000000000000000000000000000..f76dd238ade08917e6712764a16a22005a50573d\n"
    b"GIT binary patch\nliteral 1\nIcmZPo000310RR91\n\nliteral 0\nHcmV?d00001\n\n"
)
NEW = (
    b"diff --git a/n.c b/n.c\nnew file mode 100755\nindex 0000000..2222222\n"
    b"--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+one\n+two\n"
)
GONE = (
    b"diff --git a/g.c b/g.c\ndeleted file mode 100644\nindex 2222222..0000000\n"
    b"--- a/g.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"
)
NO_NEWLINE = b"@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file\n"

READ = {
    "git": (DIFF, [("2", "1", "mm/slot.c")]),
    "prose before and after": (b"Hello\n\n" + DIFF + b"\nbye\n", [("2", "1", "mm/slot.c")]),
    "signature behind the last hunk": (DIFF + SIGNATURE, [("2", "1", "mm/slot.c")]),
    "two files": (DIFF + GONE, [("2", "1", "mm/slot.c"), ("0", "1", "g.c")]),
    "new file": (NEW, [("2", "0", "n.c")]),
    "deleted file": (GONE, [("0", "1", "g.c")]),
    "empty new file": (git("e", "new file mode 100644", "index 0000000..e69de29"), [("0", "0", "e")]),
    "mode only": (git("run", "old mode 100644", "new mode 100755"), [("0", "0", "run")]),
    "pure rename": (RENAME, [("0", "0", "mm/new.c")]),
    "rename with hunk": (RENAME + b"--- a/mm/old.c\n+++ b/mm/new.c\n" + HUNK, [("2", "1", "mm/new.c")]),
    "copy": (RENAME.replace(b"rename", b"copy"), [("0", "0", "mm/new.c")]),
    "binary": (BINARY + DIFF, [("-", "-", "slot.bin"), ("2", "1", "mm/slot.c")]),
    "binary without data": (
        git("p.png", "index 1111111..2222222 100644") + b"Binary files a/p.png and b/p.png differ\n",
        [("-", "-", "p.png")],
    ),
    "quoted": (
        b'diff --git "a/t\\303\\251.c" "b/t\\303\\251.c"\nindex 1..2\n'
        b'--- "a/t\\303\\251.c"\n+++ "b/t\\303\\251.c"\n' + HUNK,
        [("2", "1", "té.c")],
    ),
    "not UTF-8": (DIFF.replace(b"slot.c", b"caf\xe9.c"), [("2", "1", "mm/caf\udce9.c")]),
    "space in the name": (git("a b/c d.c", hunks=HUNK), [("2", "1", "a b/c d.c")]),
    "mnemonic prefixes": (
        DIFF.replace(b" a/", b" i/").replace(b" b/", b" w/"),
        [("2", "1", "mm/slot.c")],
    ),
    "names that differ": (DIFF.replace(b"+++ b/mm/slot.c", b"+++ b/mm/x.c"), [("2", "1", "mm/x.c")]),
    "no newline at the end": (git("x.c", hunks=NO_NEWLINE), [("1", "1", "x.c")]),
    "traditional": (b"--- linux-5.0/x.c\n+++ linux-5.0.new/x.c\n" + HUNK, [("2", "1", "x.c")]),
    "traditional with dates": (
        b"--- a/x.c\t2018-10-02 17:00:24.000000000 +0200\n+++ b/x.c\t2018-10-02 17:00:25 +0200\n" + HUNK,
        [("2", "1", "x.c")],
    ),
    "traditional new file by its date": (
        b"--- a/n.c\t1970-01-01 00:00:00.000000000 +0000\n+++ b/n.c\t2018-10-02 17:00:24 +0200\n"
        b"@@ -0,0 +1 @@\n+one\n",
        [("1", "0", "n.c")],
    ),
    "traditional without a slash": (b"--- x.c\n+++ x.c\n" + HUNK, [("2", "1", "x.c")]),
    "Index line": (b"Index: x.c\n=====\n--- a/x.c\n+++ b/x.c\n" + HUNK, [("2", "1", "x.c")]),
    "line that looks like a header": (
        git("x.c", hunks=b"@@ -1,2 +1,2 @@\n--- a/y.c\n+++ b/y.c\n one\n"),
        [("1", "1", "x.c")],
    ),
    "blank context that lost its space": (
        git("x.c", hunks=b"@@ -1,3 +1,2 @@\n one\n\n-three\n"),
        [("0", "1", "x.c")],
    ),
    "form feed and lone CR": (
        git("x.c", hunks=b"@@ -1,2 +1,2 @@\n \x0c\n-a\rb\n+c\n"),
        [("1", "1", "x.c")],
    ),
    "hunk without counts": (git("x.c", hunks=b"@@ -1 +1 @@\n-one\n+two\n"), [("1", "1", "x.c")]),
    "header lines in prose": (b"--- old\n+++ new\nare two lines\n\n" + DIFF, [("2", "1", "mm/slot.c")]),
    "no diff at all": (b"Hello, I like the slots.\n", []),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ.keys())
def test_counts_are_gits(text: bytes, expected: Counts) -> None:
    diff = parse_diff(text)
    assert (diff.fault, numstat(diff)) == ("", expected)
    assert git_diff_counts(text) == (expected or None)


CRLF = DIFF.replace(b"\n", b"\r\n")
MALFORMED = {
    "hunk cut short": (DIFF[: DIFF.index(b" three")] + SIGNATURE, 11, "ends too early"),
    "nothing behind the cut": (DIFF[: DIFF.index(b"+and")], 9, "ends too early"),
    "line broken in two": (DIFF.replace(b"and a half", b"and\na half"), 10, "ends too early"),
    "hunk too long": (DIFF.replace(b"@@ -1,3", b"@@ -1,1"), 7, "longer than its header"),
    "cut in the last line": (DIFF.rstrip(b"\n"), 10, "middle of a line"),
    "hunk without a header": (b"see:\n" + HUNK, 2, "without a file header"),
    "hunk that changes nothing": (DIFF.replace(HUNK, b"@@ -1 +1 @@\n one\n"), 5, "changes nothing"),
    "broken hunk header": (DIFF.replace(b"@@ -1,3 +1,4 @@", b"@@ -1,x +1,4 @@"), 5, "no hunk header"),
    "new file with old contents": (
        NEW.replace(b"-0,0 +1,2", b"-1 +1,2").replace(b"+two", b"+two\n-x"),
        6,
        "old contents",
    ),
    "deleted file with contents": (
        GONE.replace(b"-1 +0,0", b"-1 +1").replace(b"-one", b"-one\n+x"),
        6,
        "still has contents",
    ),
    "rename to another name": (RENAME + b"--- a/mm/old.c\n+++ b/mm/x.c\n" + HUNK, 1, "not the file"),
    "new file that is not": (NEW.replace(b"/dev/null", b"a/n.c"), 1, "should be /dev/null"),
    "two names for one side": (DIFF.replace(b"+++ b/mm/slot.c\n", b"+++ b/x\n+++ b/y\n"), 5, "a second"),
    "one side without a name": (DIFF.replace(b"--- a/mm/slot.c\n", b""), 1, "only one of the lines"),
    "git line of another file": (b"diff --git a/x b/x\nprose\n" + DIFF, 1, "nothing that belongs"),
    "git line in two": (DIFF.replace(b" b/mm", b" b/\nmm", 1), 1, "names no file"),
    "bad mode": (git("x", "new file mode rwx"), 1, "no file mode"),
    "way out of the tree": (DIFF.replace(b"mm/slot.c", b"../slot.c"), 1, "unsafe path"),
    "into .git": (DIFF.replace(b"mm/slot.c", b".git/config"), 1, "unsafe path"),
    "combined diff": (
        b"diff --cc x.c\nindex 1,2..3\n--- a/x.c\n+++ b/x.c\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n",
        1,
        "no file can be",
    ),
    "context diff": (b"*** a/x.c\n--- b/x.c\n***************\n*** 1,2 ****\n", 1, "no file can be"),
    "quoted diff": (b"> diff --git a/x b/x\n> --- a/x\n> +++ b/x\n> @@ -1 +1 @@\n", 1, "no file can be"),
    "binary patch without data": (BINARY[: BINARY.index(b"literal 1")], 4, "damaged"),
    "binary patch with bad data": (BINARY.replace(b"IcmZ", b"IcmY"), 4, "damaged"),
    "binary patch of another size": (BINARY.replace(b"literal 1", b"literal 2"), 4, "damaged"),
    "binary patch cut short": (BINARY[:-1], 4, "damaged"),
    "mark without a line": (
        git("x.c", hunks=b"@@ -1 +1 @@\n\\ No newline at end of file\n-1\n+2\n"),
        5,
        "too early",
    ),
    "header without a change": (DIFF[: DIFF.index(b"@@")] + b"\n" + GONE, 1, "without a change"),
}


@pytest.mark.parametrize(("text", "line", "why"), MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_with_its_line(text: bytes, line: int, why: str) -> None:
    diff = parse_diff(text)
    assert diff.files == ()
    assert why in diff.fault
    assert diff.fault_line == line


# What git counts all the same: names that leave the tree and headers without a change it refuses when it
# applies; a mark without a line it steps over.
ONLY_OURS = {"way out of the tree", "into .git", "header without a change", "mark without a line"}


@pytest.mark.parametrize("name", sorted(MALFORMED.keys() - ONLY_OURS))
def test_git_refuses_it_too(name: str) -> None:
    assert git_diff_counts(MALFORMED[name][0]) is None


def test_a_git_line_torn_from_its_own_file_is_stepped_over() -> None:
    text = b"diff --git a/mm/slot.c b/mm/slot.c\nprose\n" + DIFF
    assert numstat(parse_diff(text)) == [("2", "1", "mm/slot.c")] == git_diff_counts(text)


def test_dev_null_alone_makes_a_deletion() -> None:
    # Without "deleted file mode" git takes dev/null for a name.
    text = GONE.replace(b"deleted file mode 100644\n", b"")
    assert numstat(parse_diff(text)) == [("0", "1", "g.c")]
    assert git_diff_counts(text) == [("0", "1", "dev/null")]


def test_modes_blobs_and_kinds() -> None:
    files = parse_diff(DIFF + NEW + GONE + RENAME).files
    kept, new, gone, renamed = files
    assert (kept.old_mode, kept.new_mode, kept.old_blob, kept.new_blob) == (
        "100644",
        "100644",
        "1111111",
        "2222222",
    )
    assert (new.change, new.old_path, new.new_mode) == (FileChange.ADDED, None, "100755")
    assert (gone.change, gone.new_path, gone.old_mode) == (FileChange.DELETED, None, "100644")
    assert (renamed.change, renamed.old_path, renamed.new_path, renamed.similarity) == (
        FileChange.RENAMED,
        "mm/old.c",
        "mm/new.c",
        95,
    )


def test_other_names_without_rename_lines_are_a_rename() -> None:
    (file,) = parse_diff(READ["names that differ"][0]).files
    assert (file.change, file.old_path, file.new_path) == (FileChange.RENAMED, "mm/slot.c", "mm/x.c")


def test_mode_change() -> None:
    (file,) = parse_diff(git("run", "old mode 100644", "new mode 100755")).files
    assert (file.change, file.old_mode, file.new_mode) == (FileChange.MODIFIED, "100644", "100755")


def test_hunk_lines_and_heading() -> None:
    (hunk,) = parse_diff(DIFF).files[0].hunks
    assert (hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count) == (1, 3, 1, 4)
    assert hunk.heading == "int slot_init(void)"
    assert hunk.preimage == (Line(" ", b"one"), Line("-", b"two"), Line(" ", b"three"))


def test_no_newline_is_kept_on_each_side() -> None:
    (hunk,) = parse_diff(git("x.c", hunks=NO_NEWLINE)).files[0].hunks
    assert hunk.lines == (Line("-", b"one", newline=False), Line("+", b"two", newline=False))


def test_binary_is_kept_raw() -> None:
    binary, text = parse_diff(BINARY + DIFF).files
    assert (binary.binary, binary.hunks, binary.raw) == (True, (), BINARY)
    assert text.raw == DIFF


def test_positions_are_lines_of_the_diff() -> None:
    diff = parse_diff(b"Hello\n\n" + DIFF + b"some prose\n" + GONE + SIGNATURE)
    assert diff.before == b"Hello\n\n"
    assert diff.line == 2
    lines = diff.text.split(b"\n")
    for file in diff.files:
        assert lines[file.position - 1].startswith(b"diff --git")
        assert all(lines[hunk.position - 1].startswith(b"@@") for hunk in file.hunks)
    assert diff.after == SIGNATURE


def test_crlf_diff_is_repaired_and_says_so() -> None:
    diff = parse_diff(CRLF)
    (file,) = diff.files
    assert diff.crlf
    assert file.crlf
    assert file.path == "mm/slot.c"
    assert file.hunks == parse_diff(DIFF).files[0].hunks
    assert file.raw == CRLF
    assert git_diff_counts(CRLF) == numstat(diff)


def test_crlf_in_the_file_itself_is_kept() -> None:
    diff = parse_diff(git("dos.c", hunks=b"@@ -1 +1 @@\n-one\r\n+two\r\n"))
    assert not diff.crlf
    assert diff.files[0].hunks[0].lines == (Line("-", b"one\r"), Line("+", b"two\r"))


def test_what_a_short_header_leaves_behind_is_told() -> None:
    short = DIFF.replace(b"-1,3", b"-1,2").replace(b"+1,4", b"+1,3")
    diff = parse_diff(short)
    assert numstat(diff) == git_diff_counts(short)
    assert diff.overrun == (10,)
    assert parse_diff(DIFF + SIGNATURE).overrun == ()


def test_strip_is_gits() -> None:
    text = b"--- mm/x.c\n+++ mm/x.c\n" + HUNK
    for strip in (0, 1):
        assert numstat(parse_diff(text, strip)) == git_diff_counts(text, strip=strip)
