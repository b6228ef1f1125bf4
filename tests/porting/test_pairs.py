"""Names that undo each other."""

from __future__ import annotations

import pytest

from patchkit.porting.pairs import counterparts

PAIRS = [
    ("mem_hotplug_begin", "mem_hotplug_done"),
    ("mutex_lock", "mutex_unlock"),
    ("spin_lock_irqsave", "spin_unlock_irqrestore"),
    ("queue_get", "queue_put"),
    ("kmap", "kunmap"),
    ("pool_init", "pool_destroy"),
    ("register_queue", "unregister_queue"),
]
STRANGERS = [
    ("mutex_lock", "mutex_lock"),
    ("queue_end", "queue_done"),
    ("queue_begin", "pool_done"),
    ("queue_start", "queue_restart"),
    ("lock", "spin_unlock"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_one_undoes_the_other(one: str, other: str) -> None:
    assert counterparts(one.encode(), other.encode())
    assert counterparts(other.encode(), one.encode())


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_these_do_not(one: str, other: str) -> None:
    assert not counterparts(one.encode(), other.encode())
    assert not counterparts(other.encode(), one.encode())
