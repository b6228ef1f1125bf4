"""Searches for a hunk's place, one per module: each yields places and judges nothing."""
