"""Every figure, wherever it is shown, against the tables.

A package, so that its database goes when its last test ends.
"""
