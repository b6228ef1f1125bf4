"""Names found in one text are those that taking every path apart finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchkit.trees.paths import Paths

PART = st.sampled_from(["a", "b", "a.c", "ba", "aa.c"])
PATH = st.lists(PART, min_size=1, max_size=3).map("/".join)


@given(paths=st.lists(PATH, unique=True, max_size=8), asked=PATH)
def test_as_taken_apart(paths: list[str], asked: str) -> None:
    found = Paths(paths)
    assert found.ending(asked) == [one for one in paths if f"/{one}".endswith(f"/{asked}")]
    assert found.inside(asked) == [
        one.rpartition("/")[2] for one in paths if one.rpartition("/")[0] == asked
    ]
    assert found.has_below(asked) is any(one.startswith(f"{asked}/") for one in paths)


@pytest.mark.parametrize("paths", [[], ["Makefile"], ["a/Makefile", "Makefile", "mm/a.c"]])
def test_the_top_folder(paths: list[str]) -> None:
    assert Paths(paths).inside("") == [one for one in paths if "/" not in one]
