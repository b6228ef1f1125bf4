"""Two signatures, and what a compiler would say differs between them."""

from __future__ import annotations

import pytest

from patchkit.apichange.compare import aspects_of, likeness, same_parameters
from patchkit.cfacts import declarations
from patchkit.model.changes import Aspect
from patchkit.model.facts import Signature


def signature(text: str) -> Signature:
    (site,) = declarations("x.h", text.encode() + b"\n")
    assert site.signature is not None
    return site.signature


@pytest.mark.parametrize(
    ("before", "after", "aspects"),
    [
        pytest.param("int f(int a);", "int f(int b);", (), id="a parameter's name is free"),
        pytest.param("int f(int a);", "extern int f(int);", (), id="unnamed"),
        pytest.param("int f(void);", "int f(int a);", (Aspect.COUNT,), id="one more"),
        pytest.param("int f(int a);", "int f(int a, ...);", (Aspect.COUNT,), id="variadic"),
        pytest.param("int f(int a);", "int f(long a);", (Aspect.TYPE,), id="type"),
        pytest.param("int f(int a);", "void f(int a);", (Aspect.RETURN,), id="return type"),
        pytest.param(
            "int f(int a, char *p);", "int f(char *p, int a);", (Aspect.ORDER,), id="order by type"
        ),
        pytest.param(
            "int f(u64 start, u64 size);",
            "int f(u64 size, u64 start);",
            (Aspect.ORDER,),
            id="order by name",
        ),
        pytest.param(
            "int f(u64 start, u64 size);",
            "void f(int nid, u64 start, u64 size);",
            (Aspect.COUNT, Aspect.RETURN),
            id="count and return type",
        ),
        pytest.param("int f();", "int f(int a);", (), id="unspecified agrees with all"),
        pytest.param(
            "int f(struct zone *zone,\n\t\tunsigned long pfn);",
            "int f(struct zone * zone, unsigned long  pfn);",
            (),
            id="re-wrapped",
        ),
    ],
)
def test_aspects(before: str, after: str, aspects: tuple[Aspect, ...]) -> None:
    assert aspects_of(signature(before), signature(after)) == aspects


def test_same_parameters_ignores_the_return_type() -> None:
    assert same_parameters(signature("int f(int a);"), signature("void f(int a);"))


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        pytest.param("int f(void);", "int f(void);", 1.0, 1.0, id="both empty"),
        pytest.param("int f(u64 a, u64 b);", "int f(int n, u64 a, u64 b);", 0.6, 0.7, id="inserted"),
        pytest.param("int f(struct a *p);", "int f(struct b *p);", 0.0, 0.0, id="strangers"),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(signature(one), signature(other)) <= most
