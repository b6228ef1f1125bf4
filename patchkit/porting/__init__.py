"""Writes a series for another tree: what each hunk becomes there, how sure that is, what was left out.

Never guesses: what independent methods do not settle is a conflict with a cause and both sides.
"""
