from __future__ import annotations

import pytest

from patchkit.readers.opinions import condition_in, nays_in


@pytest.mark.parametrize(
    "text",
    [
        "With that fixed:",
        "with that,",
        "Looks good. With those addressed",
        "Looks good to me with the typo fixed,",
        "With Bo's comment addressed, feel free to add",
        "Once the nit is fixed:",
        "Once you address Bo's comments:",
        "After fixing the commit message",
        "When fixed.",
        "If you respin, feel free to add my",
        "If it works on your machine, you can add my:",
        "LGTM, if the lock is taken elsewhere",
        "Assuming this goes through the slot tree:",
        "As long as the binding is accepted",
        "Feel free to add my tag if you fix it:",
        "Fine.\nBut only once this is\nsplit:",
    ],
)
def test_a_condition(text: str) -> None:
    assert condition_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Looks good to me:",
        "Feel free to add",
        "You can add my",
        "Other than that, looks good.",
        "Apart from the nit:",
        "With or without the change:",
        "Tested with these patches applied on top of the sample kernel.",
        "The code is more pleasant to read after the change, and smaller.",
        "I'm OK with having it merged.",
        "If not, somebody else will.",
        "If that is not fixed we lose slots. Anyway:",
        "This works with the new slot.",
        "I come late with this demand so I guess it can be changed later.",
        "If you resend for some other reason you could change it, but otherwise:",
        "If you ask me, a typo. Other than that,",
    ],
)
def test_no_condition(text: str) -> None:
    assert condition_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "NAK",
        "NACK.",
        "Nack, slots are not hardware.",
        "So NAK from me.",
        "Sorry, but this gets a big NAK from me.",
        "This deserves a NACK.",
        "nack for the series, sorry.",
        "self-NAK for this series.",
        "I'm going to NAK this.",
        "I would have to NACK that.",
        "So, unless I miss something, a nak from me on this patch as it stands.",
        "So from the slot side this is\na NACK.",
        "I do not see the point. NAK. Please read the code.",
        "Consider this a NAK until it is tested.",
        "In summary - NACK.",
        "As such, NACK for this patch.",
        "There is a simpler way: NAK.",
        "That's a clear NAK.",
        "It's a Nack to the current approach.",
        "FWIW, that really deserves a NACK now.",
        "NAK on the entire series until somebody explains it.",
        "So I have to nack this proposed change, sorry.",
        "Nacked-by: Bo Slot <bo@example.org>",
        "Here's my NAK for this patch with explanation:",
    ],
)
def test_a_nay(text: str) -> None:
    (nay,) = nays_in(text)
    assert "\n" not in nay


@pytest.mark.parametrize(
    "text",
    [
        "The device replies with a NACK and the transfer ends.",
        "If a slave sends NACK, the controller stops.",
        "There will be no NAK on the bus.",
        "I won't NACK it, but I don't like it.",
        "This is not a NAK.",
        "I am NOT NAKing this patch.",
        "Is this a NACK for the other patch?",
        "It was NACKed by somebody at the time, I think",
        "int nack = 0;",
        "NACK interrupts are handled here.",
        "Otherwise the byte should be nacked.",
        "The address will be NACKed, so that the bus is free again.",
        "slot 0000:00:1c.2: NACK, status 0x08210100",
        "Things like NACKs and timeouts are errors.",
    ],
)
def test_no_nay(text: str) -> None:
    assert list(nays_in(text)) == []


def test_a_nay_is_one_sentence_and_not_too_long() -> None:
    (nay,) = nays_in("Slots are fine. NAK, " + "because of this " * 100 + ". Thanks.")
    assert nay.startswith("NAK, because")
    assert len(nay) <= 200
