"""The report as JSON, and the JSON Schema of it: both from the structs of `model.report`.

Keys stand in the order of the fields, every key is always there, and the same report gives
the same bytes. A name that is not UTF-8 cannot be written in JSON: its bytes appear as `\\xNN`
(see `reports.text`), in values and keys alike. Refuses to choose what is in a report.
"""

from __future__ import annotations

import inspect
from typing import Any, TextIO

import msgspec

from patchkit.model.report import SCHEMA_VERSION, Report
from patchkit.reports.text import without_surrogates

_INDENT = 2


def render(report: Report, out: TextIO) -> None:
    """Writes the report as indented JSON with a final newline."""
    dump(report, out)


def dump(value: object, out: TextIO) -> None:
    """Writes frozen data as `render` writes the report; other verbs have their own data.

    Where the stream's encoding lacks a character, JSON's own `\\uNNNN` stands for it.
    """
    plain = _without_surrogates(msgspec.to_builtins(value, order="deterministic"))
    text = msgspec.json.format(msgspec.json.encode(plain), indent=_INDENT).decode()
    out.write(_encodable(text, getattr(out, "encoding", None) or "utf-8") + "\n")


def schema() -> bytes:
    """Returns the JSON Schema (2020-12) of `render`'s output, indented, with a final newline."""
    return schema_of(Report, "report", SCHEMA_VERSION)


def schema_of(root: type, name: str, version: int) -> bytes:
    """Returns the JSON Schema of a report whose struct is `root`, called `name`.

    The classes' docstrings are its descriptions. Unknown keys are allowed: adding one is not a
    new `schema_version`.
    """
    generated = msgspec.json.schema(root)
    for definition in generated["$defs"].values():
        _tidy(definition)
    generated["$defs"][root.__name__]["properties"]["schema_version"] = {"const": version}
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kernel-patchkit:{name}:{version}",
        "title": f"patchkit {name}",
    }
    return msgspec.json.format(msgspec.json.encode(head | generated), indent=_INDENT) + b"\n"


def _tidy(definition: dict[str, Any]) -> None:
    """Makes one definition say what the output is: no defaults, no docstring indentation."""
    if "description" in definition:  # Python < 3.13 keeps the indentation
        definition["description"] = inspect.cleandoc(definition["description"])
    if "properties" in definition:
        for value in definition["properties"].values():
            value.pop("default", None)
        definition["required"] = list(definition["properties"])


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {without_surrogates(key): _without_surrogates(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(one) for one in value]
    return value


def _encodable(text: str, encoding: str) -> str:
    """Returns `text`, with what is not ASCII as JSON escapes if `encoding` cannot hold all of it."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        units = text.encode("utf-16-be")
        pairs = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
        return "".join(chr(unit) if unit < 0x80 else f"\\u{unit:04x}" for unit in pairs)
    return text
