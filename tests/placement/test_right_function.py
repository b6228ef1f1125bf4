"""A hunk belongs to the function it was written for; others are rivals, and what is gone has heirs."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from patchkit.model.facts import FunctionSpan, Outline
from patchkit.model.placement import Candidate, Heir, Outcome, Reason
from patchkit.placement import PlacementOptions, place_file, place_patch
from patchkit.trees.memory import MemoryTree
from tests.placement.makers import file_patch, outline_of, patch

FILE = "lib/ring.c"
HEAD = b"--- a/lib/ring.c\n+++ b/lib/ring.c\n"

BODY = b"""{
	long slot = ring_next(ring, ring->head, RING_STEP);
	long stamp = ring_clock(ring, ring->tail, value);

	ring_account(ring, slot, stamp, value & RING_MASK);
	ring->slots[slot].value = value;
	ring->slots[slot].stamp = stamp;
	return ring->head - ring->tail;
}

"""
OTHER = b"void ring_reset(struct ring *ring)\n{\n\tring->head = 0;\n\tring->tail = 0;\n}\n\n"


def function(name: str, body: bytes = BODY) -> bytes:
    return b"int %s(struct ring *ring, long value)\n%s" % (name.encode(), body)


def adding(name: str, body: bytes = BODY) -> bytes:
    """A diff made on a file with one function `name`: it counts what is put in."""
    lines = function(name, body).split(b"\n")
    at = lines.index(b"\tring->slots[slot].value = value;")
    context = b"".join(b" %s\n" % line for line in lines[at - 3 : at + 1])
    rest = b"".join(b" %s\n" % line for line in lines[at + 1 : at + 4])
    heading = b"@@ -%d,7 +%d,8 @@ %s\n" % (at - 2, at - 2, lines[0])
    return HEAD + heading + context + b"+\tring->puts++;\n" + rest


def only_hunk(data: bytes, diff: bytes):  # type: ignore[no-untyped-def]
    placement, result = place_file(data, file_patch(diff), outline_of(FILE, data))
    (hunk,) = placement.hunks
    assert (result != data) is hunk.outcome.applied
    return hunk


@pytest.mark.parametrize(
    ("written_for", "here"),
    [
        pytest.param("__ring_put", "ring_put", id="underscores-came-or-went"),
        pytest.param("ring_put", "ring_put_one", id="a-word-came"),
        pytest.param("ring_put_one", "ring_put", id="a-word-went"),
        pytest.param("ring_put", "queue_append", id="another-name-and-the-whole-body"),
    ],
)
def test_a_renamed_function_is_taken_and_named(written_for: str, here: str) -> None:
    hunk = only_hunk(OTHER + function(here), adding(written_for))
    assert (hunk.outcome, hunk.written_for, hunk.landed_in) == (Outcome.OFFSET, written_for, here)
    assert hunk.detail == f"{written_for}() is called {here}() here"


SHORT = b"{\n\tlong slot;\n\n\tlock(ring);\n\tring->slots[slot].value = value;\n\tunlock(ring);\n\n\treturn 0;\n}\n\n"


@pytest.mark.parametrize(
    ("written_for", "here"),
    [
        pytest.param("ring_lock", "ring_unlock", id="its-opposite"),
        pytest.param("ring_shrink_zone", "ring_shrink_node", id="one-word-instead-of-another"),
        pytest.param("ring_init_32", "ring_init_64", id="another-number"),
        pytest.param("ring_put", "r", id="hardly-a-name"),
        pytest.param("ring_put", "queue_append", id="another-name-and-a-short-body"),
    ],
)
def test_a_sibling_is_not_taken_for_one_that_is_gone(written_for: str, here: str) -> None:
    hunk = only_hunk(OTHER + function(here, SHORT), adding(written_for, SHORT))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.WRONG_FUNCTION)
    assert [rival.function for rival in hunk.rivals] == [here]
    assert f" and was written for {written_for}(), which is not in this file" in hunk.detail


def test_a_function_the_patch_knows_by_its_own_name_is_no_new_name() -> None:
    data = OTHER + function("ring_put")
    known = b"@@ -40,3 +41,3 @@ int ring_put(struct ring *ring)\n \tnone();\n-\tof();\n+\tthis();\n \there();\n"
    placement, _ = place_file(data, file_patch(adding("__ring_put") + known), outline_of(FILE, data))
    assert placement.hunks[0].reason is Reason.WRONG_FUNCTION


def test_fuzz_in_a_renamed_function_is_refused() -> None:
    renamed = function("ring_put").replace(b"\tlong stamp = ring_clock(", b"\tlong stamp = ring_time(")
    hunk = only_hunk(OTHER + renamed, adding("__ring_put"))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.WRONG_FUNCTION)
    assert hunk.rivals == (Candidate(10, 1, "ring_put"),)
    assert hunk.detail.startswith(
        "fits only at line 10 in ring_put() with fuzz 1, and was written for __ring_put(), which is not in this file; "
    )


def test_text_in_another_function_is_a_rival_of_fuzz_in_its_own() -> None:
    own = function("ring_put").replace(b"\tlong stamp = ring_clock(", b"\tlong stamp = ring_time(")
    hunk = only_hunk(own + function("ring_take"), adding("ring_put"))
    assert (hunk.outcome, hunk.fuzz, hunk.landed_in) == (Outcome.FUZZ, 1, "ring_put")


def test_a_refusal_names_both_functions_and_what_differs() -> None:
    own = b"int ring_put(struct ring *ring, long value)\n{\n\tguard(ring);\n\n\treturn 0;\n}\n\n"
    hunk = only_hunk(own + function("ring_take"), adding("ring_put"))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.WRONG_FUNCTION)
    assert hunk.rivals == (Candidate(11, 0, "ring_take"),)
    assert hunk.detail == (
        "fits only at line 11 in ring_take(), and was written for ring_put() at line 1; "
        "context differs at line 3: expected 'long stamp = ring_clock(ring, ring->tail, value);', "
        "found 'guard(ring);'"
    )


REWRITTEN = BODY.replace(b"ring_account(ring, slot, stamp, value & RING_MASK)", b"ring_note(ring, slot)")


def test_heirs_are_named_with_their_likenesses_and_not_used() -> None:
    data = OTHER + function("ring_put_entry", REWRITTEN) + function("queue_add", REWRITTEN)
    hunk = only_hunk(data, adding("ring_put_value"))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.CONTEXT_DIFFERS)
    assert [heir.function for heir in hunk.heirs] == ["ring_put_entry", "queue_add"]
    first, second = hunk.heirs
    assert (first.path, first.line) == (FILE, 7)
    assert 40 < first.by_name < 80
    assert 40 < first.by_body < 100
    assert first.by_body == second.by_body
    assert second.by_name == 0
    assert hunk.detail.endswith(
        "; ring_put_value() is not in this file; likely heir: ring_put_entry() at line 7 "
        f"(name {first.by_name} %, body {first.by_body} %); or queue_add() at line 18 "
        f"(name 0 %, body {second.by_body} %)"
    )


def test_a_function_with_nothing_alike_has_no_heir() -> None:
    hunk = only_hunk(OTHER, adding("ring_put"))
    assert hunk.heirs == ()
    assert hunk.detail.endswith("; ring_put() is not in this file")


def test_a_short_word_stands_for_a_long_one() -> None:
    data = OTHER + function("unregister_memory_block_under_nodes", REWRITTEN)
    diff = adding("unregister_mem_sect_under_nodes")
    assert [one.function for one in only_hunk(data, diff).heirs] == [
        "unregister_memory_block_under_nodes"
    ]


def test_a_hunk_that_rewrites_a_definition_is_about_that_function() -> None:
    """Its first changed line is a comment above it, at file scope."""
    diff = HEAD + (
        b"@@ -1,4 +1,4 @@\n-/* Puts a value in. */\n-int ring_put_value(struct ring *ring, long value)\n"
        b"+/* Puts in. */\n+int ring_put_value(struct ring *ring)\n {\n"
        b" \tlong slot = ring_next(ring, ring->head, RING_STEP);\n"
    )
    hunk = only_hunk(OTHER + function("ring_put_entry"), diff)
    assert [one.function for one in hunk.heirs] == ["ring_put_entry"]


def test_a_function_that_moved_is_found_by_whom_the_caller_asks() -> None:
    asked: list[str] = []

    def find(name: str) -> Iterable[str]:
        asked.append(name)
        return ["lib/queue.c", "lib/gone.c"]

    tree = MemoryTree({FILE: OTHER, "lib/queue.c": OTHER + function("ring_put")})
    options = PlacementOptions(find_function=find)
    placement, changes = place_patch(patch(adding("ring_put")), tree, outline_of, options)
    (hunk,) = placement.files[0].hunks
    assert asked == ["ring_put"]
    assert hunk.heirs == (Heir("ring_put", "lib/queue.c", 7, 100, 100),)
    assert hunk.detail.endswith(
        "ring_put() is not in this file; likely heir: ring_put() at lib/queue.c:7 (name 100 %, body 100 %)"
    )
    assert changes == {}


def test_nobody_is_asked_while_hunks_go_in() -> None:
    def find(name: str) -> Iterable[str]:
        raise AssertionError(name)

    tree = MemoryTree({FILE: OTHER + function("ring_put")})
    options = PlacementOptions(find_function=find, renamed_to=find)
    placement, _ = place_patch(patch(adding("ring_put")), tree, outline_of, options)
    assert placement.clean


def test_a_function_that_the_outline_lost_is_found_by_its_text() -> None:
    """A parser that loses its way makes all that follows a part of the function before it."""
    data = OTHER + function("ring_put") + function("ring_take")
    lost = Outline((FunctionSpan("ring_reset", 1, len(data.split(b"\n"))),))
    placement, _ = place_file(data, file_patch(adding("ring_take")), lost)
    (hunk,) = placement.hunks
    assert (hunk.outcome, hunk.landed_in) == (Outcome.OFFSET, "ring_take")
    assert [rival.function for rival in hunk.rivals] == ["ring_reset"]


def test_a_call_in_column_0_is_no_function() -> None:
    data = (
        OTHER
        + b"ring_put(a, b);\nint ring_put(struct ring *ring, long value);\n"
        + function("ring_take", SHORT)
    )
    hunk = only_hunk(data, adding("ring_put", SHORT))
    assert (hunk.outcome, hunk.reason) == (Outcome.REJECTED, Reason.WRONG_FUNCTION)


def test_without_an_outline_no_hunk_is_placed_by_function() -> None:
    data = OTHER + function("ring_take")
    placement, _ = place_file(data, file_patch(adding("ring_put")))
    assert (placement.outcome, placement.hunks[0].landed_in) == (Outcome.OFFSET, "")
