"""API changes of a patch, inferred from what the C says before and after it; never configured."""

from patchkit.apichange.compare import aspects_of, same_interface
from patchkit.apichange.infer import changes_between, intended_changes, merge_intended
from patchkit.apichange.known import KnownSite, known_sites, ported_sites
from patchkit.apichange.types import member_changes
from patchkit.apichange.wording import shown

__all__ = [
    "KnownSite",
    "aspects_of",
    "changes_between",
    "intended_changes",
    "known_sites",
    "member_changes",
    "merge_intended",
    "ported_sites",
    "same_interface",
    "shown",
]
