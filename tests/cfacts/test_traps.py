"""The seven traps that other tools fall into with kernel sources, each in C of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from git import Repo

from patchkit.cfacts import file_sites, index_sites
from patchkit.model.facts import SiteKind
from patchkit.trees import MemoryTree, open_tree

MINIMAL = {
    "Makefile": b"VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 0\n",
    "Kbuild": b"",
    "mm/sample.c": b"int target(int a)\n{\n}\n",
    "include/linux/sample.h": b"int target(int a);\n",
}


def written(folder: Path, extra: dict[str, bytes]) -> Path:
    for name, content in {**MINIMAL, **extra}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.mark.parametrize("committed", [False, True], ids=["files", "revision"])
def test_t1_what_gitignore_hides_is_searched(tmp_path: Path, *, committed: bool) -> None:
    written(tmp_path, {".gitignore": b"/*\n!/debian/\n"})
    if committed:
        repo = Repo.init(tmp_path)
        repo.git.add("--force", ".")
        repo.git.commit("-q", "-m", "all of it")
    tree = open_tree(str(tmp_path), rev="HEAD" if committed else "", kernel=False)
    assert len(index_sites(tree, ["target"]).sites) == 2


def test_t2_the_trees_own_tool_settings_are_not_used(tmp_path: Path) -> None:
    settings = {".cocciconfig": b"[spatch]\n\toptions = --use-gitgrep\n", ".ignore": b"*\n"}
    settings[".git"] = b"gitdir: /nowhere\n"
    tree = open_tree(str(written(tmp_path, settings)), kernel=False)
    assert len(index_sites(tree, ["target"]).sites) == 2


def test_t3_a_bare_call_is_a_call() -> None:
    # The grammar takes `target(x)` on its own for a type that a macro makes.
    statement = b"static void f(void)\n{\n\ttarget(x);\n}\n"
    for text in (b"target(x)", b"target(x);\n", b"target(struct page *);\n", statement):
        (site,) = file_sites("a.c", text, ["target"])
        assert (site.kind, len(site.arguments or ())) == (SiteKind.CALL, 1)


def test_t4_a_static_inline_loses_neither_itself_nor_its_calls() -> None:
    header = (
        b"void *target_base(struct device *dev, gfp_t gfp) __malloc __alloc_size(2);\n"
        b"static inline void *target(struct device *dev, size_t size, gfp_t gfp)\n"
        b"{\n\treturn target_base(dev, gfp | __GFP_ZERO);\n}\n"
    )
    user = b"int probe(struct device *dev)\n{\n\tp = target(dev, sizeof(*p), GFP_KERNEL);\n}\n"
    index = index_sites(MemoryTree({"include/d.h": header, "drivers/u.c": user}), ["target"])
    assert [(site.kind, site.path) for site in index.sites] == [
        (SiteKind.CALL, "drivers/u.c"),
        (SiteKind.STUB, "include/d.h"),
    ]


def test_t5_headers_are_c_and_not_cpp() -> None:
    header = (
        b"int target(struct dev *new, int class, const void *template);\n"
        b"static inline int use(struct dev *this)\n{\n\treturn target(this, 0, NULL);\n}\n"
    )
    prototype, call = file_sites("include/x.h", header, ["target"])
    assert (prototype.kind, call.kind) == (SiteKind.PROTOTYPE, SiteKind.CALL)
    assert prototype.signature is not None
    assert [one.name for one in prototype.signature.params] == ["new", "class", "template"]
    assert prototype.uncertain == call.uncertain == ""


def test_t6_an_attribute_with_arguments_makes_no_call() -> None:
    text = b"extern int __printf(2, 3) target(struct shrinker *s, const char *fmt, ...);\n"
    (site,) = file_sites("include/x.h", text, ["target"])
    assert site.kind is SiteKind.PROTOTYPE
    assert site.signature is not None
    assert (site.signature.returns, len(site.signature.params), site.signature.variadic) == (
        "int",
        2,
        True,
    )
    assert site.uncertain == ""


@pytest.mark.parametrize("macro", ["for_each_online_cpu(cpu)", "annotated", "WITH(a, b)"])
def test_t6_a_macro_in_front_makes_no_prototype(macro: str) -> None:
    text = f"static void f(int x)\n{{\n\t{macro}\n\t\ttarget(x);\n}}\n".encode()
    (site,) = file_sites("a.c", text, ["target"])
    assert (site.kind, site.arguments) == (SiteKind.CALL, ("x",))


def test_t7_arguments_that_the_grammar_cannot_parse_are_counted() -> None:
    text = (
        b"static int f(struct cfg *c, int i)\n{\n"
        b"\treturn target(c, offsetof(struct regs, level[i]), sizeof(u32));\n}\n"
    )
    (site,) = file_sites("a.c", text, ["target"])
    assert site.arguments == ("c", "offsetof(struct regs, level[i])", "sizeof(u32)")
    assert site.kind is SiteKind.CALL
