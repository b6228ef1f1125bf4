"""The types of expressions, and which of them cannot be meant for a parameter."""

from __future__ import annotations

import pytest

from patchkit.cfacts.compatible import CONSTANT, contradicts
from patchkit.cfacts.expressions import calls, taken_by
from patchkit.cfacts.macros import Macro
from patchkit.cfacts.scope import Function, read_function
from patchkit.cfacts.values import Types, type_of

LOCALS = """\
	struct box *p, **list, boxes[4];
	struct box one;
	u32 word, words[8];
	void *raw;
	int (*fn)(int);
"""
MEMBERS = {
    (b"box", b"next"): "struct box *",
    (b"box", b"lid"): "struct lid",
    (b"box", b"lids"): "struct lid []",
    (b"lid", b"weight"): "int",
}
MACROS = {
    b"this": (Macro(None, b"get_this()"),),
    b"SIZE": (Macro(None, b"(1 << 4)"),),
    b"FORCED": (Macro(None, b"((struct box *) 2)"),),
    b"box_of": (Macro((b"x",), b"container_of(x, struct box, lid)"),),
    b"container_of": (
        Macro(
            (b"ptr", b"type", b"member"),
            b"({ void *__mptr = (void *)(ptr); ((type *)(__mptr - offsetof(type, member))); })",
        ),
    ),
    b"fetch": (Macro((b"p",), b"({ typeof(*p) *__p = (p); ((typeof(*p) *)__p); })"),),
    b"pick": (Macro((b"x",), b"(x)->next"), Macro((b"x",), b"(x)->lids")),
    b"either": (Macro((b"x",), b"(x)->next"), Macro((b"x",), b"(&(x)->lid)")),
    b"ported": (
        Macro((b"x",), b"(&shelf[x])", "arch/x86/include/asm/box.h"),
        Macro((b"x",), b"unheard_of(x)", "arch/ia64/include/asm/box.h"),
    ),
    b"common": (Macro((b"x",), b"(&shelf[x])"), Macro((b"x",), b"unheard_of(x)", "include/box.h")),
    b"glue": (Macro((b"x",), b"box_##x"),),
    b"NULL": (Macro(None, b"((void *)0)"),),
}
RESULTS = {b"get_this": "struct task *", b"count": "int"}
TYPES = Types(
    variable=lambda name: {b"global_box": "struct box"}.get(name, ""),
    member=lambda tag, name: MEMBERS.get((tag, name), ""),
    result=lambda name: RESULTS.get(name, ""),
    macros=lambda name: MACROS.get(name, ()),
    near=lambda home, name: {b"shelf": "struct box []"}.get(name, "") if "x86" in home else "",
)


def function(expression: str) -> Function:
    text = f"void f(struct box *self, int n, u8 bytes[])\n{{\n{LOCALS}\tuse({expression});\n}}"
    read = read_function(text.encode(), b"f", text.index("f("))
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("either(self)", "void *"),
        ("*either(self)", ""),
        ("either(self)[0]", ""),
        ("ported(n)", "struct box *"),
        ("common(n)", ""),
        ("p", "struct box *"),
        ("(p)", "struct box *"),
        ("&one", "struct box *"),
        ("*p", "struct box"),
        ("**list", "struct box"),
        ("list[n]", "struct box *"),
        ("list[n]->next", "struct box *"),
        ("boxes[2]", "struct box"),
        ("boxes[2].lid", "struct lid"),
        ("&boxes[2].lid", "struct lid *"),
        ("boxes->next", "struct box *"),
        ("p->lids[n].weight", "int"),
        ("&p->lids", ""),
        ("p->lids", "struct lid []"),
        ("(*list)->next->next", "struct box *"),
        ("p + 1", "struct box *"),
        ("boxes + n", "struct box *"),
        ("words + SIZE", "u32 *"),
        ("p - n", "struct box *"),
        ("p - other", ""),
        ("n + 4", "int"),
        ("n * word", "int"),
        ("SIZE | n", "int"),
        ("SIZE", "int"),
        ("!p", "int"),
        ("-n", "int"),
        ("p == *list", "int"),
        ("p && n", "int"),
        ("sizeof(*p) * n", "int"),
        ("sizeof(*p)", "unsigned long"),
        ("(u32 *)raw", "u32 *"),
        ("(struct lid __user *)raw", "struct lid *"),
        ("(const struct lid *)raw", "struct lid *"),
        ("(unsigned long)p", "unsigned long"),
        ("(typeof(p))raw", "struct box *"),
        ("(typeof(*p) *)raw", "struct box *"),
        ("((struct box *)raw)->next", "struct box *"),
        ("(struct box *)raw + 1", "struct box *"),
        ("&(struct lid){ 0 }", "struct lid *"),
        ("(p) - (n)", "struct box *"),
        ("(n) & word", "int"),
        ("n ? p : NULL", "struct box *"),
        ("n ? p : *list", "struct box *"),
        ("n ? p : raw", ""),
        ("p ?: *list", "struct box *"),
        ("n = count(p)", "int"),
        ("count(p), p", "struct box *"),
        ("count(p)", "int"),
        ("get_this()", "struct task *"),
        ("this", "struct task *"),
        ("FORCED", "struct box *"),
        ("box_of(raw)", "struct box *"),
        ("box_of(raw)->next", "struct box *"),
        ("fetch(p)", "struct box *"),
        ("fetch(p->next)", "struct box *"),
        ("pick(p)", ""),
        ("glue(p)", ""),
        ("global_box.next", "struct box *"),
        ("&global_box", "struct box *"),
        ("bytes", "u8 *"),
        ("fn", "int (*)()"),
        ("fn(n)", ""),
        ("unknown", ""),
        ("p->unknown", ""),
        ("7", "int"),
        ("0", CONSTANT),
        ("0x0UL", CONSTANT),
        ("NULL", "void *"),
        ("'a'", CONSTANT),
        ('"text"', "char *"),
        ('"one" "two"', "char *"),
    ],
)
def test_an_expression_has_this_type(expression: str, type_: str) -> None:
    read = function(expression)
    call = next(one for one in calls(read) if one.use.name == b"use")
    first, last = call.opening + 1, call.closing
    assert type_of(read, first, last, TYPES) == type_


def test_two_declarations_of_one_name_have_no_type() -> None:
    text = "void f(void)\n{\n#ifdef A\n\tint *x;\n#else\n\tlong *x;\n#endif\n\tuse(x);\n}"
    read = read_function(text.encode(), b"f", text.index("f("))
    assert read is not None
    (call,) = calls(read)
    assert type_of(read, *call.arguments[0], TYPES) == ""


def test_a_function_that_calls_itself_is_among_the_calls() -> None:
    text = "int f(int n)\n{\n\treturn n ? f(n - 1) : 0;\n}"
    read = read_function(text.encode(), b"f", text.index("f("))
    assert read is not None
    assert [call.use.name for call in calls(read)] == [b"f"]


@pytest.mark.parametrize(
    ("statement", "type_"),
    [
        ("struct box *q = count(n);", "struct box *"),
        ("p = count(n);", "struct box *"),
        ("p->next = count(n);", "struct box *"),
        ("return count(n);", "struct lid *"),
        ("n += count(n);", ""),
        ("p = count(n)->next;", ""),
        ("if (count(n)) n = 1;", ""),
        ("count(n);", ""),
    ],
)
def test_a_result_is_taken_by(statement: str, type_: str) -> None:
    text = f"static struct lid *f(struct box *p, int n)\n{{\n\t{statement}\n}}"
    read = read_function(text.encode(), b"f", text.index("f("))
    assert read is not None
    (call,) = calls(read)
    assert taken_by(read, call, TYPES) == type_


@pytest.mark.parametrize(
    ("parameter", "argument", "wrong"),
    [
        ("struct box *", "struct lid *", True),
        ("struct box *", "struct box *", False),
        ("struct box *", "void *", False),
        ("void *", "struct box **", False),
        ("void **", "struct box **", True),
        ("struct box **", "struct box *", True),
        ("const char *", "u8 *", False),
        ("u16 *", "u32 *", True),
        ("s32 *", "u32 *", False),
        ("unsigned long *", "u64 *", True),
        ("size_t *", "unsigned int *", False),
        ("bool *", "int *", True),
        ("enum color *", "int *", False),
        ("enum color *", "u16 *", True),
        ("enum color *", "enum shape *", True),
        ("struct box *", "int", True),
        ("struct box *", "", False),
        ("int", "struct box *", True),
        ("int", "u64", False),
        ("struct box", "struct lid", True),
        ("struct box", "int", True),
        ("handle_t *", "struct box *", False),
        ("handle_t", "struct box *", False),
        ("int (*)(int)", "struct box *", False),
    ],
)
def test_what_contradicts(parameter: str, argument: str, wrong: bool) -> None:
    assert contradicts(parameter, argument) is wrong
