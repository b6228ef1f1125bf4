"""Finds the commit that a series was made on, in a repository that is only read.

What the series says is `expected`, where that may be is `candidates`, whether it is there is `blobs`,
and `find` puts these together. git and its objects are reached through `gitio` alone.
"""

from patchkit.basing.expected import expectations
from patchkit.basing.find import BaseOptions, RankedBases, ranked_bases

__all__ = ["BaseOptions", "RankedBases", "expectations", "ranked_bases"]
