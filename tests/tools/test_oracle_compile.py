"""The compiler oracle without a compiler: its edits, its cases on a small tree, and its judgement."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from patchkit.model.findings import Confidence, Finding, Severity, Span
from tools import oracle_build
from tools.oracle_build import Arch, Build, Complaint, Place, changed, missing, restore
from tools.oracle_cases import (
    Case,
    arch_cases,
    parameter_cases,
    removed_cases,
    renamed_cases,
    void_cases,
)
from tools.oracle_compare import Claim, Compiled, Verdict, claim, compare, new_line
from tools.oracle_compile import sources_of, summary
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
from tools.oracle_hunks import added_cases, member_cases, ported_cases
from tools.oracle_tree import Kernel
from tools.signature_c import Source
from tools.signature_hunks import blocks

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


HEADER = """\
int pump_start(struct pump *p, int speed);
#ifdef CONFIG_PUMP
void pump_stop(struct pump *p, int how);
#else
static inline void pump_stop(struct pump *p, int how) { }
#endif
void arch_pump(struct pump *p);
struct pump_ops {
\tint (*fill_up)(struct pump *p, int level);
};
"""
MAIN = """\
int pump_start(struct pump *p, int speed)
{
\tspeed++;
\tpump_log(p, p->state);
\treturn 0;
}
void pump_stop(struct pump *p, int how)
{
\treturn;
}
"""
USERS = """\
static int do_{0}(struct pump *p, int level)
{{
\tp->level = level;
\treturn level;
}}
static struct pump_ops ops_{0} = {{ .fill_up = do_{0} }};
void use_{0}(struct pump *p)
{{
\tpump_start(p, 1);
\tarch_pump(p);
\tpump_stop(p, 1);
\tp->ops->fill_up(p, 2);
}}
"""


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    files = {
        "include/linux/pump.h": HEADER,
        "mm/main.c": MAIN,
        "mm/one.c": USERS.format("one"),
        "mm/two.c": USERS.format("two"),
        "arch/README": "",
    } | {
        f"arch/{arch}/mm/pump.c": "void arch_pump(struct pump *p)\n{\n}\n"
        for arch in ("x86", "s390", "sh")
    }
    return Kernel(written(tmp_path / "tree", files), tmp_path / "scratch")


def written(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(
            parameter_cases,
            {
                "parameter-pump_start-complete": ("", 4),
                "parameter-pump_start-call-mm-one-9": ("call left out", 3),
                "parameter-pump_start-prototype-include-linux-pump-h-1": ("prototype left out", 3),
                "stub-pump_stop-complete": ("", 4),
                "stub-pump_stop-stub-include-linux-pump-h-5": ("stub left out", 4),
                "stub-pump_stop-call-mm-one-11": ("call left out", 3),
            },
            id="parameter",
        ),
        pytest.param(
            arch_cases,
            {
                "arch-arch_pump-complete": ("", 6),
                "arch-arch_pump-definition-arch-s390-mm-pump-1": ("definition left out", 5),
                "arch-arch_pump-definition-arch-x86-mm-pump-1": ("definition left out", 5),
                "arch-arch_pump-call-mm-one-10": ("call left out", 5),
            },
            id="arch",
        ),
        pytest.param(
            void_cases,
            {
                "void-pump_start-complete": ("", 2),
                "void-pump_start-definition-mm-main-1": ("definition left out", 1),
                "void-pump_start-prototype-include-linux-pump-h-1": ("prototype left out", 1),
            },
            id="void",
        ),
        pytest.param(
            member_cases,
            {
                "member-fill_up-complete": ("", 3),
                "member-fill_up-definition-mm-one-1": ("definition left out", 3),
                "member-fill_up-call-mm-one-12": ("call left out", 3),
            },
            id="member",
        ),
    ],
)
def test_cases_leave_out_one_site(
    kernel: Kernel, make: Callable[[Kernel], object], expected: dict[str, tuple[str, int]]
) -> None:
    found = made(make(kernel))
    assert {name: (case.planted, len(case.texts)) for name, case in found.items()} == expected


def made(cases: object) -> dict[str, Case]:
    return {case.id: case for case in cases}  # type: ignore[attr-defined]  # an iterator of cases


@pytest.mark.parametrize("make", [removed_cases, renamed_cases])
def test_removed_and_renamed_cases(kernel: Kernel, make: Callable[[Kernel], object]) -> None:
    found = made(make(kernel))
    assert {case.planted for case in found.values()} >= {"", "call left out"}
    for case in found.values():
        text = case.texts["mm/one.c" if "mm/one.c" in case.texts else "mm/two.c"]
        assert case.left_out is not None or b"\tpump_start(" not in text or "pump_stop" in case.id


def test_added_lines_repeat_a_statement_with_one_fault(kernel: Kernel) -> None:
    expected = {
        "": b"pump_log(p, p->state);",
        "arity": b"pump_log(p);",
        "undeclared function": b"pk_pump_log(p, p->state);",
        "undeclared identifier": b"pump_log(p, pk_undeclared);",
        "unknown field": b"pump_log(p, p->pk_no_field);",
        "unknown label": b"goto pk_nowhere;",
        "no value": b"return;",
    }
    for number in range(8):
        written(kernel.root, {f"mm/more{number}.c": MAIN.split("void pump_stop")[0]})
    found = {}
    for case in added_cases(kernel):
        ((path, text),) = case.texts.items()
        (added,) = set(text.split(b"\n")) - set(kernel.source(path).data.split(b"\n")) or {
            b"\tpump_log(p, p->state);"
        }
        found[case.planted] = added.strip()
    assert found == expected


def test_a_ported_hunk_is_the_older_body(kernel: Kernel, tmp_path: Path) -> None:
    body = "".join(f"\tstep({number});\n" for number in range(8))
    then = written(tmp_path / "old", {"mm/main.c": MAIN.replace("\tpump_log(p, p->state);\n", body)})
    (case,) = ported_cases(kernel, Kernel(then, tmp_path / "other"))
    assert case.texts["mm/main.c"].decode() == (then / "mm/main.c").read_text()


def test_lines_are_followed_through_a_patch() -> None:
    old = b"".join(b"%d\n" % number for number in range(1, 30))
    new = old.replace(b"\n5\n", b"\n5\nnew\n").replace(b"\n9\n10\n", b"\n").replace(b"\n20\n", b"\nx\n")
    runs = blocks({"f": old}, {"f": new})["f"]
    lines = new.split(b"\n")
    for line in (1, 5, 6, 8, 11, 19, 21, 29):
        assert lines[new_line(runs, line) - 1] == b"%d" % line


CASE = Case("case", "parameter", "pump", "call left out", Place("mm/a.c", 10), {}, ("mm/a.c",), ("x86",))
FAULT = Place("mm/a.c", 10)
COMPLAINT = Complaint(Place("mm/a.c", 11), "too few arguments to function 'pump'")
ELSEWHERE = Complaint(
    Place("mm/b.c", 5), "too many arguments to function 'pump'", (Place("mm/a.c", 10),)
)
OTHER = Complaint(Place("mm/b.c", 5), "'x' undeclared")


def said(path: str, line: int, severity: Severity = Severity.ERROR, name: str = "") -> Claim:
    return Claim(Place(path, line), "a-rule", severity, "high", "", name)


@pytest.mark.parametrize(
    ("planted", "claims", "complaints", "verdict", "beyond"),
    [
        pytest.param(None, [], [], Verdict.CLEAN, 0, id="both silent"),
        pytest.param(FAULT, [said("mm/a.c", 10)], [COMPLAINT], Verdict.ERROR, 0, id="both at the site"),
        pytest.param(
            FAULT, [said("mm/a.c", 10)], [ELSEWHERE], Verdict.ERROR, 0, id="compiler elsewhere"
        ),
        pytest.param(
            FAULT, [said("mm/a.c", 10)], [COMPLAINT, OTHER], Verdict.MISSED, 0, id="one missed"
        ),
        pytest.param(
            FAULT,
            [said("mm/a.c", 10, Severity.WARNING)],
            [COMPLAINT],
            Verdict.MISSED,
            0,
            id="only a warning",
        ),
        pytest.param(None, [said("mm/a.c", 10)], [], Verdict.FALSE, 0, id="the compiler takes it"),
        pytest.param(None, [said("mm/a.c", 10)], [OTHER], Verdict.BOTH, 0, id="another error"),
        pytest.param(
            None,
            [said("mm/c.c", 9, name="pump")],
            [Complaint(Place("mm/b.c", 5), "implicit declaration of function 'pump'")],
            Verdict.ERROR,
            1,
            id="of one function",
        ),
        pytest.param(
            None,
            [said("mm/a.c", 8, name="level")],
            [Complaint(Place("mm/a.c", 10), "'speed' undeclared")],
            Verdict.BOTH,
            0,
            id="near and of another name",
        ),
        pytest.param(
            None,
            [said("mm/a.c", 8, name="x")],
            [Complaint(Place("mm/a.c", 10), "'x' undeclared"), Complaint(Place("mm/a.c", 10), "other")],
            Verdict.ERROR,
            0,
            id="a consequence",
        ),
        pytest.param(Place("mm/c.c", 3), [], [], Verdict.NOT_BUILT, 0, id="not compiled"),
        pytest.param(None, [said("mm/c.c", 3)], [], Verdict.CLEAN, 1, id="a claim nobody compiled"),
    ],
)
def test_verdicts(
    planted: Place | None,
    claims: list[Claim],
    complaints: list[Complaint],
    verdict: Verdict,
    beyond: int,
) -> None:
    compiled = Compiled(["x86:mm/a.o"], [], complaints, lambda: {"mm/a.c": set(range(1, 50))})
    outcome = compare(CASE, planted, claims, compiled)
    assert (outcome.verdict, len(outcome.beyond)) == (verdict, beyond)
    assert summary([outcome])["all"] == {verdict: 1}


def test_a_finding_is_placed_in_the_patched_file() -> None:
    runs = blocks({"f": b"a\nb\n"}, {"f": b"new\na\nb\n"})
    for patched, line in ((False, 3), (True, 2)):
        finding = Finding("r", Severity.ERROR, Confidence.HIGH, "m", Span("f", 2, patched=patched))
        assert claim(finding, runs).place == Place("f", line)


def test_files_that_patchkit_blames_are_compiled_too(kernel: Kernel) -> None:
    blamed = [said("mm/two.c", 1), said("include/linux/pump.h", 1), said("mm/none.c", 1)]
    case = Case("c", "arch", "n", "", None, {}, ("mm/one.c",), ("x86",))
    assert sources_of(case, blamed, kernel.root) == {"mm/one.c", "mm/two.c"}


def test_the_copy_is_as_before_after_a_case_and_after_an_interruption(tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", {"mm/a.c": "old\n"})
    source = written(tmp_path / "source", {"mm/a.c": "old\n"})
    with changed(tree, source, {"mm/a.c": b"new\n"}):
        assert (source / "mm/a.c").read_text() == "new\n"
    assert (source / "mm/a.c").read_text() == "old\n"
    (tmp_path / "source.changed").write_text("mm/a.c")
    (source / "mm/a.c").write_text("left by a run that was killed\n")
    restore(tree, source)
    assert (source / "mm/a.c").read_text() == "old\n"
    assert not (tmp_path / "source.changed").exists()


def fake_build(tmp_path: Path, script: str) -> Build:
    """A build folder with the record of one object, whose compiler is a script."""
    source = written(tmp_path / "source", {"mm/a.c": "int x;\n"})
    build = Build(Arch("x86", "x86", "x86_64", "", "defconfig", "gcc"), source, tmp_path)
    compiler = tmp_path / "cc"
    compiler.write_text(f"#!/bin/sh\n{script}\n")
    compiler.chmod(compiler.stat().st_mode | stat.S_IXUSR)
    record = (
        f'savedcmd_mm/a.o := {compiler} -Wp,-MMD,mm/.a.o.d -DNAME=\'"a b"\' -D"S(x)=$(pound)x" -c '
        f"-o mm/a.o {source}/mm/a.c ; ./tools/objtool/objtool mm/a.o\n\nsource_mm/a.o := x\n"
    )
    written(build.folder, {"mm/.a.o.cmd": record, "mm/a.o": "", ".config": ""})
    return build


def test_the_recorded_command_is_run_again_and_its_errors_read(tmp_path: Path) -> None:
    said = [
        {"kind": "warning", "message": "w", "locations": [{"caret": {"file": "x.c", "line": 1}}]},
        {
            "kind": "error",
            "message": "conflicting types",
            "locations": [{"caret": {"file": str(tmp_path / "source/mm/a.c"), "line": 7}}],
            "children": [
                {
                    "kind": "note",
                    "message": "previous declaration",
                    "locations": [{"caret": {"file": "../source/include/a.h", "line": 3}}],
                }
            ],
        },
    ]
    (tmp_path / "answer").write_text(json.dumps(said))
    build = fake_build(tmp_path, f'echo "$@" > {tmp_path}/asked; cat {tmp_path}/answer >&2; exit 1')
    assert build.compile(["mm/a.c"]) == {"mm/a.c"}
    assert build.complaints("mm/a.c", {}) == [
        Complaint(Place("mm/a.c", 7), "conflicting types", (Place("include/a.h", 3),))
    ]
    asked = (tmp_path / "asked").read_text().strip()
    expected = (
        f'-DNAME="a b" -DS(x)=#x {tmp_path}/source/mm/a.c -fdiagnostics-format=json -c -o /dev/null'
    )
    assert asked == expected


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    build = fake_build(tmp_path, f"echo x >> {tmp_path}/asked; echo '[]' >&2")
    for texts in ({"mm/a.c": b"int y;"}, {"mm/a.c": b"int y;"}, {"mm/a.c": b"int z;"}):
        assert build.complaints("mm/a.c", texts) == []
    assert (tmp_path / "asked").read_text() == "x\nx\n"


def test_lines_that_reach_the_compiler(tmp_path: Path) -> None:
    build = fake_build(tmp_path, f"printf '# 1 \"{tmp_path}/source/mm/a.c\"\\nint x;\\n\\nint y;\\n'")
    assert build.seen("mm/a.c")["mm/a.c"] == {1, 3}


def test_a_compiler_that_fails_without_a_reason_ends_the_run(tmp_path: Path) -> None:
    build = fake_build(tmp_path, "echo cannot allocate memory >&2; exit 1")
    with pytest.raises(SystemExit, match="cannot allocate memory"):
        build.complaints("mm/a.c", {})


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    packages = missing(oracle_build.ARCHES)
    assert {"gcc-s390x-linux-gnu", "gcc-sh4-linux-gnu", "gcc", "make", "bison", "flex", "bc"} <= set(
        packages
    )
