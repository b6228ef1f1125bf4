"""The builder and the scorer of the truth test, on small trees written for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patchkit.model.findings import Confidence, Finding, Severity, Span
from tools.signature_c import Kind, Source
from tools.signature_cases import Pair, cases, main, prepare
from tools.signature_hunks import Block, applies, apply, blocks, diff, hunks
from tools.signature_score import by_count, chosen, is_hit, summary
from tools.signature_types import conflicting, parameter_type, unfit_argument

HEADER = """\
#ifdef CONFIG_PUMP
int pump_start(struct pump *p, int speed);
#else
static inline int pump_start(struct pump *p, int speed)
{
	return 0;
}
#endif
"""

DRIVER = """\
#include "pump.h"

/* pump_start() - sets the pump going */
int pump_start(struct pump *p, int speed)
{
	return p->ready ? speed : -1;
}
EXPORT_SYMBOL(pump_start);
"""

USER = """\
#include "pump.h"

int first(struct pump *p)
{
	return pump_start(p, max(1, 2));
}



int between;



int second(struct pump *p)
{
	return pump_start(p,
			',');
}
"""


def _new(text: str) -> str:
    return (
        text.replace("int speed)", "int speed, bool slow)")
        .replace("max(1, 2))", "max(1, 2), true)")
        .replace("','", "',', false")
    )


def _write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


TYPES = "typedef _Bool bool;\nenum { false, true };\n"

OLD = {
    "include/types.h": TYPES,
    "include/pump.h": HEADER,
    "drivers/pump.c": DRIVER,
    "drivers/user.c": USER,
}


def _pair(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> Pair:
    return Pair(_write(tmp_path / "old", old), _write(tmp_path / "new", new))


@pytest.mark.parametrize(
    ("code", "kind", "count"),
    [
        ("int f(int a);\n", Kind.PROTOTYPE, None),
        ("extern int f(int a) __must_check;\n", Kind.PROTOTYPE, None),
        ("struct x *\nf(int a)\n{\n}\n", Kind.DEFINITION, None),
        ("static int f(void) __acquires(a, b)\n{\n}\n", Kind.DEFINITION, None),
        ("int g(void)\n{\n\treturn f(a, ',', \",\", h(b, c));\n}\n", Kind.CALL, 4),
        ("int g(void)\n{\n\tif (x)\n\t\tf();\n\telse f();\n}\n", Kind.CALL, 0),
        ("int g(void)\n{\n\tx = a * f(/* a, b */ c);\n}\n", Kind.CALL, 1),
        ("int g(void)\n{\n\tf(a,\n#ifdef B\n\t  b,\n#endif\n\t  c);\n}\n", Kind.CALL, None),
        ("#define f(a, b) (a)\n", Kind.MACRO, 2),
        ("#define g(a) \\\n\tf(a, 1, \\\n\t  2)\n", Kind.MACRO_CALL, 3),
        ("EXPORT_SYMBOL_GPL(f);\n", Kind.EXPORT, None),
        ("struct ops o = {\n\t.run = f,\n};\n", Kind.REFERENCE, None),
        ("void g(void)\n{\n\to->f(1);\n}\n", Kind.OTHER, None),
        ("struct f *x;\n", Kind.OTHER, None),
        ("void g(void)\n{\n\tint f;\n}\n", Kind.OTHER, None),
        ("struct o {\n\tint (*f)(int);\n};\n", Kind.OTHER, None),
    ],
)
def test_an_occurrence_has_a_kind_and_a_count(code: str, kind: Kind, count: int | None) -> None:
    site = next(Source("a.c", code.encode()).sites(frozenset({"f"})))

    assert (site.kind, site.count) == (kind, count)


def test_comments_and_strings_hold_no_sites() -> None:
    code = b'/* f(1) */\nint g(void)\n{\n\tputs("f(2)"); // f(3)\n}\n'

    assert not list(Source("a.c", code).sites(frozenset({"f"})))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int a", "int"),
        ("unsigned a", "unsigned int"),
        ("unsigned long int a", "unsigned long"),
        ("struct page **pages", "struct page * *"),
        ("struct page *", "struct page *"),
        ("struct page", "struct page"),
        ("u32", "u32"),
        ("const char __user *buf", "const char *"),
        ("int a[]", "int *"),
        ("int (*done)(void *data)", "int ( * ) ( void * data )"),
        ("...", "..."),
    ],
)
def test_a_parameter_is_its_type(text: str, expected: str) -> None:
    assert parameter_type(text.encode()) == expected


@pytest.mark.parametrize(
    ("one", "other", "surely"),
    [
        ("int", "int", False),
        ("u32", "unsigned int", False),
        ("int", "unsigned int", True),
        ("struct a *", "struct b *", True),
        ("struct a *", "a_t *", False),
        ("a_t *", "a_t * *", True),
        ("const struct a *", "struct a *", True),
        ("const int", "int", False),
    ],
)
def test_only_sure_contradictions_count(one: str, other: str, surely: bool) -> None:
    assert conflicting(one, other) is surely


@pytest.mark.parametrize(
    ("passed", "wanted", "surely"),
    [
        ("struct a *", "struct b *", True),
        ("struct a *", "const struct a *", False),
        ("struct a *", "void *", False),
        ("u32", "bool", False),
        ("struct a *", "bool", False),
        ("enum a *", "bool", False),
        ("struct a", "bool", True),
        ("u32", "char *", True),
        ("a_t", "struct a *", False),
        ("struct a", "int", True),
        ("enum a *", "int *", False),
        ("enum a *", "struct b *", True),
    ],
)
def test_only_sure_misfits_count(passed: str, wanted: str, surely: bool) -> None:
    assert unfit_argument(passed, wanted) is surely


def test_hunks_join_as_git_joins_them() -> None:
    runs = [Block(10, 1, 10, 1), Block(17, 1, 17, 1), Block(25, 1, 25, 1)]

    assert [len(hunk) for hunk in hunks(runs)] == [2, 1]


def test_chosen_blocks_make_a_patch_that_git_applies() -> None:
    old = {"a.c": b"".join(b"%d\n" % number for number in range(30))}
    new = {"a.c": old["a.c"].replace(b"\n5\n", b"\nfive\nand\n").replace(b"\n20\n", b"\n")}
    first, second = blocks(old, new)["a.c"]

    half = {"a.c": apply(old["a.c"], new["a.c"], [second])}

    assert b"\n5\n" in half["a.c"]
    assert b"\n20\n" not in half["a.c"]
    assert apply(old["a.c"], new["a.c"], [first, second]) == new["a.c"]
    assert applies(diff(old, half), old, half)
    assert not applies(diff(old, half), half, half)


def test_a_changed_function_gives_a_complete_case_and_one_per_kind_of_site(tmp_path: Path) -> None:
    pair = _pair(tmp_path, OLD, {path: _new(text) for path, text in OLD.items()})

    made = {str(case["kind"]): (case, text) for case, text in cases(prepare(pair))}

    assert sorted(made) == ["call, other file", "complete", "definition"]
    case, text = made["call, other file"]
    assert case["class"] == "count"
    assert case["left_out"] == {
        "path": "drivers/user.c",
        "line": 5,
        "line_after": 5,
        "function": "first",
        "extent": [3, 6],
        "text": "pump_start ( p , max ( 1 , 2 ) )",
    }
    assert text.startswith(b"From: ")
    assert b"+\t\t\t',', false);" in text
    assert b"max(1, 2), true" not in text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"drivers/user.c": USER}, "a call disagrees"),
        ({"drivers/user.c": _new(USER).replace("false", "false, 1")}, "a call disagrees"),
        ({"include/pump.h": HEADER}, "another global definition"),
        ({"drivers/user.c": None}, "a file with a site vanished"),
        (
            {
                "drivers/pump.c": '#include "pump.h"\n',
                "include/pump.h": "int pump_start(struct pump *p, int speed, bool slow);\n",
                "drivers/new.c": _new(DRIVER),
            },
            "its definition moved",
        ),
    ],
    ids=["old-call", "odd-call", "old-declaration", "vanished", "moved"],
)
def test_what_is_not_plainly_complete_is_left_aside(
    tmp_path: Path, changed: dict[str, str | None], reason: str
) -> None:
    new = {path: _new(text) for path, text in OLD.items()} | changed
    builder = prepare(_pair(tmp_path, OLD, {path: text for path, text in new.items() if text}))

    made = [case for case, _text in cases(builder)]

    assert not made
    assert [one for one in builder.refused if one.startswith(reason)]


def test_a_hunk_with_another_change_is_reduced_to_its_lines(tmp_path: Path) -> None:
    user = _new(USER).replace("int first(struct pump *p)", "int third(void)")
    new = {path: _new(text) for path, text in OLD.items()} | {"drivers/user.c": user}

    made = {str(case["kind"]): text for case, text in cases(prepare(_pair(tmp_path, OLD, new)))}

    assert b"+\treturn pump_start(p, max(1, 2), true);" in made["fragment"]
    assert b"third" not in made["fragment"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("\tbool calm = true;\n\n\n\n\n\n\n\n\treturn pump_start(p, 1, calm);", "complete"),
        ("\n\n\n\n\n\n\n\n\n\treturn pump_start(p, 1, p->unheard_of);", "fragment"),
    ],
    ids=["declared-in-another-hunk", "declared-nowhere"],
)
def test_what_does_not_stand_alone_is_a_fragment(tmp_path: Path, body: str, kind: str) -> None:
    space = "\tpump_wait(p);\n" * 8
    user = f"int first(struct pump *p)\n{{\n{space}\treturn pump_start(p, 1);\n}}\n"
    after = "int first(struct pump *p)\n{\n" + body.replace("\n" * 8, "\n" + space) + "\n}\n"
    new = {path: _new(text) for path, text in OLD.items()} | {"drivers/user.c": after}

    made = cases(prepare(_pair(tmp_path, OLD | {"drivers/user.c": user}, new)))

    kinds = [str(case["kind"]) for case, _text in made]
    assert "fragment" in kinds
    assert ("complete" in kinds) == (kind == "complete")


OPS = "struct ops {\n\tint (*run)(struct pump *p, int speed);\n};\n"
TABLE = "struct ops ops = {\n\t.run = pump_start,\n};\n"
OTHER = "int pump_stop(struct pump *p, int hard)\n{\n\treturn hard;\n}\n"
LONG = "struct pump {\n\tint ready;\n};\n"


@pytest.mark.parametrize(
    ("path", "old", "new", "user"),
    [
        ("include/pumps.h", LONG, LONG.replace("}", "\tint calm;\n}"), "max(1, 2), p->calm)"),
        ("drivers/other.c", OTHER, OTHER.replace(", int hard", ""), "pump_stop(p), true)"),
        ("include/ops.h", OPS, _new(OPS), "max(1, 2), true)"),
        ("include/ops.h", OPS, OPS.replace("\tint", "\tlong"), "max(1, 2), true)"),
    ],
    ids=["new-member", "signature", "type-of-pointer", "its-return-type"],
)
def test_what_other_hunks_change_makes_a_fragment(
    tmp_path: Path, path: str, old: str, new: str, user: str
) -> None:
    before = OLD | {path: old, "drivers/table.c": TABLE}
    after = {one: _new(text) for one, text in before.items()} | {
        path: new,
        "drivers/user.c": _new(USER).replace("max(1, 2), true)", user),
    }

    made = [case for case, _text in cases(prepare(_pair(tmp_path, before, after)))]
    kinds = [case["kind"] for case in made if case["together"] == ["pump_start"]]

    assert "fragment" in kinds
    assert "complete" not in kinds


def test_a_call_counts_whose_arguments_alone_are_on_changed_lines(tmp_path: Path) -> None:
    user = "int first(struct pump *p)\n{\n\treturn pump_start(p, 1) +\n\t\tpump_stop(\n\t\t\tp, 1);\n}\n"
    old = OLD | {"drivers/user.c": user, "drivers/other.c": OTHER}
    new = {path: _new(text) for path, text in old.items()} | {
        "drivers/user.c": user.replace("(p, 1)", "(p, 1, true)").replace("\tp, 1)", "\tp)"),
        "drivers/other.c": OTHER.replace(", int hard", ""),
    }

    made = [case for case, _text in cases(prepare(_pair(tmp_path, old, new)))]
    kinds = [case["kind"] for case in made if case["name"] == "pump_start"]

    assert "fragment" in kinds
    assert "complete" not in kinds


MAKER = "struct old *pump_make(int speed)\n{\n\treturn pump_any(speed);\n}\n"
TAKER = "int first(void)\n{\n\tstruct old *p;\n\n\n\n\n\n\n\n\n\tp = pump_make(3);\n\treturn p->on;\n}\n"


@pytest.mark.parametrize(
    ("caller", "kind"), [(TAKER, "complete"), (TAKER.replace("old", "new"), "fragment")]
)
def test_a_caller_whose_variable_becomes_another_one_is_part_of_it(
    tmp_path: Path, caller: str, kind: str
) -> None:
    old = OLD | {"a.h": "struct old *pump_make(int speed);\n", "a.c": MAKER, "b.c": TAKER}
    new = {path: text.replace("struct old", "struct new") for path, text in old.items()}

    made = [
        str(case["kind"])
        for case, _text in cases(prepare(_pair(tmp_path, old, new | {"b.c": caller})))
        if case["name"] == "pump_make"
    ]

    assert made[0] == kind


def test_a_definition_that_only_the_calls_show_to_be_left_out(tmp_path: Path) -> None:
    space = "\n\n\n\nint between;\n\n\n\n"
    local = "static int pump_start(struct pump *p, int speed)\n{\n\treturn speed;\n}\n"
    old = {
        "a.c": local + space + "int first(struct pump *p)\n{\n\treturn pump_start(p, max(1, 2));\n}\n"
    }
    old["types.h"] = TYPES
    new = {path: _new(text) for path, text in old.items()}

    kinds = [str(case["kind"]) for case, _text in cases(prepare(_pair(tmp_path, old, new)))]

    assert sorted(kinds) == ["call, same file", "complete", "definition, shown by calls alone"]


def test_a_function_whose_address_is_taken_is_marked(tmp_path: Path) -> None:
    user = "struct o o = {\n\t.run = pump_start,\n};\n"
    old = OLD | {"drivers/table.c": user}
    new = {path: _new(text) for path, text in old.items()}

    made = [case for case, _text in cases(prepare(_pair(tmp_path, old, new)))]

    assert made
    assert all(case["address_taken"] for case in made)


def test_a_static_function_of_the_same_name_elsewhere_is_another(tmp_path: Path) -> None:
    other = {"drivers/other.c": "static int pump_start(int a)\n{\n\treturn pump_start(a);\n}\n"}
    new = {path: _new(text) for path, text in OLD.items()} | other

    made = [case for case, _text in cases(prepare(_pair(tmp_path, OLD | other, new)))]

    assert made
    assert all("drivers/other.c" not in case["files"] for case in made)  # type: ignore[operator]


def test_the_builder_writes_folders_and_the_scorer_reads_them(tmp_path: Path) -> None:
    pair = _pair(tmp_path, OLD, {path: _new(text) for path, text in OLD.items()})
    out = tmp_path / "cases"

    assert main([str(pair.old), str(pair.new), "--out", str(out)]) == 0

    folders = chosen(out, "", None)
    flagged = {folder.name: list(by_count(_case(folder), folder)) for folder in folders}
    assert flagged == {
        "old-pump_start-complete": [],
        "old-pump_start-call-other-file": [("drivers/user.c", 5)],
        "old-pump_start-definition": [("drivers/pump.c", 4)],
    }


def _case(folder: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder / "case.json").read_text())
    return loaded


@pytest.mark.parametrize(
    ("path", "line", "subject", "hit"),
    [
        ("a.c", 12, "f", True),
        ("a.c", 15, "f", True),
        ("a.c", 40, "f", True),
        ("a.c", 41, "f", False),
        ("b.c", 12, "f", False),
        ("a.c", 12, "g", False),
    ],
)
def test_a_hit_stands_at_the_site_or_in_its_function(
    path: str, line: int, subject: str, hit: bool
) -> None:
    site = {"path": "a.c", "line": 12, "line_after": 14, "extent": [10, 40]}
    finding = Finding("rule", Severity.ERROR, Confidence.HIGH, "", Span(path, line), subject=subject)

    assert is_hit(finding, {"name": "f", "left_out": site}) is hit


def test_the_score_keeps_classes_apart() -> None:
    base = {"id": "k-f-x", "name": "f", "seconds": 1.0, "about_name": 0, "confident": 0, "errors": []}
    base["address_taken"] = False
    shared = {"baseline_hit": True, "baseline_false": 0}
    results = [
        {**base, **shared, "class": "count", "kind": "stub", "left_out": {}, "hit": True},
        {**base, **shared, "class": "count", "kind": "stub", "left_out": {"path": "a"}, "hit": True},
        {**base, **shared, "class": "type", "kind": "stub", "left_out": {"path": "a"}, "hit": False},
    ]

    lines = "\n".join(summary(results))

    assert "all                             1/2     50.00%" in lines
    assert "count: stub                     1/1    100.00%" in lines
    assert "type: stub                      0/1      0.00%" in lines
