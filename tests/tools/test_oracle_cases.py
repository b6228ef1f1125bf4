"""The cases that the compiler oracle makes of a small tree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.pumps import MAIN, pumps, written
from tools.oracle_cases import (
    Case,
    arch_cases,
    parameter_cases,
    removed_cases,
    renamed_cases,
    void_cases,
)
from tools.oracle_hunks import added_cases, member_cases, ported_cases
from tools.oracle_tree import Kernel


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return pumps(tmp_path)


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
