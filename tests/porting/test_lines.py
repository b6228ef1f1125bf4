"""What a line tells of its place, and which line is another one in other words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.porting.methods.lines import LIKE, FileLines, split_lines, squeezed

FILE = FileLines(
    b"int start(struct queue *queue)\n"
    b"{\n"
    b"\tint ret;\n"
    b"\n"
    b"\tret = queue_lock(queue, queue->depth);\n"
    b"\tif (ret)\n"
    b"\t\treturn ret;\n"
    b"\tif (ret)\n"
    b"\t\tgoto out;\n"
    b"out:\n"
    b"\tqueue_unlock(queue);\n"
    b"\treturn ret;\n"
    b"}\n"
)


@given(st.binary(max_size=60))
@settings(derandomize=True, deadline=None)
def test_lines_are_the_bytes_again(data: bytes) -> None:
    lines = split_lines(data)
    assert b"".join(lines) == data
    assert all(line.endswith(b"\n") for line in lines[:-1])


@pytest.mark.parametrize("line", [b"\tif (a &&  b)\n", b"        if (a && b)", b"if (a &&\tb)\r\n"])
def test_white_space_is_no_difference(line: bytes) -> None:
    assert squeezed(line) == b"if (a && b)"


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        (b"", 0.3),
        (b"}", 0.6),
        (b"} else {", 0.6),
        (b"return ret;", 0.6),
        (b"int ret;", 0.6),
        (b"#endif /* CONFIG_NUMA */", 0.6),
        (b"if (ret)", 2.2),
        (b"queue_unlock(queue);", 3.0),
        (b"not_in_the_file();", 3.0),
    ],
)
def test_rare_lines_tell_more(line: bytes, weight: float) -> None:
    assert FILE.weight(line) == weight
    assert FILE.is_plain(line) == (weight < 1)


def test_a_line_is_known_in_other_words() -> None:
    assert FILE.likenesses(b"ret = queue_lock(queue, queue->depth, flags);", 4, 5)[0] >= LIKE
    assert FILE.likenesses(b"page = alloc_pages(order, gfp);", 4, 5)[0] == 0.0


def test_one_of_several_alike_is_nobody() -> None:
    """Rows of a table: a new row is like each of them, and is none of them."""
    table = FileLines(b"".join(b"\t{ DEVICE(0x1b4b, 0x%04x), board_ahci },\n" % at for at in range(9)))
    assert table.likenesses(b"{ DEVICE(0x1b4b, 0x9999), board_ahci },", 4, 5)[0] == 0.0
