"""From a document to rows a person can check: readers make blocks of a file, kinds make rows of blocks.

The engine knows no heading and no word of any office. Applications register their kinds (`kinds.register`),
`reading.read` runs them over a document, `drafts` keeps what was read until somebody confirms it.
"""
