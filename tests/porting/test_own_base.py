"""A series ported onto the tree it was made on comes out as it went in: same patch-ids, same trees.

The oracle is git: it makes the series, and `git patch-id` compares.
"""

from __future__ import annotations

import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from patchkit.model.ported import Fate
from tests.porting.repos import Repo, new_repo, port

# Few words, so that lines repeat and hunks have rivals; one that is no UTF-8, one with a CR.
LINES = st.sampled_from(
    [b"", b"{", b"}", b"\treturn 0;", b"\tx();", b"\ty();", b"int f(void)", b"J\xf6rg", b"-- ", b"a\r"]
)
TEXTS = st.builds(
    lambda lines, ended: b"\n".join(lines) + (b"\n" if ended and lines else b""),
    st.lists(LINES, max_size=25),
    st.booleans(),
)
NAMES = st.sampled_from(["a.c", "mm/b.c", "mm/c.h"])
TREES = st.dictionaries(NAMES, TEXTS, min_size=1)


def patch_id(repo: Repo, mail: Path) -> str:
    """The patch-id of a mail; `--verbatim`, so that white space counts."""
    decoded = mail.with_suffix(".diff")
    subprocess.run(
        ["git", "mailinfo", "/dev/null", str(decoded)],
        input=mail.read_bytes(),
        capture_output=True,
        check=True,
    )
    return repo.git("patch-id", "--verbatim", stdin=decoded.read_bytes()).split(" ")[0]


def different(trees: list[dict[str, bytes]]) -> bool:
    return all(one != two for one, two in pairwise(trees))


@settings(max_examples=12, deadline=None)
@given(st.lists(TREES, min_size=2, max_size=3).filter(different))
def test_a_port_onto_the_own_base_changes_nothing(trees: list[dict[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        repo = new_repo(top / "repo", trees[0])
        for number, (old, new) in enumerate(pairwise(trees)):
            gone: dict[str, bytes | None] = dict.fromkeys(set(old) - set(new))
            repo.commit({**gone, **new}, b"change %d\n" % number)
        count = len(trees) - 1
        series = repo.mails(top / "series", f"-{count}", "-M")
        repo.git("checkout", "-q", "--detach")
        repo.git("branch", "-f", "main", f"HEAD~{count}")
        result = port(series, repo, top / "out")
        assert {one.fate for one in result.output.patches} == {Fate.PORTED}
        originals, mails = sorted(series.iterdir()), sorted((top / "out").iterdir())
        wanted = [patch_id(repo, one) for one in originals]
        assert [patch_id(repo, one) for one in mails] == wanted
        assert all(wanted)
