"""docs/configuration.md is what the keys say, and every key is an option of some verb."""

from __future__ import annotations

import pytest

from patchkit.cli.settings import KEYS, Key
from patchkit.workflows.display import ALLOWED
from tools.configuration import PAGE, page, verbs_of


def test_the_page_is_the_generated_one() -> None:
    text = PAGE.read_text()
    assert text == page(text), "run python tools/configuration.py"


def test_the_page_names_all_that_a_trees_file_may_set() -> None:
    own = PAGE.read_text().partition("## The checked tree's own file")[2]
    assert all(f"| `{key.removeprefix('patchkit.')}` |" in own for key in ALLOWED)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_a_key_is_an_option_of_some_verb(key: Key) -> None:
    spelled = {name for _, option in verbs_of(key) for name in option.opts}
    assert f"--{'no-' * key.inverted}{key.name}" in spelled or f"--{key.name}-mode" in spelled


def test_the_keys_stand_in_order() -> None:
    assert [key.name for key in KEYS] == sorted(key.name for key in KEYS)
