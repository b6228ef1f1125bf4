"""The rules about a changed signature: who is told, who is left alone, who causes, who mends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.harness import Files, checked, short, shorts

HEADER = "int frob(unsigned long start, int size);\n"
DEFINITION = "#include <linux/frob.h>\n\nint frob(unsigned long start, int size)\n{\n\treturn size;\n}\n"
USER = (
    "#include <linux/frob.h>\n\nint use(void)\n{\n\tint r = 0;\n\n\tr += frob(1, 2);\n\treturn r;\n}\n"
)
BASE: Files = {
    "include/linux/frob.h": HEADER,
    "arch/one/frob.c": DEFINITION,
    "arch/two/frob.c": DEFINITION,
    "mm/use.c": USER,
}


def converted(files: Files) -> Files:
    """The files with a node as first parameter and argument."""
    return {
        path: text.replace("frob(unsigned", "frob(int nid, unsigned").replace("frob(1", "frob(0, 1")
        for path, text in files.items()
    }


def without(*paths: str) -> Files:
    return {path: text for path, text in converted(BASE).items() if path not in paths}


def test_a_complete_conversion_is_clean(tmp_path: Path) -> None:
    assert shorts(checked(tmp_path, BASE, converted(BASE))) == []


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        pytest.param("mm/use.c", "caller-not-updated mm/use.c:7 by 1", id="caller"),
        pytest.param(
            "arch/two/frob.c", "arch-implementation-missed arch/two/frob.c:3 by 1", id="implementation"
        ),
        pytest.param(
            "include/linux/frob.h", "declaration-mismatch include/linux/frob.h:1 by 1", id="prototype"
        ),
    ],
)
def test_one_site_left_out_is_found(tmp_path: Path, left_out: str, expected: str) -> None:
    assert shorts(checked(tmp_path, BASE, without(left_out))) == [expected]


def test_the_patch_that_mends_is_named(tmp_path: Path) -> None:
    report = checked(tmp_path, BASE, without("mm/use.c"), {"mm/use.c": converted(BASE)["mm/use.c"]})
    assert shorts(report) == ["caller-not-updated mm/use.c:7 by 1-2"]


def test_a_site_that_only_the_target_has_is_unknown_to_the_series(tmp_path: Path) -> None:
    report = checked(tmp_path, BASE, converted(BASE), tree={"arch/three/frob.c": DEFINITION})
    assert shorts(report) == ["arch-implementation-missed arch/three/frob.c:3 by 1"]
    assert report.findings[0].message.endswith("the series does not know this site")
    assert report.findings[0].arch == "three"


def test_what_the_tree_shows_before_the_series_is_preexisting(tmp_path: Path) -> None:
    wrong = {"mm/old.c": USER.replace("frob(1, 2)", "frob(1, 2, 3, 4)")}
    report = checked(tmp_path, BASE, converted(BASE), tree=wrong)
    assert shorts(report) == []
    assert [short(one) for one in report.preexisting] == ["caller-not-updated mm/old.c:7 by 0"]


def test_a_static_function_of_the_same_name_is_another_function(tmp_path: Path) -> None:
    own = "static int frob(int a)\n{\n\treturn a;\n}\n\nint other(void)\n{\n\treturn frob(1);\n}\n"
    assert shorts(checked(tmp_path, BASE | {"drivers/x.c": own}, converted(BASE))) == []


def test_a_stub_left_behind(tmp_path: Path) -> None:
    stub = (
        "#ifdef CONFIG_FROB\n"
        + HEADER
        + "#else\nstatic inline int frob(unsigned long start, int size)\n{\n\treturn 0;\n}\n#endif\n"
    )
    base = BASE | {"include/linux/frob.h": stub}
    half = stub.replace(HEADER, converted({"h": HEADER})["h"])
    report = checked(tmp_path, base, without("include/linux/frob.h") | {"include/linux/frob.h": half})
    assert shorts(report) == ["stub-mismatch include/linux/frob.h:4 by 1"]


def test_a_removed_function_with_a_caller_left(tmp_path: Path) -> None:
    gone = {"include/linux/frob.h": "\n", "arch/one/frob.c": "\n", "arch/two/frob.c": "\n"}
    assert "caller-not-updated mm/use.c:7 by 1" in shorts(checked(tmp_path, BASE, gone))


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        pytest.param(USER.replace("frob(1, 2)", "frob(0, ',', 2)"), [], id="comma in a character"),
        pytest.param(USER.replace("frob(1, 2)", "frob(0, g(1, 2), 2)"), [], id="nested call"),
        pytest.param(USER.replace("frob(1, 2)", "frob(0,\n\t\t  1,\n\t\t  2)"), [], id="several lines"),
        pytest.param(USER.replace("r += frob(1, 2)", 'puts("frob(1, 2)")'), [], id="in a string"),
        pytest.param(USER.replace("r += frob(1, 2)", "p->frob(1, 2)"), [], id="a member's call"),
    ],
)
def test_arguments_are_counted_as_c_counts_them(tmp_path: Path, user: str, expected: list[str]) -> None:
    assert shorts(checked(tmp_path, BASE | {"mm/use.c": user}, without("mm/use.c"))) == expected


OPS = """struct ops {
\tint (*go)(int a);
};

int call(struct ops *ops)
{
\treturn ops->go(1);
}
"""
IMPLEMENTATION = """static int my_go(int a)
{
\treturn a;
}

static const struct ops my_ops = {
\t.go = my_go,
};
"""


def test_a_member_that_changes_takes_its_implementations_along(tmp_path: Path) -> None:
    base = {"a.c": OPS, "b.c": IMPLEMENTATION}
    changed = OPS.replace("(int a)", "(int nid, int a)").replace("go(1)", "go(0, 1)")
    assert shorts(checked(tmp_path, base, {"a.c": changed})) == ["ops-member-mismatch b.c:7 by 1"]


def test_a_call_through_a_changed_member(tmp_path: Path) -> None:
    base = {"a.c": OPS, "b.c": IMPLEMENTATION}
    step = {
        "a.c": OPS.replace("(int a)", "(int nid, int a)"),
        "b.c": IMPLEMENTATION.replace("(int a)", "(int nid, int a)"),
    }
    assert shorts(checked(tmp_path, base, step)) == ["ops-member-mismatch a.c:7 by 1"]


def test_an_implementation_that_changes_without_its_member(tmp_path: Path) -> None:
    base = {"a.c": OPS, "b.c": IMPLEMENTATION.replace("static int", "int")}
    step = {"b.c": base["b.c"].replace("(int a)", "(int nid, int a)")}
    assert shorts(checked(tmp_path, base, step)) == ["reference-mismatch b.c:7 by 1"]
