"""The nouns of patchkit as frozen data: series, diff, tree, placement, facts, changes, findings.

Nothing in here reads a file, runs a program or judges; see docs/architecture.md.
"""
