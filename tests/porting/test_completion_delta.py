"""What a changed signature means for each parameter."""

from __future__ import annotations

import pytest

from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.signature import parameters
from patchkit.model.facts import Signature
from patchkit.porting.completion.delta import delta_of


def signature(text: str) -> Signature:
    return parameters(text.encode(), load_hints())


# before, after: for each parameter afterwards the place it had, - for a new one; r renamed, t retyped,
# w another integer; then what is gone.
TABLE = [
    ("u64 start, u64 size", "int nid, u64 start, u64 size", "- 0 1"),
    ("int nid, u64 start", "u64 start", "1 | 0"),
    ("struct zone *zone, int order", "int nid, int order", "- 1 | 0"),
    ("struct page *page, struct inode *inode", "struct inode *inode, struct page *page", "1 0"),
    ("int a, int b", "int b, int a", "1 0"),
    ("unsigned long pfn", "u64 pfn", "0tw"),
    ("int type", "enum zone_type type", "0t"),
    ("struct mtd *mtd", "struct chip *mtd", "0t"),
    ("unsigned long start", "unsigned long pfn", "0r"),
    ("unsigned long start", "unsigned long pfn, int nid", "0r -"),
    ("unsigned long, int", "unsigned long, int, bool", "0 1 -"),
    ("void", "struct net *net", "-"),
    ("struct net *net", "void", "| 0"),
    ("u32 value", "unsigned int value", "0"),
]


def shown(before: str, after: str) -> str:
    delta = delta_of(signature(before), signature(after))
    assert delta is not None
    slots = [
        "-"
        if one.source is None
        else f"{one.source}{'r' * one.renamed}{'t' * one.retyped}{'w' * one.widened}"
        for one in delta.slots
    ]
    gone = ["|", *map(str, delta.removed)] if delta.removed else []
    return " ".join(slots + gone)


@pytest.mark.parametrize(
    ("before", "after", "expected"), TABLE, ids=[f"{a} -> {b}" for a, b, _ in TABLE]
)
def test_slots(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [("const char *fmt, ...", "int level, const char *fmt, ..."), ("", "int nid")],
    ids=["variadic", "unspecified"],
)
def test_open_lists_are_not_judged(before: str, after: str) -> None:
    assert delta_of(signature(before), signature(after)) is None
