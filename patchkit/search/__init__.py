"""What makes a second look cheap: words found in many files, remembered, and helper processes.

Nothing is imported here: helper processes load single modules of this package and have to start quickly.
"""
