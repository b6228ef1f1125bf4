from __future__ import annotations

import pytest

from patchkit.cfacts import declarations, outline
from patchkit.model.facts import SiteKind

HEADER = b"""\
/* int commented(void); */
#ifndef _LINUX_SAMPLE_H
#define _LINUX_SAMPLE_H

struct zone;
struct ops {
	int (*remove)(int nid);
	void *private;
};

typedef int (*walk_t)(struct page *page);
#define for_each_thing(x, list) for ((x) = (list); (x); (x) = (x)->next)
#define THING_MAX 3

#ifdef CONFIG_SAMPLE
extern int sample_remove(struct zone *zone, unsigned long start,
			unsigned long count);
extern int __must_check sample_add(int nid), sample_more(int nid);
struct page *sample_page(void)
	__acquires(lock);
#else
static inline int sample_remove(struct zone *zone, unsigned long start,
				unsigned long count)
{
	return other_call(zone);
}
static inline void sample_nothing(void) { }
#endif
DECLARE_PER_CPU(int, counter);
extern int sample_array[3];
#endif
"""

SOURCE = b"""\
MODULE_LICENSE("GPL");
static const struct ops table = {
	.remove = my_remove,
	.size = sizeof(struct ops),
};

static int __init start(void)
{
	int ret = call_one(1);

	if (ret)
		return call_two(ret);
	for_each_node(nid)
		call_three(nid);
	switch (ret) {
	case 1:
		break;
	}
	return 0;
}
module_init(start);

TEST(made_by_macro)
{
	call_four();
}

long
old_style(a, b)
	int a;
	char *b;
{
}
EXPORT_SYMBOL(old_style);
"""


def named(data: bytes, path: str = "mm/sample.c") -> list[tuple[str, SiteKind]]:
    return [(site.name, site.kind) for site in declarations(path, data)]


def test_header() -> None:
    assert named(HEADER, "include/linux/sample.h") == [
        ("for_each_thing", SiteKind.MACRO),
        ("sample_remove", SiteKind.PROTOTYPE),
        ("sample_add", SiteKind.PROTOTYPE),
        ("sample_more", SiteKind.PROTOTYPE),
        ("sample_page", SiteKind.PROTOTYPE),
        ("sample_remove", SiteKind.STUB),
        ("sample_nothing", SiteKind.STUB),
    ]
    sites = declarations("include/linux/sample.h", HEADER)
    prototype, stub = (site for site in sites if site.name == "sample_remove")
    assert prototype.signature == stub.signature
    assert [guard.text for guard in stub.guards] == ["else of ifdef CONFIG_SAMPLE"]
    assert {site.uncertain for site in sites} == {""}


def test_source() -> None:
    assert named(SOURCE) == [("start", SiteKind.DEFINITION), ("old_style", SiteKind.DEFINITION)]
    start, old_style = declarations("mm/sample.c", SOURCE)
    assert start.static
    assert not old_style.static
    assert old_style.signature is not None
    assert old_style.signature.returns == "long"


FRAGMENTS = [
    (
        "in the middle of a body",
        b"\tint nid = page_to_nid(page);\n\n\tif (nid < 0)\n\t\treturn f(nid);\n\tg(nid);\n",
        [],
    ),
    (
        "body ends, next function begins",
        b"\tg(nid);\n\tfor_each_node(nid)\n\t\th(nid);\n}\n\nint next(int a,\n\t int b)\n{\n\tf(a);\n",
        [("next", SiteKind.DEFINITION)],
    ),
    (
        "blocks in a body, label, end",
        b"\tif (a) {\n\t\tf(a);\n\t} else {\n\t\tg(b);\n\t}\nout:\n\tunlock(x);\n}\n",
        [],
    ),
    (
        "closing braces of blocks only",
        b"\t\t\tf(a);\n\t\t}\n\t\tg(b);\n\t}\n\th(c);\n}\nint next(void);\n",
        [("next", SiteKind.PROTOTYPE)],
    ),
    ("begins in a parameter list", b"\t\t\tstruct altmap *altmap)\n{\n\tf(altmap);\n}\n", []),
    ("ends in a parameter list", b"}\n\nint cut_off(int nid, u64 start,\n", []),
    ("ends behind the list", b"}\n\nint whole(int nid, u64 start)\n", [("whole", SiteKind.DEFINITION)]),
    ("ends at the brace", b"static int whole(int nid)\n{\n", [("whole", SiteKind.DEFINITION)]),
    (
        "struct members",
        b"\tint a;\n\tint (*remove)(int nid);\n};\n\nint f(void);\n",
        [("f", SiteKind.PROTOTYPE)],
    ),
    ("else branch of a body", b"\telse\n\t\tf(a);\n\treturn g(b);\n", []),
    ("a declared local and calls", b"\tLIST_HEAD(list);\n\tDEFINE_WAIT(wait);\n\tFOO bar(x);\n", []),
    ("statement over lines", b"\tret = first(a,\n\t\t    second(b));\n\tthird(c);\n", []),
    (
        "end of extern C",
        b"int f(int x);\n\n#ifdef __cplusplus\n}\n#endif\n",
        [("f", SiteKind.PROTOTYPE)],
    ),
    ("begins in a macro call", b"\tsample_event,\n\tTP_PROTO(struct page *page, int nid),\n", []),
    ("assembly", b"\tLONG_L\ts5, THREAD_REG21(\\thread)\n", []),
    (
        "assembly without semicolons in front",
        b"\t.macro\tswitch, a\n\tmov\tr0, #-15\t@ (x) y\n\t.endm\n#endif\n\nint f(int x);\n",
        [("f", SiteKind.PROTOTYPE)],
    ),
    ("comment begins outside", b" * walk - f(x);\n */\nint f(int x);\n", [("f", SiteKind.PROTOTYPE)]),
]


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(text, expected, id=name) for name, text, expected in FRAGMENTS]
)
def test_fragment(text: bytes, expected: list[tuple[str, SiteKind]]) -> None:
    assert named(text) == expected


def test_a_definition_without_its_body_says_so() -> None:
    (site,) = declarations("a.c", b"int whole(int nid, u64 start)\n")
    assert site.uncertain == "the text ends before the body or the semicolon"


def test_assembly_declares_nothing() -> None:
    assert declarations("arch/arm/x.S", b"#define f(a) a\nint f(void);\n") == ()


def spans(data: bytes) -> list[tuple[str, int, int]]:
    return [(one.name, one.first, one.last) for one in outline("a.c", data).functions]


def test_outline() -> None:
    assert spans(SOURCE) == [("start", 7, 20), ("TEST", 23, 26), ("old_style", 28, 33)]
    found = outline("a.c", SOURCE)
    at = [found.at(line) for line in (6, 7, 20, 21, 28)]
    assert [span.name if span else None for span in at] == [None, "start", "start", None, "old_style"]


OUTLINES = [
    (
        "braces under if do not spoil the rest",
        b"int a(void)\n{\n#ifdef X\n\tif (x) {\n#else\n\tif (y) {\n#endif\n\t}\n}\n\nint b(void)\n{\n}\n",
        [("a", 1, 9), ("b", 11, 13)],
    ),
    (
        "opened in one branch only",
        b"int a(void)\n{\n#ifdef X\n\tif (x) {\n#endif\n\tf();\n#ifdef X\n\t}\n#endif\n}\nint b(void)\n{\n}\n",
        [("a", 1, 10), ("b", 11, 13)],
    ),
    (
        "never closed inside",
        b"int a(void)\n{\n\tif (x) {\n}\n\nint b(void)\n{\n}\n",
        [("a", 1, 4), ("b", 6, 8)],
    ),
    (
        "two heads",
        b"#ifdef X\nint a(int x) {\n#else\nint a(void) {\n#endif\n\treturn 0;\n}\nint b(void)\n{\n}\n",
        [("a", 4, 7), ("b", 8, 10)],
    ),
    (
        "table on one line in front",
        b'static char *t[] = {"a",\n\t"b"};\n\nint a(void)\n{\n}\n',
        [("a", 4, 6)],
    ),
    ("body that does not end in column 0", b"int a(void)\n{\n\tf(); }\nint b(void)\n{\n}\n", None),
    ("empty line in front of the body", b"int a(int x,\n\n\tint y)\n\n{\n}\n", [("a", 1, 6)]),
    ("extern C", b'extern "C" {\nint a(void)\n{\n}\n}\n', [("a", 2, 4)]),
    ("syscall", b"SYSCALL_DEFINE1(close, int, fd)\n{\n}\n", [("SYSCALL_DEFINE1", 1, 3)]),
    ("ends inside", b"int a(void)\n{\n\tf();\n", [("a", 1, 3)]),
    ("begins inside", b"\tf();\n}\nint b(void)\n{\n}\n", [("", 1, 2), ("b", 3, 5)]),
    ("nothing", b"", []),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected or [("a", 1, 3), ("b", 4, 6)], id=name)
        for name, text, expected in OUTLINES
    ],
)
def test_outline_of(text: bytes, expected: list[tuple[str, int, int]]) -> None:
    assert spans(text) == (expected if text else [])
