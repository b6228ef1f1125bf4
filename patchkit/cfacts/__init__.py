"""What the C says: sites of names, declarations, outlines; with two classifiers and no compiler."""

from patchkit.cfacts.architecture import architecture, in_tools
from patchkit.cfacts.declarations import declarations, outline
from patchkit.cfacts.includes import Includes
from patchkit.cfacts.index import SiteIndex, index_sites
from patchkit.cfacts.members import MemberIndex, Stored, index_members
from patchkit.cfacts.pointers import IndirectCall, Pointer, function_pointers
from patchkit.cfacts.sites import file_sites

__all__ = [
    "Includes",
    "IndirectCall",
    "MemberIndex",
    "Pointer",
    "SiteIndex",
    "Stored",
    "architecture",
    "declarations",
    "file_sites",
    "function_pointers",
    "in_tools",
    "index_members",
    "index_sites",
    "outline",
]
