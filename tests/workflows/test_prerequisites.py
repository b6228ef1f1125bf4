"""Names that the series expects and the tree lacks."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from patchkit.cfacts import outline
from patchkit.model.findings import Confidence, Finding, Severity, Span
from patchkit.model.report import Prerequisite
from patchkit.model.series import Series
from patchkit.placement import BaseFinder, place_series
from patchkit.trees import MemoryTree
from patchkit.workflows.occurrences import find_places
from patchkit.workflows.prerequisites import (
    Expectations,
    missing_prerequisites,
    names,
    refused_names,
)
from tests.placement.makers import series

FILE = "kernel/devmem.c"

BASE = b"""\
#include <linux/devmem.h>

static void release(struct pagemap *pgmap)
{
	unsigned long pfn;

	pgmap->kill(pgmap->ref);
	for_each_pfn(pfn, pgmap)
		put_page(pfn);
	if (pgmap->type == DEVICE_PRIVATE)
		return; /* kill_me later */
	remove_memory(pfn, "text_only");
}
"""
TREE = b"""\
#include <linux/devmem.h>

static void release(struct pagemap *pgmap)
{
	unsigned long pfn;

	put_ref(pgmap->ref);
	for (pfn = pgmap->first; pfn < pgmap->last; pfn++)
		put_page(pfn);
	remove_memory(pfn);
}
"""

PATCH = b"""\
diff --git a/kernel/devmem.c b/kernel/devmem.c
--- a/kernel/devmem.c
+++ b/kernel/devmem.c
@@ -7,6 +7,7 @@ static void release(struct pagemap *pgmap)
 \tpgmap->kill(pgmap->ref);
 \tfor_each_pfn(pfn, pgmap)
 \t\tput_page(pfn);
+\tforget(pgmap);
 \tif (pgmap->type == DEVICE_PRIVATE)
 \t\treturn; /* kill_me later */
 \tremove_memory(pfn, "text_only");
"""


def lacking(
    posted: Series,
    tree: Mapping[str, bytes],
    *,
    version: str = "",
    bases: Sequence[MemoryTree] = (),
    findings: Sequence[Finding] = (),
    history: Sequence[str] = (),
) -> tuple[Prerequisite, ...]:
    placed = place_series(posted, MemoryTree(tree, version), outline)
    finder = BaseFinder(bases, (), outline)
    refused = refused_names(posted, placed.patches, placed.trees)
    asked = Expectations(posted, placed.patches, placed.trees, findings, finder, refused)
    found, incidents = missing_prerequisites(asked, history)
    assert incidents == ()
    return found


def brief(found: Sequence[Prerequisite]) -> list[tuple[str, str]]:
    return [(one.name, one.where_else) for one in found]


HEADER = b"enum { DEVICE_PRIVATE };\n#define for_each_pfn(pfn, map) \\\n\tfor (;;)\n"


def test_what_refused_hunks_expect_and_the_file_lacks() -> None:
    tree = {FILE: TREE, "include/linux/devmem.h": HEADER, "drivers/a.c": b"x = DEVICE_PRIVATE;\n"}
    assert lacking(series(PATCH), tree) == (
        Prerequisite("pgmap->kill", FILE, (1,), "nowhere in the tree"),
        Prerequisite("pgmap->type", FILE, (1,), "nowhere in the tree"),
        Prerequisite("for_each_pfn", FILE, (1,), "in include/linux/devmem.h:2"),
        Prerequisite("DEVICE_PRIVATE", FILE, (1,), "in include/linux/devmem.h:1, drivers/a.c:1"),
    )


HAS_IT = f"nowhere in the tree; {FILE} of (memory) has it"


@pytest.mark.parametrize(
    ("version", "having", "where_else", "gone_since"),
    [
        pytest.param("4.20.0", "5.0.0", HAS_IT, "", id="missing"),
        pytest.param("5.0.0", "4.20.0", HAS_IT, "(memory)", id="gone"),
        pytest.param("5.0.0", "5.0.0-rc1", HAS_IT, "(memory)", id="gone-since-a-candidate"),
        pytest.param("5.0.0", "5.0.0", HAS_IT, "", id="same-version"),
        pytest.param("", "4.20.0", HAS_IT, "", id="no-kernel"),
        pytest.param("4.20.0", None, "nowhere in the tree", "", id="no-base-has-it"),
    ],
)
def test_base_trees_tell_missing_from_gone(
    version: str, having: str | None, where_else: str, gone_since: str
) -> None:
    bases = [MemoryTree({FILE: TREE}, "4.10.0"), MemoryTree({}, "4.9.0")]
    if having is not None:
        bases.append(MemoryTree({FILE: BASE}, having))
    (first, *_) = lacking(series(PATCH), {FILE: TREE}, version=version, bases=bases)
    assert (first.name, first.where_else, first.gone_since) == ("pgmap->kill", where_else, gone_since)


def test_a_name_that_is_everywhere_is_not_missing() -> None:
    files = {f"drivers/{number}.c": b"for_each_pfn(x);\n" for number in range(60)}
    assert "for_each_pfn" not in {one.name for one in lacking(series(PATCH), {FILE: TREE, **files})}


def test_nothing_is_missing_where_every_hunk_fits() -> None:
    assert lacking(series(PATCH), {FILE: BASE}) == ()


@pytest.mark.parametrize("tree", [{}, {"mm/devmem.c": BASE}], ids=["gone", "moved"])
def test_a_file_that_is_not_there_lacks_no_names(tree: dict[str, bytes]) -> None:
    assert lacking(series(PATCH), tree) == ()


def test_what_an_earlier_patch_brings_is_no_prerequisite() -> None:
    """The first patch is refused; the second expects what it would have brought."""
    first = PATCH.replace(b"forget(pgmap)", b"pgmap->state = STATE_NEW")
    second = b"""\
diff --git a/kernel/devmem.c b/kernel/devmem.c
--- a/kernel/devmem.c
+++ b/kernel/devmem.c
@@ -10,5 +10,6 @@ static void release(struct pagemap *pgmap)
 \tpgmap->state = STATE_NEW;
 \tif (pgmap->type == DEVICE_PRIVATE)
+\t\tforget(pgmap);
 \t\treturn; /* kill_me later */
"""
    second = second.replace(b"-10,5 +10,6", b"-10,3 +10,4")
    found = {one.name: one.expected_by for one in lacking(series(first, second), {FILE: TREE})}
    assert found == {
        "pgmap->kill": (1,), "for_each_pfn": (1,), "pgmap->type": (1, 2), "DEVICE_PRIVATE": (1, 2),
    }  # fmt: skip


def test_a_member_counts_whatever_it_is_taken_of() -> None:
    tree = TREE.replace(b"put_ref(pgmap->ref)", b"map.kill(map->type)")
    assert "pgmap->kill" not in {one.name for one in lacking(series(PATCH), {FILE: tree})}


def unresolved(name: str, path: str = FILE, rule: str = "unresolved-identifier") -> Finding:
    return Finding(
        rule, Severity.ERROR, Confidence.HIGH, "", Span(path, 8), subject=name, caused_by=1
    )  # fmt: skip


FITS = PATCH.replace(b"pgmap->kill(pgmap->ref)", b"put_ref(pgmap->ref)")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(unresolved("forget"), ["forget"], id="nowhere-in-the-file"),
        pytest.param(unresolved("pfn"), [], id="another-function-has-it"),
        pytest.param(unresolved("forget", rule="caller-not-updated"), [], id="another-rule"),
        pytest.param(unresolved("forget", path="absent.c"), [], id="another-file"),
        pytest.param(unresolved(""), [], id="no-name"),
    ],
)
def test_names_that_do_not_resolve(found: Finding, expected: list[str]) -> None:
    listed = lacking(series(PATCH), {FILE: BASE}, findings=[found])
    assert [(one.name, one.expected_by) for one in listed] == [(name, (1,)) for name in expected]


def test_what_a_refused_hunk_would_bring_is_no_prerequisite() -> None:
    listed = lacking(series(PATCH), {FILE: TREE}, findings=[unresolved("forget")])
    assert "forget" not in {one.name for one in listed}


def test_a_history_tells_the_origin(tmp_path: Path) -> None:
    folder = tmp_path / "linux"
    (folder / "kernel").mkdir(parents=True)
    (folder / FILE).write_bytes(BASE)
    for command in ("init -q", "commit -q --allow-empty -m begin", "add .", "commit -q -m end"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    (first, *_) = lacking(series(PATCH), {FILE: TREE}, history=[str(folder)])
    assert first.name == "pgmap->kill"
    (origin,) = first.introduced_by
    assert origin.endswith(" end")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(b"f(a->b, c.d);", [b"f", b"a", b"a->b", b"c", b"c.d"], id="members"),
        pytest.param(b"x = y[1]->b->c;", [b"x", b"y", b"->b", b"b->c"], id="chains"),
        pytest.param(b"{ .op = f }", [b".op", b"f"], id="initialisers"),
        pytest.param(b"/* a */ \"b\" 0x1f 'c' // d", [], id="no-code"),
        pytest.param(b"if (sizeof(int)) return;", [], id="keywords"),
        pytest.param(b"a -> b", [b"a", b"a->b"], id="spaces"),
    ],
)
def test_identifiers_of_code(code: bytes, expected: list[bytes]) -> None:
    assert names(code) == expected


def test_common_names_are_not_looked_for_and_rare_ones_are() -> None:
    files = {f"a/{number:04}.c": b"int common;\n" for number in range(500)}
    files |= {
        "z/rare.c": b"\nint rare, m->x;\n",
        "include/z.h": b"rare common\n",
        "z/part.c": b"rarely m->xy\n",
    }
    places = find_places(MemoryTree(files), [b"common", b"rare", b"m->x", b"none"], 20)
    assert places[b"rare"] == ["include/z.h:1", "z/rare.c:2"]
    assert places[b"m->x"] == ["z/rare.c:2"]
    assert places[b"none"] == []
    assert places[b"common"] is None


def test_no_tree_is_searched_for_nothing() -> None:
    assert find_places(MemoryTree({"a.c": b"x"}), [], 20) == {}
