"""Lines of C at file scope, cut into what may stand in any order."""

from __future__ import annotations

import pytest

from patchkit.rangediff.items import file_scope_items

CASES = {
    "a function": ("int f(void)\n{\n	return 1;\n}\n", 1),
    "two, and what is between them": ("int f(void)\n{\n}\n\nEXPORT_SYMBOL(f);\nstatic int x;\n", 3),
    "a comment belongs to what follows": ("/* of x */\nint x;\n", 1),
    "a comment in lines": ("/*\n * of x\n */\nint x;\n", 1),
    "includes and macros": ("#include <a.h>\n#define A \\\n	1\n#define B 2\n", 3),
    "a struct": ("struct a {\n	int b;\n};\n", 1),
    "a prototype in two lines": ("int f(int a,\n      int b);\n", 1),
    "a macro call": ("DEFINE_FOO(x)\nint y;\n", 2),
    "statements": ("	f();\n	g();\n", None),
    "half a function": ("int f(void)\n{\n", None),
    "its other half": ("}\nint x;\n", None),
    "a conditional": ("#ifdef A\nint x;\n#endif\n", None),
    "a label": ("out:\nreturn;\n", None),
    "nothing": ("\n", None),
}


@pytest.mark.parametrize(("text", "count"), CASES.values(), ids=list(CASES))
def test_items(text: str, count: int | None) -> None:
    found = file_scope_items(text.encode().splitlines())
    assert (None if found is None else len(found)) == count
