"""Two versions of a series beside each other, from their mails alone, in git range-diff's notation."""

from patchkit.rangediff.engine import compare
from patchkit.rangediff.pairing import CREATION_FACTOR

__all__ = ["CREATION_FACTOR", "compare"]
