from __future__ import annotations

import io
import json as stdlib_json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace

from patchkit.model.findings import Incident
from patchkit.model.report import SCHEMA_VERSION, Report, SiteState
from patchkit.reports import json
from tests.reports.sample import NOT_UTF8, sample
from tools.schema import SCHEMAS


def rendered(report: Report) -> str:
    out = io.StringIO()
    json.render(report, out)
    return out.getvalue()


def without_raw_bytes(report: Report) -> Report:
    text = rendered(report)
    return msgspec.json.decode(text, type=Report)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_the_generated_one(checkout: Path, name: str) -> None:
    published = checkout / "docs" / name
    assert published.read_bytes() == SCHEMAS[name](), "run python -m tools.schema"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(stdlib_json.loads(json.schema()))


def minimal() -> Report:
    report = sample()
    return Report(series=report.series, tree=report.tree, verdict=report.verdict, sentence="")


@pytest.mark.parametrize("report", [sample(), minimal()], ids=["rich", "minimal"])
def test_reports_are_valid(report: Report) -> None:
    schema = stdlib_json.loads(json.schema())
    jsonschema.Draft202012Validator(schema).validate(stdlib_json.loads(rendered(report)))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(("schema_version",), SCHEMA_VERSION + 1, id="another-version"),
        pytest.param(("verdict",), "splendid", id="unknown-verdict"),
        pytest.param(("findings", 0, "primary", "line"), "7", id="line-as-text"),
        pytest.param(("series", "text"), None, id="null"),
    ],
)
def test_the_schema_refuses(path: tuple[str | int, ...], value: object) -> None:
    data: Any = stdlib_json.loads(rendered(sample()))
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    schema = stdlib_json.loads(json.schema())
    assert not jsonschema.Draft202012Validator(schema).is_valid(data)


def test_every_key_is_required_and_unknown_keys_are_allowed() -> None:
    schema = stdlib_json.loads(json.schema())
    for definition in schema["$defs"].values():
        assert definition.get("required", []) == list(definition.get("properties", {}))
        assert "additionalProperties" not in definition


def test_nothing_is_lost_on_the_way() -> None:
    once = without_raw_bytes(sample())
    assert without_raw_bytes(once) == once
    assert rendered(once) == rendered(sample())


def test_names_that_are_not_utf8_are_escaped_everywhere() -> None:
    report = replace(sample(), incidents=(Incident("k", f"no {NOT_UTF8}\ud800", NOT_UTF8),))
    text = rendered(report)
    text.encode("utf-8")
    data = stdlib_json.loads(text)
    assert data["incidents"][0]["where"] == "Documentation/caf\\xe9.rst"
    assert data["incidents"][0]["message"] == "no Documentation/caf\\xe9.rst\\ud800"
    assert data["patches"][1]["files"][1]["path"] == "Documentation/caf\\xe9.rst"
    assert data["findings"][4]["primary"]["path"] == "Documentation/caf\\xe9.rst"


def test_the_order_in_which_states_were_counted_does_not_show() -> None:
    def with_states(states: dict[SiteState, int]) -> Report:
        report = sample()
        row = report.matrix[0]
        cell = replace(row.cells[0], states=states)
        return replace(report, matrix=(replace(row, cells=(cell,)),))

    one = {SiteState.UNKNOWN: 1, SiteState.CONVERTED: 2}
    other = {SiteState.CONVERTED: 2, SiteState.UNKNOWN: 1}
    assert rendered(with_states(one)) == rendered(with_states(other))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_stream_can_hold_it(encoding: str) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding)
    report = replace(sample(), sentence="Zoë 日本 \U0001f427")
    json.render(report, out)
    out.flush()
    assert stdlib_json.loads(raw.getvalue().decode(encoding))["sentence"] == report.sentence
