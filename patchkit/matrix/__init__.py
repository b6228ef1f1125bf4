"""Many series on many trees, in one process or many, on one machine or many.

A work item is plain data; whoever does it opens the tree by its location and gives back frozen cells.
"""
