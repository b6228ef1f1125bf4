"""Calls in the arguments of macros that are called at file scope."""

from __future__ import annotations

import pytest

from patchkit.cfacts.arguments import calls_in_arguments

CALLED = [
    ("a statement", "TRACE_EVENT(e,\n\tTP_fast_assign(\n\t\t__entry->a = target(x, y);\n\t)\n);", 2),
    ("what is printed", 'TRACE_EVENT(e,\n\tTP_printk("%d", target())\n);', 0),
    ("in another call", "DEFINE_GUARD(e, struct x *, lock(target(_T)), unlock(_T))", 1),
    ("behind a condition", "DEFINE_FREE(e, void *, if (_T) target(_T, 0))", 2),
    ("behind else", "DEFINE_FREE(e, void *, if (_T) a(); else target(_T))", 1),
    ("a prototype", "DECLARE_HOOK(int target(int a, int b));", None),
    ("a pointer's prototype", "DECLARE_HOOK(struct x *target(int a));", None),
    ("a member", "TRACE_EVENT(e, x->target(1), y.target(2));", None),
    ("the head of a function", "SYSCALL_DEFINE1(e, target(x))\n{\n\treturn 0;\n}", None),
    ("in a function", "int f(void)\n{\nTRACE(target(1));\n\treturn 0;\n}", None),
    ("a function's name in lower case", "module_hook(target(1));", None),
    ("text", 'TRACE_EVENT(e, "target(1)" /* target(2) */);', None),
]


@pytest.mark.parametrize(
    ("text", "count"), [pytest.param(text, count, id=name) for name, text, count in CALLED]
)
def test_target(text: str, count: int | None) -> None:
    data = text.encode()
    found = [one for one in calls_in_arguments("include/trace/sample.h", data) if one.name == b"target"]
    assert [(one.count, one.offset) for one in found] == (
        [] if count is None else [(count, data.index(b"target"))]
    )


def test_the_macro_and_its_first_argument() -> None:
    (call,) = calls_in_arguments("include/trace/sample.h", b"TRACE_EVENT( one ,\n\tf(1, 2)\n);\n")
    assert (call.macro, call.name, call.count) == (b"TRACE_EVENT one", b"f", 2)
