"""Golden cases of what a port adds to a series: tests/cases/complete/README.md says how they are made.

PATCHKIT_BLESS=1 rewrites expected.txt.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from patchkit.model.port import Completion, PatchPort
from patchkit.model.port_words import conflict_words, hunk_place
from patchkit.model.ported import PortResult, fate_of
from patchkit.workflows.port import PortOptions, port_series

CASES = Path(__file__).resolve().parents[1] / "cases" / "complete"


def cases() -> list[object]:
    return [pytest.param(path, id=path.name) for path in sorted(CASES.iterdir()) if path.is_dir()]


def answer(case: Path) -> str:
    """Ports a copy of the case outside of any repository, whose objects would be at hand as bases."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "case"
        shutil.copytree(case, copy)
        wish = copy / "complete"
        result = port_series(
            PortOptions(
                series=str(copy / "series.patch"),
                onto=str(copy / "tree"),
                kernel=False,
                completion=Completion(wish.read_text().strip()) if wish.exists() else Completion.LIST,
                base_trees=tuple(map(str, sorted(copy.glob("bases/*")))),
            )
        )
    return "\n".join((*_told(result), *_difference(result.ports)))


def _told(result: PortResult) -> Iterator[str]:
    for port in result.ports:
        yield f"patch {port.patch.number}: {fate_of(port)}, {port.grade}: {port.patch.subject.text}"
        for file in port.files:
            for hunk in file.hunks:
                if hunk.conflict is not None:
                    yield f"  {hunk_place(file, hunk)}: {conflict_words(hunk.conflict)}"
                yield from (f"  {hunk_place(file, hunk)}: {note}" for note in hunk.notes)
        for one in port.adaptations:
            yield f"  {one.path}:{one.line}: {one.kind}: {one.detail}"
    for found in result.remains:
        place = found.primary
        mended = f", until {found.mended_by}" if found.mended_by is not None else ""
        yield (
            f"remains: {place.path}:{place.line}: {found.severity}:{found.rule} "
            f"(patch {found.caused_by}{mended})"
        )


def _difference(ports: tuple[PatchPort, ...]) -> Iterator[str]:
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    for port in ports:
        for file in port.files:
            if file.changed:
                before.setdefault(file.path, file.before or b"")
                after[file.path] = file.after or b""
    for path in sorted(after):
        old, new = (text.decode().split("\n") for text in (before[path], after[path]))
        yield from unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="", n=2)
    yield ""


@pytest.mark.parametrize("case", cases())
def test_working(case: Path) -> None:
    got = answer(case)
    expected = case / "expected.txt"
    if os.environ.get("PATCHKIT_BLESS"):
        expected.write_text(got)
    assert got == expected.read_text()
