"""What the check of a port says of the sites that the original series knows."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.harness import ported

HEADER = "int drain(unsigned long pfn);\n"
SOURCE = """\
#include "drain.h"

int drain(unsigned long pfn)
{
	return pfn != 0;
}
"""
USER = """\
#include "drain.h"

int close_zone(unsigned long pfn)
{
	return drain(pfn);
}
"""
OTHER_USER = """\
#include "drain.h"

int close_zone(unsigned long pfn)
{
	unsigned long first = pfn & ~7UL;

	if (!first)
		return 0;
	return drain(first) + drain(first + 4);
}
"""
BASE = {"mm/drain.h": HEADER, "mm/drain.c": SOURCE, "mm/zone.c": USER}
NEW = {
    "mm/drain.h": HEADER.replace("(unsigned", "(int nid, unsigned"),
    "mm/drain.c": SOURCE.replace("(unsigned", "(int nid, unsigned"),
    "mm/zone.c": USER.replace("drain(pfn)", "drain(0, pfn)"),
}


def test_a_site_whose_hunk_was_left_out_is_no_unknown_site(tmp_path: Path) -> None:
    tree = {"mm/zone.c": OTHER_USER, "mm/shrink.c": USER.replace("close_zone", "shrink")}
    result = ported(tmp_path, BASE, NEW, tree=tree)
    said = {
        (one.primary.path, one.message.rpartition("; ")[2])
        for one in result.remains
        if one.rule == "caller-not-updated"
    }
    assert said == {
        ("mm/zone.c", "hunk 1 of patch 1, for this site, was left out"),
        ("mm/zone.c", "the series does not know this site"),
        ("mm/shrink.c", "the series does not know this site"),
    }
