"""The scored corpus of the import: papers of many shapes, each beside what a careful clerk would write down from it.

`make corpus` reads all of it and prints what is right; `score.json` is the last accepted score.
"""
