"""Why a hunk was left out, said in the target's own lines."""

from __future__ import annotations

import pytest

from patchkit.model.port import Cause, Conflict, FilePort, Grade, HunkPort, PatchPort
from patchkit.placement.functions import homes
from patchkit.porting.methods.lines import FileLines
from patchkit.porting.reasons import Place, explained, left_out_lines
from tests.placement.makers import edit_of, file_patch, outline_of, patch_of
from tests.porting.questions import hunk_of

BEFORE = b"""int other(struct pool *pool)
{
	return pool_size(pool, 1);
}

int start(struct pool *pool)
{
	int ret;

	pool_begin(pool);
	ret = pool_add(pool, pool->first, pool->flags);
	if (ret)
		return ret;
	pool_done(pool);
	return pool_mark(pool);
}
"""
AFTER = BEFORE.replace(b"pool_add(pool, pool->first", b"pool_add(0, pool, pool->first")
ADDED = BEFORE.replace(b"\tpool_done(pool);\n", b"\tpool_done(pool);\n\ttrace(pool);\n")
GONE = "the line it removes, 'ret = pool_add(pool, pool->first, pool->flags);', is not in start()"


def told(
    target: bytes,
    after: bytes = AFTER,
    cause: Cause = Cause.REMOVED_LINES_GONE,
    brought: dict[bytes, str] | None = None,
) -> Conflict:
    hunk = hunk_of(BEFORE, after, "int start(struct pool *pool)")
    outline = outline_of("f.c", target)
    (home,) = homes([hunk], outline)
    place = Place(FileLines(target), outline, home.span, brought or {})
    return explained(Conflict(cause, "as the method says"), hunk, place)


@pytest.mark.parametrize(
    ("old", "new", "said", "cause"),
    [
        pytest.param(
            b"pool->first, pool->flags",
            b"pool->first,\n\t\t       pool->flags",
            f"{GONE} as one line: line 11 has it with other line breaks",
            Cause.CHANGED_BOTH_WAYS,
            id="wrapped",
        ),
        pytest.param(
            b"ret = pool_add(pool, pool->first, pool->flags);",
            b"ret = pool_add(pool, pool->first, 0);",
            f"{GONE}; line 11 has 'ret = pool_add(pool, pool->first, 0);'",
            Cause.CHANGED_BOTH_WAYS,
            id="with other words",
        ),
        pytest.param(
            b"ret = pool_add(pool, pool->first, pool->flags);",
            b"return pool_add(NULL);",
            f"{GONE}; line 11 has 'return pool_add(NULL);'",
            Cause.CHANGED_BOTH_WAYS,
            id="another call",
        ),
        pytest.param(
            b"ret = pool_add(pool, pool->first, pool->flags);",
            b"ret = 0;",
            GONE,
            Cause.REMOVED_LINES_GONE,
            id="gone",
        ),
    ],
)
def test_a_removed_line(old: bytes, new: bytes, said: str, cause: Cause) -> None:
    found = told(BEFORE.replace(old, new))
    assert found.detail == said
    assert found.cause is cause


def test_a_removed_line_elsewhere() -> None:
    line = b"\tret = pool_add(pool, pool->first, pool->flags);\n"
    found = told(BEFORE.replace(line, b"").replace(b"\treturn pool_size", line + b"\treturn pool_size"))
    assert found.detail == f"{GONE}; line 3 in other() has it"
    assert found.cause is Cause.REMOVED_LINES_GONE


def test_a_line_that_was_left_out_earlier() -> None:
    line = b"ret = pool_add(pool, pool->first, pool->flags);"
    found = told(BEFORE.replace(line, b"ret = 0;"), brought={line: "hunk 2 of patch 1"})
    assert found.detail == f"{GONE}: hunk 2 of patch 1 brings it and is left out"


def test_where_most_of_it_stands() -> None:
    found = told(BEFORE.replace(b"ret = pool_add(pool, pool->first, pool->flags);", b"ret = 0;"))
    assert found.line == 10


@pytest.mark.parametrize(
    ("old", "new", "said", "cause"),
    [
        pytest.param(
            b"\tpool_done(pool);\n",
            b"\tpool_end(pool);\n",
            "the line above what it changes, 'pool_done(pool);', is not in start()",
            Cause.ONE_SIDED_ANCHOR,
            id="one side",
        ),
        pytest.param(
            b"\tpool_done(pool);\n\treturn pool_mark(pool);\n",
            b"\treturn 0;\n",
            "the line above what it changes, 'pool_done(pool);', is not in start()",
            Cause.NO_ANCHOR,
            id="both sides",
        ),
        pytest.param(
            b"\tpool_done(pool);\n",
            b"\tpool_done(pool);\n\tpool_free(pool);\n",
            "'pool_done(pool);' is not followed by 'return pool_mark(pool);' here:"
            " line 15 has 'pool_free(pool);'",
            Cause.NO_ANCHOR,
            id="others in between",
        ),
    ],
)
def test_what_an_added_line_stands_beside(old: bytes, new: bytes, said: str, cause: Cause) -> None:
    found = told(BEFORE.replace(old, new), ADDED, Cause.NO_ANCHOR)
    assert found.detail == said
    assert found.cause is cause


def test_other_causes_speak_for_themselves() -> None:
    found = told(BEFORE, cause=Cause.WRONG_FUNCTION)
    assert found == Conflict(Cause.WRONG_FUNCTION, "as the method says")
    assert told(BEFORE, ADDED, Cause.AMBIGUOUS).detail == "as the method says"


def test_the_lines_of_hunks_that_were_left_out() -> None:
    edit = file_patch(edit_of("f.c", BEFORE, ADDED))
    lost = HunkPort(0, Grade.CONFLICT, conflict=Conflict(Cause.NO_ANCHOR, ""))
    file = FilePort(edit, "f.c", "g.c", BEFORE, BEFORE, hunks=(lost,))
    port = PatchPort(patch_of(edit), (file,))
    assert left_out_lines([port]) == {"g.c": {b"trace(pool);": "hunk 1 of patch 1"}}
