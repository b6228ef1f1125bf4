"""What the word `target` is in self-written C."""

from __future__ import annotations

import pytest

from patchkit.cfacts import file_sites
from patchkit.model.facts import ReferenceForm, Site, SiteKind

K = SiteKind
F = ReferenceForm


def site_of(text: str, path: str = "mm/sample.c") -> Site:
    (site,) = file_sites(path, text.encode(), ["target"])
    return site


def body(statement: str) -> str:
    return f"static int user(struct dev *dev, int nid)\n{{\n\tint ret;\n\n\t{statement}\n}}\n"


KINDS = [
    # declarations
    ("definition", "int target(int a)\n{\n\treturn a;\n}\n", K.DEFINITION),
    ("type on its own line", "static struct page *\ntarget(void)\n{\n}\n", K.DEFINITION),
    ("brace on the line", "int target(int a) {\n\treturn a;\n}\n", K.DEFINITION),
    ("attributes before", "int __init __printf(1, 2) target(int a)\n{\n}\n", K.DEFINITION),
    ("attributes behind", "int target(int a)\n\t__acquires(lock) __weird\n{\n}\n", K.DEFINITION),
    ("old style", "int target(a, b)\nint a;\nchar *b;\n{\n\treturn a;\n}\n", K.DEFINITION),
    ("returns a pointer to a function", "int (*target(int a))(void)\n{\n}\n", K.DEFINITION),
    ("behind a macro call", "module_init(start)\n\nint target(void)\n{\n}\n", K.DEFINITION),
    ("array parameter", "void target(int range[2])\n{\n}\n", K.DEFINITION),
    ("one line", "static int target(void) { return 0; }\n", K.DEFINITION),
    ("prototype", "int target(int a);\n", K.PROTOTYPE),
    ("extern prototype", "extern int target(struct page *, gfp_t);\n", K.PROTOTYPE),
    ("unnamed typedefs", "void target(gfp_t, pte_t);\n", K.PROTOTYPE),
    ("prototype with attribute", "int target(char *s, ...) __printf(1, 2);\n", K.PROTOTYPE),
    ("prototype over lines", "struct page *\ntarget(int a,\n       int b);\n", K.PROTOTYPE),
    ("second of a list", "int one(void), target(void);\n", K.PROTOTYPE),
    ("prototype in a function", body("extern int target(int a);"), K.PROTOTYPE),
    ("SYSCALL_DEFINE", "SYSCALL_DEFINE2(target, int, fd, char __user *, buf)\n{\n}\n", K.DEFINITION),
    # calls
    ("call", body("target(1, 2);"), K.CALL),
    ("call behind return", body("return target(1);"), K.CALL),
    ("call in a condition", body("if (!target(nid))\n\t\treturn 0;"), K.CALL),
    ("call behind a cast", body("ret = (int)target(nid);"), K.CALL),
    ("call as an argument", body("use(target(nid));"), K.CALL),
    ("call in parentheses", body("ret = (target(nid));"), K.CALL),
    (
        "call behind a loop macro",
        body("for_each_node(nid)\n\t\ttarget(nid);"),
        K.CALL,
    ),
    ("call in an initialiser", "static int x = target(1);\n", K.CALL),
    ("macro call at file scope", "target(some, thing);\n", K.CALL),
    ("macro call without semicolon", "target(some)\nint x;\n", K.CALL),
    ("call behind else", body("if (nid)\n\t\treturn 0;\n\telse target(nid);"), K.CALL),
    ("call of a name in parentheses", body("ret = (target)(nid);"), K.CALL),
    ("list of what another call returns", body("use(target)(nid);"), K.REFERENCE),
    ("name that a macro makes", "static int NAME(target)(int a)\n{\n}\n", K.TYPE),
    ("call behind case", body("switch (nid) {\n\tcase 1: target(nid);\n\t}"), K.CALL),
    # not the function
    ("member access", body("dev->target(1);"), K.MEMBER),
    ("member of a value", body("ret = dev->ops.target;"), K.MEMBER),
    ("designator", "static struct ops o = {\n\t.target = f,\n};\n", K.MEMBER),
    ("field", "struct ops {\n\tint target;\n};\n", K.MEMBER),
    ("pointer field", "struct ops {\n\tint (*target)(int a);\n};\n", K.MEMBER),
    ("bit field", "struct ops {\n\tint target:3;\n};\n", K.MEMBER),
    ("local variable", body("int target = 3;"), K.VARIABLE),
    ("second local", body("int a, target;"), K.VARIABLE),
    ("pointer variable", body("struct page *target;"), K.VARIABLE),
    ("parameter", "int f(int target)\n{\n}\n", K.VARIABLE),
    ("callback parameter", "int f(int (*target)(void))\n{\n}\n", K.VARIABLE),
    ("parameter of a prototype", "int f(struct page *target, int);\n", K.VARIABLE),
    ("enumerator", "enum e {\n\tA,\n\ttarget = 3,\n};\n", K.VARIABLE),
    ("per-cpu variable", "static DEFINE_PER_CPU(int, target);\n", K.VARIABLE),
    ("tag", "struct target {\n\tint a;\n};\n", K.TYPE),
    ("tag in a parameter", "int f(struct target *p);\n", K.TYPE),
    ("typedef", "typedef int target;\n", K.TYPE),
    ("function typedef", "typedef int (*target)(int);\n", K.TYPE),
    ("type of a local", body("target x;"), K.TYPE),
    ("type of a parameter", "int f(target *p, int a);\n", K.TYPE),
    ("goto", body("goto target;"), K.LABEL),
    ("label", body("if (nid)\n\t\treturn 1;\ntarget:"), K.LABEL),
    # text
    ("comment", "/* see target() */\nint x;\n", K.COMMENT),
    ("line comment", "int x; // target\n", K.COMMENT),
    ("comment in a macro", "#define X 1 /* target */\n", K.COMMENT),
    ("string", body('pr_info("target failed");'), K.STRING),
    ("string in a macro", '#define X "target"\n', K.STRING),
    ("function-like macro", "#define target(a, b) other(a)\n", K.MACRO),
    ("object-like macro", "#define target other\n", K.MACRO),
    (
        "call in a macro body",
        "#define wrap(a) \\\n\tdo { target(a, 0); } while (0)\n",
        K.MACRO_BODY,
    ),
    ("alias", "#define wrap target\n", K.MACRO_BODY),
    ("member in a macro body", "#define wrap(p) ((p)->target)\n", K.MEMBER),
    ("ifdef", "#ifdef target\n#endif\n", K.DIRECTIVE),
    ("undef", "#undef target\n", K.DIRECTIVE),
    ("include", "#include <linux/target.h>\n", K.DIRECTIVE),
    ("inline assembly", body('asm volatile("bl target" ::: "memory");'), K.STRING),
]


@pytest.mark.parametrize(
    ("text", "kind"), [pytest.param(text, kind, id=name) for name, text, kind in KINDS]
)
def test_kind(text: str, kind: SiteKind) -> None:
    assert site_of(text).kind is kind


REFERENCES = [
    ("ops member", "static struct ops o = {\n\t.op = target,\n};\n", F.INITIALIZER),
    ("ops member with a cast", "struct ops o = {\n\t.op = (op_t)target,\n};\n", F.INITIALIZER),
    ("table", "static op_t table[] = {\n\tone, target,\n};\n", F.INITIALIZER),
    ("pointer", "static int (*op)(int) = target;\n", F.INITIALIZER),
    ("local pointer", body("op_t op = target;"), F.INITIALIZER),
    ("assignment", body("dev->op = target;"), F.ASSIGNMENT),
    ("conditional", body("dev->op = nid ? target : NULL;"), F.ASSIGNMENT),
    ("address", body("register_op(&target);"), F.ADDRESS),
    ("address in a table", "static op_t table[] = {\n\t&target,\n};\n", F.ADDRESS),
    ("argument", body("register_op(dev, target, 3);"), F.ARGUMENT),
    ("argument with a cast", body("register_op((op_t)target);"), F.ARGUMENT),
    ("argument of a macro", "module_init(target);\n", F.ARGUMENT),
    ("argument without semicolon", "module_init(target)\nint x;\n", F.ARGUMENT),
    ("export", "EXPORT_SYMBOL(target);\n", F.EXPORT),
    ("GPL export", "EXPORT_SYMBOL_GPL(target);\n", F.EXPORT),
    ("export in a namespace", "EXPORT_SYMBOL_NS_GPL(target, NS);\n", F.EXPORT),
    ("comparison", body("if (dev->op == target)\n\t\treturn 1;"), F.OTHER),
    ("returned", body("return target;"), F.OTHER),
]


@pytest.mark.parametrize(
    ("text", "form"), [pytest.param(text, form, id=name) for name, text, form in REFERENCES]
)
def test_reference(text: str, form: ReferenceForm) -> None:
    site = site_of(text)
    assert (site.kind, site.form) == (K.REFERENCE, form)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("target();", ()),
        ("target(1, 2);", ("1", "2")),
        ("ret = target(a(b, c), d[e, f]);", ("a(b, c)", "d[e, f]")),
        ("target((struct s){ 1, 2 }, x);", ("(struct s){ 1, 2 }", "x")),
        ("target(\"a, b\", ',', x);", ('"a, b"', "','", "x")),
        ("target(a, /* b, */ c);", ("a", "c")),
        ('target("http://x", y);', ('"http://x"', "y")),
        ("target(a,\n\t       b  +  c);", ("a", "b + c")),
        ("target(a)(b);", ("a",)),
    ],
    ids=str,
)
def test_arguments(text: str, arguments: tuple[str, ...]) -> None:
    data = body(text).encode()
    assert [site.arguments for site in file_sites("a.c", data, ["target"])] == [arguments]


def test_macro_body_has_arguments_too() -> None:
    text = b"#define wrap(a) \\\n\ttarget(a, \\\n\t       0)\n#define target(x, y) inner(x, y)\n"
    inside, macro = file_sites("a.h", text, ["target"])
    assert (inside.kind, inside.arguments) == (K.MACRO_BODY, ("a", "0"))
    assert macro.signature is not None
    assert macro.signature.macro
    assert [str(one) for one in macro.signature.params] == ["x", "y"]


def test_macro_parameter_is_not_the_function() -> None:
    sites = file_sites("a.h", b"#define wrap(target) other(target)\n", ["target"])
    assert [site.kind for site in sites] == [K.VARIABLE, K.VARIABLE]


def test_static_inline_in_a_header_is_a_stub() -> None:
    text = (
        b"#ifndef _H\n#define _H\n#ifdef CONFIG_X\nextern int target(int a);\n#else\n"
        b"static inline int target(int a)\n{\n\treturn 0;\n}\n#endif\n#endif\n"
    )
    prototype, stub = file_sites("include/linux/x.h", text, ["target"])
    assert (prototype.kind, prototype.static) == (K.PROTOTYPE, False)
    assert [guard.text for guard in prototype.guards] == ["ifdef CONFIG_X"]
    assert (stub.kind, stub.static) == (K.STUB, True)
    assert [(guard.text, guard.line) for guard in stub.guards] == [("else of ifdef CONFIG_X", 5)]
    assert stub.signature == prototype.signature
    (elsewhere,) = file_sites("mm/x.c", b"static inline int target(int a)\n{\n}\n", ["target"])
    assert (elsewhere.kind, elsewhere.static) == (K.DEFINITION, True)


def test_place_text_and_function() -> None:
    text = b"int one(void)\n{\n\ttarget(1);\n}\n\nint target(int a)\n{\n}\n"
    call, definition = file_sites("arch/x86/mm/init_32.c", text, ["target"])
    assert (call.line, call.column, call.offset) == (3, 2, text.index(b"target"))
    assert (call.function, call.text, call.arch) == ("one", "target(1);", "x86-32")
    assert (definition.line, definition.column, definition.function) == (6, 5, "")


def test_several_names_in_order_and_whole_words_only() -> None:
    text = b"int target_x(void);\nint x_target(void);\nint target(void);\nint other(void);\n"
    sites = file_sites("a.c", text, ["other", "target", "nowhere"])
    assert [(site.name, site.line) for site in sites] == [("target", 3), ("other", 4)]
    assert file_sites("a.c", text, []) == ()


@pytest.mark.parametrize("path", ["arch/arm/lib/x.S", "arch/arm/lib/x.s"])
def test_assembly(path: str) -> None:
    text = (
        b"#include <target.h>\n/* target */\n#ifdef target\n#endif\nENTRY(target)\n\tbl target @ don't\n"
    )
    kinds = [site.kind for site in file_sites(path, text, ["target"])]
    assert kinds == [K.DIRECTIVE, K.COMMENT, K.DIRECTIVE, K.ASSEMBLY, K.ASSEMBLY]


def test_a_variable_of_the_same_name_is_not_the_function() -> None:
    text = (
        b"int target(int a);\n\nint one(int target)\n{\n\tuse(target);\n\treturn target + 1;\n}\n\n"
        b"int two(int (*target)(int))\n{\n\treturn target(1);\n}\n\n"
        b"int three(void)\n{\n\tuse(target);\n\treturn target(1);\n}\n"
    )
    kinds = [(site.function or "-", site.kind) for site in file_sites("a.c", text, ["target"])]
    assert kinds == [
        ("-", K.PROTOTYPE),
        ("-", K.VARIABLE),
        ("one", K.VARIABLE),
        ("one", K.VARIABLE),
        ("-", K.VARIABLE),
        ("two", K.VARIABLE),
        ("three", K.REFERENCE),
        ("three", K.CALL),
    ]


def test_a_file_s_own_variable_is_not_the_function() -> None:
    text = b"static int target;\n\nint one(void)\n{\n\tuse(&target);\n\treturn target;\n}\n"
    assert {site.kind for site in file_sites("a.c", text, ["target"])} == {K.VARIABLE}


@pytest.mark.parametrize("storage", ["", "static ", "static const "])
def test_a_function_of_the_file_is_no_type_among_a_macro_s_arguments(storage: str) -> None:
    text = f"static int target(void)\n{{\n}}\n{storage}DEFINE_OPS(ops, target, NULL);\n"
    _, used = file_sites("x.c", text.encode(), ["target"])
    assert used.kind is SiteKind.REFERENCE


def test_a_prototypes_parameter_is_a_variable_nowhere_else() -> None:
    text = b"int one(int target);\n\nint two(void)\n{\n\tuse(target);\n\treturn target(1);\n}\n"
    kinds = [site.kind for site in file_sites("a.c", text, ["target"])]
    assert kinds == [K.VARIABLE, K.REFERENCE, K.CALL]


def test_syscall_parameters() -> None:
    text = b"SYSCALL_DEFINE3(target, unsigned int, fd, char __user *, buf, size_t, count)\n{\n}\n"
    (site,) = file_sites("fs/x.c", text, ["target"])
    assert site.signature is not None
    assert [str(one) for one in site.signature.params] == [
        "unsigned int fd",
        "char *buf",
        "size_t count",
    ]
    assert "sys_" in site.uncertain


def test_signature_split_by_if() -> None:
    text = (
        b"int target(int a,\n#ifdef CONFIG_X\n\t   int b,\n#endif\n\t   int c)\n{\n\treturn 0;\n}\n"
        b"int user(void)\n{\n\treturn target(1,\n#ifdef CONFIG_X\n\t\t      2,\n#endif\n\t\t      3);\n}\n"
    )
    definition, call = file_sites("a.c", text, ["target"])
    assert definition.kind is K.DEFINITION
    assert definition.signature is not None
    assert [one.name for one in definition.signature.params] == ["a", "b", "c"]
    assert [[one.name for one in params] for params in definition.signature.alternatives] == [["a", "c"]]
    assert call.arguments == ("1", "2", "3")
    assert call.uncertain == "#if splits the argument list: 2 or 3 arguments"


def test_two_heads_for_one_body() -> None:
    text = (
        b"#ifdef CONFIG_X\nint target(int a)\n#else\nint target(int a, int b)\n#endif\n{\n"
        b"\treturn a;\n}\n"
    )
    first, second = file_sites("a.c", text, ["target"])
    assert (first.kind, second.kind) == (K.DEFINITION, K.DEFINITION)
    assert first.signature is not None
    assert second.signature is not None
    assert (len(first.signature.params), len(second.signature.params)) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"target",
        b"target(",
        b")) target ((\n}}}}\n",
        b"int target(int a",
        b"\x00\xff target \x80(\xfe)\r\n",
        b"#define target(\n",
        b"#if target(\n#define X \\\n",
        b'"target',
        b"/* target",
        b"{ { { target(a); \n",
        b"target" * 3 + b"\n" + b"(" * 2000 + b"target" + b")" * 3,
    ],
    ids=range(12),
)
def test_nothing_stops_it(text: bytes) -> None:
    sites = file_sites("a.c", text, ["target"])
    assert len(sites) in (0, 1)
    assert all(site.kind is not K.UNACCOUNTED for site in sites)
