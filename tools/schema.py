"""Rewrites docs/report.schema.json from the Report's dataclasses."""

from __future__ import annotations

from pathlib import Path

from patchkit.reports import json


def main() -> None:
    target = Path(__file__).resolve().parents[1] / "docs" / "report.schema.json"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(json.schema())


if __name__ == "__main__":
    main()
