"""`patchkit port`: wiring, exit codes, and what is on disk afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from patchkit.cli.main import main

Printed = pytest.CaptureFixture[str]


def port(checkout: Path, *options: str) -> int:
    series = str(checkout / "series" / "hot-remove" / "mails")
    return main(["port", series, "--onto", str(checkout / "examples" / "kernel"), *options])


def test_mails_are_written_and_told_of(checkout: Path, tmp_path: Path, capsys: Printed) -> None:
    assert port(checkout, "-o", str(tmp_path / "out")) == 0
    names = sorted(one.name for one in (tmp_path / "out").iterdir())
    assert [name[:5] for name in names] == [f"000{number}-" for number in range(6)]
    printed = capsys.readouterr().out
    assert "5 ported" in printed
    assert all(name in printed for name in names[1:])


def test_without_an_output_nothing_is_written(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.chdir(tmp_path)
    assert port(checkout) == 0
    assert list(tmp_path.iterdir()) == []
    assert "nothing: no output was asked for" in capsys.readouterr().out


def test_the_json_is_what_its_schema_says(checkout: Path, capsys: Printed) -> None:
    schema = json.loads((checkout / "docs" / "port.schema.json").read_bytes())
    assert port(checkout, "--format", "json") == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), schema)


@pytest.mark.parametrize(
    "options",
    [
        ("-o", "a", "--quilt", "b"),
        ("--stable", "5.10", "--subject-prefix", "PATCH x"),
        ("-b", "topic"),
        ("--upstream", "1234567890123456789012345678901234567890"),
        ("--upstream", "no-such-file"),
        ("-o", "."),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_an_error(
    checkout: Path,
    tmp_path: Path,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Printed,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert port(checkout, *options) == 2
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err


def test_some_patches_are_ported_and_counted_anew(checkout: Path, tmp_path: Path) -> None:
    assert port(checkout, "-P", "1,3", "-o", str(tmp_path / "out")) == 0
    first, second = sorted((tmp_path / "out").glob("*.patch"))
    assert b"[PATCH 1/2]" in first.read_bytes()
    assert b"[PATCH 2/2]" in second.read_bytes()
