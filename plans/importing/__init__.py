"""The import as an office does it: read, look, decide, confirm, take back.

What an officer decides is kept with the draft (`common.intake.editing.verbs`, `deciding`); `looking.state_of` is what
the draft says with it. Reading, handing over, confirming, undoing and dropping leave an audit row; deciding does not:
confirmation carries it.
"""
