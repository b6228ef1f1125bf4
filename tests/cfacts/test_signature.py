from __future__ import annotations

import pytest

from patchkit.cfacts.hints import load_hints
from patchkit.cfacts.signature import macro_parameters, parameters, return_type
from patchkit.model.facts import Parameter


def read(text: str) -> list[tuple[str, str | None]]:
    return [(one.type, one.name) for one in parameters(text.encode(), load_hints()).params]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("void", []),
        ("u64 start, u64 size", [("u64", "start"), ("u64", "size")]),
        ("struct page *page", [("struct page *", "page")]),
        ("struct page*page", [("struct page *", "page")]),
        ("struct page **", [("struct page **", None)]),
        ("struct page", [("struct page", None)]),
        ("unsigned long", [("unsigned long", None)]),
        ("unsigned long flags", [("unsigned long", "flags")]),
        ("long unsigned int x", [("unsigned long", "x")]),
        ("unsigned x", [("unsigned int", "x")]),
        ("signed char c", [("signed char", "c")]),
        ("gfp_t", [("gfp_t", None)]),
        ("gfp_t gfp", [("gfp_t", "gfp")]),
        ("const char *name", [("const char *", "name")]),
        ("char const *name", [("const char *", "name")]),
        ("const char *const *argv", [("const char *const *", "argv")]),
        ("const int n", [("int", "n")]),
        ("struct page *const p", [("struct page *", "p")]),
        ("char buf[16]", [("char *", "buf")]),
        ("u8 key[static 16]", [("u8 *", "key")]),
        ("char *argv[]", [("char **", "argv")]),
        ("int m[3][4]", [("int (*)[4]", "m")]),
        ("int (*fn)(void *data, int)", [("int (*)(void *, int)", "fn")]),
        ("int (*)(void *, int)", [("int (*)(void *, int)", None)]),
        ("int fn(void)", [("int (*)(void)", "fn")]),
        ("int (*fns[3])(int)", [("int (**)(int)", "fns")]),
        ("void (*(*f)(int a))(char c)", [("void (*(*)(int))(char)", "f")]),
        ("int (*f)(const char *, ...)", [("int (*)(const char *, ...)", "f")]),
        ("void __user *p", [("void *", "p")]),
        ("const void __iomem *addr", [("const void *", "addr")]),
        ("struct page *page __maybe_unused", [("struct page *", "page")]),
        ("struct x __never_heard_of *p", [("struct x *", "p")]),
        ("__u32 flags, __le16 x", [("__u32", "flags"), ("__le16", "x")]),
        ("enum zone_type zone", [("enum zone_type", "zone")]),
        ("typeof(x) y", [("typeof(x)", "y")]),
        ("va_list args", [("va_list", "args")]),
        ("struct mutex *lock\n\t\t, int\n  nid", [("struct mutex *", "lock"), ("int", "nid")]),
    ],
    ids=str,
)
def test_parameters(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert read(text) == expected


def test_variadic_and_unspecified() -> None:
    hints = load_hints()
    printf = parameters(b"const char *fmt, ...", hints)
    assert (len(printf.params), printf.variadic, printf.unspecified) == (1, True, False)
    assert printf.accepts(1)
    assert printf.accepts(4)
    assert not printf.accepts(0)
    assert parameters(b"", hints).unspecified
    assert not parameters(b"void", hints).unspecified


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("int ", "int"),
        ("extern void ", "void"),
        ("static inline struct page *", "struct page *"),
        ("static __always_inline unsigned long int\n", "unsigned long"),
        ("void __ref ", "void"),
        ("int __must_check __printf(1, 2) ", "int"),
        ("extern __printf(2, 3) int ", "int"),
        ("asmlinkage __visible void __init ", "void"),
        ("ACPI_UNKNOWN u32 ", "u32"),
        ("u32 __unknown ", "u32"),
        ("const struct foo __rcu **", "const struct foo **"),
        ("static ", ""),
    ],
    ids=str,
)
def test_return_type(head: str, expected: str) -> None:
    assert return_type(head.encode(), load_hints()) == expected


def test_macro_parameters() -> None:
    assert macro_parameters("a, b").params == (Parameter("", "a"), Parameter("", "b"))
    assert macro_parameters("").params == ()
    assert macro_parameters("fmt, ...").variadic
    assert macro_parameters("fmt, args...").params == (Parameter("", "fmt"),)
