"""Which kernels a patch asks to be ported to, as its `Cc: stable` lines say it.

Documentation/process/stable-kernel-rules.rst: `Cc: stable@vger.kernel.org # 5.15+`. Only a version right
behind the mark is read; the rest of such a comment is for people.
"""

from __future__ import annotations

import re

from patchkit.model.series import Patch
from patchkit.model.tree import TreeIdentity

_STABLE = re.compile(r"\bstable(?:\+[\w.-]+)?@.*?[#\[(]\s*v?(\d+)\.(\d+)\b", re.IGNORECASE)
_VERSION = re.compile(r"(\d+)\.(\d+)\b")


def not_asked_for(patch: Patch, target: TreeIdentity) -> str:
    """Returns a sentence when every version that `patch` asks for is newer than the target, else ""."""
    asked = {
        (int(match[1]), int(match[2])): trailer.value
        for trailer in patch.trailers
        if trailer.key.lower() == "cc" and (match := _STABLE.search(trailer.value)) is not None
    }
    there = _VERSION.match(target.version)
    if not asked or there is None or (int(there[1]), int(there[2])) >= min(asked):
        return ""
    return f"it is for newer kernels than {target.version}: Cc: {asked[min(asked)]}"
