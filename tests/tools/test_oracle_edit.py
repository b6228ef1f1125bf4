"""The compiler oracle's edits: a conversion changes every use of a name, or says that it cannot."""

from __future__ import annotations

import pytest

from tools.oracle_edit import (
    Conversion,
    Edit,
    add_parameter,
    apply,
    change_type,
    closing,
    is_statement,
    pieces,
    remove,
    rename,
    return_nothing,
    uses,
)
from tools.signature_c import Source

PLAIN = """\
int pump(struct water *w, int speed)
{
\tif (!w)
\t\treturn -1;
\treturn w->flow + speed;
}
EXPORT_SYMBOL(pump);

static void user(struct water *w)
{
\tpump(w, /* a, b */ ',');
}
"""


def convert(text: str, name: str, conversion: Conversion, path: str = "mm/pump.c") -> str:
    source = Source(path, text.encode())
    edits: list[Edit] = []
    for use in uses(source, name):
        found = conversion(source, use)
        assert found is not None, use
        edits += found
    return apply({path: source.data}, edits).get(path, source.data).decode()


@pytest.mark.parametrize(
    ("conversion", "replaced"),
    [
        pytest.param(
            add_parameter,
            {"int pump(": "int pump(int pk_nid, ", "\tpump(w,": "\tpump(0, w,"},
            id="parameter",
        ),
        pytest.param(change_type(1), {"int speed": "long long speed"}, id="type"),
        pytest.param(
            return_nothing,
            {
                "int pump": "void pump",
                "return -1;": "return;",
                "return w->flow + speed;": "{ (void)(w->flow + speed); return; }",
            },
            id="void",
        ),
        pytest.param(
            rename("pump", "pk_pump"), {"pump(": "pk_pump(", "(pump)": "(pk_pump)"}, id="renamed"
        ),
    ],
)
def test_a_conversion_changes_every_use(conversion: Conversion, replaced: dict[str, str]) -> None:
    expected = PLAIN
    for old, new in replaced.items():
        expected = expected.replace(old, new)
    assert convert(PLAIN, "pump", conversion) == expected


def test_a_function_is_removed_with_its_calls() -> None:
    text = convert(PLAIN, "pump", remove)
    assert text.strip() == "static void user(struct water *w)\n{\n\tdo { } while (0);\n}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("int pump(void);", "int pump(int pk_nid);", id="void"),
        pytest.param(
            "void f(void)\n{\n\tpump();\n}", "void f(void)\n{\n\tpump(0);\n}", id="no argument"
        ),
        pytest.param("#define two() pump(1)", "#define two() pump(0, 1)", id="in a macro"),
        pytest.param("#define pump(a) (a)", "#define pump(pk_nid, a) (a)", id="a macro"),
    ],
)
def test_a_parameter_is_added_where_there_is_none(text: str, expected: str) -> None:
    assert convert(text, "pump", add_parameter) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("struct ops o = { .pump = pump };", id="address"),
        pytest.param("void f(void)\n{\n\to->pump = 1;\n}", id="member"),
    ],
)
def test_a_use_that_is_not_understood_is_not_converted(text: str) -> None:
    source = Source("mm/pump.c", text.encode())
    assert None in [add_parameter(source, use) for use in uses(source, "pump")]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("pump();", True),
        ("if (x) { pump(); }", True),
        ("else pump();", True),
        ("(void)pump();", True),
        ("x = pump();", False),
        ("pump(pump());", True),
        ("return pump();", False),
        ("if (pump()) go();", False),
    ],
)
def test_a_call_is_a_statement(call: str, expected: bool) -> None:
    source = Source("mm/pump.c", b"void f(void)\n{\n" + call.encode() + b"\n}\n")
    assert is_statement(source, uses(source, "pump")[0]) is expected


def test_brackets_and_commas() -> None:
    code = b"f(a, (b, c), {d, e}[0])"
    assert closing(code, 1) == len(code) - 1
    assert [code[slice(*span)].strip() for span in pieces(code, 1, len(code) - 1)] == [
        b"a",
        b"(b, c)",
        b"{d, e}[0]",
    ]
    assert closing(b"(a]", 0) == -1
    assert pieces(b"( )", 0, 2) == []
