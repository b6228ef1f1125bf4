"""function-unused: what a series leaves without a use, after which patch, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.model.findings import Confidence, Finding, Severity
from tests.rules.harness import Files, checked, short

GROW = "static int slot_grow(int by)\n{\n\treturn by;\n}\n"
USER = "int slot_init(void)\n{\n\treturn slot_grow(1);\n}\n"
OTHER = "int slot_exit(void)\n{\n\treturn 0;\n}\n"
HEADER = '#include "slot.h"\n'
SHOW = GROW.replace("slot_grow", "slot_size_show")


def findings(tmp_path: Path, base: Files, *steps: Files, tree: Files | None = None) -> list[Finding]:
    report = checked(tmp_path, {"mm/x.c": "int x;\n"} | base, *steps, tree=tree)
    assert not [one for one in report.incidents if not one.harmless]
    return [one for one in report.findings if one.rule == "function-unused"]


def shown(tmp_path: Path, base: Files, *steps: Files, tree: Files | None = None) -> list[str]:
    return [short(one) for one in findings(tmp_path, base, *steps, tree=tree)]


def test_the_user_comes_with_a_later_patch(tmp_path: Path) -> None:
    steps: list[Files] = [{"mm/slot.c": GROW + OTHER}, {"mm/slot.c": GROW + OTHER + USER}]
    assert shown(tmp_path, {"mm/slot.c": OTHER}, *steps) == ["function-unused mm/slot.c:1 by 1-2"]


def test_the_last_user_goes(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, {"mm/slot.c": GROW + OTHER + USER}, {"mm/slot.c": GROW + OTHER})
    assert short(found) == "function-unused mm/slot.c:1 by 1"
    assert found.message == "slot_grow() is static and nothing in its file uses it any more"
    assert (found.severity, found.confidence) == (Severity.WARNING, Confidence.HIGH)


def test_the_last_user_goes_and_comes_back(tmp_path: Path) -> None:
    steps: list[Files] = [{"mm/slot.c": text} for text in (GROW + OTHER, GROW + OTHER + USER)]
    found = shown(tmp_path, {"mm/slot.c": GROW + OTHER + USER}, *steps)
    assert found == ["function-unused mm/slot.c:1 by 1-2"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"static int slot_grow(int by);\n{GROW}/* slot_grow() will be used */\n", 2),
        ('static int slot_grow(int by)\n{\n\treturn pr_debug("slot_grow()");\n}\n', 1),
        ("static int slot_grow(int by)\n{\n\treturn by ? slot_grow(by - 1) : 0;\n}\n", 1),
        (f"#if 0\n{USER}#endif\n{GROW}", 7),
        (GROW.replace("int by", "int by __maybe_unused"), 1),
        (GROW.replace("static int", "static noinline int"), 1),
        (GROW.replace("static int", "static SLOT_COLD int"), 2),
        (GROW + "int slot_get(struct slot *s)\n{\n\treturn s->slot_grow + s->ops.slot_grow(1);\n}\n", 1),
        (GROW + "int slot_sum(int slot_grow)\n{\n\treturn slot_grow;\n}\n", 1),
        ("static int slot_grow(int by);\n", 1),
    ],
)
def test_what_is_no_use_of_it(tmp_path: Path, text: str, line: int) -> None:
    text = ("#define SLOT_COLD __cold\n" if "SLOT_COLD" in text else "") + text
    found = shown(tmp_path, {"mm/slot.c": OTHER}, {"mm/slot.c": text + OTHER})
    assert found == [f"function-unused mm/slot.c:{line} by 1"]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (GROW + USER, {}),
        (GROW + "static struct ops o = { .grow = slot_grow };\n", {}),
        (GROW + "static grow_t *all[] = { slot_grow };\n", {}),
        (GROW + "void slot_set(struct ops *o)\n{\n\to->grow = &slot_grow;\n}\n", {}),
        (GROW.replace("static int", "static int __init") + "module_init(slot_grow);\n", {}),
        (GROW + "#define grow() slot_grow(1)\n", {}),
        (f"#ifdef CONFIG_SLOT\n{USER}#endif\n{GROW}", {}),
        (f"#ifdef CONFIG_SLOT\n{GROW}#else\n{GROW}#endif\n{USER}", {}),
        (GROW.replace("static int", "static inline int"), {}),
        (GROW.replace("static int", "static int __maybe_unused"), {}),
        (f"static int slot_grow(int by) __attribute__((unused));\n{GROW}", {}),
        (GROW.replace("static int", "static int SLOT_EXTRA"), {}),
        (GROW.replace("static int", "SLOT_FUNC int"), {}),
        (GROW.replace("static ", ""), {}),
        (SHOW + "static SLOT_ATTR_RO(slot_size);\n", {}),
        (GROW + '#include "more.c"\n', {"mm/more.c": USER}),
        (GROW + '#include "table.h"\n', {"mm/table.h": "static grow_t *all[] = { slot_grow };\n"}),
        (GROW, {"mm/all.c": f'#include "slot.c"\n{USER}'}),
    ],
)
def test_what_is_used_or_may_be(tmp_path: Path, text: str, more: Files) -> None:
    header = (
        "#define SLOT_ATTR_RO(_name) struct slot_attr attr_##_name = { .show = _name##_show }\n"
        "#define SLOT_EXTRA __slot_extra\n#define __slot_extra __attribute__((__unused__))\n"
        "#define SLOT_FUNC static SLOT_EXTRA\n"
    )
    base = {"mm/slot.c": HEADER + OTHER, "mm/slot.h": header} | more
    assert shown(tmp_path, base, {"mm/slot.c": HEADER + text + OTHER}) == []


def test_a_header_s_functions_are_for_whoever_includes_it(tmp_path: Path) -> None:
    assert shown(tmp_path, {"mm/slot.h": OTHER}, {"mm/slot.h": GROW + OTHER}) == []


def test_a_file_that_the_series_lets_another_include(tmp_path: Path) -> None:
    step = {"mm/slot.c": GROW + OTHER, "mm/all.c": f'#include "slot.c"\n{USER}'}
    assert shown(tmp_path, {"mm/slot.c": OTHER}, step) == []


@pytest.mark.parametrize("now", ["1", "slot_exit() + slot_grow_not"])
def test_what_was_unused_before_is_not_of_the_series(tmp_path: Path, now: str) -> None:
    text = GROW + OTHER.replace("0", now) + "/* slot_grow() is for later */\n"
    assert shown(tmp_path, {"mm/slot.c": GROW + OTHER}, {"mm/slot.c": text}) == []


def test_half_a_renaming_is_told_where_the_old_name_is_left(tmp_path: Path) -> None:
    base = GROW + USER + OTHER
    step = {"mm/slot.c": base.replace("slot_grow(int", "grow(int")}
    assert shown(tmp_path, {"mm/slot.c": base}, step) == []


def test_a_refused_hunk_may_be_the_user(tmp_path: Path) -> None:
    far = "".join(f"int slot_{number};\n" for number in range(40))
    step = {"mm/slot.c": GROW + far + OTHER + USER}
    other = {"mm/slot.c": far + OTHER.replace("slot_exit", "slot_leave")}
    assert shown(tmp_path, {"mm/slot.c": far + OTHER}, step, tree=other) == []


def test_a_header_that_is_not_there_may_be_the_user(tmp_path: Path) -> None:
    text = '#include "comes_later.h"\n'
    steps: list[Files] = [{"mm/slot.c": text + SHOW}, {"mm/comes_later.h": "#define ATTR(a) a##_show\n"}]
    found = shown(tmp_path, {"mm/slot.c": text}, *steps)
    assert found == ["function-unused mm/slot.c:2 by 2"]
