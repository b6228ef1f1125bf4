"""Which names the macros of some files could paste together."""

from __future__ import annotations

import pytest

from patchkit.cfacts.pasting import Pasting

FLAGS = """\
#define TESTFLAG(uname, lname) \\
static inline int Page##uname(struct page *page) { return test(PG_##lname, page); }
#define FLAG(uname, lname) TESTFLAG(uname, lname) SETFLAG(uname, lname)
#define SETFLAG(uname, lname) \\
static inline void SetPage##uname(struct page *page) { set(PG_##lname, page); }
"""


def makes(name: str, *texts: str, complete: bool = True) -> bool:
    files = [(f"include/linux/a{number}.h", text.encode()) for number, text in enumerate(texts)]
    return Pasting(files, complete=complete).makes(name.encode())


@pytest.mark.parametrize("name", ["PageDirty", "SetPageDirty", "PG_dirty", "PageBusy"])
def test_names_that_calls_make(name: str) -> None:
    assert makes(name, FLAGS, "FLAG(Dirty, dirty)\nTESTFLAG(Busy, busy)\n")


@pytest.mark.parametrize("name", ["PageDirt", "PageLocked", "SetPageBusy", "PG_Dirty", "XPageDirty"])
def test_names_that_no_call_makes(name: str) -> None:
    assert not makes(name, FLAGS, "FLAG(Dirty, dirty)\nTESTFLAG(Busy, busy)\n")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # an X-macro is named without a list
        ("#define LIST(X) X(a) X(b)\n#define ONE(x) get_##x\nLIST(ONE)\n", "get_a"),
        # an argument that is a macro may become any word
        ("#define ME other\n#define ONE(x) get_##x\n#define TWO(x) ONE(x)\nTWO(ME)\n", "get_other"),
        # what is passed on may be made of two
        ("#define ONE(x) get_##x\n#define TWO(x, y) ONE(x##_##y)\nTWO(a, b)\n", "get_a_b"),
        ("#define ONE(x, ...) get_##x\nONE(a, 1, 2)\n", "get_a"),
        ("#define ONE(x...) get_##x\nONE(a)\n", "get_a"),
        ("#define NAME(x, y) x##_##y\nNAME(ring, put)\n", "ring_put"),
        ("#define ONE(x) get_##x\nONE()\n", "get_"),
        ("#define ONE(x) get_##x\nONE((a))\n", "get_b"),
    ],
    ids=str,
)
def test_chains_through_calls(text: str, name: str) -> None:
    assert makes(name, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#define NAME(x, y) x##_##y\nNAME(ring, get)\n", "ring_put"),
        ("#define NAME(x, y) x##_##y\n", "ring_put"),
        ("#define LIST(X) X(a)\n#define ONE(x, y) x##_##y\nLIST(ONE)\n", "ring_put"),
        ("#define ONE(x, y) __##x##_##y\n#define TWO(y) ONE(x64, sys_##y)\nTWO(read)\n", "__folio_put"),
    ],
    ids=str,
)
def test_a_chain_that_may_be_any_name_makes_none(text: str, name: str) -> None:
    assert not makes(name, text)


def test_a_file_that_is_not_there_may_call_it() -> None:
    text = "#define ONE(x) get_##x\n"
    assert makes("get_a", text, complete=False)
    assert not makes("get_a", text)
