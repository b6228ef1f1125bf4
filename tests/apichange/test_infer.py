"""From files before and after a patch, and from hunks alone, to API changes."""

from __future__ import annotations

import pytest

from patchkit.apichange import changes_between, intended_changes, merge_intended
from patchkit.model.changes import ApiChange, Aspect, ChangeKind
from patchkit.readers import read_series

HEADER = "int frob(int a);\n"
BODY = """
static int helper(int a)
{
\treturn a + 1;
}

int frob(int a)
{
\tint b = helper(a);

\tif (b > 3)
\t\treturn -1;
\treturn b;
}
"""


def changes(before: dict[str, str], after: dict[str, str]) -> tuple[ApiChange, ...]:
    return changes_between(
        1,
        {path: text.encode() for path, text in before.items()},
        {path: text.encode() for path, text in after.items()},
    )


def spelled(found: tuple[ApiChange, ...]) -> list[tuple[str, str, str]]:
    return [(one.name, one.kind.value, one.scope) for one in found]


def test_a_signature_that_changes_in_header_and_source_is_one_change() -> None:
    (one,) = changes(
        {"a.h": HEADER, "a.c": BODY},
        {
            "a.h": "int frob(int nid, int a);\n",
            "a.c": BODY.replace("frob(int a)", "frob(int nid, int a)"),
        },
    )
    assert (one.name, one.kind, one.aspects) == ("frob", ChangeKind.SIGNATURE, (Aspect.COUNT,))
    assert one.paths == ("a.c", "a.h")
    assert one.realised
    assert one.scope == ""


def test_a_static_function_is_scoped_to_its_file() -> None:
    found = changes({"a.c": BODY}, {"a.c": BODY.replace("helper(int a)", "helper(long a)")})
    assert spelled(found) == [("helper", "signature", "a.c")]


def test_static_functions_of_one_name_in_two_files_are_two() -> None:
    found = changes(
        {"a.c": BODY, "b.c": BODY.replace("frob", "grob")},
        {"a.c": BODY.replace("helper(int a)", "helper(long a)"), "b.c": BODY.replace("frob", "grob")},
    )
    assert spelled(found) == [("helper", "signature", "a.c")]


def test_nothing_changes_when_only_a_body_does() -> None:
    assert changes({"a.c": BODY}, {"a.c": BODY.replace("b > 3", "b > 4")}) == ()


def test_a_definition_that_moves_to_another_file_is_no_change() -> None:
    assert (
        changes(
            {"a.c": BODY, "b.c": ""}, {"a.c": "", "b.c": BODY.replace("static int helper", "int helper")}
        )[0].name
        == "helper"
    )
    moved = changes({"a.h": HEADER, "b.h": ""}, {"a.h": "", "b.h": HEADER})
    assert moved == ()


def test_a_renamed_function_is_joined_by_its_body() -> None:
    found = changes({"a.c": BODY}, {"a.c": BODY.replace("int frob(", "int frobnicate(")})
    assert [(one.kind, one.name, one.new_name) for one in found] == [
        (ChangeKind.RENAMED, "frob", "frobnicate")
    ]


def test_added_and_removed_functions_with_unlike_bodies_stay_two() -> None:
    other = "int brand_new(void)\n{\n\tschedule();\n\treturn 0;\n}\n"
    found = changes({"a.c": BODY}, {"a.c": BODY.split("int frob")[0] + other})
    assert {(one.kind, one.name) for one in found} == {
        (ChangeKind.REMOVED, "frob"),
        (ChangeKind.ADDED, "brand_new"),
    }


def test_a_function_like_macro_that_gains_a_parameter() -> None:
    (one,) = changes({"a.h": "#define frob(a) g(a)\n"}, {"a.h": "#define frob(a, b) g(a, b)\n"})
    assert (one.name, one.kind, one.aspects) == ("frob", ChangeKind.SIGNATURE, (Aspect.COUNT,))


PATCH = """From: A Developer <dev@example.org>
Subject: [PATCH] frob: take a node
Date: Tue, 2 Oct 2018 17:00:24 +0200
Message-Id: <1@example.org>

Because.
---
diff --git a/a.c b/a.c
--- a/a.c
+++ b/a.c
@@ -5,7 +5,7 @@ static int helper(int a)
 \treturn a + 1;
 }
 
-int frob(int a)
+int frob(int nid, int a)
 {
 \tint b = helper(a);
 
@@ -20,4 +20,4 @@ int user(void)
 {
-\treturn frob(1);
+\treturn frob(0, 1);
 }
 
"""


@pytest.fixture
def intended(tmp_path_factory: pytest.TempPathFactory) -> tuple[ApiChange, ...]:
    path = tmp_path_factory.mktemp("series") / "one.patch"
    path.write_text(PATCH)
    (patch,) = read_series(str(path)).patches
    return intended_changes(patch)


def test_intended_changes_are_read_from_the_hunks(intended: tuple[ApiChange, ...]) -> None:
    (one,) = intended
    assert (one.name, one.kind, one.realised) == ("frob", ChangeKind.SIGNATURE, False)
    assert one.after is not None
    assert one.after.types == ("int", "int")


def test_a_realised_change_takes_the_place_of_the_intended_one(intended: tuple[ApiChange, ...]) -> None:
    realised = changes({"a.c": BODY}, {"a.c": BODY.replace("frob(int a)", "frob(int nid, int a)")})
    assert merge_intended(realised, intended) == realised
    assert merge_intended((), intended) == intended
