"""Types of expressions, values of enumerators, and which types contradict each other."""

from __future__ import annotations

import pytest

from patchkit.cfacts.compatible import CONSTANT, contradicts
from patchkit.cfacts.enumerators import enumerator_value
from patchkit.cfacts.expressions import calls
from patchkit.cfacts.scope import read_function
from patchkit.cfacts.values import Types, type_of


def known(names: dict[bytes, str]) -> Types:
    return Types(
        variable=lambda name: names.get(name, ""),
        member=lambda tag, name: names.get(tag + b"." + name, ""),
        result=lambda name: names.get(name + b"()", ""),
        constant=lambda name: names.get(b"enum " + name, ""),
    )


TYPES = known(
    {
        b"dev.next": "struct dev *",
        b"dev.nr": "int",
        b"first()": "struct dev *",
        b"enum BUSY": "int",
        b"enum FREE": CONSTANT,
        b"total": "unsigned long",
    }
)


@pytest.mark.parametrize(
    ("expression", "type_"),
    [
        ("d", "struct dev *"),
        ("(d)", "struct dev *"),
        ("d->next->nr", "int"),
        ("&d->nr", "int *"),
        ("*d", "struct dev"),
        ("first(d)", "struct dev *"),
        ("total", "unsigned long"),
        ("NULL", "void *"),
        ("true", "bool"),
        ("false", CONSTANT),
        ("0", CONSTANT),
        ("0x0UL", CONSTANT),
        ("-1", "int"),
        ("010", "int"),
        ("'\\0'", CONSTANT),
        ('"a" "b"', "char *"),
        ("BUSY", "int"),
        ("FREE", CONSTANT),
        ("OTHER", ""),
        ("(void *)nr", "void *"),
        ("(struct dev **)d->next", "struct dev **"),
        ("(unsigned long)d", "unsigned long"),
        ("(unsigned long)d + 1", "int"),
        ("(u8)nr", ""),
        ("1.5", ""),
        ("nr + 1", "int"),
        ('"%s" FORMAT', ""),
    ],
    ids=str,
)
def test_type_of_an_argument(expression: str, type_: str) -> None:
    text = f"int f(struct dev *d, int nr)\n{{\n\tg({expression});\n}}\n".encode()
    function = read_function(text, b"f", 4)
    assert function is not None
    call = next(one for one in calls(function) if one.use.name == b"g")
    ((first, last),) = call.arguments
    assert type_of(function, first, last, TYPES) == type_


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("enum e { target };", 0),
        ("enum e { A, B, target };", 2),
        ("enum e { A = 4, /* , */ target, };", 5),
        ("enum e { A = -1, target };", 0),
        ("enum e { A = 0x10, target = 010 };", 8),
        ("enum e { A = sizeof(int), target };", None),
        ("enum e { A = 1 << 3, target = 7UL };", 7),
        ("enum e {\n#ifdef X\n\tA,\n#endif\n\ttarget };", None),
    ],
    ids=str,
)
def test_value_of_an_enumerator(text: str, value: int | None) -> None:
    data = text.encode()
    assert enumerator_value(data, data.index(b"target")) == value


@pytest.mark.parametrize(
    ("parameter", "argument"),
    [
        ("int", "struct dev *"),
        ("struct dev *", "int"),
        ("struct dev *", "struct other *"),
        ("struct dev", "struct dev *"),
        ("struct dev", CONSTANT),
        ("u64", "void *"),
        ("struct dev **", "struct dev *"),
    ],
    ids=str,
)
def test_what_contradicts(parameter: str, argument: str) -> None:
    assert contradicts(parameter, argument)


@pytest.mark.parametrize(
    ("parameter", "argument"),
    [
        ("struct dev *", CONSTANT),
        ("bool", "struct dev *"),
        ("const bool", "void *"),
        ("void *", "struct dev *"),
        ("const char *", "char *"),
        ("u64", "int"),
        ("acpi_handle", "int"),
        ("struct dev *", "my_own *"),
        ("int", CONSTANT),
        ("int (*)(void)", "int"),
    ],
    ids=str,
)
def test_what_does_not(parameter: str, argument: str) -> None:
    assert not contradicts(parameter, argument)
