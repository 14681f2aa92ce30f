"""The import as an office does it: read, look, decide, confirm."""
