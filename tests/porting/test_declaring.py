"""Lines that only declare, and whose order means nothing."""

from __future__ import annotations

import pytest

from patchkit.porting.methods.declaring import only_declare


@pytest.mark.parametrize(
    "text",
    [
        "int f(void);",
        "extern struct pool *pool_of(int at,\n\t\t\t    long size) __must_check;",
        "/* What it is. */\nvoid f(int);\n\nvoid g(int);",
        "struct pool;",
        "extern int pool_count;",
    ],
)
def test_they_do(text: str) -> None:
    assert only_declare([line.encode() + b"\n" for line in text.split("\n")])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/* Nothing. */",
        "int f(void)\n{\n}",
        "#include <linux/pool.h>",
        "#ifdef CONFIG_POOL\nint f(void);\n#endif",
        "typedef int f(void);",
        "static int f(void);",
        "int f(int a,",
        "\tstruct pool *pool;",
        "\tpool_lock(pool);",
        "POOL_ONE,",
        "int count;",
        "struct pool { int a; };",
        "EXPORT_SYMBOL(f);",
        "int f(void); x",
    ],
)
def test_they_do_not(text: str) -> None:
    assert not only_declare([line.encode() + b"\n" for line in text.split("\n")])
