"""The type of what an annex is made of."""

from collections.abc import Mapping
from typing import Any

# A plan, a task, an indicator or an aim under the keys of the import's JSON, so that an annex can be read back; its
# values are what JSON knows, texts, numbers, lists and parts under keys of their own.
Exported = Mapping[str, Any]
