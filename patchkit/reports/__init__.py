"""Renderers: one Report, many dumb forms of it, and the progress line.

A renderer decides how something looks and how much of it is shown, never what is true: it does
not judge, sort or count anything but what it prints.
"""
