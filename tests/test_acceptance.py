"""The hot-remove series on real kernels: facts read from their sources, by people.

The posted text is not here, so these runs judge the intent and the sites; line numbers are those of
Debian's linux-source-6.1 (6.1.192) and linux-source-6.12 (6.12.117).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.model.report import Report, SeriesText, SiteState
from patchkit.workflows.check import check
from patchkit.workflows.inputs import CheckOptions

pytestmark = pytest.mark.kernel

STATES = ["reverted", "absent", "reverted", "superseded", "superseded"]

# (path, enclosing function or the function itself) of every site, and whether a hunk of the series is for it.
SITES_6_1 = {
    ("arch/arm64/mm/mmu.c", "definition", SiteState.UNKNOWN),
    ("arch/ia64/mm/init.c", "definition", SiteState.REFUSED),
    ("arch/loongarch/mm/init.c", "definition", SiteState.UNKNOWN),
    ("arch/powerpc/mm/mem.c", "definition", SiteState.REFUSED),
    ("arch/s390/mm/init.c", "definition", SiteState.REFUSED),
    ("arch/sh/mm/init.c", "definition", SiteState.REFUSED),
    ("arch/x86/mm/init_64.c", "definition", SiteState.REFUSED),
    ("include/linux/memory_hotplug.h", "prototype", SiteState.REFUSED),
    ("mm/memory_hotplug.c in add_memory_resource", "call", SiteState.UNKNOWN),
    ("mm/memory_hotplug.c in try_remove_memory", "call", SiteState.REFUSED),
    ("mm/memremap.c in pageunmap_range", "call", SiteState.UNKNOWN),
}
SITES_6_12 = {
    ("arch/arm64/mm/mmu.c", "definition", SiteState.UNKNOWN),
    ("arch/loongarch/mm/init.c", "definition", SiteState.UNKNOWN),
    ("arch/powerpc/mm/mem.c", "definition", SiteState.REFUSED),
    ("arch/riscv/mm/init.c", "definition", SiteState.UNKNOWN),
    ("arch/s390/mm/init.c", "definition", SiteState.REFUSED),
    ("arch/x86/mm/init_64.c", "definition", SiteState.REFUSED),
    ("include/linux/memory_hotplug.h", "prototype", SiteState.REFUSED),
    ("mm/memory_hotplug.c in add_memory_resource", "call", SiteState.UNKNOWN),
    ("mm/memory_hotplug.c in create_altmaps_and_memory_blocks", "call", SiteState.UNKNOWN),
    ("mm/memory_hotplug.c in remove_memory_blocks_and_altmaps", "call", SiteState.UNKNOWN),
    ("mm/memory_hotplug.c in try_remove_memory", "call", SiteState.REFUSED),
    ("mm/memremap.c in pageunmap_range", "call", SiteState.UNKNOWN),
}


def sites(report: Report, name: str) -> set[tuple[str, str, SiteState]]:
    (change,) = (one for one in report.api if one.name == name)
    return {
        (
            f"{site.path} in {site.function}" if site.kind == "call" else site.path,
            site.kind.value,
            site.state,
        )
        for site in change.sites
    }


def judged(tree: Path) -> Report:
    report = check(CheckOptions(tree=str(tree)))
    assert report.series.text is SeriesText.INTENT_ONLY
    assert [intent.state.value for intent in report.intent] == STATES
    assert report.accounting.unaccounted == ()
    assert not [one for one in report.incidents if not one.harmless]
    assert not [one for one in report.findings if one.severity == "error"]
    return report


def test_6_1(kernel_6_1: Path) -> None:
    assert sites(judged(kernel_6_1), "arch_remove_memory") == SITES_6_1


def test_6_12(kernel_6_12: Path) -> None:
    assert sites(judged(kernel_6_12), "arch_remove_memory") == SITES_6_12
