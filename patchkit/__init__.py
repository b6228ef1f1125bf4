"""patchkit: does a patch series still mean, on this kernel tree, what its author meant?"""

__version__ = "0.1.0"
