"""What a province is called in a sentence."""

from common.text import lower_first


def province_title(name: str) -> str:
    """`tỉnh …` unless the name says itself that it is a thành phố or a tỉnh: as a sentence needs it."""
    lowered = name.lower()
    if lowered.startswith(("tỉnh ", "thành phố ")):
        return lower_first(name)
    return f"tỉnh {name}"
