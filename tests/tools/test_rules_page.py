"""docs/rules.md is what the rules say of themselves."""

from __future__ import annotations

from tools.rules import PAGE, page


def test_the_page_is_the_generated_one() -> None:
    assert PAGE.read_text() == page(), "run python tools/rules.py"
