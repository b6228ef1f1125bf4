"""`patchkit check`: forms of the report, and some patches only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patchkit.cli.main import main

Printed = pytest.CaptureFixture[str]


def check(checkout: Path, *options: str) -> int:
    return main(["check", str(checkout / "examples" / "kernel"), *options])


def test_sarif(checkout: Path, capsys: Printed) -> None:
    newer = str(checkout / "examples" / "variants" / "newer-branch.patch")
    assert check(checkout, "--prerequisite", newer, "--format", "sarif") == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert {"caller-not-updated", "arch-implementation-missed"} <= {
        result["ruleId"] for result in run["results"]
    }


def test_markdown(checkout: Path, capsys: Printed) -> None:
    assert check(checkout, "--format", "markdown") == 0
    assert capsys.readouterr().out.startswith("# Do not touch pages/zones during hot-remove path v3 on ")


def undeclared(printed: str) -> set[tuple[str, str]]:
    findings = json.loads(printed)["findings"]
    return {
        (one["subject"], one["function"]) for one in findings if one["rule"] == "unresolved-identifier"
    }


def test_a_patch_without_those_it_needs(checkout: Path, capsys: Printed) -> None:
    """Patch 5 uses the nid that only patch 4 gives to __remove_section()."""
    assert check(checkout, "-P", "5", "--format", "json") == 1
    printed = capsys.readouterr().out
    report = json.loads(printed)
    assert [patch["number"] for patch in report["patches"]] == [5]
    assert [intent["patch"] for intent in report["intent"]] == [5]
    assert undeclared(printed) == {("nid", "__remove_section")}
    check(checkout, "-P", "4-5", "--format", "json")
    assert ("nid", "__remove_section") not in undeclared(capsys.readouterr().out)
