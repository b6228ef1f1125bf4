"""Rewrites docs/*.schema.json from the structs of the reports."""

from __future__ import annotations

from pathlib import Path

from patchkit.reports import json, matrix, port, review

SCHEMAS = {
    "report.schema.json": json.schema,
    "port.schema.json": port.schema,
    "matrix.schema.json": matrix.schema,
    "review.schema.json": review.schema,
}


def main() -> None:
    docs = Path(__file__).resolve().parents[1] / "docs"
    docs.mkdir(exist_ok=True)
    for name, schema in SCHEMAS.items():
        (docs / name).write_bytes(schema())


if __name__ == "__main__":
    main()
