"""From an alignment to the edits: what needs no judgement is made, the rest has a cause."""

from __future__ import annotations

import pytest

from patchkit.model.port import Cause
from patchkit.porting.methods.align import Expected, alignments
from patchkit.porting.methods.changes import Change, changes
from patchkit.porting.methods.edits import applied
from patchkit.porting.methods.lines import FileLines
from patchkit.porting.methods.resolve import Resolution, resolve
from tests.porting.questions import hunk_of, words

OLD = words("alpha beta gamma delta epsilon zeta eta")
WITH_X = words("alpha beta gamma delta X epsilon zeta eta")
WITHOUT = words("alpha beta gamma epsilon zeta eta")
WITHOUT_TWO = words("alpha beta gamma zeta eta")


def resolved(before: bytes, after: bytes, target: bytes) -> tuple[Resolution, bytes | None]:
    hunk, file = hunk_of(before, after), FileLines(target)
    found = resolve(hunk, alignments(Expected.of(hunk, 0), file, lambda _: True)[0], file)
    return found, None if found.edits is None else applied(found.edits, file.lines)


def test_the_runs_of_changes() -> None:
    hunk = hunk_of(words("a b c d e"), words("a X c d Y e"))
    assert changes(hunk) == [
        Change(1, 2, (b"b\n",), (b"X\n",)),
        Change(4, 4, (), (b"Y\n",)),
    ]


@pytest.mark.parametrize(
    ("after", "target", "made"),
    [
        (WITH_X, OLD, WITH_X),
        (
            WITHOUT,
            words("1 alpha beta 2 gamma delta 3 epsilon"),
            words("1 alpha beta 2 gamma 3 epsilon"),
        ),
        (
            WITH_X,
            words("alpha beta gamma delta epsilon 1 2"),
            words("alpha beta gamma delta X epsilon 1 2"),
        ),
        (WITHOUT_TWO, OLD, WITHOUT_TWO),
    ],
    ids=["as it is", "others around", "tail gone", "two removed"],
)
def test_made(after: bytes, target: bytes, made: bytes) -> None:
    found, result = resolved(OLD, after, target)
    assert result == made
    assert not found.one_sided
    assert not found.reworded


@pytest.mark.parametrize(
    ("after", "target", "cause"),
    [
        (WITHOUT, words("alpha beta gamma epsilon zeta eta"), Cause.REMOVED_LINES_GONE),
        (WITHOUT_TWO, words("alpha beta gamma delta zeta eta"), Cause.REMOVED_LINES_PARTLY_GONE),
        (
            WITHOUT_TWO,
            words("alpha beta gamma delta 1 2 epsilon zeta eta"),
            Cause.REMOVED_LINES_SCATTERED,
        ),
        (WITH_X, words("alpha beta gamma delta 1 2 epsilon zeta eta"), Cause.AMBIGUOUS),
        (WITH_X, words("alpha beta zeta eta"), Cause.NO_ANCHOR),
    ],
    ids=str,
)
def test_refused(after: bytes, target: bytes, cause: Cause) -> None:
    found, result = resolved(OLD, after, target)
    assert result is None
    assert found.cause is cause
    assert found.detail


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("1", "line 5 stands where it adds, and nothing tells on which side of it"),
        ("1 2", "lines 5 to 6 stand where it adds, and nothing tells on which side of them"),
    ],
)
def test_one_line_is_not_called_a_range(between: str, said: str) -> None:
    found, _ = resolved(OLD, WITH_X, words(f"alpha beta gamma delta {between} epsilon zeta eta"))
    assert found.detail == said


def test_declarations_at_one_place_are_said_to_be_that() -> None:
    before = b"int one(void);\nint two(void);\n"
    after = before.replace(b"int two", b"int added(struct pool *pool,\n\t  int at);\nint two")
    target = before.replace(b"int two", b"extern struct pool *theirs(void);\nint two")
    found, _ = resolved(before, after, target)
    assert found.detail == (
        "line 2 stands where it adds, and nothing tells on which side of it;"
        " both only declare, and C does not mind their order"
    )
    found, _ = resolved(before, after, target.replace(b"extern struct pool *theirs(void)", b"#endif"))
    assert found.detail == "line 2 stands where it adds, and nothing tells on which side of it"


def test_what_stands_among_removed_lines_is_named() -> None:
    found, _ = resolved(OLD, WITHOUT_TWO, words("alpha beta gamma delta 1 2 epsilon zeta eta"))
    assert found.cause is Cause.REMOVED_LINES_SCATTERED
    assert found.detail == "line 5, '1', stands among the lines it removes"


def test_one_side_decides_where_the_other_is_gone() -> None:
    found, result = resolved(OLD, WITH_X, words("alpha beta gamma delta 1 2 3"))
    assert result == words("alpha beta gamma delta X 1 2 3")
    assert found.one_sided
    assert found.notes == ("added behind line 4; the lines on the other side are not those of the hunk",)


def test_a_brace_alone_decides_nothing() -> None:
    before = b"if (a)\n}\nx();\n"
    found, _ = resolved(before, b"if (a)\n}\ny();\nx();\n", b"1\n}\n2\n3\n")
    assert found.cause in (Cause.ONE_SIDED_ANCHOR, Cause.NO_ANCHOR)


def test_words_are_merged_into_other_words() -> None:
    before = b"alpha\n\tret = f(dev, size, flags);\nbeta\n"
    target = before.replace(b"ret", b"err")
    found, result = resolved(before, before.replace(b"flags", b"0"), target)
    assert result == target.replace(b"flags", b"0")
    assert found.reworded
    assert found.notes == ("words changed in line 2 where the target has others",)


def test_the_same_words_changed_are_a_conflict() -> None:
    before = b"alpha\n\tret = f(dev, size, flags);\nbeta\n"
    found, _ = resolved(before, before.replace(b"flags", b"0"), before.replace(b"flags", b"GFP_NOIO"))
    assert found.cause is Cause.CHANGED_BOTH_WAYS


IF = b"alpha(one);\n\tif (bad(dev))\n\t\treturn -EIO;\nbeta(two);\n"
BRACES = IF.replace(b"dev))", b"dev)) {\n\t\tgamma(x);").replace(b"EIO;", b"EIO;\n\t}")


def test_words_are_merged_over_lines() -> None:
    found, result = resolved(IF, BRACES, IF.replace(b"EIO", b"ENODEV").replace(b"bad", b"is_bad"))
    assert result == BRACES.replace(b"EIO", b"ENODEV").replace(b"bad", b"is_bad")
    assert found.reworded
    assert 0.5 < found.kept < 1


def test_words_need_lines_that_bound_them() -> None:
    found, _ = resolved(IF, BRACES, b"1\n\tif (is_bad(dev))\n\t\treturn -ENODEV;\n2\n")
    assert found.edits is None
    assert found.detail


def test_a_call_is_not_added_in_a_form_that_the_target_has_changed() -> None:
    before = b"alpha(one);\n\tret = f(dev, 3);\n\tx = 1;\nbeta(two);\n"
    after = before.replace(b"\tx = 1;\n", b"\tx = f(dev, 1);\n").replace(b"ret", b"err")
    found, _ = resolved(before, after, before.replace(b"dev, 3", b"dev, 3, flags"))
    assert found.cause is Cause.CHANGED_BOTH_WAYS
    assert found.detail == "the target calls f() with other arguments, and the hunk adds a call"


def test_what_is_added_is_indented_as_its_neighbours() -> None:
    target = b"\talpha\n\tbeta\n\tgamma\n\tdelta\n\tepsilon\n"
    found, result = resolved(OLD, WITH_X.replace(b"X\n", b"X\n\tY\n\n"), target)
    assert result == target.replace(b"\tdelta\n", b"\tdelta\n\tX\n\t\tY\n\n")
    assert "indented as the lines around it are" in found.notes


def test_neighbours_indented_in_two_ways_are_a_conflict() -> None:
    found, _ = resolved(OLD, WITH_X, OLD.replace(b"epsilon", b"\tepsilon"))
    assert found.cause is Cause.CHANGED_BOTH_WAYS
