"""The ways to find out what a hunk makes of a file; each works by itself, so that they can agree."""
