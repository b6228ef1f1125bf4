"""The rules that a profile switches on: what an argument must be, and which helpers are a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.harness import Files, checked, shorts

ARGUMENT = """
[[rule]]
id = "argument"
function = "frob"
position = 1
type = "int"
name = "nid"
fed-by = ["nid", "*_to_nid(*)"]
since-patch = 1
"""

HEADER = "int frob(unsigned long start);\nint pfn_to_nid(unsigned long pfn);\n"


def caller(argument: str) -> str:
    return f"#include <linux/frob.h>\n\nint use(int nid, unsigned long start)\n{{\n\treturn frob({argument});\n}}\n"


BASE: Files = {"include/linux/frob.h": HEADER, "mm/use.c": caller("start")}


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        pytest.param("nid, start", [], id="the node"),
        pytest.param("pfn_to_nid(start >> 12), start", [], id="a node's expression"),
        pytest.param("start, nid", ["argument mm/use.c:5 by 1"], id="swapped"),
        pytest.param("0, start", ["argument mm/use.c:5 by 1"], id="a constant"),
    ],
)
def test_argument(tmp_path: Path, argument: str, expected: list[str]) -> None:
    step = {
        "include/linux/frob.h": HEADER.replace("frob(", "frob(int nid, "),
        "mm/use.c": caller(argument),
    }
    assert shorts(checked(tmp_path, BASE, step, profile=ARGUMENT)) == expected


def test_a_swapped_declaration(tmp_path: Path) -> None:
    step = {
        "include/linux/frob.h": HEADER.replace("start)", "start, int nid)", 1),
        "mm/use.c": caller("start, nid"),
    }
    found = shorts(checked(tmp_path, BASE, step, profile=ARGUMENT))
    assert "argument include/linux/frob.h:1 by 1" in found


PAIR = """
[[rule]]
id = "paired-calls"
functions = ["add_thing", "del_thing"]
replaces = ["raw_add"]
since-patch = 1
"""
DECLARED = (
    "int add_thing(int nid, int size);\nint del_thing(int nid, int size);\nint raw_add(int nid);\n"
)
DEFINED = (
    '#include "a.h"\n\n'
    "int add_thing(int nid, int size)\n{\n\treturn raw_add(nid);\n}\n\n"
    "int del_thing(int nid, int size)\n{\n\treturn 0;\n}\n\nint raw_add(int nid)\n{\n\treturn 0;\n}\n"
)
USES = (
    '#include "a.h"\n'
    "int up(int nid)\n{\n\treturn add_thing(nid, 1);\n}\n\nvoid down(int nid)\n{\n\tdel_thing(nid, 1);\n}\n"
)
PAIR_BASE: Files = {
    "a.h": "int raw_add(int nid);\n",
    "a.c": DEFINED[DEFINED.index("int raw") :],
    "b.c": "\n",
}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param({"a.h": DECLARED, "a.c": DEFINED, "b.c": USES}, [], id="a pair"),
        pytest.param(
            {"a.h": DECLARED},
            ["declared-unused a.h:1 by 1", "declared-unused a.h:2 by 1"],
            id="false credit",
        ),
        pytest.param(
            {"a.h": DECLARED, "a.c": DEFINED, "b.c": USES.split("void")[0]},
            ["paired-calls b.c:4 by 1"],
            id="only one is called",
        ),
        pytest.param(
            {
                "a.h": DECLARED,
                "a.c": DEFINED,
                "b.c": USES.replace("del_thing(nid, 1)", "del_thing(nid, 2)"),
            },
            ["paired-calls b.c:4 by 1"],
            id="other arguments",
        ),
        pytest.param(
            {
                "a.h": DECLARED,
                "a.c": DEFINED,
                "b.c": USES + "\nint x(void)\n{\n\treturn raw_add(0);\n}\n",
            },
            ["paired-calls b.c:14 by 1"],
            id="a direct call is left",
        ),
        pytest.param(
            {
                "a.h": DECLARED.replace("del_thing(int nid, int size)", "del_thing(int nid)"),
                "a.c": DEFINED.replace("del_thing(int nid, int size)", "del_thing(int nid)"),
            },
            ["paired-calls a.c:3 by 1"],
            id="other parameters",
        ),
    ],
)
def test_paired_calls(tmp_path: Path, step: Files, expected: list[str]) -> None:
    assert shorts(checked(tmp_path, PAIR_BASE, step, profile=PAIR)) == expected


NODE = """
[[rule]]
id = "node-id-unchecked"
value-of = "thing_node"
used-by = ["NODE_DATA", "node_pages"]
since-patch = 1
"""
GUARDED = "int up(struct thing *t)\n{\n\tint nid = thing_node(t);\n\n\tif (nid < 0)\n\t\tnid = 0;\n\treturn node_pages[nid];\n}\n"
NODE_BASE: Files = {"a.c": GUARDED + "\nint down(struct thing *t)\n{\n\treturn 0;\n}\n"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("\tint nid = thing_node(t);\n\n\treturn node_pages[nid];", 14, id="an index"),
        pytest.param("\tint nid = thing_node(t);\n\n\treturn x(NODE_DATA(nid));", 14, id="a macro"),
        pytest.param(
            "\tint nid = thing_node(t);\n\n\tif (nid == NUMA_NO_NODE)\n\t\treturn 0;\n\treturn node_pages[nid];",
            0,
            id="compared with the sentinel",
        ),
        pytest.param("\tint nid = thing_node(t);\n\n\treturn nid;", 0, id="no use as an index"),
    ],
)
def test_node_id_unchecked(tmp_path: Path, body: str, expected: int) -> None:
    step = {"a.c": NODE_BASE["a.c"].replace("\treturn 0;\n}", body + "\n}")}
    found = checked(tmp_path, NODE_BASE, step, profile=NODE).findings
    assert [one.primary.line for one in found if one.rule == "node-id-unchecked"] == [expected] * bool(
        expected
    )
