"""Calls through members, also in the bodies of macros."""

from __future__ import annotations

import pytest

from patchkit.cfacts.pointers import indirect_calls


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("int f(struct dev *d)\n{\n\treturn d->ops->map(d, g(1, 2));\n}\n", ("d", "g(1, 2)")),
        ("#define map(d, at) ((d)->ops->map((d), \\\n\t(at)))\n", ("(d)", "(at)")),
        ("#define trace(d, fmt, ...) ((d)->ops->map(d))\n", ("d",)),
        ("#define trace(d, fmt, ...) ((d)->ops->map((d), 1))\n", ("(d)", "1")),
    ],
    ids=str,
)
def test_arguments(text: str, arguments: tuple[str, ...]) -> None:
    (call,) = indirect_calls("mm/sample.c", text.encode(), ["map"])
    assert call.arguments == arguments


@pytest.mark.parametrize(
    "text",
    [
        "#define call(d, map) ((d)->ops->map(d))\n",
        "#define call(d, args...) ((d)->ops->map((d), ##args))\n",
        "#define call(d, args...) ((d)->ops->map((d), args))\n",
        "#define call(d, ...) ((d)->ops->map((d), __VA_ARGS__))\n",
    ],
    ids=str,
)
def test_a_macro_that_passes_on_what_it_is_given(text: str) -> None:
    assert indirect_calls("mm/sample.c", text.encode(), ["map"]) == ()
