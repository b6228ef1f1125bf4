from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from patchkit.cli.main import main
from patchkit.model.facts import Site, SiteKind
from patchkit.model.findings import Incident
from patchkit.model.tree import TreeIdentity
from patchkit.reports.progress import Progress
from patchkit.reports.sites import build, render_text

FILES = {
    "arch/x86/mm/init_64.c": "int target(int nid, struct page *page)\n{\n\treturn 0;\n}\n",
    "include/linux/t.h": (
        "#ifdef CONFIG_T\nint target(int nid, struct page *page);\n#else\n"
        "static inline int target(int nid, struct page *page)\n{\n\treturn 0;\n}\n#endif\n"
        "#define old_target(page) target(0, page)\n"
    ),
    "mm/user.c": (
        "/* target() */\nstatic struct ops o = {\n\t.op = target,\n};\n\n"
        "int user(struct page *page)\n{\n\treturn target(page->nid,\n\t\t      page);\n}\n"
        "EXPORT_SYMBOL(target);\n"
    ),
}

TEXT = """\
{tree}

target: 8 in 3 files: 1 definition, 1 prototype, 1 stub, 1 call, 2 references, 1 in macro bodies, 1 comment
  architectures: x86-64
  definition
    arch/x86/mm/init_64.c:1: int target(int nid, struct page *page)
        x86-64
  prototype
    include/linux/t.h:2: int target(int nid, struct page *page)
        #ifdef CONFIG_T
  stub
    include/linux/t.h:4: static int target(int nid, struct page *page)
        #else of ifdef CONFIG_T
  call
    mm/user.c:8: target(page->nid, page)
        in user
  reference
    mm/user.c:3: .op = target,
        initializer
    mm/user.c:11: EXPORT_SYMBOL(target);
        export
  macro-body
    include/linux/t.h:9: target(0, page)
  comment
    mm/user.c:1: /* target() */

old_target: 1 in 1 file: 1 macro
  macro
    include/linux/t.h:9: old_target(page)

unaccounted: 0 of 9
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_text(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sites", "--not-a-kernel", "target", "old_target", "target", str(tree)]) == 0
    assert capsys.readouterr().out == TEXT.format(tree=tree)


def test_terse(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sites", "--not-a-kernel", "--format", "terse", "old_target", str(tree)]) == 0
    assert capsys.readouterr().out == "include/linux/t.h:9: macro:old_target: old_target(page)\n"


@pytest.mark.parametrize("option", [["--json"], ["--format", "json"]], ids=["flag", "format"])
def test_json(tree: Path, capsys: pytest.CaptureFixture[str], option: list[str]) -> None:
    assert main(["sites", "--not-a-kernel", *option, "target", str(tree)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["schema_version"], report["hits"], report["unaccounted"]) == (1, 8, 0)
    (row,) = report["names"]
    assert row["kinds"]["call"] == 1
    definition = row["sites"][0]
    assert definition["signature"]["params"][1] == {"type": "struct page *", "name": "page"}
    assert (definition["path"], definition["line"], definition["column"]) == (
        "arch/x86/mm/init_64.c",
        1,
        5,
    )
    (call,) = (site for site in row["sites"] if site["kind"] == "call")
    assert (call["arguments"], call["function"]) == (["page->nid", "page"], "user")
    (stub,) = (site for site in row["sites"] if site["kind"] == "stub")
    assert (stub["guards"], stub["static"]) == (["else of ifdef CONFIG_T"], True)


def test_a_name_that_is_not_there(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sites", "--not-a-kernel", "gone", "target", str(tree)]) == 1
    assert "gone: not in this tree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param(["--not-a-kernel", "no-name", "."], "C identifier", id="no identifier"),
        pytest.param(["--not-a-kernel", "."], "NAME", id="no name"),
        pytest.param(["target", "/nowhere/at/all"], "no such", id="no tree"),
    ],
)
def test_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], word: str) -> None:
    assert main(["sites", *arguments]) == 2
    assert word in capsys.readouterr().err


def test_not_a_kernel(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sites", "target", str(tree)]) == 2
    assert "--not-a-kernel" in capsys.readouterr().err


def test_what_is_unsure_or_missing_is_printed() -> None:
    unclear = Site("target", "a.c", 1, 1, 0, SiteKind.UNACCOUNTED, text="\x1b[31m target")
    doubted = Site("target", "b.c", 2, 1, 9, SiteKind.CALL, arguments=(), uncertain="why")
    incident = Incident("unparsed-file", "the file could not be analysed", where="c.c")
    out = io.StringIO()
    render_text(build(["target"], [unclear, doubted], TreeIdentity("k", "directory"), (incident,)), out)
    text = out.getvalue()
    assert "a.c:1: \\x1b[31m target" in text
    assert "uncertain: why" in text
    assert "unaccounted: 1 of 2" in text
    assert "unparsed-file: c.c: the file could not be analysed" in text


def test_what_was_not_understood_is_incomplete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unclear = Site("target", "a.c", 1, 1, 0, SiteKind.UNACCOUNTED)
    report = build(["target"], [unclear], TreeIdentity("k", "directory"))
    monkeypatch.setattr("patchkit.workflows.sites.list_sites", lambda *_: report)
    assert main(["sites", "target", "k"]) == 3
    assert "unaccounted: 1 of 1" in capsys.readouterr().out


def test_an_interrupt_says_what_was_not_finished(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_options: object, progress: Progress, _means: object) -> None:
        progress("searching the tree", 512, 2048)
        raise KeyboardInterrupt

    monkeypatch.setattr("patchkit.workflows.sites.list_sites", interrupted)
    assert main(["sites", "target", "k"]) == 130
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.strip() == (
        "patchkit: interrupted while searching the tree:  25% (512/2048); nothing was written"
    )
