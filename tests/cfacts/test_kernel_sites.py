"""Sites in Debian's kernels against facts that people read there: names, prototypes, conditions.

Line numbers are compared when the kernel is the very version that was read.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from patchkit.cfacts import SiteIndex, index_sites
from patchkit.model.facts import Site, SiteKind
from patchkit.trees import open_tree

pytestmark = pytest.mark.kernel

FACTS = json.loads(Path(__file__).with_name("arch_remove_memory.json").read_text("utf-8"))
FUNCTIONS = (
    "__remove_pages",
    "release_mem_region_adjustable",
    "sparse_remove_one_section",
    "unregister_mem_sect_under_nodes",
)


def fact(site: Site) -> dict[str, Any]:
    """Returns a site in the form of the facts' file."""
    row: dict[str, Any] = {"path": site.path, "line": site.line, "kind": site.kind.value}
    row["guards"] = [guard.text for guard in site.guards]
    if site.kind is SiteKind.CALL:
        return row | {"arguments": list(site.arguments or ()), "function": site.function}
    assert site.signature is not None
    parameters = [str(one) for one in site.signature.params]
    return row | {"returns": site.signature.returns, "parameters": parameters}


def index(folder: Path, *names: str) -> tuple[SiteIndex, str]:
    tree = open_tree(str(folder))
    return index_sites(tree, names), tree.identity.version


@pytest.mark.parametrize(
    ("fixture", "version"), [("kernel_6_1", "6.1.192"), ("kernel_6_12", "6.12.117")]
)
def test_arch_remove_memory(request: pytest.FixtureRequest, fixture: str, version: str) -> None:
    found, read = index(request.getfixturevalue(fixture), "arch_remove_memory")
    sites = [fact(site) for site in found.sites]
    wanted = FACTS[version]
    if read != version:
        sites, wanted = ([{**one, "line": 0} for one in rows] for rows in (sites, wanted))
    assert sites == wanted
    assert [site.uncertain for site in found.sites if site.uncertain] == []


@pytest.mark.parametrize("fixture", ["kernel_6_1", "kernel_6_12"])
def test_other_functions_are_accounted_for(request: pytest.FixtureRequest, fixture: str) -> None:
    found, _ = index(request.getfixturevalue(fixture), *FUNCTIONS)
    kinds = {name: Counter(site.kind for site in found.of(name)) for name in FUNCTIONS}
    assert (found.unaccounted, found.incidents) == ((), ())
    assert kinds["__remove_pages"][SiteKind.DEFINITION] == 1
    assert kinds["__remove_pages"][SiteKind.PROTOTYPE] == 1
    assert kinds["release_mem_region_adjustable"][SiteKind.DEFINITION] == 1
    (prototype,) = (
        site for site in found.of("release_mem_region_adjustable") if site.kind is SiteKind.PROTOTYPE
    )
    assert prototype.signature is not None
    assert prototype.signature.types == ("resource_size_t", "resource_size_t")
    gone = ("sparse_remove_one_section", "unregister_mem_sect_under_nodes")
    assert all(not found.of(name) for name in gone)


def test_a_name_with_thousands_of_hits(kernel_6_1: Path) -> None:
    found, version = index(kernel_6_1, "devm_kzalloc")
    kinds = Counter(site.kind for site in found.sites)
    assert found.unaccounted == ()
    assert kinds[SiteKind.STUB] == 1
    assert kinds[SiteKind.CALL] > 6000
    assert sum(bool(site.uncertain) for site in found.sites) < 10
    if version == "6.1.192":
        assert (len(found.sites), kinds[SiteKind.CALL]) == (6341, 6317)
