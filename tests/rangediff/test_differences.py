"""What differs between two versions of one patch, and what that comes to: thought out before it was asked."""

from __future__ import annotations

import pytest

from patchkit.model.compare import Difference, Mark
from tests.rangediff.makers import MESSAGE, PATH, compared, patch

PEOPLE, CONTEXT, LAYOUT, MOVED = (
    Difference.PEOPLE,
    Difference.CONTEXT,
    Difference.LAYOUT,
    Difference.MOVED,
)
COMMENTS, PLACE, CODE = Difference.COMMENTS, Difference.PLACE, Difference.CODE
TEXT, AUTHOR = Difference.MESSAGE, Difference.AUTHOR

BASE = """\
#include <linux/slot.h>

int slot_count(struct slot *slot)
{
	int count = slot->count;

	lock(slot);
	update(slot, count);
	unlock(slot);
	return count;
}

int slot_size(struct slot *slot)
{
	int size = slot->size;

	lock(slot);
	measure(slot, size);
	unlock(slot);
	return size;
}
"""

COUNTED = ("	update(slot, count);\n", "	update(slot, count, GFP_KERNEL);\n")
CHANGED = BASE.replace(*COUNTED)
MORE = "/* Slots are cut. */\nstatic int cuts;\nstatic int halves;\n\n"


def above(text: str) -> str:
    return text.replace("int slot_count", MORE + "int slot_count")


WRAPPED = BASE.replace(COUNTED[0], "	update(slot,\n	       count,\n	       GFP_KERNEL);\n")
RENAMED = ("int slot_count(", "int slot_tally(")
HELPER = "int slot_cut(struct slot *slot)\n{\n	return slot->cuts;\n}\n\n"
OTHER = "int slot_half(struct slot *slot)\n{\n	return slot->halves;\n}\n\n"
COMMENT = "	/* The slot is whole again. */\n"


def inserted(line: str, before: str, text: str = BASE) -> str:
    return text.replace(before, line + before, 1)


# Each: the old base and what it becomes, the new base and what that becomes, and the differences.
CASES = {
    "the same": (BASE, CHANGED, BASE, CHANGED, ()),
    "at another line": (BASE, CHANGED, above(BASE), above(CHANGED), ()),
    "other context": (
        BASE,
        CHANGED,
        BASE.replace("return count;", "return tally(count);"),
        CHANGED.replace("return count;", "return tally(count);"),
        (CONTEXT,),
    ),
    "a heading of other parameters": (
        BASE,
        CHANGED,
        BASE.replace("slot_count(struct slot *slot)", "slot_count(struct slot *slot, int nid)"),
        CHANGED.replace("slot_count(struct slot *slot)", "slot_count(struct slot *slot, int nid)"),
        (CONTEXT,),
    ),
    "wrapped": (BASE, CHANGED, BASE, WRAPPED, (LAYOUT,)),
    "wrapped, on a base that is wrapped": (
        BASE,
        CHANGED,
        BASE.replace(COUNTED[0], "	update(slot,\n	       count);\n"),
        BASE.replace(COUNTED[0], "	update(slot,\n	       count, GFP_KERNEL);\n"),
        (CONTEXT, LAYOUT),
    ),
    "wrapped, in other context": (
        BASE,
        CHANGED,
        BASE.replace("	unlock(slot);\n	return count", "	unlock_all();\n	return count"),
        WRAPPED.replace("	unlock(slot);\n	return count", "	unlock_all();\n	return count"),
        (CONTEXT, LAYOUT),
    ),
    "an argument more": (BASE, CHANGED, BASE, BASE.replace(COUNTED[0], "	update(slot, count, 0);\n"), (CODE,)),
    "the arguments in another order": (
        BASE,
        CHANGED,
        BASE,
        BASE.replace(COUNTED[0], "	update(slot, GFP_KERNEL, count);\n"),
        (CODE,),
    ),
    "a string with other blanks": (
        BASE,
        BASE.replace(COUNTED[0], '	warn("a slot");\n'),
        BASE,
        BASE.replace(COUNTED[0], '	warn("a  slot");\n'),
        (CODE,),
    ),
    "a directive that ends": (
        BASE,
        inserted("#define CUT 1 \\\n	+ 2\n", "int slot_size"),
        BASE,
        inserted("#define CUT 1\n	+ 2\n", "int slot_size"),
        (CODE,),
    ),
    "a comment in other words": (
        BASE,
        inserted(COMMENT, "	return count;"),
        BASE,
        inserted(COMMENT.replace("whole", "free"), "	return count;"),
        (COMMENTS,),
    ),
    "a comment that is wrapped": (
        BASE,
        inserted(COMMENT, "	return count;"),
        BASE,
        inserted("	/*\n	 * The slot is\n	 * whole again.\n	 */\n", "	return count;"),
        (LAYOUT,),
    ),
    "a product is no comment": (
        BASE,
        BASE.replace("size = slot->size;", "size = slot->size\n		* halves;"),
        BASE,
        BASE.replace("size = slot->size;", "size = slot->size\n		* thirds;"),
        (CODE,),
    ),
    "before a line instead of behind it": (
        BASE,
        inserted("	check(slot);\n", "	update("),
        BASE,
        inserted("	check(slot);\n", "	lock("),
        (CONTEXT, PLACE),
    ),
    "in another function with the same lines around": (
        BASE.replace("measure(slot, size)", "update(slot, count)"),
        inserted("	check(slot);\n", "	update(", BASE.replace("measure(slot, size)", "update(slot, count)")),
        BASE.replace(*RENAMED),
        inserted("	check(slot);\n", "	update(", BASE.replace(*RENAMED)),
        (CONTEXT, PLACE),
    ),
    "nothing around it is the same": (
        BASE,
        inserted("	check(slot);\n", "	int count = slot->count;"),
        "\n".join(f"	w{n}(x);" for n in range(9)) + "\n",
        "\n".join(f"	w{n}(x);" for n in range(4)) + "\n	check(slot);\n"
        + "\n".join(f"	w{n}(x);" for n in range(4, 9)) + "\n",
        (CONTEXT, PLACE),
    ),
    "new functions in another order": (
        BASE,
        inserted(HELPER + OTHER, "int slot_size"),
        BASE,
        inserted(OTHER + HELPER, "int slot_size"),
        (MOVED,),
    ),
    "new statements in another order": (
        BASE,
        inserted("	check(slot);\n	cut(slot);\n", "	update("),
        BASE,
        inserted("	cut(slot);\n	check(slot);\n", "	update("),
        (PLACE,),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "became", "new", "now", "differences"), CASES.values(), ids=list(CASES))
def test_what_differs(
    old: str, became: str, new: str, now: str, differences: tuple[Difference, ...]
) -> None:
    pair = compared(
        patch("[PATCH] s: x", {PATH: (old, became)}), patch("[PATCH] s: x", {PATH: (new, now)})
    )
    assert pair.differences == differences
    assert {one for hunk in pair.hunks for one in hunk.differences} == set(differences)


MESSAGES = {
    "other words": ("[PATCH] s: x", MESSAGE.replace("whole", "free"), (TEXT,)),
    "another subject": ("[PATCH] s: y", MESSAGE, (TEXT,)),
    "other line breaks": ("[PATCH] s: x", MESSAGE.replace("slots ", "slots\n"), (LAYOUT,)),
    "one trailer more": (
        "[PATCH] s: x",
        MESSAGE + "Reviewed-by: Bo Slot <bo@example.org>\n",
        (PEOPLE,),
    ),
    "another Fixes": ("[PATCH] s: x", MESSAGE + 'Fixes: 123456789012 ("s: w")\n', (TEXT,)),
    "another prefix": ("[PATCH v2 net-next] s: x", MESSAGE, ()),
    "another author": ("[PATCH] s: x", "From: Bo Slot <bo@example.org>\n\n" + MESSAGE, (AUTHOR,)),
}


@pytest.mark.parametrize(("subject", "message", "differences"), MESSAGES.values(), ids=list(MESSAGES))
def test_what_differs_in_the_message(
    subject: str, message: str, differences: tuple[Difference, ...]
) -> None:
    files: dict[str, tuple[str | None, str | None]] = {PATH: (BASE, CHANGED)}
    pair = compared(patch("[PATCH] s: x", files), patch(subject, files, message))
    assert pair.differences == differences


def test_notes_below_the_message_do_not_count() -> None:
    files: dict[str, tuple[str | None, str | None]] = {PATH: (BASE, CHANGED)}
    noted = patch("[PATCH v2] s: x", files, MESSAGE + "---\nv2: wrapped as Bo wished\n")
    assert compared(patch("[PATCH] s: x", files), noted).mark is Mark.SAME


FILES = {
    "a makefile's blanks mean something": (
        {"mm/Makefile": ("obj-y := a.o\n", "obj-y := a.o  b.o\n")},
        {"mm/Makefile": ("obj-y := a.o\n", "obj-y := a.o b.o\n")},
        (CODE,),
    ),
    "a device tree's do not": (
        {"a.dts": ("/ {\n};\n", "/ {\n	a = <1 2>;\n};\n")},
        {"a.dts": ("/ {\n};\n", "/ {\n	a = <1\n	     2>;\n};\n")},
        (LAYOUT,),
    ),
    "a file more": (
        {PATH: (BASE, CHANGED)},
        {PATH: (BASE, CHANGED), "mm/new.c": (None, HELPER)},
        (CODE,),
    ),
    "the same in a file that has moved": (
        {"kernel/slot.c": (BASE, CHANGED)},
        {PATH: (BASE, CHANGED)},
        (CONTEXT, PLACE),
    ),
    "new, no longer changed": (
        {PATH: (None, HELPER)},
        {PATH: ("", HELPER)},
        (CODE,),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "differences"), FILES.values(), ids=list(FILES))
def test_what_differs_in_files(
    old: dict[str, tuple[str | None, str | None]],
    new: dict[str, tuple[str | None, str | None]],
    differences: tuple[Difference, ...],
) -> None:
    assert compared(patch("[PATCH] s: x", old), patch("[PATCH] s: x", new)).differences == differences


MODE = "diff --git a/tools/run b/tools/run\nold mode 100644\nnew mode 100755\n"
BINARY = (
    "diff --git a/logo b/logo\nnew file mode 100644\nindex 000..111\nGIT binary patch\n"
    "literal 1\nIcmZ{1\n\nliteral 0\nHcmV?d00001\n\n"
)


def test_a_mode_is_code() -> None:
    files: dict[str, tuple[str | None, str | None]] = {PATH: (BASE, CHANGED)}
    extra = compared(patch("[PATCH] s: x", files), patch("[PATCH] s: x", files, diff=MODE))
    assert extra.differences == (CODE,)
    assert "tools/run: only the new version touches it" in extra.notes
