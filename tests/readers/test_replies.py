from __future__ import annotations

import time

import pytest

from patchkit.readers.replies import OWN_PATCH, PROSE, ROBOT, SHOWN, read_remarks
from tests.readers.mails import DIFF, letter, mail

BO = "Bo Slot <bo@example.org>"
TAG = f"Reviewed-by: {BO}\n"


def remarks(body: str, **headers: str) -> list[tuple[str, str, str]]:
    raw = mail("Re: [PATCH] x", body.encode(), parent="x", **headers)
    return [
        (one.trailer.key, one.trailer.value, one.refused) for one in read_remarks(letter(raw)).trailers
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(TAG, [("Reviewed-by", BO)], id="alone"),
        pytest.param(f"Looks good.\n\n{TAG}", [("Reviewed-by", BO)], id="below prose"),
        pytest.param(f"  {TAG}", [("Reviewed-by", BO)], id="indented"),
        pytest.param(
            f"{TAG}Tested-by: {BO}\n", [("Reviewed-by", BO), ("Tested-by", BO)], id="two of them"
        ),
        pytest.param("Reviewed-by: Bo Slot\n<bo@example.org>\n", [("Reviewed-by", BO)], id="wrapped"),
        pytest.param(
            'Fixes: 0123456789ab ("mm/slot: Make slots\nwhole")\n',
            [("Fixes", '0123456789ab ("mm/slot: Make slots whole")')],
            id="wrapped Fixes",
        ),
        pytest.param(
            "Closes: https://example.org/slots\n", [("Closes", "https://example.org/slots")], id="link"
        ),
        pytest.param(f"Acked-by: {BO} # for slots\n", [("Acked-by", f"{BO} # for slots")], id="comment"),
        pytest.param(f"Acked-for-slots-by: {BO}\n", [("Acked-for-slots-by", BO)], id="any word"),
        pytest.param(f"> {TAG}", [], id="quoted"),
        pytest.param(f"BS> {TAG}", [], id="quoted with initials"),
        pytest.param(f"-- \n{TAG}", [], id="below the signature"),
        pytest.param(f"Hm.\n\n-----Original Message-----\n{TAG}", [], id="below Outlook's line"),
        pytest.param(
            f"Hm.\n\nFrom: Ada <a@example.org>\nSent: Tuesday\n\n{TAG}", [], id="below Outlook's header"
        ),
        pytest.param(f"Cc: {BO}\nTo: {BO}\nFrom: {BO}\nEmail: {BO}\n", [], id="headers"),
        pytest.param("Tree: https://example.org/bo@slot\n", [], id="link of another kind"),
        pytest.param("M: Bo Slot <bo@example.org>\n", [], id="MAINTAINERS"),
        pytest.param("Fixes: the slots of bo@example.org\n", [], id="Fixes without a commit"),
        pytest.param("Nothing: at all\n", [], id="no address"),
    ],
)
def test_trailers_that_are_given(body: str, expected: list[tuple[str, str]]) -> None:
    assert remarks(body) == [(key, value, "") for key, value in expected]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        pytest.param(
            f"With that fixed:\n\n{TAG}", "it hangs on a condition: “With that fixed:”", id="if"
        ),
        pytest.param(
            f"Reviewed-by: {BO} # with the typo fixed\n",
            "it hangs on a condition: “with the typo fixed”",
            id="condition as a comment",
        ),
        pytest.param(
            f"If you fix the issue, kindly add following tag\n{TAG}", ROBOT, id="robot's report"
        ),
        pytest.param(f"    mm/slot: Fix it\n\n    {TAG}", SHOWN, id="commit that is shown"),
        pytest.param(f"You may add my {TAG}", PROSE, id="prose"),
        pytest.param("Reviewed-by me.\n", PROSE, id="prose without an address"),
    ],
)
def test_trailers_that_are_not_given(body: str, refused: str) -> None:
    ((_, _, reason),) = remarks(body)
    assert reason == refused


def test_a_condition_holds_for_the_whole_block_and_no_longer() -> None:
    body = f"With that fixed:\n\n{TAG}Tested-by: {BO}\n\nThanks.\n\nAcked-by: {BO}\n"
    assert [refused != "" for _, _, refused in remarks(body)] == [True, True, False]


def test_a_sign_off_in_a_reply_with_a_patch_is_that_patchs() -> None:
    body = f"Rather this:\n\nSigned-off-by: {BO}\n---\n{DIFF.decode()}"
    assert remarks(body) == [("Signed-off-by", BO, OWN_PATCH)]


def test_a_patch_in_a_reply_with_a_header_of_its_own() -> None:
    body = f"Rather this:\n\nFrom: {BO}\nDate: today\n\nSigned-off-by: {BO}\n---\n{DIFF.decode()}"
    assert remarks(body) == [("Signed-off-by", BO, OWN_PATCH)]


def test_quotes_of_a_flowed_reply_are_no_own_lines() -> None:
    body = f"> You may add \n> {TAG}> \nAcked-by: {BO}\n"
    flowed = remarks(body, Content_Type="text/plain; charset=utf-8; format=flowed")
    assert flowed == [("Acked-by", BO, "")]


def test_an_encoded_reply() -> None:
    raw = mail(
        "Re: [PATCH] x",
        b"Reviewed-by: J=C3=B6 Slot <joe@exam=\nple.org>\n",
        Content_Type="text/plain; charset=utf-8",
        Content_Transfer_Encoding="quoted-printable",
    )
    (remark,) = read_remarks(letter(raw)).trailers
    assert remark.trailer.value == "Jö Slot <joe@example.org>"


def test_nays_of_quoted_text_are_anothers() -> None:
    raw = mail("Re: [PATCH] x", b"> NAK\n\nNo, read on.\n\nNAK, see above.\n")
    assert read_remarks(letter(raw)).nays == ("NAK, see above.",)


@pytest.mark.parametrize(
    "line",
    ["x" * 300_000, ":" * 300_000, " " * 300_000, "a-by: " * 50_000, "if " * 100_000, "NAK " * 75_000],
)
def test_a_long_line_costs_no_more_than_its_length(line: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        remarks(text)
        return time.process_time() - start

    short, long = (min(seconds(line[:size]) for _ in range(3)) for size in (75_000, 300_000))
    assert long < 12 * short + 0.05  # four times the text; its square would be sixteen
