"""Which names a member of a struct may be taken of: at least those that are typed so."""

from __future__ import annotations

import re

import pytest

from patchkit.cfacts.declared_with import declared_with, takes_member
from patchkit.cfacts.expressions import accesses
from patchkit.cfacts.extents import extents
from patchkit.cfacts.includes import Includes
from patchkit.cfacts.resolve import Resolver
from patchkit.cfacts.words import Words
from patchkit.trees import MemoryTree

HEADER = """
struct pump { int flags; };
struct house {
	struct pump *main, spare, *others[4];
	struct pump /* the old one */ __rcu *old;
	const struct pump *const fixed;
	union { struct pump *first; int second; };
	struct valve { int flags; } valve;
};
"""
PUMP = [
    ("parameter", "void f(struct pump *p) { p->flags = 1; }"),
    ("second parameter", "void f(int a, const struct pump *p, int b) { use(p->flags); }"),
    ("local", "void f(void) { struct pump p; p.flags = 1; }"),
    ("second local", "void f(void) { struct pump a, *p; p->flags = 1; }"),
    ("behind an initialiser", "void f(void) { struct pump *a = get(1, 2), *p; p->flags = 1; }"),
    ("array", "void f(int i) { struct pump p[2], *q[3]; p[i].flags = q[i + 1]->flags; }"),
    ("with a star", "void f(struct pump *p) { (*p).flags = 1; }"),
    ("of the file", "static struct pump p;\nvoid f(void) { p.flags = 1; }"),
    ("annotated", "static struct pump __read_mostly p;\nvoid f(void) { p.flags = 1; }"),
    ("member", "void f(struct house *h) { h->main->flags = 1; }"),
    ("second member", "void f(struct house *h) { h->spare\n\t\t.flags = 1; }"),
    ("member of an array", "void f(struct house *h) { h->others[h->spare.flags]->flags = 1; }"),
    ("member with a comment", "void f(struct house *h) { h->old->flags = 1; }"),
    ("const member", "int f(struct house *h) { return h->fixed->flags; }"),
    ("member of a union", "int f(struct house *h) { return h->first->flags; }"),
]
OTHERS = [
    ("another struct's", "void f(struct file *q) { q->flags = 1; }"),
    ("a result's", "void f(struct pump *p) { get(p)->flags = 1; }"),
    ("a designator", "static struct other o = { .flags = 1 };\nvoid f(void) { }"),
    ("another member", "void f(struct pump *p) { p->flags_all = 1; }"),
]
FLAGS = re.compile(rb"(?:->|\.)\s*(flags)\b")


def _taken(text: str, tag: str) -> tuple[bool, bool]:
    """Returns whether f() takes the member of the struct, by its types, and whether that is seen."""
    tree = MemoryTree({"a.c": f'#include "a.h"\n{text}\n'.encode(), "a.h": HEADER.encode()})
    data, tags = tree.read("a.c") or b"", Words([tag.encode()])
    (extent,) = extents("a.c", data)
    assert extent.function is not None
    known = accesses(extent.function, Resolver(Includes(tree)).types("a.c"))
    typed = any((one.tag, one.member) == (tag.encode(), b"flags") for one in known)
    names = declared_with("a.h", HEADER.encode(), tags) | declared_with("a.c", data, tags)
    return typed, takes_member(extent.text, FLAGS, names)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in PUMP])
def test_what_is_typed_is_seen(text: str) -> None:
    assert _taken(text, "pump") == (True, True)


def test_behind_the_braces_of_a_definition() -> None:
    assert _taken("void f(struct house *h) { h->valve.flags = 1; }", "valve")[1]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in OTHERS])
def test_what_cannot_be_typed_so_is_not(text: str) -> None:
    assert _taken(text, "pump") == (False, False)
