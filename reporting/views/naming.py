"""How a page names a line, wherever it stands."""

from reporting.models import MeasureEntry, TaskEntry


class NamedLine:
    """A line of a submission by its address, its printed code and its name; `entry` is the line."""

    entry: TaskEntry | MeasureEntry

    @property
    def is_task(self) -> bool:
        return isinstance(self.entry, TaskEntry)

    @property
    def key(self) -> str:
        """The line in an address: nv-12 (nhiệm vụ) or ct-7 (chỉ tiêu)."""
        return f"{'nv' if self.is_task else 'ct'}-{self.entry.pk}"

    @property
    def code(self) -> str:
        return self.entry.task_version.code if self.is_task else self.entry.code

    @property
    def name(self) -> str:
        if self.is_task:
            return self.entry.task_version.name
        return f"{self.entry.name} – {self.entry.scope}" if self.entry.scope else self.entry.name
