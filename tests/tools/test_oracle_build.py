"""The compiler oracle's copy of a tree, and its way to ask a compiler; a script stands for it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.tools.pumps import written
from tools import oracle_build
from tools.oracle_build import Arch, Build, Complaint, Place, changed, missing, restore


def test_the_copy_is_as_before_after_a_case_and_after_an_interruption(tmp_path: Path) -> None:
    tree = written(tmp_path / "tree", {"mm/a.c": "old\n"})
    source = written(tmp_path / "source", {"mm/a.c": "old\n"})
    with changed(tree, source, {"mm/a.c": b"new\n"}):
        assert (source / "mm/a.c").read_text() == "new\n"
    assert (source / "mm/a.c").read_text() == "old\n"
    (tmp_path / "source.changed").write_text("mm/a.c")
    (source / "mm/a.c").write_text("left by a run that was killed\n")
    restore(tree, source)
    assert (source / "mm/a.c").read_text() == "old\n"
    assert not (tmp_path / "source.changed").exists()


def fake_build(tmp_path: Path, script: str) -> Build:
    """A build folder with the record of one object, whose compiler is a script."""
    source = written(tmp_path / "source", {"mm/a.c": "int x;\n"})
    build = Build(Arch("x86", "x86", "x86_64", "", "defconfig", "gcc"), source, tmp_path)
    compiler = tmp_path / "cc"
    compiler.write_text(f"#!/bin/sh\n{script}\n")
    compiler.chmod(compiler.stat().st_mode | stat.S_IXUSR)
    record = (
        f'savedcmd_mm/a.o := {compiler} -Wp,-MMD,mm/.a.o.d -DNAME=\'"a b"\' -D"S(x)=$(pound)x" -c '
        f"-o mm/a.o {source}/mm/a.c ; ./tools/objtool/objtool mm/a.o\n\nsource_mm/a.o := x\n"
    )
    written(build.folder, {"mm/.a.o.cmd": record, "mm/a.o": "", ".config": ""})
    return build


def test_the_recorded_command_is_run_again_and_its_errors_read(tmp_path: Path) -> None:
    said = [
        {"kind": "warning", "message": "w", "locations": [{"caret": {"file": "x.c", "line": 1}}]},
        {
            "kind": "error",
            "message": "conflicting types",
            "locations": [{"caret": {"file": str(tmp_path / "source/mm/a.c"), "line": 7}}],
            "children": [
                {
                    "kind": "note",
                    "message": "previous declaration",
                    "locations": [{"caret": {"file": "../source/include/a.h", "line": 3}}],
                }
            ],
        },
    ]
    (tmp_path / "answer").write_text(json.dumps(said))
    build = fake_build(tmp_path, f'echo "$@" > {tmp_path}/asked; cat {tmp_path}/answer >&2; exit 1')
    assert build.compile(["mm/a.c"]) == {"mm/a.c"}
    assert build.complaints("mm/a.c", {}) == [
        Complaint(Place("mm/a.c", 7), "conflicting types", (Place("include/a.h", 3),))
    ]
    asked = (tmp_path / "asked").read_text().strip()
    expected = (
        f'-DNAME="a b" -DS(x)=#x {tmp_path}/source/mm/a.c -fdiagnostics-format=json -c -o /dev/null'
    )
    assert asked == expected


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    build = fake_build(tmp_path, f"echo x >> {tmp_path}/asked; echo '[]' >&2")
    for texts in ({"mm/a.c": b"int y;"}, {"mm/a.c": b"int y;"}, {"mm/a.c": b"int z;"}):
        assert build.complaints("mm/a.c", texts) == []
    assert (tmp_path / "asked").read_text() == "x\nx\n"


def test_lines_that_reach_the_compiler(tmp_path: Path) -> None:
    build = fake_build(tmp_path, f"printf '# 1 \"{tmp_path}/source/mm/a.c\"\\nint x;\\n\\nint y;\\n'")
    assert build.seen("mm/a.c")["mm/a.c"] == {1, 3}


def test_a_compiler_that_fails_without_a_reason_ends_the_run(tmp_path: Path) -> None:
    build = fake_build(tmp_path, "echo cannot allocate memory >&2; exit 1")
    with pytest.raises(SystemExit, match="cannot allocate memory"):
        build.complaints("mm/a.c", {})


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    packages = missing(oracle_build.ARCHES)
    assert {"gcc-s390x-linux-gnu", "gcc-sh4-linux-gnu", "gcc", "make", "bison", "flex", "bc"} <= set(
        packages
    )
