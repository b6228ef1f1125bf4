"""SARIF as section 3 of the 2.1.0 specification wants it: the parts that readers depend on."""

from __future__ import annotations

import io
import json
from typing import Any

from patchkit.model.report import Report
from patchkit.reports import sarif
from tests.reports.sample import sample


def log(report: Report) -> Any:
    out = io.StringIO()
    sarif.render(report, out)
    return json.loads(out.getvalue())


def test_every_result_names_a_rule_of_the_tool() -> None:
    (run,) = log(sample())["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) > len(sample().findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]


def test_places_are_relative_addresses_and_lines_count_from_one() -> None:
    (run,) = log(sample())["runs"]
    places = [place["physicalLocation"] for result in run["results"] for place in result["locations"]]
    assert "Documentation/caf%E9.rst" in [place["artifactLocation"]["uri"] for place in places]
    assert {place["artifactLocation"]["uriBaseId"] for place in places} == {"%SRCROOT%"}
    assert all(place["region"]["startLine"] >= 1 for place in places if "region" in place)


def test_incidents_are_told_and_the_run_is_no_success() -> None:
    (invocation,) = log(sample())["runs"][0]["invocations"]
    assert len(invocation["toolExecutionNotifications"]) == len(sample().incidents)
    assert invocation["executionSuccessful"] is False
    report = sample()
    clean = log(Report(report.series, report.tree, report.verdict, ""))["runs"][0]
    assert clean["invocations"][0]["executionSuccessful"] is True
    assert clean["results"] == []
