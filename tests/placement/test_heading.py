"""Which function a hunk was written for."""

from __future__ import annotations

import pytest

from patchkit.placement import function_in_heading, function_written_for
from tests.placement.makers import file_patch


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("int add(int a)", "add"),
        ("static void __init setup_nodes(void)", "setup_nodes"),
        ("struct page *find_page(unsigned long pfn,", "find_page"),
        ("int add(int nid, u64 start, u64 size, struct vmem_altmap *", "add"),
        ("find_page(unsigned long pfn)", "find_page"),
        ("static inline bool is_enabled(void) {", "is_enabled"),
        ("static void __printf(1, 2) report(const char *fmt, ...)", "report"),
        ("static int __attribute__((unused)) helper(void)", "helper"),
        ("void release(struct lock *l) __releases(l)", "release"),
        ("void __remove(struct zone *zone)", "__remove"),
        ("void (*get_handler(int sig))(int)", "get_handler"),
        ("int call(int (*walk)(void *), void *arg)", "call"),
        ("static __must_check typeof(x) pick(int i)", "pick"),
        ("", ""),
        ("struct zone {", ""),
        ("enum state", ""),
        ("static const struct file_operations ops = {", ""),
        ("static int table[] = { SIZE(4),", ""),
        ("extern int add(int nid, u64 start,", ""),
        ("int add(int nid);", ""),
        ("static inline int none(void) { return 0; }", ""),
        ("EXPORT_SYMBOL_GPL(add);", ""),
        ("EXPORT_SYMBOL_GPL(add)", ""),
        ("SYSCALL_DEFINE3(open, const char __user *, name, int, flags,", "SYSCALL_DEFINE3"),
        ("out_unlock:", ""),
        ("static inline void Set##name(struct page *page) \\", ""),
        ("config MEMORY_HOTPLUG", ""),
        ("int odd(char *\udcff,", "odd"),
    ],
)
def test_heading(heading: str, name: str) -> None:
    assert function_in_heading(heading) == name


HUNK = "--- a/f.c\n+++ b/f.c\n@@ -10,{old} +10,{new} @@ {heading}\n{lines}"


def written_for(heading: str, lines: list[str]) -> str:
    text = HUNK.format(
        old=sum(line[0] != "+" for line in lines),
        new=sum(line[0] != "-" for line in lines),
        heading=heading,
        lines="".join(f"{line}\n" for line in lines),
    )
    return function_written_for(file_patch(text.encode()).hunks[0])


@pytest.mark.parametrize(
    ("heading", "lines", "name"),
    [
        pytest.param("int f(void)", [" \tint a;", "+\tint b;", " "], "f", id="the-heading"),
        pytest.param(
            "int f(void)", [" }", " ", " int g(void)", " {", "+\tint b;"], "g", id="opened-by-the-hunk"
        ),
        pytest.param("int f(void)", [" }", " ", "+int g;", " "], "", id="closed-by-the-hunk"),
        pytest.param(
            "int f(int a,",
            [" \t\tlong c,", " \t\tstruct s *b);", " ", "+int g;"],
            "",
            id="the-heading-is-a-prototype",
        ),
        pytest.param("int f(int a,", [" \t  b, c);", "+\tg();"], "f", id="the-end-of-a-call"),
        pytest.param("int f(int a,", [" \t  b * c);", "+\tg();"], "f", id="of-one-with-a-product"),
        pytest.param(
            "int f(int a,", [" \t  int b)", " {", "+\tg();"], "f", id="the-end-of-its-parameters"
        ),
        pytest.param(
            "int f(void)",
            [" }", " ", "-int g(int a)", "+int g(int a, int b)", " {", " \treturn a;"],
            "g",
            id="its-own-signature",
        ),
        pytest.param(
            "int f(void)",
            [" }", " ", "-int g(int a,", "-      int b)", "+int g(int b)", " {"],
            "g",
            id="its-own-signature-in-two-lines",
        ),
        pytest.param(
            "int f(void)",
            [" }", " ", "-extern int g(int a,", "+extern int g(int n, int a,", " \tint b);", " "],
            "",
            id="an-extern-declaration",
        ),
        pytest.param(
            "int f(void)",
            [" }", " ", "-int g(int a,", "+int g(int n, int a,", " \tint b);", " "],
            "",
            id="a-declaration-told-by-its-end",
        ),
        pytest.param(
            "int f(void)", [" }", " ", "+int g(void);", " int h(void)", " {"], "", id="in-front-of-one"
        ),
        pytest.param(
            "int f(void)",
            [" }", " static int", " g(void)", " {", "+\tb();"],
            "g",
            id="type-on-its-own-line",
        ),
        pytest.param("int f(void)", [" \ta();", " out:", "+\tb();"], "f", id="a-label-closes-nothing"),
        pytest.param(
            "int f(void)", [" #ifdef X", "+\tb();", " #endif"], "f", id="a-directive-closes-nothing"
        ),
        pytest.param(
            "int f(void)", [" };", " struct s {", " \tint a;", "+\tint b;"], "", id="into-a-struct"
        ),
        pytest.param(
            "int f(void)",
            [" }", " static struct s s = {", " \t.a = 1,", "+\t.b = 2,"],
            "",
            id="an-initialiser",
        ),
        pytest.param(
            "int none(void) { return 0; }", [" ", "+int a;"], "", id="a-heading-complete-in-itself"
        ),
        pytest.param("", [" a", "+b"], "", id="no-heading"),
        pytest.param("int f(void)", [" \ta();", "-}", "+} /* f */", " "], "f", id="its-closing-brace"),
        pytest.param(
            "int f(void)", ["  * @a: the", "+ * @b: the", "  */"], "", id="in-a-comment-of-its-own"
        ),
        pytest.param(
            "int f(void)",
            [" }", "-int g(void) { return 0; }", "+int g(void) { return 1; }"],
            "g",
            id="in-one-line",
        ),
        pytest.param(
            "int f(void)",
            [" }", "-static int", "+static long", " g(void)", " {"],
            "g",
            id="its-return-type",
        ),
        pytest.param("int f(void)", [" \t/* a */", "+\tb();"], "f", id="behind-a-comment-inside"),
    ],
)
def test_written_for(heading: str, lines: list[str], name: str) -> None:
    assert written_for(heading, lines) == name
