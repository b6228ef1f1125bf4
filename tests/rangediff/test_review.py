"""Which review trailers the author should drop, and which still hold."""

from __future__ import annotations

import pytest

from patchkit.model.compare import Advice
from tests.rangediff.makers import MESSAGE, PATH, compared, patch

BO = "Reviewed-by: Bo Slot <bo@example.org>\n"
TESTED = "Tested-by: Cy Slot <cy@example.org>\n"
BASE = "int a;\nint b;\n"
ONE, TWO = BASE + "int c;\n", BASE + "int d;\n"
SAID = BASE + "int c; /* of cut slots */\n"

# Each: trailers and result of the old version, then of the new one, and what becomes of each trailer.
CASES = {
    "unchanged": ((BO, ONE), (BO, ONE), {"Reviewed-by": Advice.KEEP}),
    "changed": ((BO, ONE), (BO, TWO), {"Reviewed-by": Advice.DROP}),
    "given in between": (("", ONE), (BO, TWO), {"Reviewed-by": Advice.DROP}),
    "collected": (("", ONE), (BO + TESTED, ONE), {"Reviewed-by": Advice.KEEP, "Tested-by": Advice.KEEP}),
    "rightly dropped": ((BO, ONE), ("", TWO), {"Reviewed-by": Advice.DROPPED}),
    "lost": (
        (BO + TESTED, ONE),
        (TESTED, ONE),
        {"Tested-by": Advice.KEEP, "Reviewed-by": Advice.RESTORE},
    ),
    "comments alone": ((BO, ONE), (BO, SAID), {"Reviewed-by": Advice.KEEP}),
    "spelt another way": (
        ("Reviewed-by: Bo Slot <bo@example.org>\n", ONE),
        ("Reviewed-By: B. Slot <BO@example.org>\n", ONE),
        {"Reviewed-By": Advice.KEEP},
    ),
    "in two in one": (
        ("Reviewed-and-tested-by: Bo Slot <bo@example.org>\n", ONE),
        ("Reviewed-and-tested-by: Bo Slot <bo@example.org>\n", TWO),
        {"Reviewed-and-tested-by": Advice.DROP},
    ),
    "no reviews": (
        ("Reported-by: Bo Slot <bo@example.org>\n", ONE),
        ("Suggested-by: Bo Slot <bo@example.org>\nCc: Bo Slot <bo@example.org>\n", TWO),
        {},
    ),
}


@pytest.mark.parametrize(("old", "new", "advice"), CASES.values(), ids=list(CASES))
def test_what_becomes_of_reviews(
    old: tuple[str, str], new: tuple[str, str], advice: dict[str, Advice]
) -> None:
    pair = compared(
        *(
            patch("[PATCH] s: x", {PATH: (BASE, result)}, MESSAGE + trailers)
            for trailers, result in (old, new)
        )
    )
    assert {one.trailer.key: one.advice for one in pair.trailers} == advice
    assert all(one.reason for one in pair.trailers)
