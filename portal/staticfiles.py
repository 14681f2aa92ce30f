"""Where static files are found (a stylesheet that only names its parts as one file) and under which names kept."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PART = re.compile(r'^@import "([\w/-]+\.css)";\n', re.MULTILINE)
SHEETS = "css"


class StylesheetFinder(FileSystemFinder):
    """Finds every file of `static/` as it is, but for stylesheets of imports: the parts stand in the sheet itself.

    A browser then asks once instead of once a part. The joined sheet is kept under PORTAL_VAR and made anew when a part
    is newer; the parts themselves are not served.
    """

    def find(  # type: ignore[override] # the stubs tell the two kinds of answer apart by overloads
        self, path: str, find_all: bool = False, **kwargs: object
    ) -> str | Sequence[str]:
        """The path on disk, of a joined sheet the joined file; nothing for a part and what is not there."""
        found = super().find(path, find_all=find_all, **kwargs)  # type: ignore[call-overload]
        if Path(path).parent == Path(SHEETS) and path.endswith(".css") and found:
            joined = str(self._joined(Path(found[0] if isinstance(found, list) else found)))
            return [joined] if isinstance(found, list) else joined
        return [] if self._is_part(path) else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """What is collected: every file but the parts, joined sheets from where they are kept."""
        for path, storage in super().list(ignore_patterns):
            if self._is_part(path):
                continue
            if Path(path).parent == Path(SHEETS) and path.endswith(".css"):
                yield path, FileSystemStorage(self._joined(Path(storage.path(path))).parents[1])
            else:
                yield path, storage

    @staticmethod
    def _is_part(path: str) -> bool:
        """`css/portal/forms.css` is a part: sheets lie in the folder itself."""
        return path.startswith(f"{SHEETS}/") and Path(path).parent != Path(SHEETS)

    @staticmethod
    def _joined(sheet: Path) -> Path:
        """The sheet with its parts in their places; the sheet itself where it has none."""
        text = sheet.read_text(encoding="utf-8")
        parts = [sheet.parent / name for name in PART.findall(text)]
        if not parts:
            return sheet
        joined = Path(settings.VAR) / "static" / SHEETS / sheet.name
        newest = max(path.stat().st_mtime_ns for path in (sheet, *parts))
        if not joined.exists() or joined.stat().st_mtime_ns < newest:
            joined.parent.mkdir(parents=True, exist_ok=True)
            whole = PART.sub(lambda part: (sheet.parent / part[1]).read_text(encoding="utf-8") + "\n", text)
            making = joined.with_suffix(".making")
            making.write_text(whole, encoding="utf-8")
            making.replace(joined)
        return joined


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Collected files under names that change with what they hold; our scripts import each other by these names too.

    Only ours: in other people's scripts an example in a comment counts as an import.
    """

    _imports = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _imports))
