from __future__ import annotations

from pathlib import Path

import pytest

from patchkit.cfacts.hints import load_hints, read_hints
from patchkit.errors import QueryError


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        pytest.param(b"void __init f(void)", b"void        f(void)", id="plain"),
        pytest.param(b"int __printf(1, 2) f(x)", b"int                f(x)", id="with arguments"),
        pytest.param(b"int __printf (1, (2)) f", b"int                   f", id="nested list"),
        pytest.param(b"int __printf f", b"int          f", id="without list"),
        pytest.param(b"x__init = __initial;", b"x__init = __initial;", id="part of a word"),
        pytest.param(b"static __always_inline int", b"static                 int", id="inline"),
        pytest.param(b"static inline int", b"static inline int", id="C's own inline"),
        pytest.param(b"a __aligned(8", b"a          (8", id="list never closed"),
    ],
)
def test_blanking_keeps_the_length(text: bytes, blanked: bytes) -> None:
    assert load_hints().blank_annotations(text) == blanked


def test_definition_like() -> None:
    hints = load_hints()
    syscall = hints.definition(b"SYSCALL_DEFINE3")
    assert syscall is not None
    assert (syscall.defines, syscall.parameters, syscall.prefix) == ("function", "pairs", "sys_")
    per_cpu = hints.definition(b"DEFINE_PER_CPU_ALIGNED")
    assert per_cpu is not None
    assert (per_cpu.defines, per_cpu.name) == ("variable", 1)
    assert hints.definition(b"my_define") is None


@pytest.mark.parametrize(
    "content",
    ["[mask", "[mask]\nwords = 3\n", "[unknown]\nwords = []\n"],
    ids=["no TOML", "wrong type", "missing and unknown tables"],
)
def test_malformed_hints_name_the_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "hints.toml"
    path.write_text(content)
    with pytest.raises(QueryError) as caught:
        read_hints(path)
    assert caught.value.where == str(path)
