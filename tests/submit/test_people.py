"""Who signed, who developed, who is the same person."""

from __future__ import annotations

import pytest

from patchkit.readers.headers import parse_person
from patchkit.submit import co_developer_unsigned, sign_off_missing
from patchkit.submit.people import is_relay, same_person
from tests.submit.makers import SIGNED, WHY, mail_of, said, series_of, single

BO = "Bo Slot <bo@example.org>"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Slot <ada@example.org>", "A. S. <ADA@example.org>", True),
        ("Ada Slot <ada+git@example.org>", "Ada <ada@example.org>", True),
        ("Ada <ada@mail.example.org>", "A. S. <ada@example.org>", True),
        ("Ada Slot <ada@home.example>", "Ada Slot <ada@work.example>", True),
        ("Slot, Ada <ada@home.example>", "Ada Slot <ada@work.example>", True),
        ("Ada <ada@home.example>", "Ada Slot <ada@work.example>", True),
        ("Ada Slót <a@home.example>", "Ada Slot <ada@work.example>", True),
        ("Ada Slot via Lists <lists@example.org>", "Ada Slot <ada@work.example>", True),
        ("Ada Slot <ada@example.org>", "Bo Slot <bo@example.org>", False),
        ("ada@example.org", "bo@example.org", False),
        ("Ada", "Bo", False),
    ],
)
def test_the_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(parse_person(one), parse_person(other)) is same
    assert same_person(parse_person(other), parse_person(one)) is same


@pytest.mark.parametrize(
    ("sender", "relay"),
    [
        ("Ada Slot via B4 Relay <devnull+ada.example.org@kernel.org>", True),
        ("Ada Slot via Linux-mm <linux-mm@example.org>", True),
        ("Ada Slot <noreply@forge.example>", True),
        ("Ada Slot <ada@example.org>", False),
        ("Olivia Slot <olivia@example.org>", False),
    ],
)
def test_a_relay_signs_nothing(sender: str, relay: bool) -> None:
    assert is_relay(parse_person(sender)) is relay


@pytest.mark.parametrize(
    ("message", "subject", "expected"),
    [
        (WHY + SIGNED, "[PATCH] slot: Cut", []),
        (f"From: {BO}\n\n{WHY}Signed-off-by: {BO}\n{SIGNED}", "[PATCH] slot: Cut", []),
        (WHY + "Signed-off-by: Ada Slot <ada@example.org\n", "[PATCH] slot: Cut", []),
        (f"{WHY}{SIGNED}\nThis is prose behind the tags.\n", "[PATCH] slot: Cut", []),
        (WHY, "[PATCH] slot: Cut", ["1 error high: nobody signed it off"]),
        (WHY, "[RFC PATCH] slot: Cut", ["1 note high: nobody signed it off"]),
        (
            f"{WHY}Signed-off-by: {BO}\n",
            "[PATCH] slot: Cut",
            ["1 error high: the author, Ada Slot <ada@example.org>, did not sign it off"],
        ),
        (
            f"From: {BO}\n\n{WHY}Signed-off-by: {BO}\n",
            "[PATCH] slot: Cut",
            [f"1 warning high: Ada Slot <ada@example.org> sends it for {BO} and did not sign it off"],
        ),
    ],
)
def test_sign_offs(message: str, subject: str, expected: list[str]) -> None:
    assert single(sign_off_missing.RULE, message, subject) == expected


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("Ada via B4 Relay <devnull+ada.example.org@kernel.org>", []),
        (
            "a.slot@mail.example",
            [f"1 warning low: a.slot@mail.example sends it for {BO} and did not sign it off"],
        ),
    ],
)
def test_who_sends_for_another(sender: str, expected: list[str]) -> None:
    message = f"From: {BO}\n\n{WHY}Signed-off-by: {BO}\n"
    series = series_of(mail_of("[PATCH] slot: Cut", message, sender=sender))
    assert said(sign_off_missing.RULE, series) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (f"Co-developed-by: {BO}\nSigned-off-by: {BO}\n{SIGNED}", []),
        (
            f"Co-developed-by: {BO}\n{SIGNED}",
            [f"1 warning high: {BO} developed it too and did not sign it off"],
        ),
        (
            f"Co-developed-by: {BO}\n{SIGNED}Signed-off-by: {BO}\n",
            [f"1 note high: the sign-off of {BO} does not follow the Co-developed-by at once"],
        ),
    ],
)
def test_co_developers(tags: str, expected: list[str]) -> None:
    assert single(co_developer_unsigned.RULE, WHY + tags) == expected
