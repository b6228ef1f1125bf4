"""What a hunk adds and takes away, counted line by line."""

from __future__ import annotations

import pytest

from patchkit.porting.effects import Effect, moved
from tests.porting.questions import hunk_of

FILE = b"\tone();\n\ttwo();\n\tthree();\n"


def effect(added: bytes, removed: bytes = b"") -> Effect:
    at = b"\ttwo();\n"
    return Effect(hunk_of(FILE.replace(at, removed + at), FILE.replace(at, added + at)))


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (b"\tret = f(x);\n", b"ret f x"),
        (b"\tg(x); /* of this */\n", b"g x"),
        (b"\t/*\n\t * all of that\n\t */\n\tg(x);\n", b"g x"),
        (b"\t * more of it\n\t * and its end */ g(x);\n", b"g x"),
        (b"\tg(x); /* here it\n", b"g x"),
        (b'\tprintk("all of %d\\" it", x);\n', b"printk x"),
        (b"\t*p = true;\n", b"p"),
        (b"\tbool on = false; // so far\n", b"bool on"),
    ],
)
def test_words_are_those_of_the_code(added: bytes, words: bytes) -> None:
    assert effect(added).added == set(words.split())


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (b"int pool_add(struct pool *pool)\n", b"pool_add"),
        (b"static inline struct pool *pool_of(int at)\n", b"pool_of"),
        (b"extern void pool_end(void);\n", b"pool_end"),
        (b"#define POOL_SIZE 3\n", b"POOL_SIZE"),
        (b"struct pool {\n", b"pool"),
        (b"EXPORT_SYMBOL(pool_add);\n", b""),
        (b"static DEFINE_MUTEX(pool_mutex);\n", b""),
        (b"\tpool_add(pool);\n", b""),
        (b"return pool_add(pool);\n", b""),
    ],
)
def test_what_stands_at_file_scope(line: bytes, names: bytes) -> None:
    assert dict(effect(line).heads) == dict.fromkeys(names.split(), 1)
    assert dict(effect(b"", line).heads) == dict.fromkeys(names.split(), -1)


@pytest.mark.parametrize(
    ("removed", "added", "gone"),
    [
        (b"\tstruct pool *pool;\n", b"", b"pool"),
        (b"\tint a, b;\n", b"\tlong b;\n", b"a"),
        (b"#define POOL_SIZE 3\n", b"#define POOL_SIZE 4\n", b""),
        (b"#define POOL_SIZE 3\n", b"", b"POOL_SIZE"),
        (b"\tpool = NULL;\n", b"", b""),
    ],
)
def test_declarations_that_go(removed: bytes, added: bytes, gone: bytes) -> None:
    assert effect(added, removed).undeclared == set(gone.split())


def test_only_calls_alone_move_to_other_functions() -> None:
    calls = b"\tpool_lock(pool);\n\tret = pool_add(pool);\n\treturn f(x);\n\tif (g(x));\n"
    assert set(effect(calls).bare_calls) == {b"pool_lock(pool);"}


def test_a_move_has_two_directions() -> None:
    comes, goes = effect(b"\tpool_lock(pool);\n"), effect(b"", b"\tpool_lock(pool);\n")
    assert moved(comes.bare_calls, goes.bare_calls) == (b"pool_lock(pool);", False)
    assert moved(goes.bare_calls, comes.bare_calls) == (b"pool_lock(pool);", True)
    assert moved(comes.bare_calls, comes.bare_calls) is None
