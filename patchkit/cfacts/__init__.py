"""What the C says: sites of names, declarations, outlines; with two classifiers and no compiler."""

from patchkit.cfacts.architecture import architecture, in_tools
from patchkit.cfacts.declarations import declarations, outline
from patchkit.cfacts.index import SiteIndex, index_sites
from patchkit.cfacts.sites import file_sites

__all__ = [
    "SiteIndex",
    "architecture",
    "declarations",
    "file_sites",
    "in_tools",
    "index_sites",
    "outline",
]
