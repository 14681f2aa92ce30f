"""Putting a stored draft right: its rows as a tree, and what an officer decides on them, without a domain word.

A row's decision is {"kind": group | a leaf | skipped, "set": {field: as typed}, "parent": row key or "", "accepted":
[problem keys], "joined": true, "parts": [{"kind", "set", …} of the further rows cut off it]}. A row's key is its
position, its parts' keys are "12-1", "12-2". The draft's own decisions are {"dropped": [blocks], "accepted": [problem
keys]} and what kinds keep of their own.

`effective` applies decisions, `verbs` write them down, `preview` and `forms` show them. What is printed is never
altered; a corrected value brings its own doubts, those about the value before it go. Rows that are joined, split,
re-kinded, moved or dropped keep the tree whole: children go up to the nearest group that is left, codes stay unique, a
row without a printed number gets the next letter of the row it came from (4, 4a) or the next number under its group.
"""
