"""What the tokens beside a word settle is never asked of the grammar, and everything else is."""

from __future__ import annotations

import pytest

from patchkit.cfacts import file_sites
from patchkit.cfacts import views as views_module
from patchkit.cfacts.syntax import parse_word
from patchkit.model.facts import SiteKind


def body(statement: str) -> str:
    return f"static int user(struct dev *dev, int nid)\n{{\n\tint ret;\n\n\t{statement}\n}}\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The words that the grammar was asked for."""
    words: list[bytes] = []

    def parse(text: bytes, offset: int, length: int) -> object:
        words.append(text[offset : offset + length])
        return parse_word(text, offset, length)

    monkeypatch.setattr(views_module, "parse_word", parse)
    return words


SETTLED = [
    ("call", body("ret = target(dev, nid);"), SiteKind.CALL),
    ("call as an argument", body("use(target(nid), 1);"), SiteKind.CALL),
    ("member", body("dev->target = nid;"), SiteKind.MEMBER),
    ("member of a table", "static struct ops o = {\n\t.target = NULL,\n};\n", SiteKind.MEMBER),
    ("label", body("goto target;"), SiteKind.LABEL),
]


@pytest.mark.parametrize(("text", "kind"), [one[1:] for one in SETTLED], ids=[one[0] for one in SETTLED])
def test_the_lexer_is_enough(text: str, kind: SiteKind, asked: list[bytes]) -> None:
    (site,) = file_sites("a.c", text.encode(), ["target"])
    assert (site.kind, site.uncertain, asked) == (kind, "", [])


OPEN = [
    ("definition", "int target(int a)\n{\n\treturn a;\n}\n"),
    ("prototype", "int target(int a);\n"),
    ("declared in a function", body("extern int target(int a);")),
    ("call at file scope", "target(some, thing);\n"),
    ("value", body("dev->op = target;")),
    ("never closed", body("target(nid;")),
]


@pytest.mark.parametrize("text", [one[1] for one in OPEN], ids=[one[0] for one in OPEN])
def test_the_grammar_is_asked_too(text: str, asked: list[bytes]) -> None:
    file_sites("a.c", text.encode(), ["target"])
    assert asked == [b"target"]


def test_if_in_the_arguments_is_looked_at_by_both(asked: list[bytes]) -> None:
    text = body("target(dev,\n#ifdef CONFIG_X\n\t\tnid,\n#endif\n\t\t1);")
    (site,) = file_sites("a.c", text.encode(), ["target"])
    assert asked == [b"target"]
    assert site.counts == (2, 3)
    assert "#if splits the argument list" in site.uncertain


MACROS = [
    body('target(KERN_ERR PFX "no %s\\n", dev->name);'),
    body("use(target(dev, struct thing, member));"),
    body('IF_DEBUG(target("x", nid);)'),
]


@pytest.mark.parametrize("text", MACROS)
def test_a_macro_near_by_makes_no_call_uncertain(text: str) -> None:
    (site,) = file_sites("a.c", text.encode(), ["target"])
    assert (site.kind, site.uncertain) == (SiteKind.CALL, "")


DECLARED_AMONG_STATEMENTS = [
    "size_t target(int a);",
    "auto int target(int a);",
    "static noinline int target(int a) __must_check;",
    "int __attribute__((unused)) target(int a);",
    "struct thing *target(struct thing *one) { return one; }",
    "int (*target(int a))(int);",
]


@pytest.mark.parametrize("text", DECLARED_AMONG_STATEMENTS)
def test_what_may_be_declared_among_statements_is_no_certain_call(text: str) -> None:
    (site,) = file_sites("a.c", body(text).encode(), ["target"])
    assert site.kind is not SiteKind.CALL or site.uncertain


BEHIND_WORDS = [
    "else target(nid);",
    "return *target(nid);",
    "do target(nid); while (nid);",
    "again: target(nid);",
]


@pytest.mark.parametrize("text", BEHIND_WORDS)
def test_a_statement_s_keyword_is_no_type(text: str, asked: list[bytes]) -> None:
    (site,) = file_sites("a.c", body(text).encode(), ["target"])
    assert (site.kind, site.uncertain, asked) == (SiteKind.CALL, "", [])
